/// The numbers of a programme's lodging: how long, how often, until when.
public struct LodgingRules: Sendable, Hashable {
    public let nightsPerStay: Int
    public let staysPerYear: Int
    public let nightsPerYear: Int

    public init(nightsPerStay: Int = 3, staysPerYear: Int = 3, nightsPerYear: Int = 7) {
        self.nightsPerStay = nightsPerStay
        self.staysPerYear = staysPerYear
        self.nightsPerYear = nightsPerYear
    }
}

extension Programme {
    /// Nil where the programme has no lodging.
    public var lodging: LodgingRules? { LodgingRules() }
}
