/// How the amount of a reward comes about, as data (二(三)3). A programme states it in its section `rewards`; a claim keeps the one that it was computed by, so that
/// `yizhan rewards recompute` comes to the same fen years later.
public struct RewardFormula: Codable, Sendable, Hashable {
    /// What the amount begins with.
    public enum Basis: Codable, Sendable, Hashable {
        /// Fixed by the class of the talent.
        case talentClass([ClassAmount])
        /// By the yearly pay that the contract names: the highest band that it reaches.
        case payBand([Band])
        /// So many basis points (hundredths of a percent) of the fee that the employer paid.
        case share(ofFee: Int64)
        /// Points above a threshold, ranked: the best so many get the first amount, the next so many the second, and so on.
        case ranked(above: Points, [Place])
        /// For each person.
        case perHead(Fen)
        /// So many basis points of the expenses that were recorded, times the factor of the grade in hundredths.
        case expenses(share: Int64, grades: [GradeFactor])
    }

    public struct ClassAmount: Codable, Sendable, Hashable {
        /// As the fact `talent_class` has them: `a` to `f`.
        public let classes: [String]
        public let amount: Fen

        public init(classes: [String], amount: Fen) {
            self.classes = classes
            self.amount = amount
        }
    }

    public struct Band: Codable, Sendable, Hashable {
        /// The least yearly pay.
        public let from: Fen
        public let amount: Fen

        public init(from: Fen, amount: Fen) {
            self.from = from
            self.amount = amount
        }
    }

    public struct Place: Codable, Sendable, Hashable {
        /// How many ranks get it, after those before.
        public let places: Int
        public let amount: Fen

        public init(places: Int, amount: Fen) {
            self.places = places
            self.amount = amount
        }
    }

    public struct GradeFactor: Codable, Sendable, Hashable {
        public let grade: String
        /// In hundredths: 120 is 1.2 times. Zero gives nothing.
        public let hundredths: Int64

        public init(grade: String, hundredths: Int64) {
            self.grade = grade
            self.hundredths = hundredths
        }
    }

    /// What has to be there before anything is paid. Nil asks for nothing.
    public struct Wants: Codable, Sendable, Hashable {
        /// The contract runs for at least so many months.
        public let contractMonths: Int?
        /// So many months are served already.
        public let servedMonths: Int?
        /// Social insurance was paid for so many months.
        public let insuredMonths: Int?

        public init(contractMonths: Int? = nil, servedMonths: Int? = nil, insuredMonths: Int? = nil) {
            self.contractMonths = contractMonths
            self.servedMonths = servedMonths
            self.insuredMonths = insuredMonths
        }
    }

    public struct Cap: Codable, Sendable, Hashable {
        public enum Per: String, Codable, Sendable, Hashable, CaseIterable {
            /// One person, or one event grant.
            case claim
            /// All that one payee gets of this reward in one calendar year.
            case unitYear = "unit_year"
            /// All that this reward pays in one calendar year.
            case year
        }

        public let per: Per
        public let most: Fen

        public init(per: Per, most: Fen) {
            self.per = per
            self.most = most
        }
    }

    /// With rewards of other programmes for the same hire.
    public enum Exclusion: String, Codable, Sendable, Hashable, CaseIterable {
        /// Whoever has one gets nothing here.
        case bars
        /// What the others gave is taken off.
        case difference
    }

    /// The amount is made whole in these steps.
    public struct Rounding: Codable, Sendable, Hashable {
        public enum How: String, Codable, Sendable, Hashable, CaseIterable {
            case down
            case halfUp = "half_up"
        }

        /// In fen: 1, 100 for whole yuan, 10000 for whole hundreds of yuan.
        public let unit: Int64
        public let how: How

        public init(unit: Int64 = 1, how: How = .halfUp) {
            self.unit = unit
            self.how = how
        }
    }

    /// One part of the payment: so many in a hundred, so many days after the first day at work.
    public struct Part: Codable, Sendable, Hashable {
        public let percent: Int64
        /// Zero: at the approval.
        public let afterDays: Int

        public init(percent: Int64, afterDays: Int) {
            self.percent = percent
            self.afterDays = afterDays
        }
    }

    /// What comes back when people leave.
    public enum ClawBack: Codable, Sendable, Hashable {
        /// Everything, if more than so many in a hundred leave within so many months.
        case full(moreThan: Int64, months: Int)
        /// For the days that are missing of so many months.
        case proportional(months: Int)

        public var months: Int {
            switch self {
            case .full(_, let months), .proportional(let months): months
            }
        }
    }

    public let basis: Basis
    public let wants: Wants
    public let exclusion: Exclusion?
    /// In the order in which they are applied.
    public let caps: [Cap]
    public let rounding: Rounding
    /// They add up to 100; one part at the approval where the file names none.
    public let parts: [Part]
    public let clawBack: ClawBack?
    /// What each amount rests on.
    public let clause: Clause?

    public init(
        basis: Basis, wants: Wants = Wants(), exclusion: Exclusion? = nil, caps: [Cap] = [], rounding: Rounding = Rounding(), parts: [Part] = [Part(percent: 100, afterDays: 0)],
        clawBack: ClawBack? = nil, clause: Clause? = nil
    ) {
        self.basis = basis
        self.wants = wants
        self.exclusion = exclusion
        self.caps = caps
        self.rounding = rounding
        self.parts = parts
        self.clawBack = clawBack
        self.clause = clause
    }

    /// Amounts of a formula and of inputs stay within ten billion yuan, so that no product leaves 64 bits.
    public static let most = Fen(1_000_000_000_000)
}

/// What a formula is computed from. Everything that the result depends on stands here, and is kept with the claim.
public struct RewardInputs: Codable, Sendable, Hashable {
    public var talentClass: String?
    /// A year, before tax, as the contract names it.
    public var yearlyPay: Fen?
    /// What the employer paid for the service.
    public var fee: Fen?
    public var points: Points?
    /// From 1, among those above the threshold (`RewardRanking`).
    public var rank: Int?
    public var heads: Int?
    public var expenses: Fen?
    public var grade: String?
    public var contractMonths: Int?
    public var servedMonths: Int?
    public var insuredMonths: Int?
    /// What other programmes gave for the same hire.
    public var elsewhere: Fen
    /// What the same payee, and everybody, were granted of this reward this year before.
    public var unitYear: Fen
    public var year: Fen

    public init(
        talentClass: String? = nil, yearlyPay: Fen? = nil, fee: Fen? = nil, points: Points? = nil, rank: Int? = nil, heads: Int? = nil, expenses: Fen? = nil, grade: String? = nil,
        contractMonths: Int? = nil, servedMonths: Int? = nil, insuredMonths: Int? = nil, elsewhere: Fen = Fen(0), unitYear: Fen = Fen(0), year: Fen = Fen(0)
    ) {
        self.talentClass = talentClass
        self.yearlyPay = yearlyPay
        self.fee = fee
        self.points = points
        self.rank = rank
        self.heads = heads
        self.expenses = expenses
        self.grade = grade
        self.contractMonths = contractMonths
        self.servedMonths = servedMonths
        self.insuredMonths = insuredMonths
        self.elsewhere = elsewhere
        self.unitYear = unitYear
        self.year = year
    }
}

/// Who is the how-maniest. Equal points share the better rank, so that no chance decides.
public enum RewardRanking {
    /// - Returns: the ranks from 1, in the order of `points`; nil for whoever is not above the threshold.
    public static func ranks(_ points: [Points], above threshold: Points) -> [Int?] {
        points.map { own in own > threshold ? 1 + points.count { $0 > own } : nil }
    }
}
