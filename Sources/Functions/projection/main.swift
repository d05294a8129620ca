import Accounts
import ProjectionWiring
import Transfers

ProjectionFunction<Account>.run(with: Transfer.self)
