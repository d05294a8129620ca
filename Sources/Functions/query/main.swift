import Accounts
import QueryWiring

QueryFunction<Account>.run()
