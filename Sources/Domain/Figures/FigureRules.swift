/// What ids of items of an annual work plan name 年度人才工作计划 (三(二)).
public enum WorkItem {}

/// What a programme says of figures, work plans and open data (一(三), 三(二)). From the file's section `figures`.
public struct FigureRules: Sendable, Hashable {
    public let clause: Clause?

    public init(clause: Clause?) { self.clause = clause }
}
