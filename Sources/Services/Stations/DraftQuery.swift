import Domain
import SQL

extension House {
    /// An application as its applicant fills it in. Only while it is with them; afterwards the case's page shows it.
    public func draft(_ id: ID<Case>, for actor: Actor) async throws -> DraftView {
        let house = self
        return try await read { tx, now in
            let loaded = try CaseStore.load(tx, house.library, id, lock: false)
            guard CaseRules.isOwn(actor, loaded.current) else { throw Refusal.notFound }
            try ApplicationRules.mustBeWithApplicant(actor, loaded.current)
            let programme = loaded.programme, today = Zone.china.day(of: now)
            let stored = try ApplicationStore.load(tx, house, id)
            guard let row = try tx.row("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.id = \(id)"),
                  let summary = try CaseReader.summaries([row], tx, house.library, today: today).first,
                  let organisation = try loaded.current.applicant.flatMap({ try CaseReader.organisation(tx, house, $0) }) else { throw Refusal.notFound }
            let reader = CaseViewReader(tx: tx, house: house, loaded: loaded, actor: actor, today: today, asApplicant: true)
            let form = loaded.form
            let checks = form?.check(stored.answers, files: stored.fileCounts) ?? []
            let conditions = zip(form?.conditions ?? [], checks).map { condition, check in
                ConditionForm(
                    id: condition.id, name: condition.name, says: condition.says, clause: condition.clause, judgedBy: reader.judges(of: condition),
                    check: check, questions: condition.questions.map { Self.question($0, path: "\(condition.id).\($0.id)", stored.answers[[condition.id, $0.id]], stored) })
            }
            func names(_ choices: [Programme.Choice]) -> [ConditionName] { choices.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) } }
            let remarks = loaded.current.state == .correction
                ? try reader.steps().filter { $0.id == loaded.current.step }.flatMap(\.entries).filter { $0.ruling == .return || $0.ruling == .refuse } : []
            return DraftView(
                summary: summary, round: try loaded.round.flatMap { try RoundReader.summary(tx, house.library, $0, today: today) },
                levelName: programme.level(stored.level)?.name ?? Words("", ""), organisation: organisation, name: stored.name, kind: stored.kind, field: stored.field,
                area: loaded.current.area ?? "", ground: stored.ground, groundDetail: stored.groundDetail, groundUntil: stored.groundUntil?.description ?? "",
                kinds: names(programme.stationKinds), fields: names(programme.fields), areas: programme.areas.map { AreaChoice(id: $0.id, name: $0.name, kind: $0.kind) },
                grounds: names(programme.placementGrounds), conditions: conditions, remarks: remarks, savedAt: stored.savedAt,
                basics: ApplicationRules.basics(loaded, stored, on: today), isComplete: checks.allSatisfy { $0.verdict == .yes })
        }
    }

    private static func question(_ question: Form.Question, path: String, _ answer: Answers?, _ stored: ApplicationStore.Stored) -> QuestionView {
        var kind = QuestionView.Kind.text
        var least: Int?, most: Int?, unit: Words?
        var options: [ConditionName] = [], columns: [QuestionView] = [], rows: [[String: String]] = []
        switch question.kind {
        case .text(let atMost): most = atMost
        case .longText(let atLeast, let atMost): (kind, least, most) = (.longText, atLeast, atMost)
        case .number(let atLeast, let atMost, let its): (kind, least, most, unit) = (.number, atLeast, atMost, its)
        case .money: kind = .money
        case .day: kind = .day
        case .phone: kind = .phone
        case .yesNo: kind = .yesNo
        case .choice(let choices, let several, let atLeast):
            (kind, least) = (several ? .choices : .choice, several ? atLeast : nil)
            options = choices.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) }
        case .table(let questions, let atLeast, let atMost):
            (kind, least, most) = (.table, atLeast, atMost)
            columns = questions.map { self.question($0, path: "\(path).\($0.id)", nil, stored) }
            rows = (answer?.rows() ?? []).map { row in
                Dictionary(uniqueKeysWithValues: questions.map { ($0.id, row.row[[$0.id]]?.plain ?? "") })
            }
        case .files(let atLeast, let atMost): (kind, least, most) = (.files, atLeast, atMost)
        }
        return QuestionView(
            path: path, id: question.id, name: question.name, hint: question.hint, kind: kind, required: question.required, atLeast: least, atMost: most, unit: unit,
            options: options, columns: columns, values: columns.isEmpty ? (answer?.texts() ?? []) : [], rows: rows,
            files: stored.files.filter { $0.question == path }.map(\.file))
    }
}
