import Domain
import SQL

/// What other rooms say of a station to its evaluation.
enum EvaluationSources {
    /// How many regular reports came in time, of how many that were due (二(二)2).
    static func reports(
        _ tx: any Transaction, _ station: ID<Station>, _ programme: Programme, from: Day, until: Day, today: Day, calendar: WorkCalendar
    ) throws -> (inTime: Int, due: Int) { (0, 0) }

    /// Ids of the vetoes that fell on it: serious events from the first day until before `until`.
    static func vetoes(_ tx: any Transaction, _ station: ID<Station>, from: Day, until: Day) throws -> [String] { [] }
}
