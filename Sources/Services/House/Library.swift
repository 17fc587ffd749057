import Domain

/// The programmes and calendars in force, and the older programme texts under which cases still run. The newest version of a programme is in
/// force; the others are found by their hashes alone.
public struct Library: Sendable {
    private let byHash: [String: Programme]
    private let newest: [String: Programme]
    private let calendars: [String: WorkCalendar]
    /// The programmes in force, in order of their ids.
    public let programmes: [Programme]

    /// - Parameters:
    ///   - programmes: what lies in the folder of programmes; there may be several versions of one.
    ///   - older: further versions, which running cases name.
    public init(programmes: [Programme], older: [Programme] = [], calendars: [WorkCalendar]) {
        newest = Dictionary(programmes.map { ($0.id, $0) }, uniquingKeysWith: { $0.version > $1.version ? $0 : $1 })
        self.programmes = newest.values.sorted { $0.id < $1.id }
        byHash = Dictionary((older + programmes).map { ($0.hash, $0) }, uniquingKeysWith: { first, _ in first })
        self.calendars = Dictionary(calendars.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Throws: a refusal when no such programme is in force.
    public func programme(_ id: String) throws(Refusal) -> Programme {
        guard let programme = newest[id] else { throw .notFound }
        return programme
    }

    func programme(hash: String) throws -> Programme {
        guard let programme = byHash[hash] else { throw Unexpected("programme text \(hash) is not loaded") }
        return programme
    }

    public func calendar(_ id: String) throws -> WorkCalendar {
        guard let calendar = calendars[id] else { throw Unexpected("calendar \(id) is not loaded") }
        return calendar
    }
}
