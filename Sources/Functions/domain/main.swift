import Accounts
import DomainFile

print(DomainDescription<Account>.text)
