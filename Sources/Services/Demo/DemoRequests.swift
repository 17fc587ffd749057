import Domain
import SQL

/// Requests of the demonstration: one near the end of its clock, one that was handed on, one that is closed and rated; and two mentors with hours. Mentors are
/// made up.
struct DemoRequests {
    let house: House
    /// Who keeps the software park's station, and who keeps the comprehensive one.
    let park: Actor
    let town: Actor

    /// Some days before the rest, so that its clock is nearly over: the park's company looks for somebody, and the other station has not answered yet.
    func early() async throws {
        _ = try await make(MakeRequest(topic: .find(.talents), text: "为园区企业寻找两名有量产经验的嵌入式工程师，希望驿站推荐渠道。", station: try await station(of: town), for: .organisation), by: park)
    }

    func play() async throws {
        let here = try await station(of: park), there = try await station(of: town)
        let talents = try await house.database.read { tx in
            try tx.rows("SELECT a.id AS id, a.name AS name FROM accounts a JOIN talents t ON t.account_id = a.id WHERE a.story <> '' ORDER BY a.story, a.id LIMIT 3").map {
                Actor(kind: .person(try $0("id")), name: try $0("name"))
            }
        }
        guard talents.count == 3 else { throw Unexpected("talents of the world") }
        try await mentors(here, there)
        try await closed(talents[0], here)
        try await handedOn(talents[1], here, there)
        _ = try await make(MakeRequest(topic: .find(.policies), text: "硕士毕业两年内来青，想了解租房补贴和一次性安家费是否可以同时申请，需要准备哪些材料。", station: here), by: talents[2])
    }

    private func closed(_ talent: Actor, _ station: ID<Station>) async throws {
        let id = try await make(MakeRequest(topic: .find(.platforms), text: "想找可以测试嵌入式设备电磁兼容性的实验平台，样机两台。", station: station), by: talent)
        _ = try await WriteToRequest(text: "您好，园区公共检测平台可以受理，请告知样机供电方式。")(house, id, by: park)
        _ = try await WriteToRequest(text: "直流 24V，功率约 60W。")(house, id, by: talent)
        _ = try await CloseRequest(outcome: .solved, text: "已与园区公共检测平台约定测试时间，首次测试免费。")(house, id, by: park)
        _ = try await RateRequest(stars: 5, text: "当天就有回音，很及时。")(house, id, by: talent)
    }

    private func handedOn(_ talent: Actor, _ from: ID<Station>, _ to: ID<Station>) async throws {
        let id = try await make(
            MakeRequest(topic: .find(.funds), text: "工业视觉检测项目，已有两家试点客户，寻找天使轮资金。", station: from, field: "ai", stage: .angel, sum: Fen(300_000_000), area: "laoshan"), by: talent)
        _ = try await WriteToRequest(text: "已收到项目信息，正在了解合适的资金方。")(house, id, by: park)
        _ = try await HandOnRequest(to: .station(to), reason: "综合驿站与创投机构有固定对接，由其办理更合适。")(house, id, by: park)
    }

    private func mentors(_ here: ID<Station>, _ there: ID<Station>) async throws {
        let today = Zone.china.day(of: try await house.now())
        let technical = try await mentor(
            AddMentor(name: "孙启航（示例）", organisation: "青岛示例智能装备研究院", fields: ["ai"], helps: "硬科技项目从样机到量产：技术路线、供应链、首批客户。", keeper: .station(here), consentOn: today.adding(-5)), by: park)
        _ = try await PublishHours(from: Zone.china.instant(today.adding(3), hour: 14), minutes: 45, count: 4, place: "海蓝软件园驿站 A 座 201 室")(house, technical, by: park)
        let money = try await mentor(
            AddMentor(name: "林若兰（示例）", organisation: "青岛示例创业投资管理有限公司", helps: "商业计划、股权结构、融资节奏；早期项目一对一诊断。", keeper: .station(there), consentOn: today.adding(-3)), by: town)
        _ = try await PublishHours(from: Zone.china.instant(today.adding(4), hour: 9), minutes: 30, count: 6, place: "线上会议")(house, money, by: town)
    }

    private func make(_ verb: MakeRequest, by actor: Actor) async throws -> ID<Request> {
        guard let id = ID<Request>(rawValue: try await verb(house, by: actor).id) else { throw Unexpected("request of the world") }
        return id
    }

    private func mentor(_ verb: AddMentor, by actor: Actor) async throws -> ID<Mentor> {
        guard let id = ID<Mentor>(rawValue: try await verb(house, by: actor).id) else { throw Unexpected("mentor of the world") }
        return id
    }

    private func station(of actor: Actor) async throws -> ID<Station> {
        let organisations = actor.organisations.sorted()
        let found = try await house.database.read { tx -> ID<Station>? in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations)) ORDER BY id LIMIT 1") }
        guard let found else { throw Unexpected("station of the world") }
        return found
    }
}
