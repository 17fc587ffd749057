import Domain
import SQL

/// The end of a station in the demonstration: a host wished to leave and thought better of it. No station of the world ends by it.
struct DemoWithdrawal {
    let house: House
    let town: Actor

    func play() async throws {
        let station: ID<Station>? = try await house.database.read { tx in
            try tx.value("SELECT s.id FROM stations s JOIN plaques p ON p.station_id = s.id WHERE p.state = 'valid' AND s.organisation_id IN (\(list: town.organisations.sorted())) ORDER BY s.id LIMIT 1")
        }
        guard let station else { return }
        let receipt = try await AskToLeave(reason: "场地租约将到期，拟退出试点。")(house, station, by: town)
        guard let id = ID<Case>(rawValue: receipt.id) else { throw Unexpected("withdrawal") }
        _ = try await TakeLeavingBack()(house, id, by: town)
    }
}
