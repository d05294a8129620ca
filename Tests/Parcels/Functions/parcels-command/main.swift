import CommandWiring
import Parcels

CommandFunction<Parcel>.run()
