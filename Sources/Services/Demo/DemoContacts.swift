import Domain
import SQL

/// Lines of two stations' service logs over some days: most of them confirmed and rated by the people, one disputed, one written down twice, and one by
/// somebody who registered by the poster. All people are made up.
struct DemoContacts {
    let house: House
    let park: Actor
    let town: Actor

    private struct Line {
        let name: String
        /// Empty for somebody who left none.
        let phone: String
        let channel: ContactChannel
        let subject: ContactSubject
        var result = ContactResult.helped
        var note = ""
        /// What the person says behind the link; nil where they have not answered.
        var answer: ContactAnswer?
    }

    func friday() async throws {
        try await write([
            Line(name: "高远", phone: "13800006001", channel: .cameIn, subject: .service("job_placement"), note: "求嵌入式岗位，已推荐两个岗位", answer: ContactAnswer(right: true, rating: 5, comment: "推荐得很准，第二天就约了面试。")),
            Line(name: "宋佳", phone: "13800006002", channel: .telephone, subject: .service("lodging"), note: "问面试住宿条件", answer: ContactAnswer(right: true, rating: 4)),
            Line(name: "徐先生", phone: "", channel: .telephone, subject: .find(.policies), result: .noted, note: "问落户补贴，未留电话"),
        ], by: park)
        try await write([
            Line(name: "马骏", phone: "13800006003", channel: .cameIn, subject: .service("applications"), note: "核对一次性安家费材料", answer: ContactAnswer(right: true, rating: 5)),
            Line(name: "罗琳", phone: "13800006004", channel: .wechat, subject: .find(.funds), answer: ContactAnswer(right: false, comment: "没有咨询过，可能登记错了号码。")),
        ], by: town)
    }

    func saturday() async throws {
        try await write([
            Line(name: "高远", phone: "13800006001", channel: .wechat, subject: .find(.jobs), note: "面试后反馈", answer: ContactAnswer(right: true, rating: 5)),
            Line(name: "钟意", phone: "13800006005", channel: .event, subject: .service("start_up_help"), note: "沙龙上咨询注册流程", answer: ContactAnswer(right: true, rating: 3, comment: "讲得有点快。")),
        ], by: park)
        try await write([Line(name: "潘越", phone: "13800006006", channel: .mail, subject: .find(.platforms), result: .noted)], by: town)
    }

    func monday() async throws {
        try await write([
            Line(name: "姚楠", phone: "13800006007", channel: .cameIn, subject: .service("job_placement")),
            // The same once more: the station is asked whether these were two.
            Line(name: "姚楠", phone: "13800006007", channel: .cameIn, subject: .service("job_placement")),
            Line(name: "唐悦", phone: "13800006008", channel: .telephone, subject: .find(.projects), result: .noted, note: "找海洋传感器方向的合作项目"),
        ], by: park)
        try await write([Line(name: "林枫", phone: "13800006009", channel: .cameIn, subject: .service("lodging"), answer: ContactAnswer(right: true, rating: 4))], by: town)
        try await register()
    }

    private func write(_ lines: [Line], by actor: Actor) async throws {
        let station = try await station(of: actor)
        for line in lines {
            let verb = RecordContact(
                station: station, name: line.name, phone: line.phone, channel: line.channel, subject: line.subject.rawValue, result: line.result, line: line.note)
            let recorded = try await verb(house, by: actor) { "/c/\($0)" }
            guard let answer = line.answer, let message = recorded.message, let at = message.firstRange(of: "/c/") else { continue }
            _ = try await AnswerByLink(answer)(house, String(message[at.upperBound...].prefix(ContactLink.bytes * 2)), by: .visitor)
        }
    }

    /// By the poster at the door.
    private func register() async throws {
        let phone = "13800006010", message = try await SendPhoneCode(phone: phone)(house, by: .visitor).message ?? ""
        let hello = SayHello(name: "程一诺", phone: phone, code: String(message.drop { !$0.isNumber }.prefix(6)), finds: [.jobs, .policies], consent: true)
        _ = try await hello(house, at: try await station(of: park), by: .visitor)
    }

    private func station(of actor: Actor) async throws -> ID<Station> {
        let organisations = actor.organisations.sorted()
        let found = try await house.database.read { tx -> ID<Station>? in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations)) ORDER BY id LIMIT 1") }
        guard let found else { throw Unexpected("station of the world") }
        return found
    }
}
