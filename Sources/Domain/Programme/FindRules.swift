/// What a programme says of the directories of the six finds (二(三)2). From the file's section `finds`.
public struct FindRules: Sendable, Hashable {
    public let clause: Clause?
    /// Days after which an entry that nobody looked at has to be checked again.
    public let staleAfter: Int

    public init(clause: Clause?, staleAfter: Int) {
        self.clause = clause
        self.staleAfter = staleAfter
    }
}
