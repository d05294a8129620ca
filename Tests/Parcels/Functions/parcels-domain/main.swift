import DomainWiring
import Parcels

DomainProgram<Parcel>.run()
