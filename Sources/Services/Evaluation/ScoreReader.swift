import Domain
import SQL

/// A station that is evaluated.
struct EvaluatedStation: Sendable {
    let id: ID<Station>
    let name: String
    let organisation: ID<Organisation>
    let level: String
    let area: String
}

/// What a score is computed over: a period, or the year so far.
struct ScoreFrame: Sendable {
    let period: StoredPeriod?
    let programme: Programme
    let rules: EvaluationRules
    let level: String
    let first: Day
    let last: Day

    /// Nothing after today counts yet.
    func until(_ today: Day) -> Day { min(last, today).adding(1) }

    var isTrial: Bool { period?.isTrial ?? (rules.issued == nil) }

    init(_ period: StoredPeriod, _ library: Library) throws {
        self.period = period
        (programme, rules) = try period.rules(library)
        level = period.level
        first = period.first
        last = period.last
    }

    init(_ programme: Programme, _ rules: EvaluationRules, level: String, first: Day, last: Day) {
        period = nil
        self.programme = programme
        self.rules = rules
        self.level = level
        self.first = first
        self.last = last
    }

    /// The frame of today's score: the newest period that runs or is being scored, else the year so far under the rules in force.
    static func current(_ tx: any Transaction, _ house: House, level: String, today: Day) throws -> ScoreFrame {
        let (programme, rules) = try house.evaluationProgramme()
        if let row = try tx.row("""
            SELECT \(StoredPeriod.columns) FROM evaluation_periods e WHERE e.programme_id = \(programme.id) AND e.level = \(level) AND e.state IN ('open', 'scoring') AND e.first_day <= \(today)
            ORDER BY e.last_day DESC, e.id DESC LIMIT 1
            """) { return try ScoreFrame(try StoredPeriod(row), house.library) }
        let first = Day(year: today.year, month: 1, day: 1) ?? today
        return ScoreFrame(programme, rules, level: level, first: first, last: today)
    }
}

/// Computes scores from records.
enum ScoreReader {
    /// Those recognised before the end whose plaque is not withdrawn, in order of their names.
    static func stations(_ tx: any Transaction, _ frame: ScoreFrame, _ condition: SQL = "1 = 1") throws -> [EvaluatedStation] {
        try tx.rows("""
            SELECT s.id AS id, s.name AS name, s.organisation_id AS organisation_id, s.level AS level, s.area AS area FROM stations s JOIN plaques p ON p.station_id = s.id
            WHERE s.programme_id = \(frame.programme.id) AND s.level = \(frame.level) AND s.recognised_on <= \(frame.last) AND p.state <> 'withdrawn' AND \(condition) ORDER BY s.name, s.id
            """).map { EvaluatedStation(id: try $0("id"), name: try $0("name"), organisation: try $0("organisation_id"), level: try $0("level"), area: try $0("area")) }
    }

    /// What was found for each indicator of each station, counted as everywhere (`CountedRecords`).
    /// - Parameter experts: merged scores; empty before they are revealed.
    static func inputs(
        _ tx: any Transaction, _ house: House, _ frame: ScoreFrame, _ stations: [ID<Station>], experts: [ID<Station>: [String: Points]], today: Day
    ) throws -> [ID<Station>: [String: ScoreInput]] {
        var found: [ID<Station>: [String: ScoreInput]] = [:]
        guard !stations.isEmpty else { return found }
        let until = frame.until(today), calendar = try house.library.calendar(frame.programme.calendar)
        for indicator in frame.rules.indicators {
            switch indicator.source {
            case .records(let what, _):
                let counts = try counts(tx, CountedRecords.of(what, frame.programme, house.library, today: today), from: frame.first, until: until, stations)
                for station in stations { found[station, default: [:]][indicator.id] = ScoreInput(counts[station] ?? 0) }
            case .satisfaction:
                let ratings = try ratings(tx, house, frame, until: until, stations, today: today)
                for station in stations { found[station, default: [:]][indicator.id] = ratings[station].map { ScoreInput($0.stars, of: $0.count) } ?? ScoreInput(nil) }
            case .reports:
                for station in stations {
                    let (inTime, due) = try ReportsInTime.of(tx, station: station, frame.programme, from: frame.first, until: until, today: today, calendar: calendar)
                    found[station, default: [:]][indicator.id] = ScoreInput(Int64(inTime), of: Int64(due))
                }
            case .experts:
                for station in stations { found[station, default: [:]][indicator.id] = ScoreInput(experts[station]?[indicator.id]?.thousandths) }
            }
        }
        return found
    }

    private static func counts(_ tx: any Transaction, _ records: CountedRecords, from: Day, until: Day, _ stations: [ID<Station>]) throws -> [ID<Station>: Int64] {
        var found: [ID<Station>: Int64] = [:]
        for row in try tx.rows("""
            SELECT s.id AS station, COUNT(*) AS n FROM \(records.tables) WHERE \(records.condition) AND \(records.during(from, until: until)) AND s.id IN (\(list: stations)) GROUP BY s.id
            """) { found[try row("station")] = try row("n") }
        return found
    }

    /// Ratings by the people served: contacts that count, closed requests, and events.
    private static func ratings(
        _ tx: any Transaction, _ house: House, _ frame: ScoreFrame, until: Day, _ stations: [ID<Station>], today: Day
    ) throws -> [ID<Station>: (stars: Int64, count: Int64)] {
        let contacts = CountedRecords.of(.contacts, frame.programme, house.library, today: today), zone = frame.programme.zone
        let from = zone.instant(frame.first), end = zone.instant(until)
        let sources: [SQL] = [
            """
            SELECT s.id AS station, CAST(SUM(c.rating) AS BIGINT) AS stars, COUNT(*) AS n FROM \(contacts.tables)
            WHERE \(contacts.condition) AND \(contacts.during(frame.first, until: until)) AND c.rating IS NOT NULL AND s.id IN (\(list: stations)) GROUP BY s.id
            """,
            """
            SELECT q.station_id AS station, CAST(SUM(r.stars) AS BIGINT) AS stars, COUNT(*) AS n FROM request_ratings r JOIN requests q ON q.id = r.request_id
            WHERE q.programme_id = \(frame.programme.id) AND r.at >= \(from) AND r.at < \(end) AND q.station_id IN (\(list: stations)) GROUP BY q.station_id
            """,
            """
            SELECT e.station_id AS station, CAST(SUM(v.stars) AS BIGINT) AS stars, COUNT(*) AS n FROM event_surveys v JOIN events e ON e.id = v.event_id
            WHERE e.programme_id = \(frame.programme.id) AND v.at >= \(from) AND v.at < \(end) AND e.station_id IN (\(list: stations)) GROUP BY e.station_id
            """,
        ]
        var found: [ID<Station>: (stars: Int64, count: Int64)] = [:]
        for source in sources {
            for row in try tx.rows(source) {
                let station: ID<Station> = try row("station"), before = found[station] ?? (0, 0)
                found[station] = (before.stars + (try row("stars") as Int64), before.count + (try row("n") as Int64))
            }
        }
        return found
    }

    /// Which vetoes of the rules fell on each station.
    static func vetoes(_ tx: any Transaction, _ frame: ScoreFrame, _ stations: [ID<Station>], today: Day) throws -> [ID<Station>: [String]] {
        let known = Set(frame.rules.vetoes.map(\.id))
        var found: [ID<Station>: [String]] = [:]
        for station in stations {
            found[station] = Set(try SeriousEvents.vetoes(tx, station, from: frame.first, until: frame.until(today))).intersection(known).sorted()
        }
        return found
    }

    /// Scores of today, ranked; what experts judge is left out until it is revealed with the rest.
    static func ranked(
        _ tx: any Transaction, _ house: House, _ frame: ScoreFrame, experts: [ID<Station>: [String: Points]] = [:], today: Day
    ) throws -> [(station: EvaluatedStation, card: Scorecard, placed: Grading.Placed)] {
        try findings(tx, house, frame, experts: experts, today: today).ranked(frame.rules)
    }

    /// What was found for all stations, to be ranked under any rules with the same indicators.
    static func findings(_ tx: any Transaction, _ house: House, _ frame: ScoreFrame, experts: [ID<Station>: [String: Points]] = [:], today: Day) throws -> ScoreFindings {
        let stations = try stations(tx, frame), ids = stations.map(\.id)
        return ScoreFindings(stations: stations, inputs: try inputs(tx, house, frame, ids, experts: experts, today: today), vetoes: try vetoes(tx, frame, ids, today: today))
    }
}

/// The records of all stations of a frame, read once.
struct ScoreFindings: Sendable {
    let stations: [EvaluatedStation]
    /// By station and indicator.
    let inputs: [ID<Station>: [String: ScoreInput]]
    let vetoes: [ID<Station>: [String]]

    func ranked(_ rules: EvaluationRules) -> [(station: EvaluatedStation, card: Scorecard, placed: Grading.Placed)] {
        let ids = stations.map(\.id)
        let cards = Dictionary(ids.map { ($0.rawValue, Scorecard.compute(rules, inputs[$0] ?? [:])) }, uniquingKeysWith: { first, _ in first })
        let byID = Dictionary(stations.map { ($0.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        let entries = ids.map { Grading.Entry($0.rawValue, cards[$0.rawValue]?.points ?? .zero, vetoes: vetoes[$0] ?? []) }
        return Grading.place(entries, rules).compactMap { placed in
            guard let station = byID[placed.station], let card = cards[placed.station] else { return nil }
            return (station, card, placed)
        }
    }
}
