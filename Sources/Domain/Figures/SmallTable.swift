extension SmallCells {
    /// Which cells of a table may be shown beside its totals, where lines cross: each line (a row or column with its total, totals with the total of all) is a list
    /// of cells of which the last is the sum of the others.
    ///
    /// Counts below `least` are hidden. Where just one cell of a line would be hidden, or those that are hidden come to less than `least` beside a total that is shown, the line would
    /// give them away: the smallest of the others is hidden with them, a total only where there is nothing else; and so on, until no line gives anything away. Zeros are shown.
    /// - Parameters:
    ///   - counts: all cells, totals among them.
    ///   - lines: places in `counts`; the last of each is the total of the others. What is out of range is left aside.
    public static func shown(_ counts: [Int], lines: [[Int]]) -> [Int?] {
        var hidden = Set(counts.indices.filter { counts[$0] > 0 && counts[$0] < least })
        let lines = lines.map { line in line.filter(counts.indices.contains) }
        var moved = true
        while moved {
            moved = false
            for line in lines {
                let secret = line.filter(hidden.contains), isTotalShown = line.last.map { !hidden.contains($0) } ?? false
                guard secret.count == 1 || (isTotalShown && isFew(secret.map { counts[$0] })) else { continue }
                let others = line.filter { !hidden.contains($0) && counts[$0] > 0 }
                let cells = others.filter { $0 != line.last }
                guard let next = (cells.isEmpty ? others : cells).min(by: { (counts[$0], $0) < (counts[$1], $1) }) else { continue }
                hidden.insert(next)
                moved = true
            }
        }
        return counts.indices.map { hidden.contains($0) ? nil : counts[$0] }
    }

    /// Whether what is hidden comes to so little that its sum alone would tell of few people. Nothing at all, or of nobody, is no secret.
    public static func isFew(_ secret: [Int]) -> Bool {
        secret.contains { $0 > 0 } && secret.allSatisfy { (0..<least).contains($0) } && secret.count < least && secret.reduce(0, +) < least
    }
}
