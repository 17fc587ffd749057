/// What was found for one indicator, as whole numbers, so that the same input gives the same points for ever.
public struct ScoreInput: Sendable, Hashable, Codable {
    /// Records: how many. Satisfaction: the sum of the stars. Reports: how many came in time. Experts: thousandths of a point of 100. Nil: nothing is known yet.
    public let amount: Int64?
    /// Satisfaction: how many rated. Reports: how many were due. Otherwise 1.
    public let of: Int64

    public init(_ amount: Int64?, of: Int64 = 1) {
        self.amount = amount.map { min(max($0, 0), Self.most) }
        self.of = min(max(of, 0), Self.most)
    }

    /// Beyond this nothing counts, so that no sum can overflow.
    public static let most: Int64 = 1_000_000_000
}

/// The points of one station and how they come about. A pure function of rules and inputs, in thousandths of a point; a half is rounded up.
public struct Scorecard: Sendable, Hashable, Codable {
    public struct Line: Sendable, Hashable, Codable {
        /// The indicator.
        public let id: String
        public let name: Words
        public let input: ScoreInput
        /// The value in words: `12 场`, `4.63 星（共 8 人评分）`.
        public let value: Words
        public let weight: Int
        /// In hundredths of the weight.
        public let cap: Int
        public let points: Points
        /// What can be had at most.
        public let most: Points
        /// How the points come about.
        public let rule: Words
        /// What would raise it by one point, or to the end; nil where nothing would, or where it is not the station's to do.
        public let next: Words?
        public let clause: Clause?

        public init(id: String, name: Words, input: ScoreInput, value: Words, weight: Int, cap: Int, points: Points, most: Points, rule: Words, next: Words?, clause: Clause?) {
            self.id = id
            self.name = name
            self.input = input
            self.value = value
            self.weight = weight
            self.cap = cap
            self.points = points
            self.most = most
            self.rule = rule
            self.next = next
            self.clause = clause
        }
    }

    public let lines: [Line]

    public init(lines: [Line]) { self.lines = lines }

    public var points: Points { Points(thousandths: lines.reduce(0) { $0 + $1.points.thousandths }) }

    /// - Parameter inputs: by the ids of indicators; one that is missing is not known yet.
    public static func compute(_ rules: EvaluationRules, _ inputs: [String: ScoreInput]) -> Scorecard {
        Scorecard(lines: rules.indicators.map { $0.line(inputs[$0.id] ?? ScoreInput(nil)) })
    }
}

extension EvaluationRules.Indicator {
    /// What can be had at most.
    public var most: Points { Points(thousandths: Int64(weight) * Int64(cap) * 10) }

    /// The points for an input: never fewer for more.
    public func points(_ input: ScoreInput) -> Points {
        // Nothing was due: nobody was late.
        if case .reports = source, input.of == 0 { return Points(thousandths: min(most.thousandths, Int64(weight) * 1000)) }
        guard let amount = input.amount, input.of > 0 else { return .zero }
        let (top, bottom): (Int64, Int64) = switch source {
        case .records(_, let per): (Int64(weight) * 1000, Int64(per))
        // The mean, against tenths of a star.
        case .satisfaction(let per): (Int64(weight) * 10_000, input.of * Int64(per))
        case .reports: (Int64(weight) * 1000, input.of)
        case .experts: (Int64(weight) * 1000, 100_000)
        }
        guard bottom > 0 else { return .zero }
        // At most 100 × 10 000 × 10⁹ × 2, and below: within 64 bits.
        return Points(thousandths: min(most.thousandths, (amount * top * 2 + bottom) / (2 * bottom)))
    }

    func line(_ input: ScoreInput) -> Scorecard.Line {
        let points = points(input)
        return Scorecard.Line(
            id: id, name: name, input: input, value: value(input), weight: weight, cap: cap, points: points, most: most, rule: rule, next: next(input, points), clause: clause)
    }

    private func value(_ input: ScoreInput) -> Words {
        switch source {
        case .records(let what, _):
            let amount = input.amount ?? 0
            return Words("\(amount) \(what.unit.zh)", "\(amount) \(what.unit.en)")
        case .satisfaction:
            guard let sum = input.amount, input.of > 0 else { return Words("还没有评分", "No ratings yet") }
            let mean = Points(thousandths: (sum * 2000 + input.of) / (2 * input.of)).text
            return Words("平均 \(mean) 星（\(input.of) 人次评分）", "\(mean) stars on average (\(input.of) ratings)")
        case .reports:
            guard let done = input.amount, input.of > 0 else { return Words("本期没有应报送的", "Nothing was due") }
            return Words("应报 \(input.of) 次，按时 \(done) 次", "\(done) of \(input.of) in time")
        case .experts:
            guard let score = input.amount else { return Words("尚未评议", "Not scored yet") }
            let text = Points(thousandths: score).text
            return Words("评议 \(text) 分", "\(text) of 100")
        }
    }

    private var rule: Words {
        let limit = cap == 100 ? Words("不超过 \(weight) 分", "at most \(weight) points") : Words("不超过 \(most.text) 分", "at most \(most.text) points")
        switch source {
        case .records(let what, let per):
            return Words("\(what.words.zh)每 \(per) \(what.unit.zh)计 \(weight) 分，按比例计算，\(limit.zh)", "\(per) \(what.unit.en) give \(weight) points, in proportion, \(limit.en)")
        case .satisfaction(let per):
            return Words("平均 \(per / 10).\(per % 10) 星计 \(weight) 分，按比例计算，\(limit.zh)", "A mean of \(per / 10).\(per % 10) stars gives \(weight) points, in proportion, \(limit.en)")
        case .reports: return Words("按时报送次数占应报次数的比例乘以 \(weight) 分；没有应报的计满分", "The part that came in time of \(weight) points; all of them where nothing was due")
        case .experts: return Words("专家组评议得分（满分 100）折算为 \(weight) 分", "The expert group’s score of 100, as a part of \(weight) points")
        }
    }

    private func next(_ input: ScoreInput, _ points: Points) -> Words? {
        guard points < most else { return nil }
        let wanted = Points(thousandths: min(points.thousandths + 1000, most.thousandths))
        let gain = Points(thousandths: wanted.thousandths - points.thousandths).text
        switch source {
        case .records(let what, _):
            guard let amount = least(for: wanted, of: 1), amount > (input.amount ?? 0) else { return nil }
            let more = amount - (input.amount ?? 0)
            return Words("再有 \(more) \(what.unit.zh)，可加 \(gain) 分", "\(more) more \(what.unit.en) would add \(gain) points")
        case .satisfaction(let per):
            // The mean, in thousandths of a star, that gives so many points.
            let mean = (wanted.thousandths * Int64(per) * 100 + Int64(weight) * 1000 - 1) / (Int64(weight) * 1000)
            guard mean <= 5000 else { return nil }
            let text = Points(thousandths: mean).text
            return Words("平均评分达到 \(text) 星，可加 \(gain) 分", "A mean of \(text) stars would add \(gain) points")
        case .reports: return Words("每多一次按时报送都会提高本项得分", "Each further report in time raises it")
        case .experts: return nil
        }
    }

    /// The least amount that gives so many points; nil where none does.
    private func least(for wanted: Points, of: Int64) -> Int64? {
        var low: Int64 = 0, high = ScoreInput.most
        guard points(ScoreInput(high, of: of)) >= wanted else { return nil }
        while low < high {
            let middle = low + (high - low) / 2
            if points(ScoreInput(middle, of: of)) >= wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
