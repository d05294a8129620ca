import Accounts
import QueryWiring
import Transfers

QueryFunction<Account>.run(with: Transfer.self)
