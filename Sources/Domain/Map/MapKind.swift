/// What stands on the map of platforms for talents 人才创新创业平台地图.
public enum MapKind: String, Sendable, Hashable, Codable, CaseIterable {
    case station, platform, employer, event, lodging

    public var words: Words {
        switch self {
        case .station: Words("驿站", "Station")
        case .platform: Words("平台", "Platform")
        case .employer: Words("招聘单位", "Hiring employer")
        case .event: Words("本周活动", "Event this week")
        case .lodging: Words("住宿", "Lodging")
        }
    }
}

/// What the tiles of a map are drawn in.
public enum MapDatum: String, Sendable, Hashable, Codable, CaseIterable { case wgs84, gcj02 }
