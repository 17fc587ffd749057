/// How a kind of case runs, from the programme file. Checked when it is loaded: each step is reachable, each path ends.
public struct Procedure: Sendable, Hashable {
    public let id: String
    public let name: Words
    public let clause: Clause?
    /// In the order of the file; the first is a `submit`.
    public let steps: [Step]
    /// Who may take a refused case up again, and at which step, where the procedure allows it.
    public let reopening: Reopening?
    /// The form that the applicant fills in, by id; nil where the procedure asks for none (an objection).
    public let form: String?

    public struct Reopening: Sendable, Hashable {
        public let by: OfficeReference
        public let at: String

        public init(by: OfficeReference, at: String) {
            self.by = by
            self.at = at
        }
    }

    public init(id: String, name: Words, clause: Clause?, steps: [Step], reopening: Reopening?, form: String? = nil) {
        self.id = id
        self.name = name
        self.clause = clause
        self.steps = steps
        self.reopening = reopening
        self.form = form
    }

    public func index(of step: String) -> Int? { steps.firstIndex { $0.id == step } }
}

/// The closed set of step kinds.
public enum StepKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The applicant fills in and hands in 申报.
    case submit
    /// An area or unit passes the application on 组织推荐.
    case forward
    /// 受理
    case intake
    /// 实地核查
    case siteCheck = "site_check"
    /// 审核, by one or several offices
    case review
    /// 公示, for the whole round
    case notice
    /// 听证
    case hearing
    /// 审定, at a recorded meeting
    case determine
    /// Something is done by an office: an answer, a task.
    case work
    /// 拨付
    case payment
    /// A document with number and date, and a plaque 牌匾, are issued.
    case issue
}

/// One step of a procedure.
public struct Step: Sendable, Hashable {
    public let id: String
    public let kind: StepKind
    public let name: Words
    public let clause: Clause?
    /// The offices that act; several act in parallel. Empty for `submit`.
    public let by: [OfficeReference]
    /// The offices that take part in a determination beside the one that leads it.
    public let with: [OfficeReference]
    /// The office that prepares what `by` signs.
    public let preparedBy: OfficeReference?
    /// The clock, in working days; nil where the file sets none.
    public let within: Int?
    /// How often the step may return a case for correction 补正; 0 for never.
    public let mayReturn: Int
    /// Whether the step may refuse.
    public let mayRefuse: Bool
    /// Whether all cases of a round go through this step together.
    public let wholeRound: Bool
    /// How long a public notice stays up, in working days.
    public let lasts: Int?
    /// Names of form fields that a public notice does not show.
    public let redact: [String]
    /// The procedure that an objection to this notice follows.
    public let objections: String?
    /// What the step issues.
    public let gives: Issue?
    /// Where a case goes after each ruling, by id of a step; `pass` defaults to the following step, `refuse` to the end.
    public let then: [Ruling: Destination]

    public enum Destination: Sendable, Hashable {
        case step(String)
        case end(CaseState)
    }

    public struct Issue: Sendable, Hashable {
        /// The words on the plaque: `青岛市人才驿站`.
        public let plaque: String
        /// The name of the document: `认定文件`.
        public let document: String
        /// The document's number, with `{year}` and `{n}`: `青人社发〔{year}〕{n}号`.
        public let number: String
        /// The plaque's number, with `{year}` and `{n}`.
        public let plaqueNumber: String

        public init(plaque: String, document: String, number: String, plaqueNumber: String) {
            self.plaque = plaque
            self.document = document
            self.number = number
            self.plaqueNumber = plaqueNumber
        }
    }

    public init(
        id: String, kind: StepKind, name: Words, clause: Clause? = nil, by: [OfficeReference] = [], with: [OfficeReference] = [],
        preparedBy: OfficeReference? = nil, within: Int? = nil, mayReturn: Int = 0, mayRefuse: Bool = false, wholeRound: Bool = false,
        lasts: Int? = nil, redact: [String] = [], objections: String? = nil, gives: Issue? = nil, then: [Ruling: Destination] = [:]
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.clause = clause
        self.by = by
        self.with = with
        self.preparedBy = preparedBy
        self.within = within
        self.mayReturn = mayReturn
        self.mayRefuse = mayRefuse
        self.wholeRound = wholeRound
        self.lasts = lasts
        self.redact = redact
        self.objections = objections
        self.gives = gives
        self.then = then
    }
}

/// What an office can say of a case at a step.
public enum Ruling: String, Sendable, Hashable, Codable, CaseIterable {
    /// 受理, 通过
    case pass
    /// 退回补正
    case `return`
    /// 不予受理, 不通过
    case refuse
}

/// An office as a procedure names it: one of the city's (`hrss`), or one of the case's own area (`area.hrss`; `area.lead` is the one that
/// passes applications on).
public enum OfficeReference: Sendable, Hashable, Codable {
    case office(String)
    case ofArea(role: String)
}
