import Domain
import SQL
@testable import Services
import Testing

/// A house with entries in its directories.
extension TestHouse {
    static func entry(
        _ name: String = "浮山湾孵化器", summary: String = "面向初创团队的孵化器，提供工位。", field: String? = "software", area: String? = "laoshan", version: Int? = nil, contact: String = "0532-12345678",
        kind: PlatformKind? = .incubator, office: String? = nil
    ) -> EntryDraft {
        EntryDraft(name: name, summary: summary, field: field, area: area, address: "松岭路 1 号", latitude: 36.1, longitude: 120.4, contact: contact, kind: kind, services: "工位", office: office, version: version)
    }

    func keep(_ draft: EntryDraft = TestHouse.entry(), _ lane: Find = .platforms, by login: String = "centre.handler") async throws -> ID<DirectoryEntry> {
        try #require(ID<DirectoryEntry>(rawValue: try await AddEntry(lane, draft)(house, by: try await staff(login)).id))
    }

    func fund(_ name: String, _ summary: String, least: Int64 = 100_000, most: Int64 = 1_000_000) async throws -> ID<DirectoryEntry> {
        try await keep(EntryDraft(name: name, summary: summary, contact: "0532-12345678", fields: ["ai", "marine"], stages: [.seed, .angel], least: Fen(least), most: Fen(most)), .funds)
    }

    func search(_ text: String? = nil, _ lane: Find? = nil, page: Int = 1, by actor: Domain.Actor = .visitor, in other: House? = nil) async throws -> FindsView {
        try await SearchFinds(text: text, lane: lane, page: page)(other ?? house, by: actor)
    }
}

extension FindsView {
    func count(_ lane: Find) -> Int? { lanes.first { $0.lane == lane }?.count }
}
