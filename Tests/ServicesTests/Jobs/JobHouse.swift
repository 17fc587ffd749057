import Domain
import SQL
@testable import Services
import Testing

/// A house with employers and jobs.
extension TestHouse {
    func organisation(_ number: Int) async throws -> ID<Organisation> { try #require(try await applicant(number).organisations.first) }

    /// The centre has verified organisation 1…6.
    @discardableResult
    func verified(_ number: Int) async throws -> ID<Organisation> {
        let id = try await organisation(number)
        _ = try await VerifyEmployer(note: "营业执照")(house, id, by: try await staff("centre.handler"))
        return id
    }

    static let work = "负责服务端接口的设计、开发和维护，与产品、测试协作完成版本交付。"

    static func draft(
        title: String = "后端开发工程师", occupation: String? = "2-02-10-03", division: String? = "山东省青岛市崂山区", negotiable: Bool? = nil, payFrom: String? = "8000", payTo: String? = "15000", payMonths: Int? = nil,
        degree: DegreeDemand? = .bachelor, yearsFrom: Int? = 1, yearsTo: Int? = 3, skills: String? = "Java，MySQL", description: String? = work, musts: [JobTerms.Must]? = [.degree], validUntil: Day? = nil, open: Bool? = nil
    ) -> JobDraft {
        JobDraft(
            title: title, occupation: occupation, industry: "65", kind: .fullTime, division: division, address: "松岭路 1 号", latitude: 36.16, longitude: 120.47, negotiable: negotiable, payFrom: payFrom, payTo: payTo,
            payPer: .month, payMonths: payMonths, degree: degree, yearsFrom: yearsFrom, yearsTo: yearsTo, skills: skills, wanted: 2, description: description, musts: musts, validUntil: validUntil, open: open)
    }

    func write(_ draft: JobDraft = TestHouse.draft(), by number: Int = 1) async throws -> ID<Job> {
        try #require(ID<Job>(rawValue: try await KeepJob(draft)(house, by: try await applicant(number)).id))
    }

    /// An open job of a verified employer.
    func openJob(_ number: Int = 1, until: String? = nil) async throws -> ID<Job> {
        if try await house.hiring(for: try await applicant(number)).organisations.first?.standing == .unknown { try await verified(number) }
        return try await write(Self.draft(validUntil: try until.map { try day($0) }, open: true), by: number)
    }

    func state(_ id: ID<Job>) async throws -> JobState { try await database.read { tx in try #require(try tx.value("SELECT state FROM jobs WHERE id = \(id)")) } }

    func fields(_ refusal: Refusal?) -> [String] { (refusal?.fields ?? []).map(\.field) }
}
