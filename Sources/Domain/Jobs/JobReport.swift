/// What somebody says against a job.
public enum JobComplaint: String, Sendable, Hashable, Codable, CaseIterable {
    /// It asks for a fee, a deposit, a paid course.
    case money
    /// There is no such job, or it is another than it says.
    case untrue = "false"
    case discriminating
    case other

    public var words: Words {
        switch self {
        case .money: Words("收取费用或财物", "Asks for money")
        case .untrue: Words("内容不实", "It is not true")
        case .discriminating: Words("含歧视性内容", "It discriminates")
        case .other: Words("其他", "Something else")
        }
    }
}
