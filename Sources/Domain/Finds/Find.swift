/// The six things that people look for 六找 (二(三)2).
public enum Find: String, Sendable, Hashable, Codable, CaseIterable {
    /// 找政策
    case policies
    /// 找平台
    case platforms
    /// 找项目
    case projects
    /// 找资金
    case funds
    /// 找人才
    case talents
    /// 找岗位
    case jobs

    public var words: Words {
        switch self {
        case .policies: Words("找政策", "Policies")
        case .platforms: Words("找平台", "Platforms")
        case .projects: Words("找项目", "Projects")
        case .funds: Words("找资金", "Funds")
        case .talents: Words("找人才", "People")
        case .jobs: Words("找岗位", "Jobs")
        }
    }
}

/// What ids of a directory's entries name: a platform, a project, a fund.
public enum DirectoryEntry {}
