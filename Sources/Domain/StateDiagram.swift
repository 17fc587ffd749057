/// A state machine's arrows as a diagram (Mermaid); docs/states.md is made of these.
enum StateDiagram {
    /// - Parameters:
    ///   - thing: `a case`
    ///   - starts: where it begins, with the cause behind a colon if there are several: `in_touch: apply`
    ///   - arrows: from where, to where, by what.
    ///   - ends: the states that are never left.
    static func text(of thing: String, starts: [String], arrows: [(from: String, to: String, by: String)], ends: [String]) -> String {
        let lines = starts.map { "[*] --> \($0)" } + arrows.map { "\($0.from) --> \($0.to): \($0.by)" } + ends.map { "\($0) --> [*]" }
        return "# States of \(thing)\n\n```mermaid\nstateDiagram-v2\n" + lines.map { "    \($0)\n" }.joined() + "```\n"
    }
}
