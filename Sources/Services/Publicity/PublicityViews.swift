import Domain

public struct RoundSummary: Codable, Sendable, Hashable {
    public let id: ID<Round>
    public let name: Words
    public let level: String
    public let levelName: Words
    public let opens: Day
    public let closes: Day
    public let places: Int
    /// Not called yet: planned in the programme file.
    public let isCalled: Bool
    /// Open for applications today.
    public let isOpen: Bool
    public let notice: ID<Notice>?
}

/// A round with all its cases, for offices to compare; the public sees the summary and the notices.
public struct RoundView: Codable, Sendable, Hashable {
    public let round: RoundSummary
    public let cases: [RoundCase]
    public let notices: [NoticeSummary]
    public let meetings: [MeetingView]
    public let tasks: [RoundTask]
    public let steps: [ConditionName]
    public let conditions: [ConditionName]
    public let documents: [DocumentSummary]
}

/// One row of the comparison.
public struct RoundCase: Codable, Sendable, Hashable {
    public let summary: CaseSummary
    public let kindName: Words?
    public let fieldName: Words?
    /// Rulings so far, by office.
    public let rulings: [OfficeRuling]
    /// Per condition of the form, in its order.
    public let checks: [Verdict]
    /// A few figures side by side: area, staff, rooms.
    public let figures: [RoundFigure]
    public let openObjections: Int
    public let upheldObjections: Int
}

public struct OfficeRuling: Codable, Sendable, Hashable {
    public let step: String
    public let officeName: Words
    public let ruling: Ruling?
}

public struct RoundFigure: Codable, Sendable, Hashable {
    public let name: Words
    public let text: String
}

/// A page of the list of notices.
public struct NoticeList: Codable, Sendable, Hashable {
    public let notices: [NoticeSummary]
    /// On all pages.
    public let total: Int
    /// The `after` of the next page.
    public let next: ID<Notice>?
}

public struct NoticeSummary: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// 申报通知
        case round
        /// 社会公示
        case publicNotice = "public_notice"
        /// 认定文件
        case recognition
    }

    public enum State: String, Codable, Sendable, Hashable, CaseIterable { case prepared, published, ended, dropped }

    public let id: ID<Notice>
    public let kind: Kind
    public let state: State
    public let title: String
    public let number: String
    public let officeName: Words
    public let publishedOn: Day?
    public let ends: Due?
}

/// A public notice: a frozen snapshot, its clock, and how to object.
public struct NoticeView: Codable, Sendable, Hashable {
    public let summary: NoticeSummary
    public let round: RoundSummary
    /// Paragraphs.
    public let body: [String]
    public let phone: String
    public let address: String
    public let snapshot: [NoticeEntry]
    /// SHA-256 of the snapshot, hex: what was published is what stands here.
    public let snapshotHash: String
    public let lasts: Int?
    public let mayObject: Bool
    public let mayPublish: Bool
    public let mayEnterObjection: Bool
    /// For offices: objections and leads that came.
    public let objections: [CaseSummary]
    public let leads: [LeadView]
    public let document: ID<Document>?
}

/// One case of a notice, as it stood when the notice was prepared, with contacts redacted.
public struct NoticeEntry: Codable, Sendable, Hashable {
    public let id: ID<Case>
    public let station: String
    public let organisation: String
    public let creditCode: String
    public let kind: Words
    public let field: Words
    public let area: Words
    /// Each condition with what was answered, redacted as the programme file says.
    public let conditions: [NoticeCondition]
}

public struct NoticeCondition: Codable, Sendable, Hashable {
    public let name: Words
    public let clause: Clause?
    public let answers: [NoticeAnswer]
}

public struct NoticeAnswer: Codable, Sendable, Hashable {
    public let name: Words
    public let text: String
}

public struct LeadView: Codable, Sendable, Hashable {
    public let at: Instant
    public let about: String
    public let text: String
}

/// An objection: for offices with name and contact masked; for the objector by receipt.
public struct ObjectionView: Codable, Sendable, Hashable {
    public let about: CaseSummary?
    public let aboutStation: String
    public let notice: ID<Notice>
    public let channel: String
    public let name: String
    public let contact: Masked
    public let text: String
    public let at: Instant
    public let files: [FileView]
    /// The answer, once there is one.
    public let answer: String?
    public let upheld: Bool?
    public let answerDue: Due?
}

/// What an objector keeps: with it the answer can be read without an account.
public struct ObjectionReceipt: Codable, Sendable, Hashable {
    public let code: String
    public let objection: ObjectionView
}
