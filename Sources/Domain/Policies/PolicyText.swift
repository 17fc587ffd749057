/// Something wrong in the text of a policy, said so that its writer can mend it.
public struct PolicyMistake: Sendable, Hashable, Codable {
    /// 1 is the first line.
    public let line: Int
    /// Where it stands in the text's own names: `eligible.all.2`.
    public let path: String
    public let words: Words
    /// What to write instead.
    public let instead: Words?

    public init(line: Int, path: String, words: Words, instead: Words?) {
        self.line = line
        self.path = path
        self.words = words
        self.instead = instead
    }

    /// `第 12 行：缺少 office；请补上“office: …”`
    public var inWords: Words {
        Words("第 \(line) 行：\(words.zh)\(instead.map { "；" + $0.zh } ?? "")", "Line \(line): \(words.en)\(instead.map { "; " + $0.en } ?? "")")
    }
}

/// Reads the text of one version of a policy; `ProgrammeText` does.
public protocol PolicyTextReading: Sendable {
    /// - Parameter programme: whose facts, offices and city the text may name.
    /// - Returns: what it says if there are no mistakes, and all mistakes in the order of the text.
    func read(policy text: String, in programme: Programme) -> (terms: PolicyTerms?, mistakes: [PolicyMistake])
}
