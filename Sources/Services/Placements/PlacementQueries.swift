import Domain
import SQL

enum PlacementReader {
    static let columns: SQL = """
        \(StoredPlacement.columns), p.name AS name, p.phone AS phone, p.reason_id AS reason_id, p.recorded_at AS recorded_at, p.counted_at AS counted_at, s.name AS station
        """
    static let tables: SQL = "placements p LEFT JOIN stations s ON s.id = p.station_id"

    /// - Parameter whole: the whole name; in lists only the first character is read.
    static func summary(_ row: Row, _ tx: any Transaction, _ house: House, whole: Bool = false) throws -> PlacementSummary {
        let placement = try StoredPlacement(row)
        let name = try Self.name(row, placement, tx, house)
        let programme = try house.library.programme(placement.programme)
        return PlacementSummary(
            id: placement.id, type: placement.type, person: whole || name.isEmpty ? name : masked(name), employer: placement.employer, project: placement.project, position: placement.position,
            station: placement.station, stationName: try row("station"), areaName: placement.area.map { programme.area($0)?.name ?? Words($0, $0) }, startsOn: placement.startsOn,
            state: placement.state, recordedAt: try row("recorded_at"))
    }

    static func masked(_ name: String) -> String { name.prefix(1) + String(repeating: "*", count: max(name.count - 1, 1)) }

    /// As the station knows the person, or else as their account does.
    private static func name(_ row: Row, _ placement: StoredPlacement, _ tx: any Transaction, _ house: House) throws -> String {
        if let sealed: [UInt8] = try row("name") { return try house.secrets.text(sealed, table: "placements", column: "name", row: placement.id.rawValue) }
        return try placement.account.map { try Pursuits.name(tx, house.secrets, $0) } ?? ""
    }

    static func phone(_ row: Row, _ placement: StoredPlacement, _ tx: any Transaction, _ house: House) throws -> Masked {
        if let sealed: [UInt8] = try row("phone") { return Phone.masked(try house.secrets.text(sealed, table: "placements", column: "phone", row: placement.id.rawValue)) }
        return Phone.masked(try placement.account.flatMap { try Pursuits.phone(tx, house.secrets, $0) } ?? "")
    }

    static func list(_ tx: any Transaction, _ house: House, _ condition: SQL, limit: Int) throws -> [PlacementSummary] {
        try tx.rows("SELECT \(columns) FROM \(tables) WHERE \(condition) ORDER BY p.recorded_at DESC, p.id DESC LIMIT \(limit)").map { try summary($0, tx, house) }
    }

    /// - Parameter mayOpen: whether a file may be opened that this account brought.
    static func evidence(_ tx: any Transaction, _ house: House, _ placement: StoredPlacement, mayOpen: (ID<Account>) -> Bool) throws -> [EvidenceView] {
        try tx.rows("""
            SELECT e.kind AS kind, e.by_account AS by_account, e.at AS at, f.id AS id, f.name AS name, f.type AS type, f.size AS size,
                CASE WHEN m.account_id IS NULL THEN 0 ELSE 1 END AS is_employer
            FROM placement_evidence e LEFT JOIN files f ON f.id = e.file_id LEFT JOIN members m ON m.account_id = e.by_account AND m.organisation_id = \(placement.organisation)
            WHERE e.placement_id = \(placement.id) ORDER BY e.at, e.id
            """).map { row in
            let by: ID<Account> = try row("by_account"), file: String? = try row("id"), isEmployer: Int = try row("is_employer")
            return EvidenceView(
                kind: try row("kind"), by: by == placement.account ? .talent : isEmployer == 1 ? .employer : .station, at: try row("at"),
                file: file != nil && mayOpen(by) ? try ApplicationStore.file(row, house) : nil)
        }
    }

    static func reason(_ row: Row, _ tx: any Transaction, _ house: House) throws -> String? {
        guard let id: ID<Reason> = try row("reason_id"), let kept = try tx.row("SELECT body FROM reasons WHERE id = \(id)") else { return nil }
        return try house.secrets.text(try kept("body"), table: "reasons", column: "body", row: id.rawValue)
    }

    static func filtered(_ filter: PlacementFilter, _ actor: Actor, _ library: Library) -> SQL {
        var condition = PlacementAccess.listed(actor, library)
        if let type = filter.type { condition += " AND p.type = \(type)" }
        if let state = filter.state { condition += " AND p.state = \(state)" }
        if let area = filter.area { condition += " AND p.area = \(area)" }
        if let station = filter.station { condition += " AND p.station_id = \(station)" }
        if let month = filter.month { condition += " AND p.starts_on >= \(month) AND p.starts_on < \(month.adding(months: 1))" }
        return condition
    }
}

extension House {
    /// The records that a station or an office reads.
    public func placements(_ filter: PlacementFilter, for actor: Actor, pageSize: Int = 50) async throws -> PlacementList {
        let house = self, library = library
        return try await read { tx, _ in
            let all = PlacementReader.filtered(filter, actor, library)
            var page = all
            if let after = filter.after, let last = try tx.row("SELECT p.recorded_at AS at FROM placements p WHERE p.id = \(after) AND \(all)") {
                let at: Instant = try last("at")
                page += " AND (p.recorded_at < \(at) OR (p.recorded_at = \(at) AND p.id < \(after)))"
            }
            let rows = try tx.rows("SELECT \(PlacementReader.columns) FROM \(PlacementReader.tables) WHERE \(page) ORDER BY p.recorded_at DESC, p.id DESC LIMIT \(pageSize + 1)")
            let found = try rows.prefix(pageSize).map { try PlacementReader.summary($0, tx, house) }
            let stations = try tx.rows("SELECT DISTINCT s.id AS id, s.name AS name FROM placements p JOIN stations s ON s.id = p.station_id WHERE \(PlacementAccess.listed(actor, library)) ORDER BY s.name, s.id")
                .map { StationChoice(id: try $0("id"), name: try $0("name")) }
            return PlacementList(
                filter: filter, placements: found, total: try tx.value("SELECT COUNT(*) FROM placements p WHERE \(all)") ?? 0,
                persons: try tx.value("SELECT COUNT(DISTINCT p.person_id) FROM placements p WHERE \(all)") ?? 0,
                counted: try tx.value("SELECT COUNT(*) FROM placements p WHERE \(all) AND p.state = 'counted'") ?? 0,
                disputed: try tx.value("SELECT COUNT(*) FROM placements p WHERE \(all) AND p.state = 'disputed'") ?? 0,
                areas: library.programmes.flatMap(\.areas).map { ConditionName(id: $0.id, name: $0.name, clause: nil) }, stations: stations,
                own: actor.organisations.isEmpty ? [] : try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))"), next: rows.count > pageSize ? found.last?.id : nil)
        }
    }

    /// - Returns: the path of a temporary file, which the caller removes.
    public func placementsWorkbook(_ filter: PlacementFilter, for actor: Actor) async throws -> String {
        let house = self, library = library
        let columns: [(title: String, width: Double)] = [
            ("登记编号", 30), ("类型", 12), ("人员", 12), ("用人单位", 30), ("统一社会信用代码", 22), ("项目", 20), ("岗位", 20), ("起始日期", 12), ("驿站", 26), ("区域", 14), ("状态", 10), ("登记日期", 12), ("计次标识", 44),
        ]
        return try await read { tx, _ in
            try house.papers.workbook(sheet: "人才资源配置", columns: columns) { add in
                try tx.each("SELECT \(PlacementReader.columns) FROM \(PlacementReader.tables) WHERE \(PlacementReader.filtered(filter, actor, library)) ORDER BY p.recorded_at, p.id") { row in
                    let placement = try StoredPlacement(row)
                    let station: String? = try row("station"), recorded: Instant = try row("recorded_at")
                    let areaName = placement.area.map { (try? library.programme(placement.programme))?.area($0)?.name.zh ?? $0 } ?? ""
                    // The name stays out of a file that is passed on; the record's number leads to it.
                    try add([
                        .text(placement.id.rawValue), .text(placement.type.words.zh), .text(String(placement.person.suffix(8))), .text(placement.employer), .text(placement.creditCode), .text(placement.project),
                        .text(placement.position), .day(placement.startsOn), .text(station ?? ""), .text(areaName), .text(placement.state.words.zh), .day(Zone.china.day(of: recorded)), .text(placement.occurrence),
                    ])
                }
            }
        }
    }

    /// A record for the person, the employer, the station or an office. - Throws: `notFound` for everybody else.
    public func placement(_ id: ID<Placement>, for actor: Actor) async throws -> PlacementView {
        let house = self, library = library
        return try await read { tx, _ in
            guard let row = try tx.row("SELECT \(PlacementReader.columns) FROM \(PlacementReader.tables) WHERE p.id = \(id) AND \(PlacementAccess.any(actor, library))") else { throw Refusal.notFound }
            let placement = try StoredPlacement(row)
            func isOne(_ condition: SQL) throws -> Bool { try tx.row("SELECT p.id FROM placements p WHERE p.id = \(id) AND \(condition)") != nil }
            let isPerson = placement.account != nil && placement.account == actor.account, isEmployer = try isOne(PlacementAccess.asEmployer(actor)), isStation = try isOne(PlacementAccess.asStation(actor))
            let side: PursuitSide = isPerson ? .talent : isStation ? .station : isEmployer ? .employer : .system
            let programme = try library.programme(hash: placement.hash), rule = programme.placements?.rule(placement.type)
            // The employer reads what its own people brought; the person's papers are not the employer's.
            let seesAll = isPerson || isStation || side == .system
            let evidence = try PlacementReader.evidence(tx, house, placement) { seesAll || $0 == actor.account }
            let kinds = Set(evidence.map(\.kind)), isOpen = placement.state != .void
            let checks = try tx.rows("SELECT after_days, side, asked_at, is_there, left_on, note, answered_at FROM placement_checks WHERE placement_id = \(id) ORDER BY after_days, side").map { row in
                let days: Int = try row("after_days"), of: PursuitSide = try row("side"), note: [UInt8]? = try row("note"), answered: Instant? = try row("answered_at")
                let own = of == .talent ? isPerson : isEmployer && !isPerson
                let forThem = isStation && (of == .talent ? placement.account == nil : placement.organisation == nil)
                return CheckView(
                    days: days, side: of, askedAt: try row("asked_at"), isThere: try row("is_there"), leftOn: try row("left_on"),
                    note: try note.map { try house.secrets.text($0, table: "placement_checks", column: "note", row: "\(id)/\(days)/\(of.rawValue)") }, answeredAt: answered,
                    mayAnswer: answered == nil && isOpen && (own || forThem))
            }
            let confirmation: PlacementEvidence = isPerson ? .personConfirmation : .employerConfirmation
            let confirmed = try tx.row("SELECT id FROM placement_evidence WHERE placement_id = \(id) AND kind = \(confirmation) AND file_id IS NULL") != nil
            let isOwn = isStation || (placement.station == nil && isEmployer)
            return PlacementView(
                summary: try PlacementReader.summary(row, tx, house, whole: true), side: side, typeName: rule?.name ?? placement.type.words, creditCode: placement.creditCode,
                phone: try PlacementReader.phone(row, placement, tx, house), period: rule?.period ?? 0, clause: rule?.clause, evidence: evidence, missing: rule?.missing(kinds) ?? [],
                countedAt: try row("counted_at"), counts: !programme.targets(counting: placement.type).isEmpty, checks: checks, dispute: actor.isStaff ? placement.dispute : nil,
                reason: try PlacementReader.reason(row, tx, house), pursuit: isPerson || isEmployer || isStation ? placement.pursuit : nil,
                steps: try PursuitReader.steps(tx, house, "placement", id.rawValue), mayAttach: isOpen && (isPerson || isEmployer || isStation),
                mayConfirm: isOpen && (isPerson || isEmployer) && !confirmed, mayContest: PlacementState.live.contains(placement.state) && (isPerson || isEmployer),
                mayVoid: isOpen && (isOwn || (placement.state != .disputed && PlacementAccess.supervises(actor, placement, library))))
        }
    }

    /// A file that proves a placement: for the station, offices and the person; for the employer what its own person brought.
    public func placementFile(_ file: ID<StoredFile>, of id: ID<Placement>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let house = self, library = library
        let found = try await read { tx, _ in
            let may: SQL = "(\(PlacementAccess.asPerson(actor)) OR \(PlacementAccess.listed(actor, library)) OR (\(PlacementAccess.asEmployer(actor)) AND e.by_account = \(actor.account)))"
            guard let row = try tx.row("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM placement_evidence e JOIN placements p ON p.id = e.placement_id JOIN files f ON f.id = e.file_id
                WHERE p.id = \(id) AND f.id = \(file) AND \(may)
                """) else { throw Refusal.notFound }
            return (view: try ApplicationStore.file(row, house), sha256: try row("sha256") as String)
        }
        let bytes = try secrets.openFile(try await files.read(file.rawValue), id: file.rawValue)
        guard secrets.sha256(bytes) == found.sha256 else { throw Unexpected("file \(file) does not have its hash") }
        return (found.view, bytes)
    }

    /// What a form for a new record begins with. - Throws: `forbidden` for somebody without a station.
    public func newPlacement(for actor: Actor) async throws -> NewPlacementView {
        let types = library.programmes.first?.placements?.types ?? []
        return try await read { tx, _ in
            let stations = actor.organisations.isEmpty ? [] : try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))")
            guard !stations.isEmpty else { throw Refusal(.forbidden, "no_station", Words("只有驿站可以登记人才资源配置", "Only stations record placements")) }
            return NewPlacementView(stations: stations, types: types.map { ConditionName(id: $0.type.rawValue, name: $0.name, clause: $0.clause) })
        }
    }

    /// What counts towards the target of placements, for everybody.
    public func placementFigures() async throws -> PlacementFigures {
        guard let programme = library.programmes.first else { throw Refusal.notFound }
        return try await read { tx, _ in
            guard let target = programme.targets.first(where: { $0.count == .placements }) else { throw Refusal.notFound }
            let counted = PlacementCount.condition(programme, target)
            func cells(_ column: SQL, _ name: (String) -> Words) throws -> [PlacementFigures.Cell] {
                let rows = try tx.rows("SELECT \(column) AS id, COUNT(*) AS n FROM placements p WHERE \(counted) GROUP BY \(column) ORDER BY \(column) NULLS LAST")
                let ids = try rows.map { try $0("id") as String? ?? "" }, shown = SmallCells.shown(try rows.map { try $0("n") })
                return zip(ids, shown).map { PlacementFigures.Cell(id: $0, name: name($0), count: $1) }
            }
            let persons: Int = try tx.value("SELECT COUNT(DISTINCT p.person_id) FROM placements p WHERE \(counted)") ?? 0
            return PlacementFigures(
                target: try StationReader.targets(tx, programme).first { $0.id == target.id }, occurrences: try tx.value("SELECT COUNT(*) FROM placements p WHERE \(counted)") ?? 0,
                persons: persons > 0 && persons < SmallCells.least ? nil : persons,
                types: try cells("p.type") { id in PlacementType(rawValue: id).map { programme.placements?.rule($0)?.name ?? $0.words } ?? Words(id, id) },
                areas: try cells("p.area") { id in programme.area(id)?.name ?? Words("其他", "Elsewhere") },
                months: try cells("SUBSTR(p.starts_on, 1, 7)") { month in
                    let parts = month.split(separator: "-").compactMap { Int($0) }
                    return parts.count == 2 ? Words("\(parts[0])年\(parts[1])月", month) : Words(month, month)
                }, least: SmallCells.least)
        }
    }
}

/// How placements are counted towards a target.
enum PlacementCount {
    static func condition(_ programme: Programme, _ target: Programme.Target) -> SQL {
        var condition: SQL = "p.programme_id = \(programme.id) AND p.state = 'counted'"
        if !target.types.isEmpty { condition += " AND p.type IN (\(list: target.types))" }
        if let level = target.level { condition += " AND EXISTS (SELECT 1 FROM stations l WHERE l.id = p.station_id AND l.level = \(level))" }
        return condition
    }
}

enum PlacementCaseReader {
    /// - Returns: nil for a case that is not about a placement. Who may read the case has been asked before.
    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Case>) throws -> PlacementCaseView? {
        guard let row = try tx.row("SELECT \(PlacementReader.columns) FROM \(PlacementReader.tables) WHERE p.dispute_case = \(id)") else { return nil }
        let placement = try StoredPlacement(row)
        let beside = try tx.held(beside: placement, house.library).first.flatMap { try tx.row("SELECT \(PlacementReader.columns) FROM \(PlacementReader.tables) WHERE p.id = \($0.id)") }
        return PlacementCaseView(
            placement: try PlacementReader.summary(row, tx, house, whole: true), beside: try beside.map { try PlacementReader.summary($0, tx, house, whole: true) },
            evidence: try PlacementReader.evidence(tx, house, placement) { _ in true },
            evidenceBeside: try beside.map { try PlacementReader.evidence(tx, house, try StoredPlacement($0)) { _ in true } } ?? [], reason: try PlacementReader.reason(row, tx, house))
    }
}
