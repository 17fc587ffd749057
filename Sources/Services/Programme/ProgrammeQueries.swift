import Domain
import SQL

extension House {
    /// The programme file beside the notice, clause by clause.
    public func programmeView(_ id: String) async throws -> ProgrammeView {
        let programme = try library.programme(id)
        let targets = try await read { tx, _ in try StationReader.targets(tx, programme) }
        var byClause: [Clause: [ProvisionView]] = [:]
        var free: [ProvisionView] = []
        for provision in programme.provisions {
            switch provision.source {
            case .notice(let clause):
                byClause[clause, default: []].append(ProvisionView(path: provision.path, value: provision.value, assumed: nil, line: provision.line))
            case .assumed(let reason, let clause):
                let view = ProvisionView(path: provision.path, value: provision.value, assumed: reason, line: provision.line)
                if let clause { byClause[clause, default: []].append(view) } else { free.append(view) }
            }
        }
        return ProgrammeView(
            summary: StationReader.summary(programme), issuedBy: programme.notice.issuedBy, hash: programme.hash,
            clauses: programme.notice.clauses.map { ClauseView(clause: $0.clause, says: $0.says, provisions: byClause[$0.clause] ?? []) }, assumed: free,
            procedures: programme.procedures.map { procedure in
                ProcedureView(id: procedure.id, name: procedure.name, clause: procedure.clause, steps: procedure.steps.map { step in
                    ProcedureStepView(
                        id: step.id, kind: step.kind, name: step.name, offices: (step.by + step.with).map { Self.name($0, programme) }, within: step.lasts ?? step.within,
                        mayReturn: step.mayReturn, mayRefuse: step.mayRefuse, clause: step.clause)
                })
            }, targets: targets)
    }

    private static func name(_ reference: OfficeReference, _ programme: Programme) -> Words {
        switch reference {
        case .office(let id): return programme.office(id)?.name ?? Words(id, id)
        case .ofArea(let role):
            if role == "lead" { return Words("所在区市、功能区或单位", "the area's own office") }
            let example = programme.offices.first { $0.area != nil && CaseViewReader.role($0.id) == role }
            guard let example, let area = example.area.flatMap(programme.area) else { return Words(role, role) }
            return Words("所在" + example.name.zh.replacing(area.name.zh, with: "区市"), example.name.en.replacing(area.name.en, with: "the district"))
        }
    }
}
