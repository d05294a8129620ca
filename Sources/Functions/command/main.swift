import Accounts
import CommandWiring
import Transfers

CommandFunction<Account>.run(with: Transfer.self)
