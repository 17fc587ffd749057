import Domain
import SQL

/// Plays the world's story: each scene calls the verbs that people would, and then time goes on.
struct DemoStage {
    let house: House
    let cast: [String: Actor]
    private var applicants: [(organisation: DemoOrganisation, actor: Actor, application: ID<Case>)] = []

    init(_ house: House, cast: [String: Actor]) async throws {
        self.house = house
        self.cast = cast
    }

    mutating func play() async throws {
        _ = try await CallRound(plan: DemoWorld.round, programme: DemoWorld.programme, number: "青人社字〔2020〕63号")(house, by: try person("hrss", .signer))
        for organisation in DemoOrganisation.all { try await apply(organisation) }

        try await wait(until: Day(number: 18_583), hour: 10)   // 17 November
        let first: Set<DemoOrganisation.Fate> = [.recognised, .refused]
        for item in applicants where first.contains(item.organisation.fate) { try await handIn(item) }
        try await wait(until: Day(number: 18_584), hour: 10)
        for item in applicants where first.contains(item.organisation.fate) { try await forwarded(item) }
        try await wait(until: Day(number: 18_585), hour: 10)
        for item in applicants where first.contains(item.organisation.fate) { try await reviewed(item) }
        try await wait(until: Day(number: 18_586), hour: 10)   // 20 November
        let firstNotice = try await notice(.recognised)
        for item in applicants where second.contains(item.organisation.fate) { try await handIn(item) }
        try await wait(until: Day(number: 18_591), hour: 10)
        for item in applicants where second.contains(item.organisation.fate) { try await forwarded(item) }
        try await wait(until: Day(number: 18_595), hour: 10)   // 29 November: the first notice is over
        _ = firstNotice
        try await wait(until: Day(number: 18_596), hour: 10)
        try await determined(.recognised)
        for item in applicants where [.objected, .inNotice].contains(item.organisation.fate) { try await reviewed(item) }
        try await wait(until: Day(number: 18_599), hour: 10)   // 3 December
        let secondNotice = try await notice(.objected, .inNotice)
        for item in applicants where third.contains(item.organisation.fate) { try await handIn(item) }
        let recognised = applicants.filter { $0.organisation.fate == .recognised }.map(\.actor)
        guard let inviting = recognised.first, let town = recognised.last else { throw Unexpected("nobody invites") }
        let desk = DemoDesk(house: house, desk: inviting), rooms = try await desk.open()
        let contacts = DemoContacts(house: house, park: inviting, town: town)
        let events = DemoEvents(house: house, park: inviting, office: try person("centre", .handler)), guests = Array(applicants.map(\.actor).suffix(3))
        let morning = try await events.announceFirst(guests: guests)
        try await wait(until: Day(number: 18_600), hour: 10)
        try await goOn()
        try await contacts.friday()
        try await events.receive(morning, guests: guests)
        try await DemoRequests(house: house, park: inviting, town: town).early()
        try await wait(until: Day(number: 18_601), hour: 11)
        try await contacts.saturday()
        try await desk.change(at: rooms)
        try await events.answer(morning, guests: guests)
        try await wait(until: Day(number: 18_602), hour: 15)
        try await desk.nextGuest(at: rooms)
        try await wait(until: Day(number: 18_603), hour: 9)    // Monday, 7 December
        try await object(in: secondNotice)
        try await DemoTalents(house: house, inviting: inviting, checking: try person("centre", .handler)).play()
        try await DemoLodging(house: house, park: inviting, town: town).play()
        try await DemoJobs(house: house, employers: applicants.map(\.actor), office: try person("centre", .handler)).play()
        try await DemoPlacements(house: house, park: inviting, town: town).play()
        try await DemoFairs(house: house, organiser: try person("centre", .handler)).play()
        try await contacts.monday()
        try await DemoFinds(house: house, keeper: try person("centre", .handler)).play()
        try await DemoMap(house: house, hosts: recognised).play()
        try await events.play()
        try await DemoRequests(house: house, park: inviting, town: town).play()
        try await DemoEventPlans(house: house, park: inviting, town: town, cast: cast).play()
        try await DemoPolicies(house: house, writer: try person("centre", .handler), publisher: try person("hrss", .handler)).play()
        try await DemoAgency(
            house: house, agent: inviting, centre: [try person("centre", .handler), try person("centre", .checker), try person("centre", .signer)],
            hrss: [try person("hrss", .handler), try person("hrss", .signer)]).play()
        try await DemoStories(house: house, park: inviting, town: town, writer: try person("centre", .handler), reviewer: try person("hrss", .handler)).play()
        let founder: ID<Account>? = try await house.database.read { tx in try tx.value("SELECT id FROM accounts WHERE story LIKE '17 %'") }
        try await desk.today(at: rooms, founder: founder.map { Actor(kind: .person($0), name: "") })
    }

    private let second: Set<DemoOrganisation.Fate> = [.objected, .inNotice]
    private let third: Set<DemoOrganisation.Fate> = [.underReview, .siteCheck, .returnedAtIntake, .returnedAtReview, .forwarded, .withdrawn]

    // MARK: time and people

    private func wait(until day: Day, hour: Int) async throws { try await MoveClock.move(house, to: Zone.china.instant(day, hour: hour)) }

    private func person(_ office: String, _ place: Programme.Place) throws -> Actor {
        guard let actor = cast["\(office)/\(place.rawValue)"] else { throw Unexpected("nobody is \(place) in \(office)") }
        return actor
    }

    // MARK: applicants

    private mutating func apply(_ organisation: DemoOrganisation) async throws {
        let registered = try await RegisterOrganisation(
            creditCode: organisation.creditCode, organisation: organisation.name, address: organisation.address, name: organisation.contact, phone: organisation.phone,
            password: DemoWorld.password, consent: true)(house, by: .visitor, story: organisation.story)
        guard let account = ID<Account>(rawValue: registered.id) else { throw Unexpected("account of \(organisation.name)") }
        let members = try await house.database.read { tx in try tx.rows("SELECT organisation_id FROM members WHERE account_id = \(account)").map { try $0("organisation_id") as ID<Organisation> } }
        let actor = Actor(kind: .person(account), name: organisation.contact, organisations: Set(members))
        guard let round = ID<Round>(rawValue: DemoWorld.round), let application = ID<Case>(rawValue: try await StartApplication(round: round)(house, by: actor).id) else { throw Unexpected("application") }
        let complete = organisation.fate != .draft
        _ = try await SaveApplication(
            name: organisation.station, kind: organisation.kind, field: organisation.field, area: organisation.area, ground: organisation.ground,
            groundDetail: organisation.ground == "free" ? "" : "人力资源服务许可证（鲁）示例第 0001 号", groundUntil: organisation.ground == "free" ? "" : "2023-06-30",
            answers: organisation.answers(complete: complete))(house, on: application, by: actor)
        if complete {
            for question in ["venue.photos", "plan.files", "rules.attendance", "rules.expenses", "rules.events", "rules.safety"] {
                _ = try await AttachFile(question: question, name: "\(Self.fileNames[question] ?? "材料").pdf", bytes: Self.paper)(house, on: application, by: actor)
            }
        }
        applicants.append((organisation, actor, application))
    }

    private static let fileNames = [
        "venue.photos": "场地照片", "plan.files": "行动计划", "rules.attendance": "考勤制度", "rules.expenses": "经费使用制度", "rules.events": "活动组织制度", "rules.safety": "安全管理制度",
    ]

    /// A one-page PDF that says what it is.
    static let paper: [UInt8] = {
        let content = "BT /F1 18 Tf 72 760 Td (Demonstration document) Tj ET"
        var text = "%PDF-1.4\n"
        var offsets: [Int] = []
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        return Array((text + "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n").utf8)
    }()

    private func handIn(_ item: (organisation: DemoOrganisation, actor: Actor, application: ID<Case>)) async throws {
        _ = try await HandIn(declared: true)(house, on: item.application, by: item.actor)
    }

    // MARK: offices

    /// An office's whole line says the same: the first proposes, the others agree.
    private func rule(_ office: String, _ ruling: Ruling, on id: ID<Case>, reason: String? = nil, conditions: [String] = []) async throws {
        guard let line = try house.library.programme(DemoWorld.programme).office(office)?.signOff else { throw Unexpected("office \(office)") }
        for (index, place) in line.enumerated() {
            let act = RuleOnCase(office: office, act: index == 0 ? .propose : .agree, ruling: index == 0 ? ruling : nil, reason: index == 0 ? reason : nil, conditions: index == 0 ? conditions : nil)
            _ = try await act(house, on: id, by: try person(office, place))
        }
    }

    private func lead(_ area: String) throws -> String {
        let programme = try house.library.programme(DemoWorld.programme)
        guard let lead = programme.area(area)?.lead else { throw Unexpected("area \(area)") }
        return "\(area).\(lead)"
    }

    /// Forwarded, accepted, checked on site.
    private func forwarded(_ item: (organisation: DemoOrganisation, actor: Actor, application: ID<Case>)) async throws {
        try await rule(try lead(item.organisation.area), .pass, on: item.application, reason: "材料齐全，同意推荐。")
        try await rule("centre", .pass, on: item.application)
        try await rule("centre", .pass, on: item.application, reason: "现场与申报一致：场地独立，设备齐全，制度上墙。")
    }

    private func reviewed(_ item: (organisation: DemoOrganisation, actor: Actor, application: ID<Case>)) async throws {
        let refused = item.organisation.fate == .refused
        try await rule("industry", refused ? .refuse : .pass, on: item.application, reason: refused ? "行动计划以联谊为主，没有针对特定产业的引才安排。" : nil, conditions: refused ? ["plan"] : [])
        try await rule("finance", .pass, on: item.application)
        try await rule("hrss", .pass, on: item.application)
    }

    private func goOn() async throws {
        for item in applicants where third.contains(item.organisation.fate) {
            switch item.organisation.fate {
            case .forwarded: break
            case .withdrawn:
                _ = try await WithdrawApplication(reason: "场地租约有变，拟下一批次再申报。")(house, on: item.application, by: item.actor)
            case .returnedAtIntake:
                try await rule(try lead(item.organisation.area), .pass, on: item.application)
                try await rule("centre", .return, on: item.application, reason: "行动计划文件缺盖章页；安全管理制度未写消防值班安排，请补正。", conditions: ["plan", "rules"])
            case .siteCheck:
                try await rule(try lead(item.organisation.area), .pass, on: item.application)
                try await rule("centre", .pass, on: item.application)
            case .underReview:
                try await forwarded(item)
                try await rule("industry", .pass, on: item.application)
            case .returnedAtReview:
                try await forwarded(item)
                try await rule("industry", .pass, on: item.application)
                try await rule("finance", .return, on: item.application, reason: "特价与门市价差额依据不足，请补充近三个月价格凭证。", conditions: ["lodging"])
                try await rule("hrss", .pass, on: item.application)
            case .recognised, .refused, .objected, .inNotice, .draft: break
            }
        }
    }

    private func cases(_ fates: [DemoOrganisation.Fate]) -> [ID<Case>] { applicants.filter { fates.contains($0.organisation.fate) }.map(\.application) }

    private func notice(_ fates: DemoOrganisation.Fate...) async throws -> ID<Notice> {
        guard let round = ID<Round>(rawValue: DemoWorld.round) else { throw Unexpected("round") }
        let prepared = try await PrepareNotice(step: "notice", cases: cases(fates), phone: "0532-12345678", address: "青岛市市南区示例路 1 号市人才服务中心（邮编 266000）")(house, for: round, by: try person("centre", .handler))
        guard let notice = ID<Notice>(rawValue: prepared.id) else { throw Unexpected("notice") }
        _ = try await PublishNotice(number: nil)(house, notice, by: try person("hrss", .signer))
        return notice
    }

    private func determined(_ fates: DemoOrganisation.Fate...) async throws {
        guard let round = ID<Round>(rawValue: DemoWorld.round) else { throw Unexpected("round") }
        let recorded = try await RecordMeeting(
            step: "determine", office: "hrss", heldOn: Day(number: 18_596),
            present: [.init(office: "hrss", name: "赵刚"), .init(office: "hrss", name: "陈静"), .init(office: "industry", name: "周航"), .init(office: "finance", name: "吴婷")],
            minutes: "会议听取了申报、核查、审核和公示情况汇报，逐一审议，一致同意下列认定意见。", rulings: cases(fates).map { .init(id: $0, ruling: .pass, reason: nil) }
        )(house, for: round, by: try person("hrss", .handler))
        guard let meeting = ID<Meeting>(rawValue: recorded.id) else { throw Unexpected("meeting") }
        _ = try await SignMeeting()(house, meeting, by: try person("hrss", .signer))
        _ = try await IssueDocument()(house, of: meeting, by: try person("hrss", .signer))
    }

    private func object(in notice: ID<Notice>) async throws {
        guard let about = cases([.objected]).first else { return }
        _ = try await RaiseObjection(
            about: about, name: "许先生", contact: "13900000000", text: "该单位申报的会议室目前由另一家公司长期使用，是否相对独立存疑，请核实。附现场照片说明可另行提供。")(house, in: notice, by: .visitor)
        _ = try await RaiseObjection(about: about, name: nil, contact: nil, text: "听说该单位住宿房源尚未装修完成，请关注。")(house, in: notice, by: .visitor)
    }
}
