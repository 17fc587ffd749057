/// What ids of stories name: a case 典型案例, a policy explained, a visit to a station 走进驿站 (三(三)).
public enum Story {}

public enum StoryKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 典型案例
    case typicalCase = "case"
    /// 政策解读
    case policy
    /// 走进驿站
    case visit
    /// 先进站点
    case advanced
}
