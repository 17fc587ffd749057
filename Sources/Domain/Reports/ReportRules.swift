/// What ids of reports name: a station's report for one period 日常调度 (二(二)2).
public enum Report {}

/// What a programme says of regular reports and of a station's own rules (二(二)2, 二(一)5). From the file's section `reports`.
public struct ReportRules: Sendable, Hashable {
    public let clause: Clause?
    /// Working days after a period's end until which its report is handed in.
    public let dueWithin: Int

    public init(clause: Clause?, dueWithin: Int) {
        self.clause = clause
        self.dueWithin = dueWithin
    }
}
