import Domain
import SQL

/// Runs what falls due as ordinary verbs by actor `system`. At least once; each verb is harmless when repeated.
public struct DueWork: Sendable {
    let house: House

    public init(_ house: House) { self.house = house }

    /// After so many tries a row is left alone, and `House.ailments` names it.
    static let mostAttempts = 20

    struct Item: Sendable {
        let at: Instant
        let verb: String
        let subject: String
        let attempts: Int
    }

    /// Runs everything that is due by programme time now; a task that is cancelled ends after the work in hand. - Returns: how many were run.
    public func callAsFunction() async throws -> Int {
        var count = 0
        while !Task.isCancelled, let item = try await claim(upTo: nil) {
            try await run(item, at: nil)
            count += 1
        }
        return count
    }

    /// Runs everything due up to a moment, in order, each at its own time: how the clock is moved.
    func run(upTo end: Instant, before each: (Instant) async throws -> Void) async throws {
        while let item = try await claim(upTo: end) {
            try await each(item.at)
            try await run(item, at: item.at)
        }
    }

    /// A lease of a minute on the oldest open row, committed before the work is tried.
    private func claim(upTo end: Instant?) async throws -> Item? {
        let real = house.realTime()
        return try await house.database.write { tx in
            let limit = try end ?? house.programmeTime(tx)
            guard let row = try tx.row("""
                SELECT at, verb, subject, attempts FROM due
                WHERE done_at IS NULL AND at <= \(limit) AND verb IN (\(list: DueVerb.allCases.map(\.rawValue))) AND (leased_until IS NULL OR leased_until < \(real)) AND attempts < \(Self.mostAttempts)
                ORDER BY at, verb, subject LIMIT 1\(tx.dialect.lockSkippingHeld)
                """) else { return nil }
            let item = Item(at: try row("at"), verb: try row("verb"), subject: try row("subject"), attempts: try row("attempts"))
            // A row that fails is tried again later and later: 1, 2, 4… minutes.
            let lease = real.adding(seconds: 60 << min(item.attempts, 10))
            try tx.run("UPDATE due SET leased_until = \(lease), attempts = attempts + 1 WHERE at = \(item.at) AND verb = \(item.verb) AND subject = \(item.subject)")
            return item
        }
    }

    private func run(_ item: Item, at: Instant?) async throws {
        switch DueVerb(rawValue: item.verb) {
        case .remind: try await Remind()(house, item.subject, at: at)
        case .endNotice: if let id = ID<Notice>(rawValue: item.subject) { try await EndNotice()(house, id, at: at) }
        case .closeRound: if let id = ID<Round>(rawValue: item.subject) { try await CloseRound()(house, id, at: at) }
        case .holdEnd: if let id = ID<Stay>(rawValue: item.subject) { try await EndHold()(house, id, at: at) }
        case .noShow: if let id = ID<Stay>(rawValue: item.subject) { try await MarkNoShow()(house, id, at: at) }
        case .remindStay: if let id = ID<Stay>(rawValue: item.subject) { try await RemindStay()(house, id, at: at) }
        case .policeDuty: if let id = ID<Stay>(rawValue: item.subject) { try await RemindPoliceDuty()(house, id, at: at) }
        case .draw: if let id = ID<BedDraw>(rawValue: item.subject) { try await RunDraw()(house, id, at: at) }
        case .forgetGuest: if let id = ID<Stay>(rawValue: item.subject) { try await ForgetGuest()(house, id, at: at) }
        case .endJob: if let id = ID<Job>(rawValue: item.subject) { try await EndJob()(house, id, at: at) }
        case .remindJob: if let id = ID<Job>(rawValue: item.subject) { try await RemindJob()(house, id, at: at) }
        case .barEnd: if let id = ID<Standing>(rawValue: item.subject) { try await EndBar()(house, id, at: at) }
        case .remindInterview: if let id = ID<PursuitSlot>(rawValue: item.subject) { try await RemindInterview()(house, id, at: at) }
        case .lapseOffer: if let id = ID<JobOffer>(rawValue: item.subject) { try await LapseOffer()(house, id, at: at) }
        case .countPlacement: if let id = ID<Placement>(rawValue: item.subject) { try await CountPlacement()(house, id, at: at) }
        case .checkPlacement: try await AskWhetherThere()(house, item.subject, at: at)
        case .scheduleFair: if let id = ID<Fair>(rawValue: item.subject) { try await ScheduleFair()(house, id, at: at) }
        case .remindFair: if let id = ID<Fair>(rawValue: item.subject) { try await RemindFair()(house, id, at: at) }
        case .endFair: if let id = ID<Fair>(rawValue: item.subject) { try await EndFair()(house, id, at: at) }
        case .importJobs: if let id = ID<JobImport>(rawValue: item.subject) { try await ReadJobUpload()(house, id, at: at) }
        case .remindEntry: if let id = ID<DirectoryEntry>(rawValue: item.subject) { try await RemindEntry()(house, id, at: at) }
        case .remindEvent: if let id = ID<Event>(rawValue: item.subject) { try await RemindEvent()(house, id, at: at) }
        case .endEvent: if let id = ID<Event>(rawValue: item.subject) { try await EndEvent()(house, id, at: at) }
        case .remindRequest: try await RemindRequest()(house, item.subject, at: at)
        case .remindMentorHour: if let id = ID<MentorBooking>(rawValue: item.subject) { try await RemindMentorHour()(house, id, at: at) }
        case .lapseEventOffer: if let id = ID<EventOffer>(rawValue: item.subject) { try await LapseEventOffer()(house, id, at: at) }
        case .lapseMandate: if let id = ID<Mandate>(rawValue: item.subject) { try await LapseMandate()(house, id, at: at) }
        case .runOffers: try await SearchOffers()(house, item.subject, at: at)
        case nil: return   // never claimed: what a newer release wrote is left to it
        }
        try await house.database.write { tx in
            _ = try tx.run("UPDATE due SET done_at = \(try at ?? house.programmeTime(tx)) WHERE at = \(item.at) AND verb = \(item.verb) AND subject = \(item.subject)")
        }
    }
}

/// 50, 80 or 100 % of a case's clock is used up: whoever has the case is told. Harmless when repeated.
///
/// Effects: messages; an audit record.
struct Remind {
    func callAsFunction(_ house: House, _ subject: String, at: Instant?) async throws {
        let parts = subject.split(separator: "/").map(String.init)
        guard parts.count == 3, let id = ID<Case>(rawValue: parts[0]), let visit = Int(parts[1]), let percent = Int(parts[2]) else { return }
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let loaded = try act.loadCase(id)
            let receipt = Receipt(.case, id.rawValue)
            guard loaded.current.state == .open, loaded.current.visit == visit, let step = loaded.step else { return receipt }
            let known = try act.tx.row("SELECT number FROM audit_records WHERE kind = 'case' AND subject = \(id) AND verb = 'reminded' AND detail = \(try Stored.json(Self.detail(loaded, visit, percent)))")
            guard known == nil else { return receipt }
            let words = percent >= 100 ? Words("今天到期：\(loaded.title)", "Due today: \(loaded.title)") : Words("时限已过 \(percent)%：\(loaded.title)", "\(percent)% of the time is used: \(loaded.title)")
            let body = Words("案件 \(loaded.number)“\(step.name.zh)”请抓紧办理。", "Case \(loaded.number) is at “\(step.name.en)”.")
            if step.isSettled {
                for reference in step.by + [step.preparedBy].compactMap({ $0 }) {
                    guard let office = loaded.programme.office(reference, area: loaded.current.area) else { continue }
                    try act.tell(office: office.id, programme: loaded.programme.id, words, body, link: receipt)
                }
            }
            for task in loaded.current.tasks where !task.isRuled {
                try act.tell(office: task.office, task.place.map { [$0] }, programme: loaded.programme.id, words, body, link: receipt)
            }
            act.audit("case", id.rawValue, "reminded", from: LoadedCase.state(loaded.current), to: LoadedCase.state(loaded.current), clause: step.clause, detail: Self.detail(loaded, visit, percent))
            return receipt
        }
    }

    private static func detail(_ loaded: LoadedCase, _ visit: Int, _ percent: Int) -> [String: String] {
        ["visit": String(visit), "percent": String(percent), "step": loaded.current.step]
    }
}

/// Demo mode moves programme time forward, and only forward. What falls due on the way runs in order, each at its own time, before it answers.
public struct MoveClock: Codable, Sendable {
    public enum By: String, Codable, Sendable, CaseIterable {
        case day, workdays5, next
    }

    public let advance: By

    public init(advance: By) { self.advance = advance }

    public func callAsFunction(_ house: House) async throws -> Instant {
        guard house.demo else { throw Refusal.notFound }
        let (now, next) = try await house.read { tx, now in
            (now, try tx.value("SELECT MIN(at) FROM due WHERE done_at IS NULL AND at > \(now)") as Int64?)
        }
        let zone = Zone.china
        let target: Instant
        switch advance {
        case .day: target = now.adding(seconds: 86_400)
        case .workdays5:
            guard let calendar = try house.library.programmes.first.map({ try house.library.calendar($0.calendar) }) else { throw Refusal.notFound }
            let day = calendar.adding(5, to: zone.day(of: now)).day
            let second = zone.secondOfDay(of: now)
            target = zone.instant(day, hour: second / 3600, minute: second / 60 % 60)
        case .next:
            guard let due = next else { throw Refusal(.conflict, "nothing_due", Words("近期没有到期的事项", "Nothing falls due")) }
            target = Instant(milliseconds: due)
        }
        try await Self.move(house, to: target)
        return target
    }

    static func move(_ house: House, to target: Instant) async throws {
        try await DueWork(house).run(upTo: target) { at in try await Self.set(house, at) }
        try await Self.set(house, target)
    }

    /// Programme time becomes `target`, unless it is later already.
    public static func set(_ house: House, _ target: Instant) async throws {
        let real = house.realTime()
        try await house.database.write { tx in
            let offset = target.milliseconds - real.milliseconds
            let now: String? = try tx.value("SELECT value FROM settings WHERE name = \(Setting.clockOffset)\(tx.dialect.lock)")
            if let now, let before = Int64(now), before >= offset { return }
            try tx.run("INSERT INTO settings (name, value) VALUES (\(Setting.clockOffset), \(String(offset))) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        }
    }
}
