/// How what several experts gave becomes one score, in thousandths of a point, and which of their scores stand far off.
public enum ExpertMerge {
    public static let scores = 0...100
    /// Characters of written grounds.
    public static let grounds = 10...2000

    /// Half up.
    /// - Returns: nil where nobody scored.
    public static func merged(_ scores: [Int], _ merge: EvaluationRules.Panel.Merge) -> Points? {
        guard !scores.isEmpty else { return nil }
        let sorted = scores.sorted()
        switch merge {
        case .mean: return mean(sorted[...])
        case .trimmedMean: return mean(sorted.count >= 4 ? sorted.dropFirst().dropLast() : sorted[...])
        case .median: return median(sorted)
        }
    }

    /// The middle one, or the mean of the two in the middle.
    public static func median(_ scores: [Int]) -> Points? {
        guard !scores.isEmpty else { return nil }
        let sorted = scores.sorted(), middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? mean(sorted[(middle - 1)...middle]) : mean(sorted[middle...middle])
    }

    /// How far a score is from the median of all, in thousandths, where that is so many points or more; nil where it is nearer.
    /// - Parameter outlier: points of 100.
    public static func distance(of score: Int, in all: [Int], outlier: Int) -> Points? {
        guard all.count > 1, let median = median(all) else { return nil }
        let far = abs(Int64(score) * 1000 - median.thousandths)
        return far >= Int64(max(outlier, 1)) * 1000 ? Points(thousandths: far) : nil
    }

    private static func mean(_ scores: ArraySlice<Int>) -> Points {
        let count = Int64(scores.count), sum = scores.reduce(into: Int64(0)) { $0 += Int64($1) } * 1000
        return Points(thousandths: (sum * 2 + count) / (count * 2))
    }
}
