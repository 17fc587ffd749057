import Domain
import SQL

/// What a request begins with.
struct NewRequest: Sendable {
    let topic: RequestTopic
    let text: String
    var account: ID<Account>?
    var organisation: ID<Organisation>?
    /// Of somebody without an account.
    var name: String?
    var phone: String?
    let owner: RequestOwner
    var project: ProjectProfile?
}

extension Act {
    /// Opens a request in the open transaction: for somebody with an account, or for somebody whom a station wrote down.
    ///
    /// Effects: the request with its first message (sealed) and its clock; the owner is told; audit records.
    /// - Parameters:
    ///   - account: who looks for something; nil for somebody without an account.
    ///   - station: the station that owns it first.
    ///   - name: of somebody without an account, as the station wrote it down; and their number.
    /// - Returns: the request.
    func openRequest(
        _ topic: RequestTopic, text: String, account: ID<Account>?, station: ID<Station>, in programme: Programme, name: String? = nil, phone: String? = nil
    ) throws -> ID<Request> {
        try open(NewRequest(topic: topic, text: text, account: account, name: account == nil ? name : nil, phone: account == nil ? phone : nil, owner: .station(station)), in: programme)
    }

    /// The same, whoever asks and whoever has it.
    func open(_ new: NewRequest, in programme: Programme) throws -> ID<Request> {
        guard let rules = programme.requests else { throw Refusal.notFound }
        let text = try RequestText.needed(new.text, "text")
        let id = try newID(Request.self), row = id.rawValue
        var area: String?
        switch new.owner {
        case .station(let station): area = try tx.value("SELECT area FROM stations WHERE id = \(station)")
        case .office(let office): area = programme.office(office)?.area
        }
        let clock = try startClock(of: id, turn: 0, rules, in: programme)
        let name = try new.name.map { try house.secrets.seal(text: $0, table: "requests", column: "name", row: row) }
        let phone = try new.phone.map { try house.secrets.seal(text: $0, table: "requests", column: "phone", row: row) }
        let project = try new.project.flatMap { $0.isEmpty ? nil : try Stored.json($0) }
        try tx.run("""
            INSERT INTO requests (id, programme_id, topic, account_id, organisation_id, by_account, name, phone, station_id, office, area, state, turn, version, since,
                answer_due, close_due, project, created_at, changed_at)
            VALUES (\(id), \(programme.id), \(new.topic), \(new.account), \(new.organisation), \(actor.account), \(name), \(phone), \(new.owner.station), \(new.owner.office), \(area),
                \(RequestState.open), 0, 1, \(today), \(clock.answer), \(clock.close), \(project), \(now), \(now))
            """)
        try tx.run("INSERT INTO request_owners (request_id, n, station_id, office, since) VALUES (\(id), 1, \(new.owner.station), \(new.owner.office), \(now))")
        try write(text, to: id, as: .asker)
        audit("request", row, "request_opened", to: RequestState.open.rawValue, clause: rules.clause, detail: ["topic": new.topic.rawValue, "owner": new.owner.rawValue, "side": RequestSide.asker.rawValue], isFirst: true)
        let title = Words("新诉求：\(new.topic.words.zh)", "A new request: \(new.topic.words.en)")
        try tell(new.owner, programme: programme.id, title, Words("请在 \(clock.answer) 前首次答复。", "Please answer by \(clock.answer)."), link: Receipt(.request, row))
        return id
    }
}

/// Somebody looks for something 我要找: a talent, an employer's people, or a station for somebody without an account.
///
/// Effects: the request with its first message (sealed), its clock and its reminders; the station or office that has it is told; audit records.
public struct MakeRequest: Codable, Sendable {
    /// For whom it is made.
    public enum For: String, Codable, Sendable, CaseIterable {
        case myself = "self"
        case organisation
        /// Somebody without an account, written down by a station.
        case guest
    }

    public let topic: RequestTopic?
    public let text: String
    /// Who is to have it; a near station, or else the office that the programme names, if left out. A station that writes for a guest has it itself.
    public let station: ID<Station>?
    public let `for`: For?
    public let name: String?
    public let phone: String?
    public let field: String?
    public let stage: ProjectStage?
    public let sum: Fen?
    public let area: String?

    public init(
        topic: RequestTopic?, text: String, station: ID<Station>? = nil, for who: For? = nil, name: String? = nil, phone: String? = nil,
        field: String? = nil, stage: ProjectStage? = nil, sum: Fen? = nil, area: String? = nil
    ) {
        self.topic = topic
        self.text = text
        self.station = station
        self.for = who
        self.name = name
        self.phone = phone
        self.field = field
        self.stage = stage
        self.sum = sum
        self.area = area
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard let programme = house.library.programmes.first, let rules = programme.requests else { throw Refusal.notFound }
        var fields: [Refusal.Field] = []
        if topic == nil { fields.append(.init("topic", Words("请选择您要找什么", "Please choose what you look for"))) }
        if !(2...RequestText.most).contains(text.trimmed.count) { fields.append(.init("text", Words("请写明您要找什么（2 至 \(RequestText.most) 字）", "Please write what you look for (2 to \(RequestText.most) characters)"))) }
        if let field, !programme.fields.contains(where: { $0.id == field }) { fields.append(.init("field", Words("请从列表中选择", "Choose one of the list"))) }
        if let area, programme.area(area) == nil { fields.append(.init("area", Words("请从列表中选择", "Choose one of the list"))) }
        if let sum, sum.amount <= 0 { fields.append(.init("sum", Words("请填写大于 0 的金额", "More than nothing"))) }
        let who = self.for ?? .myself, name = (name ?? "").trimmed, phone = Phone.isMobile(phone ?? "") ? Phone.normalised(phone ?? "") : nil
        if who == .guest {
            if !(1...40).contains(name.count) { fields.append(.init("name", Words("请填写姓名（最多 40 字）", "Please give the name (at most 40 characters)"))) }
            if phone == nil { fields.append(.init("phone", Words("请填写手机号", "Please give a mobile number"))) }
        }
        guard fields.isEmpty, let topic else { throw Refusal.invalid(fields) }
        let project = topic.takesProject ? ProjectProfile(field: field, stage: stage, sum: sum, area: area) : nil
        let text = text.trimmed
        return try await house.perform(by: actor, once: once) { act in
            let organisations = actor.organisations.sorted()
            var new: NewRequest
            switch who {
            case .guest:
                guard let own = try RequestRouting.own(act.tx, actor, station) else { throw Refusal(.forbidden, "no_station", Words("只有驿站可以代为提出", "Only a station makes a request for somebody else")) }
                new = NewRequest(topic: topic, text: text, name: name, phone: phone, owner: .station(own), project: project)
            case .organisation:
                guard let organisation = organisations.first else { throw Refusal.invalid([.init("for", Words("您没有代表任何单位", "You act for no organisation"))]) }
                let owner = try RequestRouting.owner(act, chosen: station, account: nil, field: field, area: area, programme, rules)
                new = NewRequest(topic: topic, text: text, account: account, organisation: organisation, owner: owner, project: project)
            case .myself:
                if actor.isStaff { throw RequestRefusals.staffAskNothing }
                new = NewRequest(topic: topic, text: text, account: account, owner: try RequestRouting.owner(act, chosen: station, account: account, field: field, area: area, programme, rules), project: project)
            }
            let id = try act.open(new, in: programme)
            return Receipt(.request, id.rawValue)
        }
    }
}

/// Which station gets a new request.
enum RequestRouting {
    /// The actor's own station with a valid plaque: the one chosen, or the first.
    static func own(_ tx: any Transaction, _ actor: Actor, _ chosen: ID<Station>?) throws -> ID<Station>? {
        let stations = try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))").map(\.id)
        return chosen.map { stations.contains($0) ? $0 : nil } ?? stations.first
    }

    /// The one chosen; or else a station of the area wished for, of the same field first; or else the office that the programme names.
    static func owner(_ act: Act, chosen: ID<Station>?, account: ID<Account>?, field: String?, area: String?, _ programme: Programme, _ rules: RequestRules) throws -> RequestOwner {
        if let chosen {
            guard try PursuitReader.stations(act.tx, "s.id = \(chosen) AND s.programme_id = \(programme.id)").first != nil else {
                throw Refusal.invalid([.init("station", Words("请从列表中选择驿站", "Choose a station of the list"))])
            }
            return .station(chosen)
        }
        var areas = [area].compactMap(\.self)
        if areas.isEmpty, let account { areas = try wished(act.tx, act.house, account, programme) }
        guard !areas.isEmpty else { return .office(rules.office) }
        let near = try act.tx.rows("""
            SELECT s.id AS id, s.area AS area FROM stations s JOIN plaques q ON q.station_id = s.id WHERE q.state = 'valid' AND s.programme_id = \(programme.id) AND s.area IN (\(list: areas))
            ORDER BY CASE WHEN s.field = \(field ?? "") THEN 0 ELSE 1 END, s.recognised_on, s.id
            """).map { (id: try $0("id") as ID<Station>, area: try $0("area") as String) }
        for area in areas { if let station = near.first(where: { $0.area == area }) { return .station(station.id) } }
        return .office(rules.office)
    }

    /// The areas in which a talent wishes to work, where they say a district.
    static func wished(_ tx: any Transaction, _ house: House, _ account: ID<Account>, _ programme: Programme) throws -> [String] {
        guard let sealed: [UInt8] = try tx.value("SELECT value FROM talent_facts WHERE account_id = \(account) AND fact = 'wanted_places'") else { return [] }
        let value: Profile.Value = try Stored.read(try house.secrets.text(sealed, table: "talent_facts", column: "value", row: "\(account)/wanted_places"))
        guard case .fact(.divisions(let codes)) = value else { return [] }
        return codes.compactMap { code in programme.areas.first { $0.division == code.text }?.id }
    }
}
