import Domain

/// Reads what a programme says of the six finds.
enum FindReader {
    static func read(_ entry: Entry) -> FindRules {
        let days = entry.counted("stale_after", "days", in: 1...1000) ?? 1
        entry.state("stale_after", Words("目录信息 \(days) 天未核对即提醒责任部门", "The office is reminded of entries that nobody checked for \(days) days"))
        let source = entry.source(Words("六找目录", "Directories of the six finds"))
        entry.done()
        return FindRules(clause: source.clause, staleAfter: days)
    }
}
