import Domain

/// The programmes and calendars in force, and the older programme texts under which cases still run. The newest version of a programme is in
/// force; the others are found by their hashes alone.
public struct Library: Sendable {
    private let byHash: [String: Programme]
    private let newest: [String: Programme]
    private let calendars: [String: WorkCalendar]
    private let names: [String: ChoiceNames]
    /// The programmes in force, in order of their ids.
    public let programmes: [Programme]
    /// What profiles ask where these are in force.
    public let profile: ProfileCatalogue
    /// Reads the texts of policies, each once.
    public let policies: PolicyShelf

    /// What a programme calls the choices that many rows name by id.
    struct ChoiceNames: Sendable {
        let levels: [String: Words]
        let kinds: [String: Words]
        let fields: [String: Words]
        let areas: [String: Words]
    }

    /// - Parameters:
    ///   - programmes: what lies in the folder of programmes; there may be several versions of one.
    ///   - older: further versions, which running cases name.
    public init(programmes: [Programme], older: [Programme] = [], calendars: [WorkCalendar], policies: PolicyShelf) {
        self.policies = policies
        newest = Dictionary(programmes.map { ($0.id, $0) }, uniquingKeysWith: { $0.version > $1.version ? $0 : $1 })
        self.programmes = newest.values.sorted { $0.id < $1.id }
        profile = ProfileCatalogue(self.programmes)
        names = newest.mapValues { programme in
            func table(_ pairs: [(String, Words)]) -> [String: Words] { Dictionary(pairs, uniquingKeysWith: { first, _ in first }) }
            return ChoiceNames(
                levels: table(programme.levels.map { ($0.id, $0.name) }), kinds: table(programme.stationKinds.map { ($0.id, $0.name) }),
                fields: table(programme.fields.map { ($0.id, $0.name) }), areas: table(programme.areas.map { ($0.id, $0.name) }))
        }
        byHash = Dictionary((older + programmes).map { ($0.hash, $0) }, uniquingKeysWith: { first, _ in first })
        self.calendars = Dictionary(calendars.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Throws: a refusal when no such programme is in force.
    public func programme(_ id: String) throws(Refusal) -> Programme {
        guard let programme = newest[id] else { throw .notFound }
        return programme
    }

    func names(_ programme: String) throws(Refusal) -> ChoiceNames {
        guard let names = names[programme] else { throw .notFound }
        return names
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
