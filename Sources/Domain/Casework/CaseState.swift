/// The states of a case. Which step an open case stands at is beside it, in the case.
public enum CaseState: String, Sendable, Hashable, Codable, CaseIterable {
    /// With the applicant, not handed in yet.
    case draft
    /// With the offices, at a step.
    case open
    /// Returned to the applicant for correction 补正; the clock rests.
    case correction
    /// Ended with what was applied for.
    case done
    /// Ended without it.
    case refused
    /// Taken back by the applicant.
    case withdrawn

    public static let withApplicant: Set<CaseState> = [.draft, .correction]
    public static let ended: Set<CaseState> = [.done, .refused, .withdrawn]
}

/// One arrow of the state machine.
public struct CaseTransition: Hashable, Sendable {
    public let from: CaseState
    /// `CaseEvent.name`
    public let event: String
    public let to: CaseState

    public init(_ from: CaseState, _ event: String, _ to: CaseState) {
        self.from = from
        self.event = event
        self.to = to
    }
}

extension CaseState {
    /// Every way from one state to another. `Casework.after` decides; random walks through it have to see these arrows, all of them and no other.
    public static let transitions: [CaseTransition] = [
        CaseTransition(.draft, "hand in", .open), CaseTransition(.draft, "withdraw", .withdrawn),
        CaseTransition(.open, "act", .open), CaseTransition(.open, "act", .correction), CaseTransition(.open, "act", .refused),
        CaseTransition(.open, "settle", .open), CaseTransition(.open, "settle", .done), CaseTransition(.open, "settle", .refused),
        CaseTransition(.open, "withdraw", .withdrawn), CaseTransition(.correction, "hand in", .open), CaseTransition(.correction, "withdraw", .withdrawn),
        CaseTransition(.refused, "reopen", .open), CaseTransition(.open, "act", .done),
    ]

    /// The arrows as a diagram (Mermaid): docs/states.md is this text.
    public static var diagram: String {
        StateDiagram.text(of: "a case", starts: ["draft"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, "\($0.event)") }, ends: ended.map(\.rawValue).sorted())
    }
}
