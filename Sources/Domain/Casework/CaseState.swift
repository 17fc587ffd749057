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
