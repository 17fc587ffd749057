import Domain
import SQL

extension House {
    /// The actor's requests, and those that their stations and offices have, overdue first.
    public func requests(_ filter: RequestFilter, for actor: Actor) async throws -> RequestList {
        guard actor.isSignedIn else { throw Refusal.unauthenticated }
        let house = self, library = library
        return try await read { tx, now in
            let today = Zone.china.day(of: now), programme = library.programmes.first
            func list(_ condition: SQL, named: Bool) throws -> [RequestSummary] {
                try tx.rows("SELECT \(RequestReader.columns) FROM \(RequestReader.tables) WHERE \(condition) ORDER BY \(RequestReader.byDue) LIMIT 300").map { try RequestReader.summary($0, tx,
                    house, today: today, named: named) }
            }
            let has = try programme.map { try !RequestReader.own(tx, house, actor, $0).isEmpty } ?? false
            let owned = RequestReader.filtered(filter, RequestAccess.asOwner(actor))
            let supervised: SQL = "(\(RequestAccess.asSupervisor(actor, library)) AND NOT \(RequestAccess.asOwner(actor)))"
            return RequestList(
                filter: filter, own: try list(RequestReader.filtered(filter, RequestAccess.asAsker(actor)), named: false), owned: has ? try list(owned, named: true) : nil,
                total: try tx.value("SELECT COUNT(*) FROM requests r WHERE \(has ? owned : RequestReader.filtered(filter, RequestAccess.asAsker(actor)))") ?? 0,
                figures: has ? try RequestReader.figures(tx, "(\(RequestAccess.asOwner(actor)) OR \(RequestAccess.asSupervisor(actor, library)))", today: today) : nil,
                supervised: actor.isStaff ? try list(RequestReader.filtered(filter, supervised), named: false) : [], mayAsk: !actor.isStaff)
        }
    }

    /// What the actor's stations and offices have, without who asks.
    /// - Returns: the path of a temporary file, which the caller removes.
    public func requestsWorkbook(_ filter: RequestFilter, for actor: Actor) async throws -> String {
        let house = self
        let columns: [(title: String, width: Double)] = [
            ("诉求编号", 30), ("类别", 12), ("状态", 10), ("承办方", 28), ("提出日期", 12), ("答复期限", 12), ("办结期限", 12), ("转办次数", 10), ("重新打开次数", 14), ("结果", 12), ("评分", 8),
        ]
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            return try house.papers.workbook(sheet: "诉求", columns: columns) { add in
                try tx.each("SELECT \(RequestReader.columns) FROM \(RequestReader.tables) WHERE \(RequestReader.filtered(filter, RequestAccess.asOwner(actor))) ORDER BY r.created_at, r.id") { row in
                    let request = try StoredRequest(row), summary = try RequestReader.summary(row, tx, house, today: today, named: false)
                    try add([
                        .text(request.id.rawValue), .text(request.topic.words.zh), .text(request.state.words.zh), .text(summary.owner.name.zh), .day(Zone.china.day(of: summary.createdAt)), .day(request.answerDue),
                        .day(request.closeDue), .text(String(summary.handedOn)), .text(String(summary.reopened)), .text(request.outcome?.words.zh ?? ""), .text(summary.stars.map(String.init) ?? ""),
                    ])
                }
            }
        }
    }

    /// What the form for a new request begins with.
    public func newRequest(_ topic: RequestTopic?, for actor: Actor) async throws -> NewRequestView {
        guard let programme = library.programmes.first, let rules = programme.requests else { throw Refusal.notFound }
        guard actor.isSignedIn else { throw Refusal.unauthenticated }
        if actor.isStaff { throw RequestRefusals.staffAskNothing }
        let house = self
        return try await read { tx, _ in
            let areas = try actor.account.map { try RequestRouting.wished(tx, house, $0, programme) } ?? []
            let stations = try tx.rows("""
                SELECT s.id AS id, s.name AS name, s.area AS area, s.field AS field FROM stations s JOIN plaques q ON q.station_id = s.id WHERE q.state = 'valid' AND s.programme_id = \(programme.id)
                ORDER BY CASE WHEN s.area IN (\(list: areas)) THEN 0 ELSE 1 END, s.name, s.id
                """).map { row in
                let area: String = try row("area"), field: String = try row("field")
                return StationForRequest(
                    id: try row("id"), name: try row("name"), area: programme.area(area)?.name ?? Words(area, area), field: programme.fields.first { $0.id == field }?.name ?? Words(field, field),
                        isNear: areas.contains(area))
            }
            let organisations = actor.organisations.sorted()
            return NewRequestView(
                topic: topic, stations: stations, organisation: organisations.isEmpty ? nil : try tx.value("SELECT name FROM organisations WHERE id IN (\(list: organisations)) ORDER BY id LIMIT 1"),
                own: organisations.isEmpty ? [] : try PursuitReader.stations(tx, "s.organisation_id IN (\(list: organisations))"), fields: programme.fields.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                areas: programme.areas.map { ConditionName(id: $0.id, name: $0.name, clause: nil) }, answerWithin: rules.answerWithin, closeWithin: rules.closeWithin)
        }
    }

    /// A request for those who may see it, each as much as is theirs. - Throws: `notFound` for everybody else.
    public func request(_ id: ID<Request>, for actor: Actor) async throws -> RequestView {
        let house = self, library = library
        return try await read { tx, now in
            guard let row = try tx.row("SELECT \(RequestReader.columns) FROM \(RequestReader.tables) WHERE r.id = \(id) AND \(RequestAccess.any(actor, library))") else { throw Refusal.notFound }
            func isOne(_ condition: SQL) throws -> Bool { try tx.row("SELECT r.id FROM requests r WHERE r.id = \(id) AND \(condition)") != nil }
            let request = try StoredRequest(row), programme = try library.programme(request.programme)
            let reading: RequestReading = try isOne(RequestAccess.asAsker(actor)) ? .asker : try isOne(RequestAccess.asOwner(actor)) ? .owner : try isOne(RequestAccess.asFormer(actor)) ? .former : .office
            let isParty = reading == .asker || reading == .owner, isLive = RequestState.live.contains(request.state), speaksForAsker = try isOne(RequestReader.asker(actor))
            // Whoever had it before reads what was written until they handed it on the last time.
            var until: Instant?, limit = Int.max
            if reading == .former, let last = try tx.row("""
                SELECT o.until AS until, o.messages AS messages FROM request_owners o JOIN requests r ON r.id = o.request_id WHERE o.request_id = \(id) AND o.until IS NOT NULL AND \(RequestAccess.held("o", actor))
                ORDER BY o.n DESC LIMIT 1
                """) {
                until = try last("until")
                limit = try last("messages")
            }
            func open(_ column: String) throws -> String? { try (try row(column) as [UInt8]?).map { try house.secrets.text($0, table: "requests", column: column, row: id.rawValue) } }
            let messages: [RequestMessage] = reading == .office ? [] : try tx.rows("SELECT id, side, body, at FROM request_messages WHERE request_id = \(id) AND n <= \(limit) ORDER BY n").map { message in
                RequestMessage(side: try message("side"), text: try house.secrets.text(try message("body"), table: "request_messages", column: "body", row: try message("id")), at: try message("at"))
            }
            let files: [RequestFile] = !isParty ? [] : try tx.rows("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, x.side AS side, x.at AS at FROM request_files x JOIN files f ON f.id = x.file_id WHERE x.request_id = \(id) ORDER BY x.at, f.id
                """).map { RequestFile(file: try ApplicationStore.file($0, house), side: try $0("side"), at: try $0("at")) }
            let holders = try tx.rows("""
                SELECT o.n AS n, o.station_id AS station_id, o.office AS office, o.since AS since, o.until AS until, o.reason_id AS reason_id, s.name AS station, x.body AS body
                FROM request_owners o LEFT JOIN stations s ON s.id = o.station_id LEFT JOIN reasons x ON x.id = o.reason_id WHERE o.request_id = \(id) ORDER BY o.n
                """).map { holder in
                let reason: String? = try holder("reason_id"), body: [UInt8]? = try holder("body"), station: String? = try holder("station")
                return RequestHolder(
                    name: RequestReader.name(of: try RequestOwner(holder), station: station, programme), since: try holder("since"), until: try holder("until"),
                    reason: reading == .office ? nil : try body.flatMap { body in try reason.map { try house.secrets.text(body, table: "reasons", column: "body", row: $0) } })
            }
            let ratings: [RequestRating] = !isParty ? [] : try tx.rows("SELECT turn, stars, note, at FROM request_ratings WHERE request_id = \(id) ORDER BY turn").map { rating -> RequestRating in
                let turn: Int = try rating("turn"), note: [UInt8]? = try rating("note")
                return RequestRating(stars: try rating("stars"), note: try note.map { try house.secrets.text($0, table: "request_ratings", column: "note", row: "\(id)/\(turn)") }, at: try rating("at"))
            }
            let links: [RequestTarget] = !isParty ? [] : try tx.rows("SELECT thing, target FROM request_links WHERE request_id = \(id) AND turn = \(request.turn) ORDER BY thing, target").map { link -> RequestTarget in
                let thing: RequestLink = try link("thing"), target: String = try link("target")
                return RequestTarget(thing: thing, id: target, name: try Self.name(tx, house, thing, target) ?? Words(target, target))
            }
            let isRated = try tx.row("SELECT turn FROM request_ratings WHERE request_id = \(id) AND turn = \(request.turn)") != nil
            let rules = programme.requests
            let mayReopen = request.state == .closed && (request.endedAt.map { $0.adding(seconds: (rules?.reopenWithin ?? 0) * 86_400) >= now } ?? false)
            let takesProject = request.topic.takesProject && isParty
            return RequestView(
                summary: try RequestReader.summary(row, tx, house, today: Zone.china.day(of: now), named: isParty), reading: reading,
                phone: reading == .owner ? try open("phone").map { Phone.masked($0) } : nil, answerDue: request.answerDue, closeDue: request.closeDue, outcomeNote: isParty ? try open("outcome_note") : nil, links: links,
                messages: messages, files: files, holders: holders, ratings: ratings, steps: try RequestReader.steps(tx, house, id, until: until, reasons: reading != .office),
                bookings: isParty ? try MentorReader.bookings(tx, house, "b.request_id = \(id)", actor, now: now) : [], project: takesProject ? request.project : nil,
                projectField: request.project?.field.map { field in programme.fields.first { $0.id == field }?.name ?? Words(field, field) },
                    projectArea: request.project?.area.map { programme.area($0)?.name ?? Words($0, $0) },
                funds: takesProject ? try request.project.map { try RequestReader.funds(tx, $0, programme) } ?? [] : [], fields: programme.fields.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                areas: programme.areas.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                targets: reading == .owner && isLive ? try RequestReader.owners(tx, house, request.programme).filter { $0.owner != request.owner } : [], mayWrite: isParty && isLive,
                mayHandOn: reading == .owner && isLive, mayClose: reading == .owner && isLive, mayRate: reading == .asker && request.state == .closed && !isRated, mayReopen: speaksForAsker && mayReopen,
                mayWithdraw: speaksForAsker && isLive, mayDescribe: speaksForAsker && isLive && request.topic.takesProject, clause: rules?.clause)
        }
    }

    private static func name(_ tx: any Transaction, _ house: House, _ thing: RequestLink, _ target: String) throws -> Words? {
        let name: String?
        switch thing {
        case .policy:
            // Its title is that of its newest version that was published.
            let newest: Int? = try tx.value("SELECT MAX(n) FROM policy_versions WHERE policy_id = \(target) AND state <> 'draft'")
            guard let newest, let id = ID<Policy>(rawValue: target) else { return nil }
            return try PolicyReader.version(tx, house, id, newest)?.terms.title
        case .job: name = try tx.value("SELECT title FROM jobs WHERE id = \(target)")
        case .entry: name = try tx.value("SELECT name FROM directory_entries WHERE id = \(target)")
        case .event: name = try tx.value("SELECT title FROM events WHERE id = \(target)")
        }
        return name.map { Words($0, $0) }
    }

    /// A file of a request: for whoever asks and whoever has it.
    public func requestFile(_ file: ID<StoredFile>, of id: ID<Request>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let house = self
        let found = try await read { tx, _ in
            guard let row = try tx.row("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM request_files x JOIN requests r ON r.id = x.request_id JOIN files f ON f.id = x.file_id
                WHERE r.id = \(id) AND f.id = \(file) AND \(RequestAccess.partyTo(actor))
                """) else { throw Refusal.notFound }
            return (view: try ApplicationStore.file(row, house), sha256: try row("sha256") as String)
        }
        let bytes = try secrets.openFile(try await files.read(file.rawValue), id: file.rawValue)
        guard secrets.sha256(bytes) == found.sha256 else { throw Unexpected("file \(file) does not have its hash") }
        return (found.view, bytes)
    }
}
