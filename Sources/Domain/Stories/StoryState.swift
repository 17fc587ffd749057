/// Where a story stands. The diagram in docs/states.md is drawn from `StoryState.after`.
public enum StoryState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Being written; nobody but its writers sees it.
    case draft
    /// Waits for a second person. Its text does not change meanwhile.
    case review
    /// Anybody may read it.
    case published
    /// Taken away with a reason that anybody may read; its text is shown no more. It stays so.
    case withdrawn

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        /// The writers think it is ready.
        case submit
        /// The writers take it back before anybody has ruled.
        case recall
        /// The second person asks for changes, with a reason.
        case `return`
        case publish, withdraw
    }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> StoryState? {
        switch (self, step) {
        case (.draft, .submit): .review
        case (.review, .recall), (.review, .return): .draft
        case (.review, .publish): .published
        case (.published, .withdraw): .withdrawn
        case (.draft, .recall), (.draft, .return), (.draft, .publish), (.draft, .withdraw), (.review, .submit), (.review, .withdraw),
            (.published, .submit), (.published, .recall), (.published, .return), (.published, .publish),
            (.withdrawn, .submit), (.withdrawn, .recall), (.withdrawn, .return), (.withdrawn, .publish), (.withdrawn, .withdraw):
            nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "a story", starts: ["draft"], arrows: arrows, ends: ["withdrawn"])
    }

    public var words: Words {
        switch self {
        case .draft: Words("草稿", "Draft")
        case .review: Words("待审核", "In review")
        case .published: Words("已发布", "Published")
        case .withdrawn: Words("已撤下", "Withdrawn")
        }
    }
}
