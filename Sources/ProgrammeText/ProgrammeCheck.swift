import Domain

/// Whether the parts of a programme fit together: names that mean nothing, dates that cross, weights that do not add up.
struct ProgrammeCheck {
    let reading: Reading
    let programme: Programme

    init(_ reading: Reading, _ programme: Programme) {
        self.reading = reading
        self.programme = programme
    }

    func run() {
        levels()
        rounds()
        overlaps()
        targets()
        forms()
        weights()
        for procedure in programme.procedures { ProcedureCheck(reading, programme, procedure).run() }
        LodgingCheck(reading, programme).run()
        jobs()
        placements()
        events()
        agency()
        serviceLog()
        requests()
        recognitions()
        plaques()
        unused()
    }

    /// Reports a name that nothing in the list has.
    static func known(_ name: String, in names: [String], at path: String, _ reading: Reading, _ zh: String, _ en: String, suggest: [String]? = nil) {
        guard !name.isEmpty, !names.contains(name) else { return }
        reading.report(path, Words("没有\(zh) \(name)", "There is no \(en) \(name)"), instead: advice(name, among: suggest ?? names))
    }

    private func levels() {
        for level in programme.levels {
            Self.known(level.procedure, in: programme.procedures.map(\.id), at: "levels.\(level.id).procedure", reading, "程序", "procedure")
        }
    }

    private func rounds() {
        let trial = programme.notice.trialFrom...max(programme.notice.trialFrom, programme.notice.trialTo)
        for round in programme.rounds {
            let path = "rounds.\(round.id)"
            Self.known(round.level, in: programme.levels.map(\.id), at: "\(path).level", reading, "级别", "level")
            guard hasDates(round) else { continue }
            if round.opens > round.closes {
                reading.report("\(path).closes", Words("截止 \(round.closes) 早于开始 \(round.opens)",
                                                       "It closes on \(round.closes), before it opens on \(round.opens)"),
                               instead: ProgrammeReader.later(than: round.opens))
            }
            for (key, day) in [("opens", round.opens), ("closes", round.closes)] where !trial.contains(day) && !isAssumed("\(path).\(key)") {
                reading.report("\(path).\(key)", Words("\(day) 在试点时间之外", "\(day) lies outside the trial"),
                               instead: Words("改在 \(trial.lowerBound) 至 \(trial.upperBound) 之间，或标明 assumed",
                                              "a day from \(trial.lowerBound) to \(trial.upperBound), or mark it assumed"))
            }
        }
    }

    /// Two rounds of one level are not open at once: a new application would not know where it belongs.
    private func overlaps() {
        let rounds = programme.rounds.filter(hasDates)
        for (index, round) in rounds.enumerated() {
            for other in rounds.prefix(index) where other.level == round.level && other.opens <= round.closes && round.opens <= other.closes {
                reading.report("rounds.\(round.id).opens", Words("与批次 \(other.id) 的申报时间重叠", "It is open at the same time as the round \(other.id)"),
                               instead: Words("错开两批的申报时间", "let one close before the other opens"))
            }
        }
    }

    private func hasDates(_ round: Programme.Round) -> Bool {
        !reading.isFaulty("rounds.\(round.id).opens") && !reading.isFaulty("rounds.\(round.id).closes")
    }

    private func isAssumed(_ path: String) -> Bool {
        programme.provisions.contains { provision in
            if provision.path == path, case .assumed = provision.source { true } else { false }
        }
    }

    private func targets() {
        for target in programme.targets {
            let path = "targets.\(target.id)"
            if let level = target.level { Self.known(level, in: programme.levels.map(\.id), at: "\(path).level", reading, "级别", "level") }
            if target.by < programme.notice.trialFrom, !reading.isFaulty("\(path).by") {
                reading.report("\(path).by", Words("\(target.by) 早于试点开始", "\(target.by) is before the trial begins"),
                               instead: ProgrammeReader.later(than: programme.notice.trialFrom))
            }
        }
    }

    private func jobs() {
        guard let jobs = programme.jobs else { return }
        Self.known(jobs.report, in: programme.procedures.map(\.id), at: "jobs.report", reading, "程序", "procedure")
        for id in jobs.procedures {
            guard let steps = programme.procedure(id)?.steps, !reading.mistakes.contains(where: { $0.path.hasPrefix("procedures.\(id)") }),
                let ofArea = steps.first(where: { $0.by.contains { if case .ofArea = $0 { true } else { false } } }) else { continue }
            reading.report("procedures.\(id).steps.\(ofArea.id).by", Words("岗位不属于某个区域，不能由区域的部门办理", "A job belongs to no area, so that an area's office cannot look at it"),
                           instead: Words("写市级部门", "name an office of the city"))
        }
    }

    private func forms() {
        let offices = programme.offices.filter { $0.area == nil }
        let ids = Set(offices.map(\.id) + programme.offices.compactMap(\.areaRole) + ["lead"])
        for form in programme.forms {
            let used = programme.procedures.filter { $0.form == form.id }
            let reviews = used.flatMap { procedure in procedure.steps.filter { $0.kind == .review }.map { (procedure, $0) } }
            for condition in form.conditions {
                let path = "forms.\(form.id).conditions.\(condition.id)"
                if condition.judgedBy.isEmpty, !reviews.isEmpty {
                    reading.report(path, Words("条件“\(condition.name.zh)”没有部门审核", "Nobody judges the condition “\(condition.name.en)”"),
                                   instead: Words("加上“judged_by: [ … ]”", "add “judged_by: [ … ]”"))
                }
                for (index, judge) in condition.judgedBy.enumerated() {
                    let at = reading.isNoted("\(path).judged_by.\(index + 1)") ? "\(path).judged_by.\(index + 1)" : "\(path).judged_by"
                    Self.known(judge, in: offices.map(\.id), at: at, reading, "部门", "office")
                    guard offices.contains(where: { $0.id == judge }) else { continue }
                    // A reviewer that nobody knows is reported there; who was meant is not guessed here.
                    for (procedure, step) in reviews where !step.by.map(\.role).contains(judge) && step.by.allSatisfy({ ids.contains($0.role) }) {
                        let names = step.by.map(\.role)
                        reading.report(at, Words("\(judge) 不参加程序 \(procedure.id) 的审核", "\(judge) does not review in the procedure \(procedure.id)"),
                                       instead: Words("改为 \(names.joined(separator: "、"))，或把它加进审核",
                                                      "name one of \(names.joined(separator: ", ")), or let it review"))
                    }
                }
            }
        }
    }

    private func weights() {
        guard !programme.indicators.isEmpty else { return }
        let sum = programme.indicators.reduce(0) { $0 + $1.weight }
        guard sum != 100 else { return }
        reading.report("evaluation.indicators", Words("权重合计 \(sum)，应为 100", "The weights add up to \(sum), not 100"),
                       instead: sum < 100 ? Words("还差 \(100 - sum)", "\(100 - sum) are missing") : Words("多了 \(sum - 100)", "\(sum - 100) too many"))
    }

    /// A level's procedure ends in a plaque and a document, and somebody determines before.
    private func recognitions() {
        var seen: Set<String> = []
        for level in programme.levels where seen.insert(level.procedure).inserted {
            guard let procedure = programme.procedure(level.procedure), !procedure.steps.isEmpty, !hasUnreadSteps(procedure) else { continue }
            let path = "procedures.\(procedure.id)"
            guard let issue = procedure.steps.firstIndex(where: { $0.kind == .issue }) else {
                reading.report(path, Words("级别 \(level.id) 的程序没有认定授牌，不颁发牌匾和文件", "The procedure of the level \(level.id) issues no plaque and no document"),
                               instead: Words("加上“step: issue”和 gives", "add “step: issue” with gives"))
                continue
            }
            if !procedure.steps.prefix(issue).contains(where: { $0.kind == .determine }) {
                reading.report(path, Words("级别 \(level.id) 的程序在认定授牌之前没有审定", "Nobody determines before the procedure of the level \(level.id) issues"),
                               instead: Words("在 issue 之前加上“step: determine”", "add “step: determine” before issue"))
            }
        }
    }

    /// A step of an unknown kind is left out: what the procedure lacks cannot be said yet.
    private func hasUnreadSteps(_ procedure: Procedure) -> Bool {
        reading.mistakes.contains { $0.path.hasPrefix("procedures.\(procedure.id).steps.") && $0.path.hasSuffix(".step") }
    }

    /// A procedure that no level, no objection, no lodging rule, no report and no dispute leads to never runs. Asked only once levels and procedures are right by themselves: the name
    /// that is misspelt there may be the one that is missed here.
    private func unused() {
        guard !reading.mistakes.contains(where: { mistake in ["levels", "procedures", "lodging", "jobs", "placements", "events", "agency"].contains { mistake.path.hasPrefix($0) } }) else { return }
        var used: Set<String> = []
        var waiting = programme.levels.map(\.procedure) + (programme.lodging?.procedures ?? []) + (programme.jobs?.procedures ?? [])
            + [programme.placements?.dispute, programme.events?.plan, programme.agency?.procedure].compactMap(\.self)
        while let id = waiting.popLast() {
            guard used.insert(id).inserted else { continue }
            waiting += programme.procedure(id)?.steps.compactMap(\.objections) ?? []
        }
        for procedure in programme.procedures where !used.contains(procedure.id) {
            reading.report("procedures.\(procedure.id)", Words("没有用到程序 \(procedure.id)", "Nothing uses the procedure \(procedure.id)"),
                           instead: Words("在级别的 procedure、公示的 objections、住宿的 proof、no_show、岗位的 report 或配置的 dispute 中写上它，或删去", "name it as a level's procedure, a notice's objections, in lodging's proof or no_show as jobs' report or placements' dispute, or remove it"))
        }
    }

    /// No level's plaque may be taken for that of another: a district's never reads the city's words.
    private func plaques() {
        var seen: [(level: Programme.Level, text: String)] = []
        for level in programme.levels {
            for step in programme.procedure(level.procedure)?.steps ?? [] {
                guard let gives = step.gives else { continue }
                let text = String(gives.plaque.filter { !$0.isWhitespace })
                if text.isEmpty { continue }
                if let other = seen.first(where: { $0.level.id != level.id && (text.contains($0.text) || $0.text.contains(text)) }) {
                    reading.report("procedures.\(level.procedure).steps.\(step.id).gives.plaque",
                                   Words("牌匾“\(gives.plaque)”与级别 \(other.level.id) 的牌匾分不清",
                                         "The plaque “\(gives.plaque)” can be taken for that of the level \(other.level.id)"),
                                   instead: Words("换成“\(level.name.zh)”一类的文字", "choose other words, such as “\(level.name.zh)”"))
                }
                seen.append((level, text))
            }
        }
    }
}
