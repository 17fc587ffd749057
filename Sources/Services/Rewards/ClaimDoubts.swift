import Domain
import SQL

/// Raises what looks like fraud, each with its numbers. People judge it: nothing here refuses a claim.
enum ClaimDoubts {
    /// So many claims of one year at one employer are worth a look.
    static let manyClaims = 3

    static func of(_ tx: any Transaction, _ claim: StoredClaim, _ inputs: RewardInputs) throws -> [ClaimDoubtView] {
        var found: [ClaimDoubtView] = []
        func raise(_ kind: ClaimDoubt, _ words: Words) { found.append(ClaimDoubtView(kind: kind, words: words)) }
        guard let own = try tx.row("SELECT bank_index, phone_index, claimed_at FROM reward_claims WHERE id = \(claim.id)") else { return [] }
        let bank: [UInt8] = try own("bank_index"), phone: [UInt8] = try own("phone_index"), at: Instant = try own("claimed_at")
        let live: SQL = "c.id <> \(claim.id) AND c.state NOT IN ('withdrawn')"
        let sameBank: Int = try tx.value("SELECT COUNT(*) FROM reward_claims c WHERE \(live) AND c.bank_index = \(bank) AND c.payee_id <> \(claim.payee)") ?? 0
        if sameBank > 0 { raise(.sameBank, Words("另有其他单位的 \(sameBank) 件申领使用同一收款账户", "\(sameBank) claims of other payees name the same account")) }
        let samePhone: Int = try tx.value("SELECT COUNT(*) FROM reward_claims c WHERE \(live) AND c.phone_index = \(phone) AND c.payee_id <> \(claim.payee)") ?? 0
        if samePhone > 0 { raise(.samePhone, Words("另有其他单位的 \(samePhone) 件申领留有同一电话", "\(samePhone) claims of other payees name the same number")) }
        guard let employer = claim.employer, let placement = claim.placement else { return found }
        let others: Int = try tx.value("""
            SELECT COUNT(*) FROM reward_claims c
            WHERE \(live) AND c.employer_id = \(employer) AND c.claimed_at > \(at.adding(seconds: -366 * 86_400)) AND c.claimed_at < \(at.adding(seconds: 366 * 86_400))
            """) ?? 0
        if others + 1 >= manyClaims {
            var staff: Int?
            if case .number(let n)? = try OrganisationFacts.read(tx, employer)["staff"] { staff = n }
            raise(.manyAtOneEmployer, Words("前后一年内这家单位涉及 \(others + 1) 件申领\(staff.map { "，单位职工 \($0) 人" } ?? "，职工人数未填")",
                "\(others + 1) claims at this employer within a year\(staff.map { ", which has \($0) employees" } ?? "; its size is not known")"))
        }
        if let row = try tx.row("""
            SELECT p.starts_on AS starts_on, MIN(k.left_on) AS left_on FROM placements p JOIN placement_checks k ON k.placement_id = p.id
            WHERE p.id = \(placement) AND k.left_on IS NOT NULL GROUP BY p.starts_on
            """) {
            let started: Day = try row("starts_on"), left: Day = try row("left_on")
            if left.number - started.number <= 31 { raise(.endedSoon, Words("\(started) 入职，\(left) 离岗", "Began on \(started), left on \(left)")) }
        }
        if let contract = claim.contractOn, let introduction = claim.introduction, let row = try tx.row("SELECT registered_on, talent_id, phone_index FROM introductions WHERE id = \(introduction)") {
            let registered: Day = try row("registered_on"), talent: ID<Account>? = try row("talent_id"), number: [UInt8] = try row("phone_index")
            if registered >= contract { raise(.lateIntroduction, Words("\(registered) 备案，\(contract) 签订合同", "Introduced on \(registered), the contract is of \(contract)")) }
            if number == phone { raise(.samePhone, Words("申领联系电话就是人才本人的电话", "The claim's number is the talent's own")) }
            if let talent, try tx.row("SELECT account_id FROM members WHERE organisation_id = \(claim.payee) AND account_id = \(talent)") != nil {
                raise(.samePeople, Words("人才本人是建站单位人员", "The talent acts for the station's host"))
            }
        }
        let shared: Int = try tx.value("SELECT COUNT(*) FROM members a JOIN members b ON b.account_id = a.account_id WHERE a.organisation_id = \(claim.payee) AND b.organisation_id = \(employer)") ?? 0
        if shared > 0 { raise(.samePeople, Words("\(shared) 人同时代表建站单位和用人单位", "\(shared) people act for both the host and the employer")) }
        if let months = inputs.insuredMonths, months <= 1 { raise(.shortInsurance, Words("社会保险缴纳 \(months) 个月", "Insured for \(months) months")) }
        return found
    }
}
