/// A document that somebody keeps here to show what they say of themselves: uploaded once, used where they agree to it.
public enum Proof {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case identity
        case studentCard = "student_card"
        case degree, graduation, interview
        case businessLicence = "business_licence"
        case other

        public var words: Words {
            switch self {
            case .identity: Words("身份证件", "Identity document")
            case .studentCard: Words("学生证", "Student card")
            case .degree: Words("学位证书", "Degree certificate")
            case .graduation: Words("毕业证书", "Graduation certificate")
            case .interview: Words("面试通知", "Interview notice")
            case .businessLicence: Words("营业执照", "Business licence")
            case .other: Words("其他材料", "Another document")
            }
        }
    }

    /// The facts of a profile that a document of this kind can prove; nil for any.
    public static func provable(by kind: Kind) -> Set<String>? {
        switch kind {
        case .identity: ["birth_date", "sex", "household", "birthplace"]
        case .studentCard: ["enrolled", "university", "major", "major_class"]
        case .degree: ["degree", "university", "major", "major_class"]
        case .graduation: ["education", "graduation_date", "university", "major", "major_class"]
        case .interview: ["interview_proof", "purpose"]
        case .businessLicence: ["purpose", "work", "industry"]
        case .other: nil
        }
    }

    /// What a use of a proof was agreed to for. The subject is a programme, a stay, or a case.
    public enum Purpose: String, Sendable, Codable, CaseIterable {
        /// The offices that take in applications check the profile by it.
        case check
        case stay
        case `case`

        public var words: Words {
            switch self {
            case .check: Words("核验个人资料", "Checking the profile")
            case .stay: Words("办理住宿", "A stay")
            case .case: Words("办理案件", "A case")
            }
        }
    }
}
