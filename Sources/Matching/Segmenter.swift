/// Cuts Chinese and Latin text into words.
public struct Segmenter: Sendable {
    /// - Parameter dictionary: a word a line, `word frequency …`, as UTF-8; empty: pairs of characters only.
    public init(dictionary: [UInt8]) {}

    /// The words of a text in order, lower case: dictionary words and their parts, pairs of characters where no word is known, Latin words whole (`c++`, `.net`, `node.js`, `5g`).
    public func words(_ text: String) -> [String] { [] }
}
