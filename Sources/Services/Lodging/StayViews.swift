import Domain

// What pages show of stays.

/// A stay in its owner's list.
public struct StaySummary: Codable, Sendable, Hashable {
    public let id: ID<Stay>
    public let state: StayState
    public let lodging: ID<Lodging>
    public let lodgingName: String
    public let stationName: String
    public let first: Day
    public let end: Day
    public let freeNights: Int
    public let price: Fen
    public let holdUntil: Instant?
    /// The waitlist offers it.
    public let isOffer: Bool
}

/// What is used of an entitlement: `3 次中已用 2 次，7 晚中已用 4 晚`.
public struct EntitlementView: Codable, Sendable, Hashable {
    public let year: Int
    /// Within 365 nights instead of a calendar year.
    public let isRolling: Bool
    public let staysUsed: Int
    /// Nil where there is no such limit.
    public let stays: Int?
    public let nightsUsed: Int
    public let nights: Int?
    public let nightsPerStay: Int
    /// The first day on which the person may book again.
    public let bannedUntil: Day?
}

public struct MyStaysView: Codable, Sendable, Hashable {
    public let programme: String
    /// Of this year and the next, as far as anything is booked there.
    public let entitlement: [EntitlementView]
    /// Newest first.
    public let stays: [StaySummary]
    public let waiting: [WaitingView]
    public let draws: [MyDrawView]
    /// Whether an identity document is registered: nothing can be booked before.
    public let hasProfile: Bool
}

public struct WaitingView: Codable, Sendable, Hashable {
    public let id: ID<Waiting>
    public let lodging: ID<Lodging>
    public let lodgingName: String
    public let first: Day
    public let end: Day
    public let isOffered: Bool
    /// The hold that is offered.
    public let stay: ID<Stay>?
    public let offeredUntil: Instant?
    /// How many have waited longer for the same nights; nil once it is offered.
    public let ahead: Int?
}

public struct MyDrawView: Codable, Sendable, Hashable {
    public let draw: ID<BedDraw>
    public let title: String
    /// By this the person finds themselves in the transcript.
    public let request: ID<DrawRequest>
    public let outcome: Draw.Outcome
    public let stay: ID<Stay>?
}

/// A night's bed.
public struct BedView: Codable, Sendable, Hashable {
    public let night: Day
    public let unit: ID<LodgingUnit>
    public let room: String
    public let label: String
}

/// A miss with what followed from it.
public struct MissView: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        case noShow = "no_show"
        case lateCancel = "late_cancel"
    }

    public enum Consequence: String, Codable, Sendable, Hashable, CaseIterable { case warning, ban }

    public let kind: Kind
    public let consequence: Consequence
    public let at: Instant
    public let bannedUntil: Day?
    public let liftedAt: Instant?
    public let appeal: AppealView?
    public let mayAppeal: Bool
}

public struct AppealView: Codable, Sendable, Hashable {
    public let number: String
    public let state: CaseState
    /// The office's reason, once it is decided.
    public let answer: String?
}

/// A stay whole: for its guest, or for the station's desk.
public struct StayView: Codable, Sendable, Hashable {
    public let summary: StaySummary
    public let address: String
    public let phone: String
    public let houseRules: Words
    public let beds: [BedView]
    /// Until when cancelling costs nothing, and changing is possible.
    public let freeUntil: Instant
    /// When the bed is given up if nobody comes or telephones.
    public let givenUp: Instant
    public let lateUntil: Instant?
    public let checkInFrom: TimeOfDay
    public let checkOutBy: TimeOfDay
    /// Six digits; for the guest, while the stay is awaited.
    public let code: String?
    /// For the QR code, while the stay is awaited.
    public let token: String?
    /// Facts that are still to be proven before check-in, by name, and who looks.
    public let proofs: [ProofWanted]
    /// Documents of the guest's wallet that can prove what an office is to look at; empty for everybody else, and once it has looked.
    public let papers: [StayPaper]
    /// Why somebody else than its guest cancelled it.
    public let cancellation: CancellationView?
    public let miss: MissView?
    public let mayCancel: Bool
    public let mayChange: Bool
    public let mayExtend: Bool
    public let mayConfirm: Bool
    public let mayLeaveEarly: Bool
    public let mayExpectLate: Bool
    /// The entry in the waitlist by which the hold is taken.
    public let waiting: ID<Waiting>?
}

public struct ProofWanted: Codable, Sendable, Hashable {
    public let fact: String
    public let name: Words
    /// The station's own staff look at it; else an office does.
    public let atDesk: Bool
    public let papers: [Words]
}

/// A stay was cancelled by its station, or because an office did not accept the proof.
public struct CancellationView: Codable, Sendable, Hashable {
    public let byOffice: Bool
    public let reason: String?
}

/// A document of one's own that an office may be shown for a stay.
public struct StayPaper: Codable, Sendable, Hashable {
    public let proof: ID<Proof>
    public let kind: Proof.Kind
    public let name: String
    /// The office that examines may look at it.
    public let isShown: Bool
}

/// People booked together.
public struct GroupView: Codable, Sendable, Hashable {
    public let id: ID<StayGroup>
    public let name: String
    public let lodging: ID<Lodging>
    public let stays: [DeskStay]
}

/// How lodging is used, and what could not be given.
public struct LodgingFigures: Codable, Sendable, Hashable {
    public struct Place: Codable, Sendable, Hashable {
        public let lodging: ID<Lodging>
        public let name: String
        public let stationName: String
        public let area: String
        public let areaName: Words
        /// Beds by nights, without closed ones.
        public let capacity: Int
        /// Of them, those that are over.
        public let past: Int
        /// Nights for which somebody had the bed.
        public let taken: Int
        /// Nights slept: checked in, and past.
        public let slept: Int
    }

    /// Nights that somebody wanted and did not get.
    public struct Unmet: Codable, Sendable, Hashable {
        public let area: String
        public let areaName: Words
        public let night: Day
        public let count: Int
    }

    public let from: Day
    /// The first day after the last.
    public let to: Day
    public let places: [Place]
    public let unmet: [Unmet]
    /// Stays that began in these days and were slept, and their nights: their quotient is the average stay.
    public let stays: Int
    public let nights: Int
    public let persons: Int
    public let noShows: Int
}

/// What the programme owes a station for a month.
public struct SettlementView: Codable, Sendable, Hashable {
    public struct Station: Codable, Sendable, Hashable {
        public let station: ID<Services.Station>
        public let name: String
        public let stays: Int
        public let nights: Int
        public let total: Fen
    }

    /// One night behind the numbers.
    public struct Record: Codable, Sendable, Hashable {
        public let stay: ID<Stay>
        public let night: Day
        public let lodgingName: String
        public let room: String
        public let guest: Masked
    }

    public let month: Day
    public let subsidy: Fen
    public let stations: [Station]
    /// Of the station that was asked for.
    public let records: [Record]
}

/// A draw with everything that is public of it.
public struct DrawView: Codable, Sendable, Hashable {
    public let summary: DrawSummary
    public let seedHash: String
    /// Once it was run.
    public let transcript: DrawTranscript?
    public let mine: MyDrawView?
    public let mayRequest: Bool
}
