import Domain

/// Where and when somebody who has an interview needs a bed: from the night before it to its last day, in the area that its address names.
public struct InterviewBeds: Codable, Sendable, Hashable {
    public let interview: ID<Interview>
    /// Nil where the address names none: then beds of all areas are of use.
    public let area: String?
    public let areaName: Words?
    public let first: Day
    public let end: Day
}

extension House {
    /// One for each interview that is not over.
    public func beds(near interviews: [InterviewView], today: Day) -> [InterviewBeds] {
        let areas = library.programmes.filter { $0.lodging != nil }.flatMap(\.areas)
        return interviews.filter { $0.state == .claimed && $0.lastDay >= today }.map { interview in
            let first = max(interview.firstDay.adding(-1), today)
            let area = areas.map { (area: $0, length: Self.named($0.name, in: interview.place)) }.filter { $0.length > 0 }.max { $0.length < $1.length }?.area
            return InterviewBeds(interview: interview.id, area: area?.id, areaName: area?.name, first: first, end: max(interview.lastDay, first.adding(1)))
        }
    }

    /// How long the name is by which an address names an area; 0 where it does not. An area may have two, one in brackets: 西海岸新区（黄岛区）.
    private static func named(_ name: Words, in address: String) -> Int {
        let address = address.lowercased()
        let parts = [name.zh, name.en].flatMap { $0.split { "（）()".contains($0) } }.map { String($0).trimmed.lowercased() }
        return parts.filter { !$0.isEmpty && address.contains($0) }.map(\.count).max() ?? 0
    }
}
