import Accounts
import ProjectionWiring

ProjectionFunction<Account>.run()
