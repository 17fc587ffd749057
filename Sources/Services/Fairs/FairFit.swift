import Domain
import Matching
import SQL

/// What a fair may know of a talent: what matching may know of them (`SeekerOf`), and what they wish of this fair.
struct FairPerson: Sendable {
    let id: ID<FairTalent>
    let account: ID<Account>
    /// Profile and wishes.
    let seeker: Seeker
    /// Employers that they wish to meet.
    let employers: Set<String>

    /// Says nothing of the work that they look for.
    var isSilent: Bool { seeker.occupations.isEmpty && seeker.skills.isEmpty && seeker.background.isEmpty && seeker.occupationCodes.isEmpty }
}

/// Why two meet at a fair.
public struct FairReasons: Codable, Sendable, Hashable {
    public let fit: FitView
    /// The talent named the employer at the sign-up.
    public let isNamed: Bool

    /// Of a talent whose account is gone.
    static let none = FairReasons(fit: FitView(percent: 0, findings: []), isNamed: false)
}

/// How well a talent and an employer's jobs fit: by the same measure as every list of jobs and people.
struct FairFit {
    /// What it is worth that the talent named the employer, beside a fit of 0…1000.
    static let named = 200

    struct Result: Sendable {
        let job: ID<Job>
        /// 1…1200.
        let weight: Int
        let reasons: FairReasons
    }

    /// A job, read once.
    struct Offer: Sendable {
        let job: StoredJob
        let read: ReadPosting
    }

    let index: JobIndex
    let programme: Programme
    let today: Day

    func offer(_ job: StoredJob) -> Offer { Offer(job: job, read: index.read(PostingOf.job(job, programme: programme))) }

    func read(_ person: FairPerson) -> ReadSeeker { index.read(person.seeker, today: today.number) }

    /// The best of an employer's jobs for a talent. A job does not count whose must-haves the talent is known not to meet, nor one of which nothing of the work
    /// itself fits: place, pay and degree alone make nobody meet. Whoever says nothing of the work meets the employers that they named.
    /// - Parameter seeker: the person, as `read` gives it.
    /// - Returns: nil where nothing fits; the two do not meet then.
    func weight(_ person: FairPerson, _ seeker: ReadSeeker, employer: ID<FairEmployer>, offers: [Offer]) -> Result? {
        let isNamed = person.employers.contains(employer.rawValue), isOpen = isNamed && person.isSilent
        var best: (fit: Fit, job: StoredJob)?
        for offer in offers {
            let fit = index.explain(seeker, offer.read)
            guard !fit.missesMust, fit.score.isFinite, isOpen || Self.isOfWork(fit), fit.score > best?.fit.score ?? 0 else { continue }
            best = (fit, offer.job)
        }
        guard let best else { return nil }
        let weight = min(max(Int((best.fit.score * 1000).rounded()), 1), 1000)
        return Result(job: best.job.id, weight: weight + (isNamed ? Self.named : 0), reasons: FairReasons(fit: FitView(best.fit, best.job.terms), isNamed: isNamed))
    }

    private static func isOfWork(_ fit: Fit) -> Bool {
        fit.findings.contains { finding in
            switch finding.criterion {
            case .occupation: finding.answer == .yes || finding.answer == .partly
            // A skill that the job names, not a word of its text.
            case .skills: !finding.shared.isEmpty
            case .industry, .place, .way, .pay, .degree, .years, .freshness, .shortage: false
            }
        }
    }
}

enum FairPeople {
    /// Those who have signed up, with what a fair may know of them.
    static func read(_ tx: any Transaction, _ house: House, _ fair: ID<Fair>) throws -> [FairPerson] {
        let secrets = house.secrets
        let rows = try tx.rows("SELECT id, account_id, wishes FROM fair_talents WHERE fair_id = \(fair) AND left_at IS NULL ORDER BY place")
        let accounts: [ID<Account>] = try rows.map { try $0("account_id") }
        var answers: [ID<Account>: [String: Profile.Value]] = [:]
        for (account, known) in try BoardReader.chunks(accounts, { some in Array(try SeekerOf.answers(tx, secrets, some)) }) { answers[account] = known }
        return try zip(rows, accounts).map { row, account in
            let id: ID<FairTalent> = try row("id")
            let wishes: SignUpForFair.Wishes = try Stored.read(try secrets.text(try row("wishes"), table: "fair_talents", column: "wishes", row: id.rawValue))
            var seeker = SeekerOf.profile(account, answers[account] ?? [:])
            seeker.occupations += SeekerOf.list(.text(wishes.text))
            return FairPerson(id: id, account: account, seeker: seeker, employers: Set(wishes.employers))
        }
    }
}
