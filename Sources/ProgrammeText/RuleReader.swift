import Domain

/// Reads a file of rules alone: `division`, `facts` as in a programme, and `rules`, each with an id and `eligible`.
public enum RuleReader {
    public struct Rule: Sendable {
        public let id: String
        public let condition: Condition
    }

    /// - Returns: the rules with the facts that they may ask and the city's division, if there are no mistakes, and all mistakes in the order of the file.
    public static func read(_ text: String, file: String) -> (rules: [Rule], facts: FactCatalogue, division: TreeCode?, mistakes: [Mistake]) {
        let reading = Reading(file: file)
        guard let top = reading.open(text) else { return ([], .profile, nil, reading.sorted) }
        let division = ProgrammeReader.division(top)
        let facts = FactReader.read(top)
        let rules = top.list("rules").compactMap { entry -> Rule? in
            let id = entry.id()
            let name = entry.wordsIfGiven("name") ?? Words(same: id)
            let source = entry.source(name)
            let condition = entry.part("eligible").flatMap { ConditionReader(catalogue: facts).read($0, inherited: source.source) }
            entry.done()
            return condition.map { Rule(id: id, condition: $0) }
        }
        top.done()
        if division == nil, let path = reading.placeUses.first { LodgingCheck.missDivision(reading, path) }
        guard reading.mistakes.isEmpty else { return ([], facts, division, reading.sorted) }
        return (rules, facts, division, [])
    }
}
