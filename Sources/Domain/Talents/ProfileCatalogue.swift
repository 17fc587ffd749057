/// The questions of profiles where certain programmes are in force: those that everybody is asked, and a section for the facts that each programme
/// adds (`facts:` in its file), in the file's words and of its kinds.
public struct ProfileCatalogue: Sendable {
    /// In the order of the page.
    public let sections: [Profile.Section]
    /// With its place in that order, by id.
    private let items: [String: (item: Profile.Item, place: Int)]

    /// A fact that several programmes declare alike is one fact, asked with the first of them. Declared otherwise it is asked with each, and the
    /// last answer stands: rules take what is none by their own declaration for no answer.
    public init(_ programmes: [Programme]) {
        var sections = Profile.sections, known: Set<Fact> = []
        for programme in programmes {
            let own = programme.ownFacts.filter { known.insert($0).inserted }
            guard !own.isEmpty else { continue }
            sections.append(Profile.Section(
                id: "programme-\(programme.id)", name: programme.name, why: Words("\(programme.name.zh)的办理条件另外需要的内容", "What the conditions of \(programme.name.en) ask beside"),
                items: own.map(Profile.Item.fact)))
        }
        self.sections = sections
        let all = Profile.beside.map(Profile.Item.fact) + sections.flatMap(\.items)
        items = Dictionary(all.enumerated().map { ($0.element.id, (item: $0.element, place: $0.offset)) }, uniquingKeysWith: { first, _ in first })
    }

    public func section(_ id: String) -> Profile.Section? { sections.first { $0.id == id } }
    public func item(_ id: String) -> Profile.Item? { items[id]?.item }
    /// Where it stands on the page; after everything else for what nobody asks any more.
    public func place(_ id: String) -> Int { items[id]?.place ?? items.count }

    /// Whatever rules may ask somebody: the questions of all sections, and the birth date, which the identity document says as soon as there is one.
    public var asked: [Profile.Item] { sections.flatMap(\.items) + [Profile.birthDate].compactMap(\.self).map(Profile.Item.fact) }
}

extension Programme {
    /// The facts of its own that people state in their profile: all that its file adds, but those at which the desk alone looks and which no
    /// condition asks, as whether somebody has an identity document.
    public var ownFacts: [Fact] {
        let conditions = Set((lodging?.eligible.facts ?? []).map(\.id))
        let seenAtDesk = Set((lodging?.proofs ?? []).compactMap { proof -> String? in
            guard case .station = proof.examiner else { return nil }
            return proof.fact.id
        })
        return facts.facts.filter { fact in
            FactCatalogue.profile.fact(fact.id) == nil && Profile.item(fact.id) == nil && (conditions.contains(fact.id) || !seenAtDesk.contains(fact.id))
        }
    }
}
