/// What a programme says of lodging 特价住宿: who may stay, how often, and what follows when somebody does not come. From the file's
/// section `lodging`; nothing here knows a city.
public struct LodgingRules: Sendable, Hashable, Codable {
    public let clause: Clause?
    public let stay: Stay
    /// What the nights after the free ones cost, in order; after the last the list price. Empty where no night can be paid for.
    public let afterFree: [PriceStep]
    public let eligible: Condition
    /// What a person must prove before check-in.
    public let proofs: [ProofRule]
    public let noShow: NoShow
    public let release: Release
    /// What the programme pays the station for a night; nil where it pays nothing.
    public let subsidy: Fen?
    /// Nights on which nothing is given.
    public let blackouts: [ClosedRange<Day>]
    /// Facts that no rule here may use, by id: household, birthplace.
    public let neverBy: [String]

    public struct Stay: Sendable, Hashable, Codable {
        public enum Year: String, Sendable, Hashable, Codable, CaseIterable {
            /// From 1 January to 31 December.
            case calendar
            /// The 365 nights up to the one that is asked for.
            case rolling
        }

        public let nightsPerStay: Int
        /// Limits that the file does not name are nil.
        public let staysPerYear: Int?
        public let nightsPerYear: Int?
        /// Over all years.
        public let staysInAll: Int?
        public let nightsInAll: Int?
        public let year: Year
        /// The first night must lie at least so many days after the booking, and at most so many.
        public let leadDays: Int
        public let bookAheadDays: Int
        public let checkInFrom: TimeOfDay
        /// Who has not come by then, and has not said so, has given the stay up.
        public let lateArrival: TimeOfDay
        /// On the day after the last night.
        public let checkOutBy: TimeOfDay
        /// How long beds are held while a booking is being finished.
        public let holdMinutes: Int
        /// How long a bed that has become free is offered to the next person waiting.
        public let offerMinutes: Int
        /// At most so many beds of a room are given; nil for all.
        public let bedsPerRoom: Int?

        public init(
            nightsPerStay: Int, staysPerYear: Int?, nightsPerYear: Int?, staysInAll: Int? = nil, nightsInAll: Int? = nil, year: Year, leadDays: Int,
            bookAheadDays: Int, checkInFrom: TimeOfDay, lateArrival: TimeOfDay, checkOutBy: TimeOfDay, holdMinutes: Int, offerMinutes: Int,
            bedsPerRoom: Int? = nil
        ) {
            self.nightsPerStay = nightsPerStay
            self.staysPerYear = staysPerYear
            self.nightsPerYear = nightsPerYear
            self.staysInAll = staysInAll
            self.nightsInAll = nightsInAll
            self.year = year
            self.leadDays = leadDays
            self.bookAheadDays = bookAheadDays
            self.checkInFrom = checkInFrom
            self.lateArrival = lateArrival
            self.checkOutBy = checkOutBy
            self.holdMinutes = holdMinutes
            self.offerMinutes = offerMinutes
            self.bedsPerRoom = bedsPerRoom
        }
    }

    /// So many nights at one price.
    public struct PriceStep: Sendable, Hashable, Codable {
        public enum Price: Sendable, Hashable, Codable {
            /// Of the list price, in hundredths.
            case percent(Int)
            /// So much less than the list price, a night.
            case less(Fen)
            case perNight(Fen)
            /// For thirty nights.
            case perMonth(Fen)
        }

        public let nights: Int
        public let price: Price

        public init(nights: Int, price: Price) {
            self.nights = nights
            self.price = price
        }
    }

    /// One thing to be proven before check-in.
    public struct ProofRule: Sendable, Hashable, Codable {
        public let fact: Fact
        /// Papers and codes of which each counts.
        public let counts: [Paper]
        public let examiner: Examiner
        /// The procedure of the cases in which an office examines; nil where the station looks at it itself.
        public let procedure: String?
        /// Working days.
        public let within: Int?
        /// How long the proof holds, in days; nil for good.
        public let holdsDays: Int?
        public let clause: Clause?

        public init(fact: Fact, counts: [Paper], examiner: Examiner, procedure: String?, within: Int?, holdsDays: Int?, clause: Clause?) {
            self.fact = fact
            self.counts = counts
            self.examiner = examiner
            self.procedure = procedure
            self.within = within
            self.holdsDays = holdsDays
            self.clause = clause
        }

        public struct Paper: Sendable, Hashable, Codable {
            public let id: String
            public let name: Words
            /// Whether it is the code that an employer gives, which proves without anybody's examination.
            public let isInterviewCode: Bool

            public init(id: String, name: Words, isInterviewCode: Bool = false) {
                self.id = id
                self.name = name
                self.isInterviewCode = isInterviewCode
            }
        }

        public enum Examiner: Sendable, Hashable, Codable {
            /// The station's own staff, at the desk.
            case station
            case office(OfficeReference)
        }
    }

    public struct NoShow: Sendable, Hashable, Codable {
        /// Cancelling costs nothing until this time, so many days before the first night.
        public let freeUntil: TimeOfDay
        public let daysBefore: Int
        /// What follows the first time, the second time, …; the last one repeats.
        public let ladder: [Consequence]
        /// After so many days without another, the ladder begins anew; nil for never.
        public let forgottenAfterDays: Int?
        /// The procedure of an appeal.
        public let appeal: String?

        public init(freeUntil: TimeOfDay, daysBefore: Int, ladder: [Consequence], forgottenAfterDays: Int?, appeal: String?) {
            self.freeUntil = freeUntil
            self.daysBefore = daysBefore
            self.ladder = ladder
            self.forgottenAfterDays = forgottenAfterDays
            self.appeal = appeal
        }

        public enum Consequence: Sendable, Hashable, Codable {
            case warning
            case ban(days: Int)
        }

        /// What follows the n-th time, from 1.
        public func consequence(_ time: Int) -> Consequence? { ladder.isEmpty ? nil : ladder[min(max(time, 1), ladder.count) - 1] }

        /// The last moment at which cancelling a stay costs nothing.
        public func freeUntil(_ firstNight: Day, _ zone: Zone) -> Instant {
            zone.instant(firstNight.adding(-daysBefore), hour: freeUntil.hour, minute: freeUntil.minute)
        }
    }

    /// How nights come to people.
    public struct Release: Sendable, Hashable, Codable {
        /// A draw, for scarce nights that the programme names; nil where whoever comes first is always served first.
        public let draw: Draw?

        public init(draw: Draw?) { self.draw = draw }

        public struct Draw: Sendable, Hashable, Codable {
            /// Nights that are drawn.
            public let dates: [ClosedRange<Day>]
            /// They go by draw until this time, so many days before the night; what is left then is first come, first served.
            public let requestsUntil: TimeOfDay
            public let daysBefore: Int

            public init(dates: [ClosedRange<Day>], requestsUntil: TimeOfDay, daysBefore: Int) {
                self.dates = dates
                self.requestsUntil = requestsUntil
                self.daysBefore = daysBefore
            }
        }
    }

    public init(
        clause: Clause?, stay: Stay, afterFree: [PriceStep], eligible: Condition, proofs: [ProofRule], noShow: NoShow, release: Release, subsidy: Fen?,
        blackouts: [ClosedRange<Day>], neverBy: [String]
    ) {
        self.clause = clause
        self.stay = stay
        self.afterFree = afterFree
        self.eligible = eligible
        self.proofs = proofs
        self.noShow = noShow
        self.release = release
        self.subsidy = subsidy
        self.blackouts = blackouts
        self.neverBy = neverBy
    }

    public func isBlackout(_ night: Day) -> Bool { blackouts.contains { $0.contains(night) } }

    /// The procedures that lodging leads to, each once.
    public var procedures: [String] {
        var seen: Set<String> = []
        return (proofs.map(\.procedure) + [noShow.appeal]).compactMap(\.self).filter { seen.insert($0).inserted }
    }
}
