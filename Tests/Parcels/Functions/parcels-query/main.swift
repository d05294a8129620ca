import Parcels
import QueryWiring

QueryFunction<Parcel>.run()
