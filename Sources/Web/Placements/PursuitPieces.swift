import Domain
import Markup
import Services

extension Tag {
    init(_ state: PursuitState, isTurn: Bool, _ view: View) {
        let kind: Kind = switch state {
        case .invited, .recommended, .inTouch, .slotsProposed, .interviewSet, .offered, .accepted: isTurn ? .action : .active
        case .hired: .good
        case .notTaken, .lapsed: .bad
        case .declined, .withdrawn: .idle
        }
        self.init(view(state.words), kind)
    }

    init(_ state: PlacementState, _ view: View) {
        let kind: Kind = switch state {
        case .recorded: .action
        case .evidenced: .active
        case .counted: .good
        case .disputed: .bad
        case .void: .idle
        }
        self.init(view(state.words), kind)
    }
}

/// For the page of a job: what the person who looks can do about it. Applying for a talent, recommending for a station's broker.
struct PursuitPanel: Component {
    let job: ID<Job>
    let isOpen: Bool
    /// The talent's pursuit of this job that goes on already.
    let open: ID<Pursuit>?

    init(job: ID<Job>, isOpen: Bool, open: ID<Pursuit>? = nil) {
        self.job = job
        self.isOpen = isOpen
        self.open = open
    }

    func html(_ view: View) -> HTML {
        if let open { return view(Button(view("查看求职进展", "See how it goes"), href: Paths.pursuit(open))) }
        guard isOpen, !view.actor.isStaff else { return .empty }
        return """
            \(view(Button(view("投递", "Apply"), href: Paths.newPursuit(job))))\
            \(if: view.actor.hosts, view(Button(view("推荐人才", "Recommend somebody"), .secondary, href: Paths.newPursuit(job).at("recommend"))))
            """
    }
}

/// Documents to choose from.
struct ProofChoice: Component {
    let proofs: [ShownProof]
    let filled: Filled

    func html(_ view: View) -> HTML {
        guard !proofs.isEmpty else { return .empty }
        return view(Field("proofs", view("一并提供的材料", "Documents to show"), .checkboxes(proofs.map { Option($0.id.rawValue, view($0.kind.words), hint: $0.name) }),
            hint: view("只有这个单位、只在这次求职期间可以查看", "This employer alone sees them, while this goes on"), optional: true, in: filled))
    }
}

/// What happened, oldest first, as a timeline of one step each.
struct StepList: Component {
    let steps: [StepEntry]
    let next: String?
    let isOver: Bool

    func html(_ view: View) -> HTML {
        let shown = steps.enumerated().map { index, step in
            Timeline.Step(
                index == steps.count - 1 && !isOver ? .current : .done, view(step.words),
                entries: [Timeline.Entry(at: step.at, who: step.side.map { view($0.words) } ?? "", what: "", why: step.reason)])
        }
        return view(Timeline(shown, next: next))
    }
}

extension View {
    /// `8,000–12,000 元/月`
    func pay(from: Fen, to: Fen?, per: Pay.Period) -> String { Pay(from: from, to: to, per: per).map { self($0.words) } ?? self(from) }
}
