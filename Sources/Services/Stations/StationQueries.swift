import Domain
import SQL

enum StationReader {
    static let select: SQL = """
        SELECT s.id AS id, s.programme_id AS programme_id, s.name AS name, o.name AS organisation, s.level AS level, s.kind AS kind, s.field AS field, s.area AS area,
            s.recognised_on AS recognised_on, p.number AS plaque, p.state AS plaque_state
        FROM stations s JOIN organisations o ON o.id = s.organisation_id JOIN plaques p ON p.station_id = s.id
        """

    static func summaries(_ rows: [Row], _ library: Library) throws -> [StationSummary] {
        try rows.map { row in
            let names = try library.names(try row("programme_id"))
            func name(_ choices: [String: Words], _ id: String) -> Words { choices[id] ?? Words(id, id) }
            let level: String = try row("level"), kind: String = try row("kind"), field: String = try row("field"), area: String = try row("area")
            guard let state = PlaqueState(rawValue: try row("plaque_state")) else { throw Unexpected("plaque state") }
            return StationSummary(
                id: try row("id"), name: try row("name"), organisation: try row("organisation"), level: level, levelName: name(names.levels, level),
                kind: kind, kindName: name(names.kinds, kind), field: field, fieldName: name(names.fields, field), area: area,
                areaName: name(names.areas, area), recognisedOn: try row("recognised_on"), plaque: try row("plaque"), plaqueState: state)
        }
    }

    static func documents(_ tx: any Transaction, _ library: Library, _ condition: SQL) throws -> [DocumentSummary] {
        try tx.rows("SELECT d.id AS id, d.programme_id AS programme_id, d.name AS name, d.number AS number, d.issued_on AS issued_on, d.office AS office FROM documents d WHERE \(condition) ORDER BY d.issued_on DESC, d.id DESC").map { row in
            let office: String = try row("office")
            return DocumentSummary(id: try row("id"), name: try row("name"), number: try row("number"), issuedOn: try row("issued_on"),
                officeName: try library.programme(try row("programme_id")).office(office)?.name ?? Words(office, office))
        }
    }

    /// The counts of the targets, each from records.
    static func targets(_ tx: any Transaction, _ programme: Programme) throws -> [TargetView] {
        try programme.targets.map { target in
            let count: Int
            var persons: Int?
            let rule: Words
            switch target.count {
            case .recognisedStations:
                var condition: SQL = "s.programme_id = \(programme.id) AND p.state <> 'withdrawn'"
                if let level = target.level { condition += " AND s.level = \(level)" }
                count = (try tx.value("SELECT COUNT(*) FROM stations s JOIN plaques p ON p.station_id = s.id WHERE \(condition)")) ?? 0
                rule = Words("已认定且牌匾未撤销的驿站，每站计一次；区级驿站另计。", "Recognised stations whose plaque is not withdrawn, each once; district stations are counted apart.")
            case .heldEvents:
                count = try HeldEventCount.count(tx, programme, target)
                rule = Words("已举办、有照片和签到表并经部门确认的活动，同一活动只计一次；两次或由两个驿站填报的，查明后只计一场。", "Events held, with photographs and a sign-in sheet, that an office has confirmed, each once: what was reported twice or by two stations counts once.")
            case .placements:
                let counted = PlacementCount.condition(programme, target)
                count = try tx.value("SELECT COUNT(*) FROM placements p WHERE \(counted)") ?? 0
                let people: Int = try tx.value("SELECT COUNT(DISTINCT p.person_id) FROM placements p WHERE \(counted)") ?? 0
                persons = people > 0 && people < SmallCells.least ? nil : people
                rule = Words("证明齐备、已到起始日的配置记录，按人次计；同一人在同一单位或项目、同一类型，在规定周期内只计一次，有争议的裁定前不计。",
                    "Placements with all their evidence whose first day has come, counted by occurrence: one person with one employer or project and of one type counts once in a period. A disputed record does not count until it is decided.")
            }
            return TargetView(id: target.id, name: target.name, goal: target.goal, count: count, persons: persons, unit: target.unit, by: target.by, clause: target.clause, rule: rule)
        }
    }

    static func summary(_ programme: Programme) -> ProgrammeSummary {
        ProgrammeSummary(id: programme.id, name: programme.name, title: programme.notice.title, version: programme.version, trialFrom: programme.notice.trialFrom, trialTo: programme.notice.trialTo)
    }
}

extension House {
    public func targets() async throws -> [TargetView] {
        guard let programme = library.programmes.first else { throw Refusal.notFound }
        return try await read { tx, _ in try StationReader.targets(tx, programme) }
    }

    public func stations(_ filter: StationFilter, pageSize: Int = 50) async throws -> StationList {
        let library = library
        return try await read { tx, _ in
            var conditions: [SQL] = ["1 = 1"]
            if let level = filter.level { conditions.append("s.level = \(level)") }
            if let kind = filter.kind { conditions.append("s.kind = \(kind)") }
            if let field = filter.field { conditions.append("s.field = \(field)") }
            if let area = filter.area { conditions.append("s.area = \(area)") }
            if let text = filter.text?.trimmed, !text.isEmpty {
                let pattern = CaseReader.like(text)
                conditions.append("(s.name LIKE \(pattern) ESCAPE '\\' OR o.name LIKE \(pattern) ESCAPE '\\' OR p.number LIKE \(pattern) ESCAPE '\\')")
            }
            let all = SQL.joined(conditions, by: " AND ")
            var page = all
            if let after = filter.after, let last = try tx.row("SELECT recognised_on FROM stations WHERE id = \(after)") {
                let on: Day = try last("recognised_on")
                page += " AND (s.recognised_on < \(on) OR (s.recognised_on = \(on) AND s.id < \(after)))"
            }
            let rows = try tx.rows("\(StationReader.select) WHERE \(page) ORDER BY s.recognised_on DESC, s.id DESC LIMIT \(pageSize + 1)")
            let found = try StationReader.summaries(Array(rows.prefix(pageSize)), library)
            // The first page of a list that fits it needs no counting.
            let showsAll = filter.after == nil && rows.count <= pageSize
            let total: Int = showsAll ? rows.count : (try tx.value("SELECT COUNT(*) FROM stations s JOIN organisations o ON o.id = s.organisation_id JOIN plaques p ON p.station_id = s.id WHERE \(all)")) ?? 0
            func names(_ choices: [Programme.Choice]) -> [ConditionName] { choices.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) } }
            return StationList(
                stations: found, total: total, filter: filter,
                levels: library.programmes.flatMap(\.levels).map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) },
                kinds: names(library.programmes.flatMap(\.stationKinds)), fields: names(library.programmes.flatMap(\.fields)),
                areas: library.programmes.flatMap(\.areas).map { ConditionName(id: $0.id, name: $0.name, clause: nil) }, next: rows.count > pageSize ? found.last?.id : nil)
        }
    }

    /// One station's front door, for everybody; its own people also see what they keep there.
    public func station(_ id: ID<Station>, for actor: Actor = .visitor) async throws -> StationView {
        let house = self
        let beds = try await availability(LodgingFilter(station: id), nights: 1).places.map(FrontPlace.init)
        let events = try await eventsToCome(at: id, limit: 3)
        let stories = try await stories(station: id, limit: 3)
        return try await read { tx, now in
            let library = house.library
            guard let row = try tx.row("\(StationReader.select) WHERE s.id = \(id)"), let summary = try StationReader.summaries([row], library).first,
                  let more = try tx.row("SELECT s.address AS address, s.introduction AS introduction, s.document_id AS document_id, s.case_id AS case_id, o.credit_code AS credit_code FROM stations s JOIN organisations o ON o.id = s.organisation_id WHERE s.id = \(id)"),
                  let document = try StationReader.documents(tx, library, "d.id = \(try more("document_id") as ID<Document>)").first,
                  let plaque = try PlaqueReader.view(tx, house, summary.plaque, .visitor) else { throw Refusal.notFound }
            let caseID: ID<Case> = try more("case_id"), today = Zone.china.day(of: now)
            let front = try StationFront.read(tx, house, id, actor, programme: try library.programme(try row("programme_id")), plaque: summary.plaqueState, today: today)
            return StationView(
                summary: summary, address: try more("address"), introduction: try more("introduction"), creditCode: try more("credit_code"), document: document, plaque: plaque,
                notices: try NoticeReader.list(tx, library, "n.state IN ('published', 'ended') AND n.id IN (SELECT notice_id FROM notice_cases WHERE case_id = \(caseID))", today: today),
                places: summary.plaqueState == .valid ? beds : [], events: events, stories: stories, front: front)
        }
    }

    /// What anyone who scans a plaque's code sees.
    public func plaque(_ number: String, for actor: Actor) async throws -> PlaqueView {
        let house = self
        return try await read { tx, _ in
            guard let view = try PlaqueReader.view(tx, house, number.trimmed, actor) else {
                throw Refusal(.notFound, "no_such_plaque", Words("没有编号为“\(number.prefix(40))”的牌匾", "There is no plaque “\(number.prefix(40))”"),
                    next: Words("请核对编号；冒用牌匾可向市人才服务中心反映", "Check the number; a false plaque can be reported to the talent service centre"))
            }
            return view
        }
    }

    public func document(_ id: ID<Document>) async throws -> DocumentView {
        let house = self
        return try await read { tx, _ in
            guard let summary = try StationReader.documents(tx, house.library, "d.id = \(id)").first, let row = try tx.row("SELECT body, body_hash FROM documents WHERE id = \(id)") else { throw Refusal.notFound }
            return DocumentView(
                summary: summary, body: try Stored.read(try row("body")),
                stations: try StationReader.summaries(try tx.rows("\(StationReader.select) WHERE s.document_id = \(id) ORDER BY p.number"), house.library), bodyHash: try row("body_hash"))
        }
    }
}

enum PlaqueReader {
    static func view(_ tx: any Transaction, _ house: House, _ number: String, _ actor: Actor) throws -> PlaqueView? {
        guard let row = try tx.row("""
            SELECT p.number AS number, p.words AS words, p.state AS state, p.state_since AS since, p.issued_on AS issued_on, p.reason_id AS reason_id, p.clause AS clause,
                s.id AS station, s.name AS name, s.kind AS kind, s.level AS level, s.area AS area, s.programme_id AS programme_id, o.name AS organisation, d.number AS document, d.office AS office
            FROM plaques p JOIN stations s ON s.id = p.station_id JOIN organisations o ON o.id = s.organisation_id JOIN documents d ON d.id = s.document_id WHERE p.number = \(number)
            """) else { return nil }
        let programme = try house.library.programme(try row("programme_id"))
        guard let state = PlaqueState(rawValue: try row("state")) else { throw Unexpected("plaque state") }
        var reason: String?
        if let id: ID<Reason> = try row("reason_id"), let kept = try tx.row("SELECT body FROM reasons WHERE id = \(id)") {
            reason = try house.secrets.text(try kept("body"), table: "reasons", column: "body", row: id.rawValue)
        }
        let kind: String = try row("kind"), level: String = try row("level"), area: String = try row("area"), office: String = try row("office"), clause: String = try row("clause")
        let issuer = programme.office(office)
        return PlaqueView(
            number: try row("number"), words: try row("words"), state: state, since: try row("since"), issuedOn: try row("issued_on"), reason: reason,
            clause: clause.isEmpty ? nil : Clause(clause), station: try row("station"), stationName: try row("name"), organisation: try row("organisation"),
            kindName: programme.stationKinds.first { $0.id == kind }?.name ?? Words(kind, kind), levelName: programme.level(level)?.name ?? Words(level, level),
            areaName: programme.area(area)?.name ?? Words(area, area), documentNumber: try row("document"), issuer: issuer?.name ?? Words(office, office),
            mayChange: state != .withdrawn && (issuer?.signOff.last.map { actor.holds(office, $0, in: programme.id) } ?? false))
    }
}
