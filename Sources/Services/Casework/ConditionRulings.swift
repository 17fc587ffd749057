import Domain
import SQL

/// What offices have ruled on single conditions. In a review an office rules on the conditions named for it: those that it names as not met are
/// not, the others are; a return or refusal that names none means all of them. At other steps only what is named counts.
enum ConditionRulings {
    struct Entry {
        let step: Step
        let office: Programme.Office
        let met: Bool
    }

    /// By case and condition. Rulings of an earlier visit of a step count only where they still stand.
    static func load(_ tx: any Transaction, _ library: Library, _ ids: [ID<Case>]) throws -> [ID<Case>: [String: [Entry]]] {
        var found: [ID<Case>: [String: [Entry]]] = [:]
        guard !ids.isEmpty else { return found }
        for row in try tx.rows("""
            SELECT t.case_id AS case_id, t.step AS step, t.office AS office, t.ruling AS ruling, t.conditions AS conditions, t.position AS position, t.line AS line,
                c.programme_hash AS hash, c.procedure AS procedure, c.area AS area
            FROM case_tasks t JOIN cases c ON c.id = t.case_id
            WHERE t.case_id IN (\(list: ids)) AND t.ruling IS NOT NULL
                AND t.visit = (SELECT MAX(l.visit) FROM case_tasks l WHERE l.case_id = t.case_id AND l.step = t.step)
            ORDER BY t.case_id, t.visit, t.office
            """) {
            let line: [Programme.Place] = try Stored.read(try row("line")), position: Int = try row("position")
            guard position >= line.count else { continue }
            let programme = try library.programme(hash: try row("hash")), stepID: String = try row("step"), area: String? = try row("area")
            guard let procedure = programme.procedure(try row("procedure")), let form = procedure.form.flatMap(programme.form),
                  let step = procedure.steps.first(where: { $0.id == stepID }), let office = programme.office(try row("office")) else { continue }
            let ruling: Ruling = try row("ruling"), named: [String] = try Stored.read(try row("conditions"))
            let id: ID<Case> = try row("case_id")
            for condition in form.conditions {
                let judges = step.kind == .review && programme.judges(of: condition, at: step, area: area).contains { $0.id == office.id }
                let unmet = named.contains(condition.id) || (judges && ruling != .pass && named.isEmpty)
                if judges || unmet { found[id, default: [:]][condition.id, default: []].append(Entry(step: step, office: office, met: !unmet)) }
            }
        }
        return found
    }

    /// What offices say where they have, else what the answers show.
    static func verdict(_ check: ConditionCheck, _ entries: [Entry]) -> Verdict {
        if entries.contains(where: { !$0.met }) { return .no }
        return entries.isEmpty ? check.verdict : .yes
    }
}
