import Domain
import Services

extension MapKind: PathParameter {}

/// The map, and what a station's people keep on their front door.
extension Paths {
    public static let map = Path< >("/map")
    public static let stationPoint = Path<ID<Station>>("/stations/{station}/point")
    public static let stationStaff = Path<ID<Station>>("/stations/{station}/staff")
}
