import Domain
import Services

/// The pool of experts, assignments, blind scoring.
extension Paths {
    public static let experts = Path< >("/experts")
    public static let expert = Path<ID<Expert>>("/experts/{expert}")
    public static let expertPause = Path<ID<Expert>>("/experts/{expert}/pause")
    public static let expertsWorkbook = Path< >("/experts/experts.xlsx")

    public static let expertPanels = Path< >("/expert-panels")
    public static let expertPanel = Path<ID<EvaluationPeriod>>("/expert-panels/{period}")
    public static let expertDraw = Path<ID<EvaluationPeriod>>("/expert-panels/{period}/draw")
    public static let expertReleases = Path<ID<EvaluationPeriod>>("/expert-panels/{period}/releases")
    public static let expertReveal = Path<ID<EvaluationPeriod>>("/expert-panels/{period}/reveal")
    public static let expertSettlement = Path<ID<EvaluationPeriod>>("/expert-panels/{period}/settlement")
    public static let expertTable = Path<ID<EvaluationPeriod>, ID<Station>>("/expert-panels/{period}/stations/{station}")
    public static let expertMessages = Path<ID<EvaluationPeriod>, ID<Station>>("/expert-panels/{period}/stations/{station}/messages")
    public static let expertOpinions = Path<ID<EvaluationPeriod>, ID<Station>>("/expert-panels/{period}/stations/{station}/opinions")

    public static let expertWork = Path< >("/expert-work")
    public static let expertTask = Path<ID<ExpertTask>>("/expert-work/{task}")
    public static let expertDeclaration = Path<ID<ExpertTask>>("/expert-work/{task}/declaration")
    public static let expertDraft = Path<ID<ExpertTask>>("/expert-work/{task}/draft")
    public static let expertHandIn = Path<ID<ExpertTask>>("/expert-work/{task}/scores")
    public static let expertRevision = Path<ID<ExpertTask>>("/expert-work/{task}/revision")
}
