import DomainFile
import Parcels

print(DomainDescription<Parcel>.text)
