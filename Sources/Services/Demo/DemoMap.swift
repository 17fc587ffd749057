import Domain
import SQL

/// Where the demonstration's stations are, and who is on duty there. People and numbers are made up.
struct DemoMap {
    let house: House
    /// Who act for the recognised stations.
    let hosts: [Actor]

    private static let staff: [[KeepStationStaff.Member]] = [
        [.init(name: "孙站长（示例）", role: "站长", hours: "周一至周五 8:30—17:30", phone: "0532-12345601", phoneShown: true), .init(name: "刘文（示例）", role: "政策代办、住宿接待", hours: "每天 9:00—21:00")],
        [.init(name: "王晓（示例）", role: "招聘对接", hours: "周一至周六 9:00—18:00", phone: "0532-12345602", phoneShown: true)],
        [.init(name: "李青（示例）", role: "创业辅导", hours: "周二、周四 14:00—17:00")],
    ]

    func play() async throws {
        let programme = try house.library.programme(DemoWorld.programme)
        for (index, host) in hosts.enumerated() {
            let stations = try await house.database.read { tx in
                try tx.rows("SELECT id, area FROM stations WHERE organisation_id IN (\(list: host.organisations.sorted())) ORDER BY id").map { (id: try $0("id") as ID<Station>, area: try $0("area") as String) }
            }
            for station in stations {
                // Somewhere in its area, each a little apart.
                if let middle = programme.area(station.area)?.middle {
                    _ = try await SetStationPoint(latitude: middle.latitude + Double(index + 1) * 0.004, longitude: middle.longitude - Double(index + 1) * 0.003)(house, of: station.id, by: host)
                }
                if index < Self.staff.count { _ = try await KeepStationStaff(staff: Self.staff[index], agreed: true)(house, at: station.id, by: host) }
            }
        }
    }
}
