/// Where a version of a policy stands. The diagram in docs/states.md is drawn from `PolicyState.after`.
public enum PolicyState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written, and seen by those who keep the policy alone.
    case draft
    /// Looked at by a second person, and in the library; its text does not change any more.
    case published
    case withdrawn

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        case publish, withdraw
    }

    /// - Returns: nil where the step cannot be taken.
    public func after(_ step: Step) -> PolicyState? {
        switch (self, step) {
        case (.draft, .publish): .published
        case (.draft, .withdraw), (.published, .withdraw): .withdrawn
        case (.published, .publish), (.withdrawn, .publish), (.withdrawn, .withdraw): nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { state in Step.allCases.compactMap { step in state.after(step).map { (state.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "a version of a policy", starts: ["draft"], arrows: arrows, ends: ["withdrawn"])
    }

    public var words: Words {
        switch self {
        case .draft: Words("待发布", "To be published")
        case .published: Words("已发布", "Published")
        case .withdrawn: Words("已撤下", "Withdrawn")
        }
    }
}
