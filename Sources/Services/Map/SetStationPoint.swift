import Domain
import SQL

/// The own people of a station say where it is, or take that back.
///
/// Effects: the station's point on the map, or none; an audit record.
public struct SetStationPoint: Codable, Sendable {
    /// WGS 84, degrees. Both or none; none takes the point away.
    public let latitude: Double?
    public let longitude: Double?

    public init(latitude: Double?, longitude: Double?) {
        self.latitude = latitude
        self.longitude = longitude
    }

    public func callAsFunction(_ house: House, of station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            try act.holdOwnStation(station)
            let was = try act.tx.row("SELECT station_id FROM station_points WHERE station_id = \(station)") != nil
            let point = try self.point()
            if let point {
                try act.tx.run("""
                    INSERT INTO station_points (station_id, latitude, longitude, by_account, set_at) VALUES (\(station), \(point.latitude), \(point.longitude), \(account), \(act.now))
                    ON CONFLICT (station_id) DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude, by_account = excluded.by_account, set_at = excluded.set_at
                    """)
            } else {
                try act.tx.run("DELETE FROM station_points WHERE station_id = \(station)")
            }
            act.audit("station", station.rawValue, point == nil ? "point_taken_away" : "point_set", from: was ? "placed" : "", to: point == nil ? "" : "placed")
            return Receipt(.station, station.rawValue)
        }
    }

    private func point() throws(Refusal) -> WGS84? {
        var fields = LodgingPlace.faults(latitude: latitude, longitude: longitude)
        if (latitude == nil) != (longitude == nil) { fields.append(.init(latitude == nil ? "latitude" : "longitude", Words("经纬度请同时填写", "Give both coordinates or none"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return latitude.flatMap { latitude in longitude.flatMap { WGS84(latitude: latitude, longitude: $0) } }
    }
}

extension Act {
    /// Holds a station of the actor's own organisation until the transaction ends. - Throws: `Refusal.notFound` for everybody else.
    func holdOwnStation(_ station: ID<Station>) throws {
        _ = try tx.row("SELECT id FROM stations WHERE id = \(station)\(dialect.lock)")
        guard try tx.row("SELECT id FROM stations WHERE id = \(station) AND organisation_id IN (\(list: actor.organisations.sorted()))") != nil else { throw Refusal.notFound }
    }
}
