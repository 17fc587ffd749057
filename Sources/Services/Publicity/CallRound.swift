import Domain
import SQL

/// An office calls a round 批次 by a published notice.
///
/// Effects: the round; its notice; due work at its close; audit records on both.
public struct CallRound: Codable, Sendable {
    /// The round as the programme file plans it.
    public let plan: String
    public let programme: String
    /// For rounds of the district level: the area that calls it.
    public let area: String?
    /// The notice's number: `青人社字〔2020〕63号`; may be empty.
    public let number: String?

    public init(plan: String, programme: String, area: String? = nil, number: String? = nil) {
        self.plan = plan
        self.programme = programme
        self.area = area
        self.number = number
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let programme = try house.library.programme(self.programme)
        guard let plan = programme.rounds.first(where: { $0.id == self.plan }) else { throw Refusal.notFound }
        let (office, id) = try RoundRules.caller(plan, area: area, programme)
        guard let place = office.signOff.last, actor.holds(office.id, place, in: programme.id) else {
            throw Refusal(.forbidden, "not_yours_to_call", Words("本批次由\(office.name.zh)的\(office.signOff.last?.words.zh ?? "")发布", "This round is called by \(office.name.en)"), clause: Clause("二(二)1"))
        }
        if (self.number ?? "").trimmed.count > NoticeRules.longestNumber { throw Refusal.invalid([NoticeRules.numberTooLong]) }
        return try await house.perform(by: actor, once: once) { act in
            guard act.today <= plan.closes else {
                throw Refusal(.conflict, "round_over", Words("本批次已于 \(plan.closes) 截止，不能再发布", "This round's closing day, \(plan.closes), has passed"), clause: Clause("二(二)1"),
                    next: Words("请在方案文件中安排新的批次", "Plan a new round in the programme file"))
            }
            let notice: ID<Notice> = try act.newID()
            let areaName = area.flatMap(programme.area)?.name
            let name = areaName.map { Words("\($0.zh)\(plan.name.zh)", "\($0.en): \(plan.name.en)") } ?? plan.name
            let made = try act.tx.rows("""
                INSERT INTO rounds (id, programme_id, level, name_zh, name_en, opens, closes, places, notice_id, called_at)
                VALUES (\(id), \(programme.id), \(plan.level), \(name.zh), \(name.en), \(plan.opens), \(plan.closes), \(plan.places), \(notice), \(act.now))
                ON CONFLICT (id) DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "round_called", Words("本批次已经发布", "This round has been called already")) }
            let level = programme.level(plan.level)?.name.zh ?? ""
            let body = [
                "为做好\(programme.name.zh)建设试点工作，现组织开展\(name.zh)\(level)申报，计划认定\(plan.places)个左右。",
                "申报时间：\(plan.opens.chinese)至\(plan.closes.chinese)。申报单位须具备通知“二、组织实施（一）试点条件”所列五项条件，在线填写并上传材料，经所在区市、功能区或有关单位报送。",
                "受理、核查、审核、公示、审定的进展均可在线查询。",
            ]
            try act.tx.run("""
                INSERT INTO notices (id, programme_id, kind, office, round_id, step, number, title, state, phone, address, body, snapshot, snapshot_hash,
                    published_on, ends_on, ends_provisional, prepared_by, published_by, created_at, published_at)
                VALUES (\(notice), \(programme.id), 'round', \(office.id), \(id), \(""), \((number ?? "").trimmed), \("关于开展\(name.zh)申报的通知"), 'published', \(""), \(""),
                    \(try Stored.json(body)), '[]', \(house.secrets.sha256(Array("[]".utf8))), \(act.today), \(plan.closes), \(false), \(act.actorName), \(act.actorName),
                    \(act.now), \(act.now))
                """)
            act.due(.closeRound, id.rawValue, at: programme.zone.instant(plan.closes, hour: 24))
            act.audit("round", id.rawValue, "round_called", to: "called", post: "\(office.id)/\(place.rawValue)", clause: Clause("二(二)1"), detail: ["notice": notice.rawValue])
            return Receipt(.round, id.rawValue)
        }
    }
}

extension RoundRules {
    /// The office that calls a planned round, and the id of the round that it makes.
    static func caller(_ plan: Programme.Round, area: String?, _ programme: Programme) throws(Refusal) -> (Programme.Office, ID<Round>) {
        guard let level = programme.level(plan.level), let procedure = programme.procedure(level.procedure),
              let reference = procedure.steps.first(where: { $0.kind == .notice })?.by.first ?? procedure.steps.last?.by.first else { throw .notFound }
        switch reference {
        case .office(let id):
            guard let office = programme.office(id), let round = ID<Round>(rawValue: plan.id) else { throw .notFound }
            return (office, round)
        case .ofArea:
            guard let area = area.flatMap(programme.area), area.mayRecognise, let office = programme.office(reference, area: area.id),
                  let round = ID<Round>(rawValue: "\(plan.id).\(area.id)") else {
                throw .invalid([.init("area", Words("请选择可设立区级驿站的区市", "Choose a district that may set up stations"))])
            }
            return (office, round)
        }
    }
}

extension Day {
    /// `2020年11月16日`
    public var chinese: String {
        let (year, month, day) = parts
        return "\(year)年\(month)月\(day)日"
    }
}
