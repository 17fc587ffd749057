/// What sort of place a platform is.
public enum PlatformKind: String, Sendable, Hashable, Codable, CaseIterable {
    case incubator, makerspace, accelerator, laboratory, centre, park, other

    public var words: Words {
        switch self {
        case .incubator: Words("孵化器", "Incubator")
        case .makerspace: Words("众创空间", "Makerspace")
        case .accelerator: Words("加速器", "Accelerator")
        case .laboratory: Words("实验室", "Laboratory")
        case .centre: Words("技术创新中心", "Technology centre")
        case .park: Words("园区", "Park")
        case .other: Words("其他平台", "Other platform")
        }
    }
}

/// The further lines of a directory's entry by name, as they are kept. Lists have commas between; money is in fen.
public enum EntryDetail: String, Sendable, Hashable, Codable, CaseIterable {
    /// Of a platform: one `PlatformKind`.
    case kind
    /// Of a platform: what it offers, in words.
    case services
    /// Of a project: one `ProjectStage`.
    case stage
    /// Of a project: what it looks for, in words.
    case seeks
    /// Of a fund: ids of the programme's fields.
    case fields
    /// Of a fund: `ProjectStage`s.
    case stages
    /// Of a fund: what it gives at least and at most, fen.
    case least
    case most

    /// Those that entries of a lane have.
    public static func of(_ lane: Find) -> [EntryDetail] {
        switch lane {
        case .platforms: [.kind, .services]
        case .projects: [.stage, .seeks]
        case .funds: [.fields, .stages, .least, .most]
        case .policies, .talents, .jobs: []
        }
    }

    public var words: Words {
        switch self {
        case .kind: Words("平台类型", "Kind")
        case .services: Words("提供的服务", "What it offers")
        case .stage: Words("所处阶段", "Stage")
        case .seeks: Words("正在寻找", "Looks for")
        case .fields: Words("投资领域", "Fields")
        case .stages: Words("投资阶段", "Stages")
        case .least: Words("最低投资额", "At least")
        case .most: Words("最高投资额", "At most")
        }
    }
}

extension Find {
    /// The lanes that are kept as directories.
    public static let directories: [Find] = [.platforms, .projects, .funds]

    public var isDirectory: Bool { Self.directories.contains(self) }

    /// What one of it is called: `基金`.
    public var one: Words {
        switch self {
        case .policies: Words("政策", "policy")
        case .platforms: Words("平台", "platform")
        case .projects: Words("项目", "project")
        case .funds: Words("资金", "fund")
        case .talents: Words("人才", "person")
        case .jobs: Words("岗位", "job")
        }
    }
}
