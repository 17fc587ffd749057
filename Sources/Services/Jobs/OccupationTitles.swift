import Domain

/// What occupation titles most likely mean, for postings that name none. Every title is read once, so that the same titles a million times cost little.
struct OccupationTitles {
    /// Titles that are kept in mind; beyond them it begins anew, so that a file of nothing but different titles takes no more memory.
    private static let most = 50_000
    private var known: [String: TreeCode?] = [:]

    /// The small group 小类 that a title most likely means: the last two digits of a guess are too often wrong.
    /// - Returns: nil where nothing in the title is known, or no more than a middle group.
    static func group(of title: String) -> TreeCode? {
        guard let code = OccupationReading.code(ofTitle: title), code.text.count >= 5 else { return nil }
        return TreeCode(code.text.prefix(5))
    }

    mutating func group(of title: String) -> TreeCode? {
        if let read = known[title] { return read }
        if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
        let group = Self.group(of: title)
        known[title] = .some(group)
        return group
    }
}

extension JobRow {
    /// With the occupation that its title means, where its source says none.
    func withOccupation(_ titles: inout OccupationTitles) -> JobRow {
        guard terms.occupation == nil, let group = titles.group(of: terms.title) else { return self }
        var row = self
        row.terms.occupation = group
        return row
    }
}
