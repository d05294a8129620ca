import Parcels
import ProjectionWiring

ProjectionFunction<Parcel>.run()
