import Domain
import Synchronization

/// What the texts of policies say, each read once: a page parses no text.
public final class PolicyShelf: Sendable {
    /// What a text says depends on the programme text whose facts and offices it names.
    private struct Key: Hashable {
        let programme: String
        let text: String
    }

    private let reader: any PolicyTextReading
    /// The examples that lie beside the programme files: for the demonstration.
    public let examples: [String]
    /// Nil for texts that cannot be read under that programme.
    private let known = Mutex<[Key: PolicyTerms?]>([:])
    private static let most = 4000

    public init(reader: any PolicyTextReading, examples: [String] = []) {
        self.reader = reader
        self.examples = examples
    }

    /// Reads a text, with its mistakes.
    public func read(_ text: String, in programme: Programme) -> (terms: PolicyTerms?, mistakes: [PolicyMistake]) { reader.read(policy: text, in: programme) }

    /// What a text that is kept says. - Returns: nil where the programme does not know what it names any more.
    func terms(_ text: String, in programme: Programme) -> PolicyTerms? {
        let key = Key(programme: programme.hash, text: text)
        if let found = known.withLock({ $0[key] }) { return found }
        let terms = reader.read(policy: text, in: programme).terms
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[key] = .some(terms)
        }
        return terms
    }
}
