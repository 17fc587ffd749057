/// A job fair as numbers: who has how much room in which slot, who may meet whom, and what a meeting is worth. Employers, talents and slots
/// are counted from 0.
public struct MeetingProblem: Sendable {
    public struct Talent: Sendable, Hashable {
        /// How many meetings they want at most.
        public var most: Int
        /// By slot: whether they are there and in no meeting yet.
        public var free: [Bool]

        public init(most: Int, free: [Bool]) {
            self.most = most
            self.free = free
        }
    }

    public let slots: Int
    /// By employer and slot: tables at which nobody sits yet; 0 where the employer is away.
    public private(set) var tables: [[Int]]
    public private(set) var talents: [Talent]
    /// By employer and talent: what their meeting is worth; 0 where they are not to meet.
    public private(set) var weights: [[Int]]

    /// No weight is counted as more than this, so that no sum can overflow.
    public static let heaviest = 1_000_000

    /// What is missing in a row counts as nothing: no table, not there, no meeting. What is too much is cut.
    public init(slots: Int, tables: [[Int]], talents: [Talent], weights: [[Int]]) {
        let slots = min(max(slots, 0), 96)
        func fitted<Value>(_ row: [Value], _ count: Int, _ missing: Value) -> [Value] { Array((row + Array(repeating: missing, count: count)).prefix(count)) }
        self.slots = slots
        self.tables = tables.map { fitted($0.map { min(max($0, 0), 1000) }, slots, 0) }
        self.talents = talents.map { Talent(most: min(max($0.most, 0), slots), free: fitted($0.free, slots, false)) }
        self.weights = fitted(weights, tables.count, []).map { row in fitted(row.map { min(max($0, 0), Self.heaviest) }, talents.count, 0) }
    }

    /// One meeting of an employer and a talent.
    public struct Meeting: Sendable, Hashable, Comparable {
        public let employer: Int
        public let talent: Int
        public let slot: Int

        public init(employer: Int, talent: Int, slot: Int) {
            self.employer = employer
            self.talent = talent
            self.slot = slot
        }

        public static func < (left: Meeting, right: Meeting) -> Bool { (left.slot, left.employer, left.talent) < (right.slot, right.employer, right.talent) }
    }

    /// What is left beside meetings that stay as they are: their tables and slots are taken, each counts towards its talent's limit, and the two
    /// do not meet again. A meeting of somebody who is not in the problem is left out.
    public func keeping(_ meetings: [Meeting]) -> MeetingProblem {
        var rest = self
        for meeting in meetings { rest.take(meeting) }
        return rest
    }

    mutating func take(_ meeting: Meeting) {
        guard tables.indices.contains(meeting.employer), talents.indices.contains(meeting.talent), (0..<slots).contains(meeting.slot) else { return }
        tables[meeting.employer][meeting.slot] = max(tables[meeting.employer][meeting.slot] - 1, 0)
        talents[meeting.talent].free[meeting.slot] = false
        talents[meeting.talent].most = max(talents[meeting.talent].most - 1, 0)
        weights[meeting.employer][meeting.talent] = 0
    }

    /// The two are not to meet.
    mutating func part(_ employer: Int, _ talent: Int) { weights[employer][talent] = 0 }

    func weight(_ meeting: Meeting) -> Int { weights[meeting.employer][meeting.talent] }

    /// Slots in which both have room.
    func common(_ employer: Int, _ talent: Int) -> [Int] { (0..<slots).filter { tables[employer][$0] > 0 && talents[talent].free[$0] } }

    /// How many meetings each talent can have at most.
    var limits: [Int] { talents.map { talent in min(talent.most, talent.free.count { $0 }) } }
}

/// Who meets whom and when, and how much better it could be at most.
public struct MeetingPlan: Sendable, Hashable {
    /// In the order of slots, employers and talents; without the meetings that were kept.
    public let meetings: [MeetingProblem.Meeting]
    /// The sum of their weights.
    public let total: Int
    /// No plan of this problem is worth more.
    public let bound: Int

    /// No plan is better: proven, not guessed.
    public var isBest: Bool { total == bound }
}
