import Domain

/// Reads a programme file (programmes/*.yaml) and checks it: what it says, and whether its parts fit together.
public enum ProgrammeReader {
    /// - Parameters:
    ///   - file: the name to show in mistakes.
    ///   - hash: SHA-256 of the text in hex.
    /// - Returns: the programme if there are no mistakes, and all mistakes in the order of the file.
    public static func read(_ text: String, file: String, hash: String) -> (programme: Programme?, mistakes: [Mistake]) {
        let reading = Reading(file: file)
        guard let top = reading.open(text) else { return (nil, reading.sorted) }
        let programme = read(top, reading, hash)
        ProgrammeCheck(reading, programme).run()
        guard reading.mistakes.isEmpty else { return (nil, reading.sorted) }
        return (programme, [])
    }

    private static func read(_ top: Entry, _ reading: Reading, _ hash: String) -> Programme {
        let id = top.id("programme")
        let name = top.words("name")
        let version = top.day("version")
        let zone = zone(top)
        let calendar = top.id("calendar")
        let notice = notice(top)
        reading.clauses = notice.clauses.map(\.clause.text)
        let services = choices(top.list("services", required: false))
        let division = division(top)
        // What belongs to recognition may be left out of a file that has lodging alone.
        let recognises = top.has("levels") || !top.has("lodging")
        let levels = levels(top, recognises)
        var offices = OfficeReader(reading)
        offices.readCity(top)
        offices.readAreas(top, required: recognises)
        let rounds = top.list("rounds", required: recognises).map(round)
        let stationKinds = choices(top.list("station_kinds", required: recognises))
        let fields = choices(top.list("fields", required: recognises))
        let grounds = choices(top.list("placement_grounds", required: recognises))
        let targets = top.list("targets", required: false).compactMap(target)
        let forms = (recognises || top.has("forms") ? top.members("forms") : []).map { FormReader.read($0.entry, id: $0.id) }
        let procedures = top.members("procedures").map { ProcedureReader.read($0.entry, id: $0.id) }
        let indicators = indicators(top)
        let facts = FactReader.read(top)
        let lodging = top.partIfGiven("lodging").flatMap { LodgingReader(catalogue: facts).read($0) }
        let jobs = top.partIfGiven("jobs").flatMap { JobReader.read($0) }
        let placements = top.partIfGiven("placements").map(PlacementReader.read)
        let events = top.partIfGiven("events").map(EventReader.read)
        let agency = top.partIfGiven("agency").map(AgencyReader.read)
        let requests = top.partIfGiven("requests").map(RequestReader.read)
        let finds = top.partIfGiven("finds").map(FindReader.read)
        let serviceLog = top.partIfGiven("service_log").map(ServiceLogReader.read)
        top.done()
        let provisions = reading.provisions.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
        return Programme(
            id: id, name: name, version: version, hash: hash, notice: notice, zone: zone, calendar: calendar,
            levels: levels, offices: offices.offices, areas: offices.areas, rounds: rounds,
            stationKinds: stationKinds, fields: fields, placementGrounds: grounds, targets: targets,
            forms: forms, procedures: procedures, provisions: provisions, services: services, indicators: indicators,
            division: division, facts: facts, lodging: lodging, jobs: jobs, placements: placements,
            events: events, agency: agency, requests: requests, serviceLog: serviceLog, finds: finds)
    }

    private static func zone(_ top: Entry) -> Zone {
        let zones: [String: Zone] = ["Asia/Shanghai": .china, "UTC": .utc]
        let name = top.text("time_zone")
        if zones[name] == nil, !name.isEmpty {
            top.report("time_zone", Words("不认识时区 \(name)", "The time zone \(name) is not known"), instead: advice(name, among: zones.keys.sorted()))
        }
        return zones[name] ?? .china
    }

    private static func notice(_ top: Entry) -> Programme.Notice {
        guard let entry = top.part("notice") else {
            return Programme.Notice(title: "", issuedBy: [], trialFrom: Day(number: 0), trialTo: Day(number: 0), clauses: [])
        }
        let title = entry.text("title")
        let issuedBy = entry.texts("issued_by").map(\.text)
        var from = Day(number: 0)
        var to = Day(number: 0)
        if let trial = entry.part("trial") {
            from = trial.day("from")
            to = trial.day("to")
            if from > to, !entry.reading.isFaulty("notice.trial.from"), !entry.reading.isFaulty("notice.trial.to") {
                trial.report("to", Words("试点结束早于开始", "The trial ends before it begins"), instead: later(than: from))
            }
            trial.done()
        }
        var clauses: [Programme.Notice.ClauseText] = []
        if let part = entry.part("clauses") {
            clauses = part.names.map { Programme.Notice.ClauseText(clause: Clause($0), says: part.words($0)) }
        }
        entry.done()
        return Programme.Notice(title: title, issuedBy: issuedBy, trialFrom: from, trialTo: to, clauses: clauses)
    }

    static func later(than day: Day) -> Words { Words("应不早于 \(day)", "not before \(day)") }

    static func choices(_ entries: [Entry], inherited: Programme.Provision.Source? = nil, sourced: Bool = true) -> [Programme.Choice] {
        entries.map { entry in
            let id = entry.id()
            let name = entry.words("name")
            let clause = sourced ? entry.source(name, inherited: inherited).clause : nil
            entry.done()
            return Programme.Choice(id: id, name: name, clause: clause)
        }
    }

    /// The city itself, which rules mean by `city`.
    static func division(_ top: Entry) -> TreeCode? {
        guard let text = top.textIfGiven("division"), !text.isEmpty else { return nil }
        if let code = TreeCode(division: text) { return code }
        top.report("division", Words("\(text) 不是行政区划代码", "\(text) is not a division code"), instead: Words("写二、四或六位数字，例如 3702", "two, four or six digits, such as 3702"))
        return nil
    }

    private static func levels(_ top: Entry, _ required: Bool) -> [Programme.Level] {
        guard required else { return [] }
        return top.members("levels").map { id, entry in
            let name = entry.words("name")
            let procedure = entry.text("procedure")
            let clause = entry.source(name).clause
            entry.done()
            return Programme.Level(id: id, name: name, procedure: procedure, clause: clause)
        }
    }

    private static func round(_ entry: Entry) -> Programme.Round {
        let id = entry.id()
        let name = entry.words("name")
        let level = entry.text("level")
        let opens = entry.day("opens")
        let closes = entry.day("closes")
        let places = entry.whole("places", in: 1...10_000)
        entry.state("opens", Words(same: opens.description))
        entry.state("closes", Words(same: closes.description))
        entry.state("places", Words("约 \(places) 个", "About \(places)"))
        entry.source(name)
        entry.done()
        return Programme.Round(id: id, name: name, level: level, opens: opens, closes: closes, places: places)
    }

    private static func target(_ entry: Entry) -> Programme.Target? {
        let id = entry.id()
        let name = entry.words("name")
        let count = entry.one("count", of: Programme.Target.Count.self)
        let level = entry.textIfGiven("level")
        let known = count?.types ?? [:]
        let types = entry.texts("types").map { type, path in
            if count != nil, known[type] == nil {
                entry.reading.report(path, Words("不认识 \(type)", "\(type) is not known here"), instead: advice(type, among: known.keys.sorted()))
            }
            return type
        }
        let goal = entry.whole("goal", in: 1...100_000_000)
        let unit = entry.words("unit")
        let by = entry.day("by")
        entry.state("types", types.map { known[$0] ?? Words(same: $0) }.listed())
        entry.state("goal", Words("\(goal) \(unit.zh)", "\(goal) \(unit.en)"))
        entry.state("by", Words(same: by.description))
        let clause = entry.source(name).clause
        entry.done()
        guard let count else { return nil }
        return Programme.Target(id: id, name: name, count: count, level: level, types: types, goal: goal, unit: unit, by: by, clause: clause)
    }

    private static func indicators(_ top: Entry) -> [Programme.Indicator] {
        guard let entry = top.partIfGiven("evaluation") else { return [] }
        let source = entry.source(Words("绩效评估", "Evaluation"))
        let indicators = entry.list("indicators").map { item in
            let id = item.id()
            let name = item.words("name")
            let weight = item.whole("weight", in: 1...100)
            item.state("weight", Words("权重 \(weight)", "Weight \(weight)"))
            let clause = item.source(name, inherited: source.source).clause ?? source.clause
            item.done()
            return Programme.Indicator(id: id, name: name, weight: weight, clause: clause)
        }
        entry.done()
        return indicators
    }
}

extension Programme.Target.Count {
    /// The types of record that can be counted, with their names.
    fileprivate var types: [String: Words] {
        switch self {
        case .recognisedStations: [:]
        case .heldEvents: [
            "exchange": Words("人才引聚交流活动", "Exchange events"), "fair": Words("招聘会", "Job fairs"), "salon": Words("沙龙", "Salons"),
            "training": Words("培训", "Training"), "visit": Words("走访考察", "Visits"), "contest": Words("赛事", "Contests"),
        ]
        case .placements: [
            "employment": Words("就业", "employment"), "flexible": Words("柔性引进", "flexible work"), "internship": Words("实习", "internships"),
            "project": Words("项目合作", "projects"), "start_up": Words("创业", "start-ups"),
        ]
        }
    }
}
