import Domain
import SQL

enum ContactReader {
    static let columns: SQL = "\(StoredContact.columns), c.name AS name, c.phone AS phone, c.reason_id AS reason_id, s.name AS station"
    static let tables: SQL = "contacts c JOIN stations s ON s.id = c.station_id"

    /// One sealed value of a line; nil where there is none.
    /// - Parameter column: `name`, `phone`, `line` or `comment`.
    static func open(_ tx: any Transaction, _ house: House, _ id: ID<Contact>, _ column: String) throws -> String? {
        guard let row = try tx.row("SELECT name, phone, line, comment FROM contacts WHERE id = \(id)"), let sealed: [UInt8] = try row(column) else { return nil }
        return try house.secrets.text(sealed, table: "contacts", column: column, row: id.rawValue)
    }

    /// - Parameter named: with the person, masked.
    static func summary(_ row: Row, _ house: House, named: Bool) throws -> ContactSummary {
        let contact = try StoredContact(row), programme = try house.library.programme(contact.programme)
        var person = ""
        if named {
            let name: [UInt8]? = try row("name"), phone: [UInt8]? = try row("phone")
            if let name {
                person = PlacementReader.masked(try house.secrets.text(name, table: "contacts", column: "name", row: contact.id.rawValue))
            } else if let phone {
                person = Phone.masked(try house.secrets.text(phone, table: "contacts", column: "phone", row: contact.id.rawValue)).text
            }
        }
        return ContactSummary(
            id: contact.id, person: person, station: contact.station, stationName: try row("station"), channel: contact.channel, subject: contact.subject.words(in: programme), result: contact.result,
            state: contact.state, rating: contact.rating, isDoubled: contact.doubles != nil, at: contact.at)
    }

    static func own(_ row: Row, _ tx: any Transaction, _ house: House, whole: Bool) throws -> OwnContactView {
        let contact = try StoredContact(row), programme = try house.library.programme(contact.programme)
        return OwnContactView(
            id: contact.id, stationName: try row("station"), station: contact.station, channel: contact.channel, subject: contact.subject.words(in: programme), also: contact.also, result: contact.result,
            state: contact.state, at: contact.at, rating: contact.rating, line: whole ? try open(tx, house, contact.id, "line") : nil, comment: whole ? try open(tx, house, contact.id, "comment") : nil,
            reason: whole ? try reason(row, tx, house) : nil, mayConfirm: (try? contact.state.after(.confirm)) != nil, mayDispute: (try? contact.state.after(.dispute)) != nil)
    }

    static func reason(_ row: Row, _ tx: any Transaction, _ house: House) throws -> String? {
        guard let id: ID<Reason> = try row("reason_id"), let kept = try tx.row("SELECT body FROM reasons WHERE id = \(id)") else { return nil }
        return try house.secrets.text(try kept("body"), table: "reasons", column: "body", row: id.rawValue)
    }

    static func condition(_ filter: ContactFilter, within: SQL) -> SQL {
        var condition = within + " AND c.state <> 'undone'"
        if let month = filter.month { condition += " AND c.month = \(String(month.description.prefix(7)))" }
        if let subject = filter.subject { condition += " AND c.subject = \(subject)" }
        if let state = filter.state { condition += " AND c.state = \(state)" }
        if let station = filter.station { condition += " AND c.station_id = \(station)" }
        return condition
    }

    static func months(_ tx: any Transaction, _ condition: SQL) throws -> [Day] {
        try tx.rows("SELECT DISTINCT c.month AS month FROM \(tables) WHERE \(condition) ORDER BY c.month DESC LIMIT 60").compactMap { Day(try $0("month") as String + "-01") }
    }

    static func subjects(_ programme: Programme) -> [SubjectChoice] { ContactSubject.choices(in: programme).map { SubjectChoice(id: $0.rawValue, name: $0.words(in: programme)) } }

    /// A page of lines under a filter.
    static func list(_ tx: any Transaction, _ house: House, _ filter: ContactFilter, within: SQL, named: Bool, stations: [StationChoice], pageSize: Int) throws -> ContactList {
        let all = condition(filter, within: within)
        var page = all
        if let after = filter.after, let last = try tx.row("SELECT c.recorded_at AS at FROM \(tables) WHERE c.id = \(after) AND \(all)") {
            let at: Instant = try last("at")
            page += " AND (c.recorded_at < \(at) OR (c.recorded_at = \(at) AND c.id < \(after)))"
        }
        let rows = try tx.rows("SELECT \(columns) FROM \(tables) WHERE \(page) ORDER BY c.recorded_at DESC, c.id DESC LIMIT \(pageSize + 1)")
        let found = try rows.prefix(pageSize).map { try summary($0, house, named: named) }, programme = house.library.programmes.first { $0.serviceLog != nil }
        return ContactList(
            filter: filter, contacts: found, total: try tx.value("SELECT COUNT(*) FROM \(tables) WHERE \(all)") ?? 0,
            counts: try ContactCounts.of(tx, house.library, "c.id IN (SELECT c.id FROM \(tables) WHERE \(all))"), stations: stations,
            subjects: programme.map(subjects) ?? [], months: try months(tx, within + " AND c.state <> 'undone'"), unconfirmedCounts: programme?.serviceLog?.unconfirmedCounts ?? false,
            clause: programme?.serviceLog?.clause, next: rows.count > pageSize ? found.last?.id : nil)
    }

    /// A list and its file are in the same order, the file the other way round.
    static func workbook(_ tx: any Transaction, _ house: House, _ condition: SQL, named: Bool) throws -> String {
        let columns: [(title: String, width: Double)] = [
            ("登记编号", 30), ("日期", 12), ("驿站", 26), ("服务对象", 14), ("方式", 10), ("服务", 18), ("结果", 12), ("状态", 14), ("评分", 8), ("是否疑似重复", 14),
        ]
        return try house.papers.workbook(sheet: "服务台账", columns: columns) { add in
            try tx.each("SELECT \(self.columns) FROM \(tables) WHERE \(condition) ORDER BY c.recorded_at, c.id") { row in
                let line = try summary(row, house, named: named)
                try add([
                    .text(line.id.rawValue), .day(Zone.china.day(of: line.at)), .text(line.stationName), .text(line.person), .text(line.channel.words.zh), .text(line.subject.zh), .text(line.result.words.zh),
                    .text(line.state.words.zh), line.rating.map { .number(Int64($0)) } ?? .empty, .text(line.isDoubled ? "是" : "否"),
                ])
            }
        }
    }
}
