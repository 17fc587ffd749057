import Domain
import SQL
@testable import Services
import Testing

/// The way of a case, by the verbs, in steps that tests can stop at.
extension TestHouse {
    static let round = "2020-1"

    func roundID(_ text: String = TestHouse.round) throws -> ID<Round> { try #require(ID<Round>(rawValue: text)) }

    /// HRSS calls the round, and the first day comes.
    func callRound() async throws {
        _ = try await CallRound(plan: Self.round, programme: programme.id)(house, by: try await staff("hrss.signer"))
        try await move(to: try moment("2020-11-16"))
    }

    /// A district's round, called by its own office.
    func callDistrictRound(_ area: String, by login: String) async throws -> ID<Round> {
        let receipt = try await CallRound(plan: "2021-district-1", programme: programme.id, area: area)(house, by: try await staff(login))
        try await move(to: try moment("2021-03-01"))
        return try roundID(receipt.id)
    }

    static let pdf = Array("%PDF-1.7\nbody".utf8)
    static let staffPhone = "13853211111"
    static let staffName = "员工甲乙丙"
    static let plan = String(repeating: "面向人工智能产业引才聚才的年度计划。", count: 8)

    static func answers(business: String = "主营人工智能软件研发，已连续三年举办人才交流活动。") -> Answers {
        .group([
            "venue": .group([
                "business": .text(business), "address": .text("崂山区松岭路 1 号 3 层"), "area": .text("300"), "spaces": .list([.text("talks"), .text("leisure")]), "separate": .text("yes"),
                "equipment": .list([.text("network"), .text("multimedia"), .text("projection")]),
                "equipment_list": .list([.group(["item": .text("投影仪"), "count": .text("2"), "note": .text("")])]),
            ]),
            "plan": .group(["summary": .text(plan), "events": .text("12"), "placements": .text("1000")]),
            "lodging": .group([
                "ways": .list([.text("hotel")]),
                "rooms": .list([.group(["kind": .text("标准间"), "rooms": .text("10"), "price": .text("98.5"), "usual_price": .text("298")])]),
            ]),
            "team": .group(["staff": .list((0..<3).map { index in
                .group(["person": .text("\(staffName)\(index)"), "role": .text("专员"), "phone": .text(staffPhone), "full_time": .text("yes")])
            })]),
            "rules": .group(["operation": .text("由本公司安排专人、专项经费和场地保障驿站日常运作。")]),
        ])
    }

    static let fileQuestions = ["venue.photos", "plan.files", "rules.attendance", "rules.expenses", "rules.events", "rules.safety"]

    /// A draft that lacks nothing.
    func draft(_ organisation: Int, area: String = "laoshan", round: ID<Round>? = nil) async throws -> ID<Case> {
        let actor = try await applicant(organisation)
        let receipt = try await StartApplication(round: try round ?? roundID())(house, by: actor)
        let id = try #require(ID<Case>(rawValue: receipt.id))
        _ = try await SaveApplication(
            name: "驿站\(organisation)", kind: "professional", field: "ai", area: area, ground: "own_licence", groundDetail: "鲁人服证字第\(organisation)号", groundUntil: "2023-06-30",
            answers: Self.answers())(house, on: id, by: actor)
        for question in Self.fileQuestions {
            _ = try await AttachFile(question: question, name: "\(question).pdf", bytes: Self.pdf)(house, on: id, by: actor)
        }
        return id
    }

    func handIn(_ id: ID<Case>, _ organisation: Int) async throws {
        _ = try await HandIn(declared: true)(house, on: id, by: try await applicant(organisation))
    }

    func handedIn(_ organisation: Int, area: String = "laoshan", round: ID<Round>? = nil) async throws -> ID<Case> {
        let id = try await draft(organisation, area: area, round: round)
        try await handIn(id, organisation)
        return id
    }

    /// Everybody in an office's line in turn; the first proposes.
    func rule(_ id: ID<Case>, _ office: String, _ ruling: Ruling = .pass, reason: String? = nil, conditions: [String]? = nil) async throws {
        let line = try #require(programme.office(office)).signOff
        let prefix = office.hasPrefix("hightech") ? "hightech" : office
        for (index, place) in line.enumerated() {
            let act = RuleOnCase(
                office: office, act: index == 0 ? .propose : .agree, ruling: index == 0 ? ruling : nil, reason: index == 0 ? reason : nil, conditions: index == 0 ? conditions : nil)
            _ = try await act(house, on: id, by: try await staff("\(prefix).\(place.rawValue)"))
        }
    }

    func toIntake(_ organisation: Int) async throws -> ID<Case> {
        let id = try await handedIn(organisation)
        try await rule(id, "laoshan.hrss")
        return id
    }

    func toReview(_ organisation: Int) async throws -> ID<Case> {
        let id = try await toIntake(organisation)
        try await rule(id, "centre")
        try await rule(id, "centre")
        return id
    }

    func toNotice(_ organisation: Int) async throws -> ID<Case> {
        let id = try await toReview(organisation)
        for office in ["hrss", "industry", "finance"] { try await rule(id, office) }
        return id
    }

    static let supervision = "0532-85911234"

    func prepare(_ cases: [ID<Case>]) async throws -> ID<Notice> {
        let receipt = try await PrepareNotice(step: "notice", cases: cases, phone: Self.supervision, address: "青岛市市南区香港中路 11 号")(
            house, for: try roundID(), by: try await staff("centre.handler"))
        return try #require(ID<Notice>(rawValue: receipt.id))
    }

    func publish(_ cases: [ID<Case>]) async throws -> ID<Notice> {
        let notice = try await prepare(cases)
        _ = try await PublishNotice(number: "青人社示〔2020〕1号")(house, notice, by: try await staff("hrss.signer"))
        return notice
    }

    func object(_ id: ID<Case>, _ notice: ID<Notice>, name: String? = "王反映", contact: String? = "13905321234", by actor: Actor = .visitor) async throws -> Receipt {
        try await RaiseObjection(about: id, name: name, contact: contact, text: "该单位没有所述的场地，请核实。")(house, in: notice, by: actor)
    }

    /// The objection cases against a case, oldest first.
    func objections(_ id: ID<Case>) async throws -> [ID<Case>] {
        try await database.read { tx in try tx.rows("SELECT id FROM cases WHERE about_case = \(id) ORDER BY created_at, id").map { try $0("id") } }
    }

    func record(_ rulings: [(ID<Case>, Ruling?)], reason: String = "材料属实，予以认定。", by login: String = "hrss.handler") async throws -> ID<Meeting> {
        let today = Zone.china.day(of: try await house.now())
        let meeting = RecordMeeting(
            step: "determine", office: "hrss", heldOn: today,
            present: ["hrss", "industry", "finance"].map { .init(office: $0, name: "\($0)代表") }, minutes: "会议逐个审定了本批次申报单位。",
            rulings: rulings.map { .init(id: $0.0, ruling: $0.1, reason: reason) })
        let receipt = try await meeting(house, for: try roundID(), by: try await staff(login))
        return try #require(ID<Meeting>(rawValue: receipt.id))
    }

    func toDetermine(_ organisation: Int) async throws -> (ID<Case>, ID<Notice>) {
        let id = try await toNotice(organisation)
        let notice = try await publish([id])
        try await endNotice(notice)
        return (id, notice)
    }

    /// Programme time passes to the end of a notice.
    func endNotice(_ notice: ID<Notice>) async throws {
        let ends: Day = try await database.read { tx in try #require(try tx.value("SELECT ends_on FROM notices WHERE id = \(notice)")) }
        try await move(to: Zone.china.instant(ends, hour: 24, minute: 1))
    }

    // MARK: what stands in the tables

    /// `open/review 3`
    func at(_ id: ID<Case>) async throws -> String {
        try await database.read { tx in
            let loaded = try CaseStore.load(tx, house.library, id, lock: false)
            return "\(LoadedCase.state(loaded.current)) \(loaded.current.visit)"
        }
    }

    func current(_ id: ID<Case>) async throws -> Case {
        try await database.read { tx in try CaseStore.load(tx, house.library, id, lock: false).current }
    }

    func verbs(_ kind: String, _ subject: String) async throws -> [String] {
        try await database.read { tx in try tx.rows("SELECT verb FROM audit_records WHERE kind = \(kind) AND subject = \(subject) ORDER BY number").map { try $0("verb") } }
    }

    /// What is still due, as `remind 2020-11-19T09:00:00+08:00`, in order.
    func due(_ subject: String) async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT at, verb, subject FROM due WHERE done_at IS NULL AND (subject = \(subject) OR subject LIKE \(subject + "/%")) ORDER BY at, verb, subject").map { row in
                let last = (try row("subject") as String).split(separator: "/").dropFirst().joined(separator: "/")
                return "\(try row("verb") as String)\(last.isEmpty ? "" : " " + last) \(Zone.china.text(try row("at")))"
            }
        }
    }

    /// Titles of an account's messages, oldest first.
    func messages(_ actor: Actor) async throws -> [String] {
        let inbox = try await house.inbox(for: actor)
        return inbox.messages.map(\.title).reversed()
    }

    func count(_ statement: SQL) async throws -> Int {
        try await database.read { tx in try tx.value(statement) ?? 0 }
    }
}
