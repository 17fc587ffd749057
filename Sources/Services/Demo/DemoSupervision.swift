import Domain
import SQL

/// Supervision of the demonstration: a visit with one finding that is answered and one that is open, a visit that is announced, and a station's problem in hand.
struct DemoSupervision {
    let house: House
    /// Who keeps the software park's station, and who keeps the comprehensive one.
    let park: Actor
    let town: Actor
    /// Who goes, of the centre.
    let keeper: Actor

    func play() async throws {
        let here = try await station(of: park), there = try await station(of: town), today = Zone.china.day(of: try await house.now())
        guard let visit = ID<Visit>(rawValue: try await PlanVisit(station: here, day: today, goes: "中心服务一科两人")(house, by: keeper).id) else { throw Unexpected("visit of the world") }
        let checks: [RecordVisit.Check] = [
            .init(item: "venue", result: .met), .init(item: "staff", result: .met), .init(item: "records", result: .met), .init(item: "free", result: .met),
            .init(item: "safety", result: .notMet, note: "休闲区一具灭火器压力不足。"), .init(item: "rules", result: .notMet, note: "活动安全预案未更新。"),
        ]
        _ = try await RecordVisit(day: today, checks: checks, note: "场地和人员情况良好，台账与现场一致。")(house, visit, by: keeper)
        _ = try await AddFinding(text: "休闲区一具灭火器压力不足，请更换并检查全部器材。", item: "safety")(house, of: visit, by: keeper)
        _ = try await AddFinding(text: "活动安全预案仍为去年版本，请更新。", item: "rules")(house, of: visit, by: keeper)
        if let first = try await house.visit(visit, for: park).findings.first {
            _ = try await AnswerFinding(text: "已更换灭火器，并逐一检查其余六具，压力正常。")(house, first.id, by: park)
        }
        _ = try await PlanVisit(station: there, day: today.adding(3), goes: "中心服务一科一人", announced: true)(house, by: keeper)
        let ticket = try await OpenTicket(station: here, title: "活动日周边停车困难", text: "大型活动当天园区停车位不足，希望协调相邻写字楼在周末开放停车。")(house, by: park)
        if let request = ID<Request>(rawValue: ticket.id) { _ = try await WriteToRequest(text: "已联系街道和物业，预计三个工作日内答复可开放的车位数。")(house, request, by: keeper) }
    }

    private func station(of keeper: Actor) async throws -> ID<Station> {
        let found: ID<Station>? = try await house.database.read { tx in
            try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: keeper.organisations.sorted())) ORDER BY recognised_on, id LIMIT 1")
        }
        guard let found else { throw Unexpected("station of the world") }
        return found
    }
}
