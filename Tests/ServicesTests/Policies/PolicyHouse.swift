import Cluster
import Domain
import SQL
@testable import Services
import Testing

extension TestHouse {
    /// The text of a policy of the office hrss, with what a test wants otherwise.
    static func policyText(
        _ code: String = "allowance", title: String = "生活补贴", from: String = "2020-01-01", to: String? = nil, audience: String = "talent", amount: String = "{ fixed: 12000 }",
        eligible: String = "{ degree: { at_least: bachelor } }", excludes: String = "", office: String = "hrss"
    ) -> String {
        """
        policy: \(code)
        title: { zh: \(title), en: \(title) }
        audience: \(audience)
        kind: { id: allowance, name: { zh: 补贴, en: Allowances } }
        example: yes
        from: \(from)
        \(to.map { "to: \($0)" } ?? "# 未定")
        source: { number: 青人社规〔2020〕0号, title: 办法, clause: 第二条, url: https://example.org/1 }
        gives: { zh: 一次性补贴, en: An allowance }
        amount: \(amount)
        eligible: \(eligible)
        excludes: [\(excludes)]
        materials: [{ id: degree, name: { zh: 学位证书, en: Degree }, proof: degree }]
        office: \(office)
        """
    }

    func write(_ text: String, by login: String = "centre.handler") async throws -> ID<Policy> {
        try #require(ID<Policy>(rawValue: try await WritePolicy(text: text)(house, by: try await staff(login)).id))
    }

    /// Written by the centre, published by the bureau.
    @discardableResult
    func publish(_ text: String, version: Int = 1) async throws -> ID<Policy> {
        let id = try await write(text)
        _ = try await PublishPolicy()(house, id, version, by: try await staff("hrss.handler"))
        return id
    }

    /// Code and version of what is in force on a day.
    func inForce(_ on: String) async throws -> [String] {
        let house = house, day = try day(on)
        return try await database.read { tx in try PolicyReader.inForce(tx, house, on: day).map { "\($0.terms.code) \($0.version)" } }
    }

    func policyState(_ id: ID<Policy>, _ version: Int) async throws -> String? {
        try await database.read { tx in try tx.value("SELECT state FROM policy_versions WHERE policy_id = \(id) AND n = \(version)") }
    }

    func policyVerbs(_ id: ID<Policy>) async throws -> [String] {
        try await database.read { tx in try tx.rows("SELECT verb FROM audit_records WHERE kind = 'policy' AND subject = \(id) ORDER BY number").map { try $0("verb") } }
    }
}
