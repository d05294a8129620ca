import Accounts
import DomainFile
import Transfers

print(DomainDescription<Account>.text(with: Transfer.self))
