/// What ids of places with beds name.
public enum Lodging {}
/// What ids of beds and rooms name.
public enum LodgingUnit {}
/// What ids of closures name: nights on which a place or a unit is not to be had.
public enum LodgingClosure {}
/// What ids of stays name.
public enum Stay {}
/// What ids of groups name: people booked together.
public enum StayGroup {}
/// What ids of entries in a waitlist name.
public enum Waiting {}
/// What ids of draws name.
public enum BedDraw {}
/// What ids of requests in a draw name.
public enum DrawRequest {}

/// How a station has a place.
public enum LodgingKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The station's own beds.
    case own
    /// Beds of a hotel under contract, given back at an hour of the day.
    case allotment
    /// A hotel's promise of a price. Shown, and never booked here.
    case referral

    public var words: Words {
        switch self {
        case .own: Words("自有床位", "Own beds")
        case .allotment: Words("协议客房", "Rooms under contract")
        case .referral: Words("协议价推荐", "Referral at an agreed price")
        }
    }
}
