import Accounts
import CommandWiring

CommandFunction<Account>.run()
