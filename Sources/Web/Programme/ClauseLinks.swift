import Domain
import Services

extension Clause {
    /// The id under which the programme's page shows this clause.
    var anchor: String { "clause-\(text)" }

    /// Where the programme's page shows the clause with what carries it out.
    func href(in programme: String) -> Href { Paths.programme(programme).at(anchor) }
}

extension TargetView {
    /// Where the records behind the count are listed.
    var evidence: Href {
        switch id {
        case "stations": Paths.stations().with("level", "city")
        case "placements": Paths.targetPlacements()
        case "events": Paths.targetEvents()
        default: Paths.targets().at(id)
        }
    }
}
