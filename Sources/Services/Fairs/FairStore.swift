import Domain
import SQL

/// What ids of employers at a fair name: an invitation and what became of it.
public enum FairEmployer {}
/// What ids of sign-ups name.
public enum FairTalent {}
/// What ids of single meetings at fairs name.
public enum FairMeeting {}

extension FairState: Bindable {}
extension FairAnswer: Bindable {}
extension FairMeetingState: Bindable {}

/// A fair as it is kept.
struct StoredFair: Sendable {
    let id: ID<Fair>
    let programme: String
    let station: ID<Station>?
    let office: String?
    let title: String
    let place: String
    let slots: FairSlots
    let tablesMost: Int
    let places: Int
    let closesAt: Instant
    let state: FairState
    let revision: Int
    let scheduledRevision: Int?
    let scheduledAt: Instant?
    let total: Int?
    let bound: Int?

    /// Over `f`.
    static let columns: SQL = """
        f.id AS id, f.programme_id AS programme_id, f.station_id AS station_id, f.office AS office, f.title AS title, f.place AS place, f.begins_at AS begins_at,
        f.slot_minutes AS slot_minutes, f.slots AS slots, f.tables_most AS tables_most, f.places AS places, f.closes_at AS closes_at, f.state AS state, f.revision AS revision,
        f.scheduled_revision AS scheduled_revision, f.scheduled_at AS scheduled_at, f.fit_total AS fit_total, f.fit_bound AS fit_bound
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        station = try row("station_id")
        office = try row("office")
        title = try row("title")
        place = try row("place")
        guard let slots = FairSlots(begins: try row("begins_at"), minutes: try row("slot_minutes"), count: try row("slots")) else { throw Unexpected("slots of a fair") }
        self.slots = slots
        tablesMost = try row("tables_most")
        places = try row("places")
        closesAt = try row("closes_at")
        state = try row("state")
        revision = try row("revision")
        scheduledRevision = try row("scheduled_revision")
        scheduledAt = try row("scheduled_at")
        total = try row("fit_total")
        bound = try row("fit_bound")
    }

    var day: Day { Zone.china.day(of: slots.begins) }
    var receipt: Receipt { Receipt(.fair, id.rawValue) }
    /// `“秋季招聘会”（2020年12月20日 09:00，地点：……）`
    var words: Words {
        let parts = day.parts, second = Zone.china.secondOfDay(of: slots.begins), minute = second / 60 % 60
        let clock = "\(second / 3600):\(minute < 10 ? "0" : "")\(minute)"
        return Words("“\(title)”（\(parts.year)年\(parts.month)月\(parts.day)日 \(clock)，\(place)）", "“\(title)” (\(day), \(clock), \(place))")
    }
}

enum FairReader {
    /// That the actor is one of the people of the fair's station, or of its office; over `f`.
    static func organised(by actor: Actor) -> SQL {
        var ways: [SQL] = ["EXISTS (SELECT 1 FROM stations s WHERE s.id = f.station_id AND s.organisation_id IN (\(list: actor.organisations.sorted())))"]
        for post in actor.posts.sorted(by: { ($0.programme, $0.office, $0.place.rawValue) < ($1.programme, $1.office, $1.place.rawValue) }) {
            ways.append("(f.programme_id = \(post.programme) AND f.office = \(post.office))")
        }
        return "(\(SQL.joined(ways, by: " OR ")))"
    }

    /// That the actor may read of the fair: anybody once it is shown, its organiser and whoever was invited before.
    static func visible(to actor: Actor) -> SQL {
        """
        (f.state IN (\(list: FairState.shown.map(\.rawValue).sorted())) OR \(organised(by: actor))
            OR EXISTS (SELECT 1 FROM fair_employers e WHERE e.fair_id = f.id AND e.organisation_id IN (\(list: actor.organisations.sorted())))
            OR EXISTS (SELECT 1 FROM fair_talents t WHERE t.fair_id = f.id AND t.account_id = \(actor.account)))
        """
    }

    static func slots(_ text: String) throws -> Set<Int> { Set(try Stored.read(text, as: [Int].self)) }
}

extension Act {
    /// Loads a fair, locked until the end of the transaction: what changes it waits for each other.
    /// - Throws: `Refusal.notFound`.
    func loadFair(_ id: ID<Fair>, where condition: SQL) throws -> StoredFair {
        _ = try tx.row("SELECT id FROM fairs WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredFair.columns) FROM fairs f WHERE f.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredFair(row)
    }

    /// The fair of an employer that the actor acts for, locked.
    func loadFair(of employer: ID<FairEmployer>) throws -> (fair: StoredFair, organisation: ID<Organisation>, answer: FairAnswer) {
        guard let row = try tx.row("SELECT fair_id, organisation_id FROM fair_employers WHERE id = \(employer) AND organisation_id IN (\(list: actor.organisations.sorted()))") else { throw Refusal.notFound }
        let organisation: ID<Organisation> = try row("organisation_id")
        let fair = try loadFair(try row("fair_id"), where: "1 = 1")
        try MemberRules.mustStillBe(self, organisation)
        guard let answer: FairAnswer = try tx.value("SELECT answer FROM fair_employers WHERE id = \(employer)") else { throw Refusal.notFound }
        return (fair, organisation, answer)
    }

    /// Moves a fair on; what its schedule depends on has changed.
    func move(_ fair: StoredFair, _ event: FairState.Event, _ verb: String, reason: KeptReason? = nil) throws {
        guard let next = fair.state.after(event) else { throw FairRules.wrongState(fair.state) }
        let changed = try tx.run("""
            UPDATE fairs SET state = \(next), cancelled_at = \(next == .cancelled ? now : nil), reason_id = \(reason?.id.rawValue) WHERE id = \(fair.id) AND state = \(fair.state)
            """)
        guard changed == 1 else { throw FairRules.wrongState(fair.state) }
        audit("fair", fair.id.rawValue, verb, from: fair.state.rawValue, to: next.rawValue, reason: reason)
    }

    /// Whatever a schedule depends on has changed; one that is there already is computed anew around what stays.
    func regroup(_ fair: StoredFair) throws {
        try tx.run("UPDATE fairs SET revision = revision + 1 WHERE id = \(fair.id)")
        if fair.state == .scheduled { due(.scheduleFair, fair.id.rawValue, at: now) }
    }
}

enum FairRules {
    /// Days ahead that a fair may be.
    static let furthest = 180
    /// Jobs that an employer brings at most.
    static let mostJobs = 20

    static func wrongState(_ state: FairState) -> Refusal {
        Refusal(.conflict, "fair_\(state.rawValue)", Words("招聘会现在是“\(state.words.zh)”状态，不能这样办理", "The fair is “\(state.words.en)” now; this cannot be done"),
            next: Words("请刷新页面查看最新情况", "Reload the page to see where it stands"))
    }

    static let closed = Refusal(.conflict, "sign_up_over", Words("报名已经截止", "Sign-up is over"), next: Words("可留意下一场招聘会", "Watch for the next fair"))

    /// Slots as people count them, from 1, as they are kept.
    /// - Returns: what is wrong, for a slot that there is not, and where none is left.
    static func absent(_ numbers: [Int]?, of slots: FairSlots) -> (slots: [Int], wrong: Refusal.Field?) {
        let away = Set(numbers ?? [])
        guard away.allSatisfy({ (1...slots.count).contains($0) }) else { return ([], .init("absent", Words("没有这个时段", "There is no such slot"))) }
        guard away.count < slots.count else { return ([], .init("absent", Words("请至少保留一个时段", "Leave at least one slot"))) }
        return (away.map { $0 - 1 }.sorted(), nil)
    }
}
