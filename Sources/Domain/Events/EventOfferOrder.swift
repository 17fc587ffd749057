/// In which order stations are asked to take an office's event (二(三)1 优先承办). Pure: the same stations and event give the same order, whatever order they come in.
public enum EventOfferOrder {
    /// A station that can be asked.
    public struct Candidate: Sendable, Hashable {
        public let id: String
        public let field: String
        /// How many people its venue holds; nil where its application does not say.
        public let capacity: Int?
        /// Its evaluation; nil where there is none yet.
        public let score: Int?
        public let recognisedOn: Day

        public init(id: String, field: String, capacity: Int?, score: Int?, recognisedOn: Day) {
            self.id = id
            self.field = field
            self.capacity = capacity
            self.score = score
            self.recognisedOn = recognisedOn
        }
    }

    public struct Ranked: Sendable, Hashable {
        public let candidate: Candidate
        /// Why it stands where it stands, one for each ground.
        public let reasons: [Words]
    }

    /// - Parameters:
    ///   - field: the event's; nil where it is for everybody.
    ///   - seats: people that it is planned for.
    public static func ranked(_ candidates: [Candidate], field: String?, seats: Int, order: [EventRules.Offers.Ground]) -> [Ranked] {
        let placed = candidates.map { candidate in (candidate: candidate, marks: order.map { mark($0, candidate, field: field, seats: seats) }) }
        return placed.sorted { left, right in
            for (one, other) in zip(left.marks, right.marks) where one.rank != other.rank { return one.rank < other.rank }
            return (left.candidate.recognisedOn, left.candidate.id) < (right.candidate.recognisedOn, right.candidate.id)
        }.map { item in
            Ranked(candidate: item.candidate, reasons: item.marks.map(\.words) + [Words("\(item.candidate.recognisedOn) 认定", "recognised on \(item.candidate.recognisedOn)")])
        }
    }

    private static func mark(_ ground: EventRules.Offers.Ground, _ candidate: Candidate, field: String?, seats: Int) -> (rank: Int, words: Words) {
        switch ground {
        case .field:
            guard let field else { return (0, Words("活动不限领域", "the event is for all fields")) }
            return candidate.field == field ? (0, Words("领域相同", "same field")) : (1, Words("领域不同", "another field"))
        case .capacity:
            guard let capacity = candidate.capacity else { return (2, Words("容纳人数未知", "room not known")) }
            return capacity >= seats ? (0, Words("可容纳 \(capacity) 人", "room for \(capacity)")) : (1, Words("可容纳 \(capacity) 人，少于 \(seats) 人", "room for \(capacity), fewer than \(seats)"))
        case .score:
            guard let score = candidate.score else { return (Int.max, Words("尚无评估得分", "no score yet")) }
            return (score > Int.min ? -score : Int.max, Words("评估得分 \(score)", "score \(score)"))
        }
    }
}
