import Domain
import SQL

/// Whose figures somebody sees: the city's offices all of the programme, an area's offices their own area's.
struct FigureScope: Sendable {
    let programme: Programme
    /// Nil: all of them.
    let areas: [String]?
    let actor: Actor

    /// - Throws: `notFound` for whoever sits in no office of the programme.
    init(_ actor: Actor, _ library: Library) throws {
        guard let programme = library.programmes.first else { throw Refusal.notFound }
        let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
        guard !offices.isEmpty else { throw Refusal.notFound }
        self.programme = programme
        self.actor = actor
        areas = offices.contains { $0.area == nil } ? nil : Set(offices.compactMap(\.area)).sorted()
    }

    var areaNames: [Words]? { areas?.map { programme.area($0)?.name ?? Words($0, $0) } }

    /// The records of a filter: of its target where it names one, else of its thing.
    func records(_ filter: DashboardFilter, _ library: Library, today: Day) throws -> CountedRecords {
        guard let id = filter.target else { return CountedRecords.of(thing: filter.what, programme, library, today: today) }
        guard let target = programme.targets.first(where: { $0.id == id }), target.count.thing == filter.what else { throw Refusal.notFound }
        return CountedRecords.of(target: target, programme, library, today: today)
    }

    /// What the filter leaves, within what may be seen.
    func condition(_ filter: DashboardFilter, _ records: CountedRecords) -> SQL {
        var parts: [SQL] = []
        if let areas { parts.append("\(records.area) IN (\(list: areas))") }
        func only(_ column: SQL, _ value: String?) {
            guard let value else { return }
            parts.append(value == DashboardFilter.none ? "\(column) IS NULL" : "\(column) = \(value)")
        }
        only("s.level", filter.level)
        only(records.area, filter.area)
        only("s.kind", filter.kind)
        only(records.field, filter.field)
        only("s.id", filter.station)
        if let month = filter.month { parts.append(records.during(month, until: month.adding(months: 1))) }
        if let from = filter.from { parts.append(records.since(from)) }
        if let to = filter.to { parts.append(records.before(to.adding(1))) }
        return parts.isEmpty ? "1 = 1" : "(\(SQL.joined(parts, by: " AND ")))"
    }

    /// Which records one may also open; over the records' tables.
    func readable(_ thing: FigureThing, _ library: Library) -> SQL {
        switch thing {
        case .stations, .events: "1 = 1"
        case .placements: PlacementAccess.asOffice(actor, library)
        case .mandates: MandateAccess.asOffice(actor, library)
        case .requests: "q.id IN (SELECT r.id FROM requests r WHERE \(RequestAccess.any(actor, library)))"
        // Their pages belong to the station and the person.
        case .stays, .nights, .contacts: "1 = 0"
        }
    }

    /// What a record's label says, in words.
    func label(_ thing: FigureThing, _ text: String) -> Words {
        switch thing {
        case .stations, .events, .stays, .nights: Words(text, text)
        case .placements: PlacementType(rawValue: text).map { programme.placements?.rule($0)?.name ?? $0.words } ?? Words(text, text)
        case .contacts: ContactSubject(rawValue: text)?.words(in: programme) ?? Words(text, text)
        case .requests: RequestTopic(rawValue: text)?.words ?? Words(text, text)
        case .mandates: MandateWay(rawValue: text)?.words ?? Words(text, text)
        }
    }

    func levelName(_ id: String) -> Words { programme.level(id)?.name ?? Words(id, id) }
    func areaName(_ id: String?) -> Words { id.map { programme.area($0)?.name ?? Words($0, $0) } ?? Words("未注明", "Not said") }

    /// A group's name. Stations' own names are asked for beside.
    func name(_ cut: FigureCut, _ key: String?) -> Words {
        guard let key else {
            return switch cut {
            case .level, .kind, .station: Words("部门（不属于驿站）", "An office, no station")
            case .area, .field, .month: Words("未注明", "Not said")
            }
        }
        return switch cut {
        case .level: levelName(key)
        case .area: areaName(key)
        case .kind: programme.stationKinds.first { $0.id == key }?.name ?? Words(key, key)
        case .field: programme.fields.first { $0.id == key }?.name ?? Words(key, key)
        case .month: Self.month(key)
        case .station: Words(key, key)
        }
    }

    /// `2020年12月` of `2020-12`.
    static func month(_ key: String) -> Words {
        let parts = key.split(separator: "-").compactMap { Int($0) }
        return parts.count == 2 ? Words("\(parts[0])年\(parts[1])月", key) : Words(key, key)
    }
}
