import Domain
import SQL

extension VisitState: Bindable {}
extension FindingState: Bindable {}
extension FindingState.Step: Bindable {}
extension CheckResult: Bindable {}
extension SupervisionSide: Bindable {}
extension SeriousEventState: Bindable {}

/// What an evaluation asks of supervision.
enum SeriousEvents {
    /// The kinds of serious events that were confirmed of a station and happened from the first day until before `until`, each once, in order.
    ///
    /// What is only reported, or was dismissed, is none. The ids are those of the programme's `supervision.serious`.
    static func vetoes(_ tx: any Transaction, _ station: ID<Station>, from: Day, until: Day) throws -> [String] {
        try tx.rows("""
            SELECT DISTINCT veto FROM serious_events WHERE station_id = \(station) AND state = 'confirmed' AND happened_on >= \(from) AND happened_on < \(until) ORDER BY veto
            """).map { try $0("veto") }
    }
}
