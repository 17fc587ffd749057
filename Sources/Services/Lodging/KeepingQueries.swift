import Domain
import SQL

extension House {
    /// The actor's stations with their places, published or not.
    public func keeping(for actor: Actor) async throws -> KeepingView {
        let library = library
        return try await read { tx, now in
            let stations = try tx.rows("""
                SELECT s.id AS id, s.name AS name, p.state AS plaque FROM stations s JOIN plaques p ON p.station_id = s.id
                WHERE s.organisation_id IN (\(list: actor.organisations.sorted())) ORDER BY s.name, s.id
                """)
            let ids = try stations.map { try $0("id") as ID<Station> }
            let rows = ids.isEmpty ? [] : try tx.rows("\(LodgingReader.select) WHERE l.station_id IN (\(list: ids)) ORDER BY l.name, l.id")
            let units = rows.isEmpty ? [:] : try LodgingReader.units(tx, "u.lodging_id IN (\(list: try rows.map { try $0("id") as ID<Lodging> }))")
            let places = try rows.map { try LodgingReader.summary($0, library, units: units[try $0("id")] ?? [], today: Zone.china.day(of: now), from: nil) }
            return KeepingView(stations: try zip(stations, ids).map { row, id in
                guard let plaque = PlaqueState(rawValue: try row("plaque")) else { throw Unexpected("plaque state") }
                return KeepingView.KeptStation(id: id, name: try row("name"), plaque: plaque, places: places.filter { $0.station == id })
            })
        }
    }

    /// A place of the actor's station, with who is in which bed on the nights from a day on.
    public func keptPlace(_ id: ID<Lodging>, from first: Day?, nights count: Int = 14, for actor: Actor) async throws -> KeptPlace {
        let lodging = try await lodging(id, for: actor)
        guard let units = lodging.units else { throw Refusal.notFound }
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now), first = first ?? today
            guard let nights = Nights(first, first.adding(min(max(count, 1), 31))) else { throw Refusal.notFound }
            var taken: [String: KeptPlace.Cell] = [:]
            for row in try tx.rows("""
                SELECT b.unit_id AS unit, b.night AS night, b.stay_id AS stay, t.state AS state, t.guest AS guest, c.kind AS closed
                FROM bed_nights b LEFT JOIN stays t ON t.id = b.stay_id LEFT JOIN lodging_closures c ON c.id = b.closure_id
                WHERE b.lodging_id = \(id) AND b.night >= \(nights.first) AND b.night < \(nights.end) AND b.released_at IS NULL
                """) {
                let key = "\(try row("unit") as String) \(try row("night") as Day)"
                if let stay: ID<Stay> = try row("stay") {
                    taken[key] = KeptPlace.Cell(kind: .stay, stay: stay, guest: try Guest.read(try row("guest"), house.secrets, stay: stay).name, state: try row("state"))
                } else {
                    taken[key] = KeptPlace.Cell(kind: try row("closed") == "draw" ? .drawn : .closed, stay: nil, guest: nil, state: nil)
                }
            }
            let lines = units.filter { $0.from < nights.end && $0.to.map { $0 > nights.first } ?? true }.map { unit in
                KeptPlace.Line(unit: unit, cells: nights.days.map { night in
                    let stands = unit.from <= night && unit.to.map { night < $0 } ?? true
                    return stands ? taken["\(unit.id) \(night)"] ?? KeptPlace.Cell(kind: .free, stay: nil, guest: nil, state: nil) : KeptPlace.Cell(kind: .absent, stay: nil, guest: nil, state: nil)
                })
            }
            return KeptPlace(lodging: lodging, first: first, nights: nights.count, lines: lines, today: today)
        }
    }

    /// The form of a new place at the actor's station.
    public func placeDraft(at station: ID<Station>, for actor: Actor) async throws -> PlaceDraft {
        let library = library
        return try await read { tx, _ in
            guard let row = try tx.row("SELECT programme_id, name, area, address FROM stations WHERE id = \(station) AND organisation_id IN (\(list: actor.organisations.sorted()))") else { throw Refusal.notFound }
            let programme = try library.programme(try row("programme_id"))
            return PlaceDraft(
                station: station, stationName: try row("name"), lodging: nil, name: "", areas: programme.areas.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                clause: programme.lodging?.clause, values: [
                    PlaceDraft.Value(name: "kind", value: LodgingKind.own.rawValue), PlaceDraft.Value(name: "area", value: try row("area")),
                    PlaceDraft.Value(name: "address", value: try row("address")),
                ], units: [])
        }
    }

    /// The form of a place that is there.
    public func placeDraft(_ id: ID<Lodging>, for actor: Actor) async throws -> PlaceDraft {
        let view = try await lodging(id, for: actor)
        guard let units = view.units else { throw Refusal.notFound }
        let library = library
        return try await read { tx, _ in
            guard let row = try tx.row("SELECT programme_id, rules_zh, rules_en FROM lodgings WHERE id = \(id)") else { throw Refusal.notFound }
            let programme = try library.programme(try row("programme_id")), summary = view.summary
            var values = [
                "kind": summary.kind.rawValue, "name": summary.name, "address": summary.address, "area": summary.area, "phone": summary.phone, "rules": try row("rules_zh") as String,
                "rulesEnglish": try row("rules_en"), "listPrice": summary.listPrice.typed, "specialPrice": summary.specialPrice.typed, "published": String(summary.published),
            ]
            values["latitude"] = summary.latitude.map { String($0) }
            values["longitude"] = summary.longitude.map { String($0) }
            values["contractFrom"] = view.contractFrom?.description
            values["contractTo"] = view.contractTo?.description
            values["releaseHour"] = view.releaseHour.map { String($0) }
            return PlaceDraft(
                station: summary.station, stationName: summary.stationName, lodging: id, name: summary.name, areas: programme.areas.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                clause: programme.lodging?.clause, values: values.sorted { $0.key < $1.key }.map { PlaceDraft.Value(name: $0.key, value: $0.value) }, units: units)
        }
    }
}

extension Fen {
    /// As somebody types it: `98.50`.
    var typed: String { text.filter { $0 != "¥" && $0 != "," } }
}
