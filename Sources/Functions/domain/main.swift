import Accounts
import DomainWiring
import Transfers

DomainProgram<Account>.run(with: Transfer.self)
