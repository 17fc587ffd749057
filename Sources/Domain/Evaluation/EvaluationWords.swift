extension EvaluationRules.Grade.Consequence {
    public var words: Words {
        switch self {
        case .reward: Words("按规定给予奖励", "Rewarded")
        case .improve: Words("限期整改提升", "Must improve within a time")
        case .withdraw: Words("撤站摘牌", "Recognition is withdrawn")
        case .none: Words("无", "Nothing")
        }
    }
}

extension EvaluationRules.Panel.Merge {
    public var words: Words {
        switch self {
        case .mean: Words("取平均分", "The mean of the scores")
        case .trimmedMean: Words("去掉最高分和最低分后取平均", "The mean without the highest and the lowest")
        case .median: Words("取中位数", "The median of the scores")
        }
    }
}
