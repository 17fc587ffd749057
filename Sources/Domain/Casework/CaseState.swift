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

extension CaseState {
    /// The state machine as a diagram (Mermaid), generated for docs/states.md: every pair of state and event that `Casework.after` allows.
    public static var diagram: String {
        let arrows: [(from: CaseState, event: String, to: [CaseState])] = [
            (.draft, "hand in", [.open]), (.draft, "withdraw", [.withdrawn]), (.open, "act", [.open, .correction, .done, .refused]),
            (.open, "settle", [.open, .done, .refused]), (.open, "withdraw", [.withdrawn]), (.correction, "hand in", [.open]),
            (.correction, "withdraw", [.withdrawn]), (.refused, "reopen", [.open]),
        ]
        let lines = arrows.flatMap { arrow in arrow.to.map { "    \(arrow.from.rawValue) --> \($0.rawValue): \(arrow.event)" } }
        let ends = ended.map(\.rawValue).sorted().map { "    \($0) --> [*]" }
        return "# States of a case\n\n```mermaid\nstateDiagram-v2\n    [*] --> draft\n" + (lines + ends).joined(separator: "\n") + "\n```\n"
    }
}
