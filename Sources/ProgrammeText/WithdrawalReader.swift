import Domain

/// Reads what a programme says of the end of a station.
enum WithdrawalReader {
    static func read(_ entry: Entry) -> WithdrawalRules {
        let procedure = entry.text("procedure")
        entry.state("procedure", Words("撤站摘牌按程序办理", "A station ends by a procedure"))
        var byLevel: [String: String] = [:]
        if let part = entry.partIfGiven("by_level") {
            for level in part.names { byLevel[level] = part.text(level) }
            part.done()
        }
        entry.state("by_level", Words("有的层级另按程序办理", "Stations of some levels end by a procedure of their own"))
        let appeal = entry.textIfGiven("appeal")
        entry.state("appeal", Words("不服决定的可以申诉，申诉期间不执行", "The host may appeal; an appeal holds the decision back"))
        let within = counted(entry, "appeal_within", "workdays", 1...120, 10)
        entry.state("appeal_within", Words("决定后 \(within) 个工作日内可以申诉", "An appeal within \(within) working days"))
        if appeal == nil, entry.has("appeal_within") {
            entry.report("appeal_within", Words("写了申诉期限，却没有申诉程序", "There is a time to appeal, but no procedure for it"), instead: Words("加上“appeal: 程序”，或删去", "add “appeal: …”, or remove it"))
        }
        let notice = counted(entry, "hearing_notice", "days", 0...60, 7)
        entry.state("hearing_notice", Words("听证至少提前 \(notice) 天通知", "A hearing is called \(notice) days ahead at the least"))
        let honour = counted(entry, "honour", "nights", 0...90, 7)
        entry.state("honour", Words("撤站后 \(honour) 晚内的住宿照常，之后的取消并退还额度", "Nights within \(honour) days are honoured; later ones are cancelled and given back"))
        let source = entry.source(Words("撤站摘牌", "Withdrawal"))
        entry.done()
        return WithdrawalRules(
            clause: source.clause, procedure: procedure, byLevel: byLevel, appeal: appeal, appealWithin: within, hearingNotice: notice, honourNights: honour)
    }

    private static func counted(_ entry: Entry, _ key: String, _ unit: String, _ range: ClosedRange<Int>, _ standard: Int) -> Int {
        entry.counted(key, unit, in: range) ?? standard
    }
}

extension ProgrammeCheck {
    /// The procedures are there, and tell the host before anything is decided; an appeal is not answered by an office that decided.
    func withdrawal() {
        guard let rules = programme.withdrawal else { return }
        let procedures = programme.procedures.map(\.id)
        Self.known(rules.procedure, in: procedures, at: "withdrawal.procedure", reading, "程序", "procedure")
        for (level, procedure) in rules.byLevel.sorted(by: { $0.key < $1.key }) {
            Self.known(level, in: programme.levels.map(\.id), at: "withdrawal.by_level.\(level)", reading, "级别", "level")
            Self.known(procedure, in: procedures, at: "withdrawal.by_level.\(level)", reading, "程序", "procedure")
        }
        if let appeal = rules.appeal { Self.known(appeal, in: procedures, at: "withdrawal.appeal", reading, "程序", "procedure") }
        for id in Set([rules.procedure] + rules.byLevel.values).sorted() {
            guard let procedure = programme.procedure(id), !reading.mistakes.contains(where: { $0.path.hasPrefix("procedures.\(id)") }) else { continue }
            hearsTheHost(procedure)
            if let appeal = rules.appeal.flatMap(programme.procedure) { othersDecide(appeal, on: procedure) }
        }
    }

    private func hearsTheHost(_ procedure: Procedure) {
        let path = "procedures.\(procedure.id).steps"
        let kinds = procedure.steps.map(\.kind)
        guard let told = kinds.firstIndex(of: .notify), let decided = kinds.firstIndex(where: { $0 == .review || $0 == .work }) else {
            reading.report(path, Words("撤站程序须有告知（notify）和决定（review 或 work）", "The end of a station wants a step that tells the host (notify) and one that decides (review or work)"),
                           instead: Words("先写“step: notify”，后写“step: review”", "write “step: notify”, then “step: review”"))
            return
        }
        if decided < told {
            reading.report("\(path).\(procedure.steps[decided].id)", Words("决定在告知之前", "It is decided before the host is told"), instead: Words("把 notify 移到前面", "move notify before it"))
        }
        if let heard = kinds.firstIndex(of: .hearing), heard != told + 1 || decided < heard {
            reading.report("\(path).\(procedure.steps[heard].id)", Words("听证应紧接告知、在决定之前", "A hearing comes right after the host is told, before the decision"))
        }
        if procedure.steps[told].within == nil {
            reading.report("\(path).\(procedure.steps[told].id)", Words("告知没有写明多久", "How long the host may answer is not said"), instead: Words("加上“within: 5 workdays”", "add “within: 5 workdays”"))
        }
    }

    private func othersDecide(_ appeal: Procedure, on procedure: Procedure) {
        let deciding = Set(procedure.steps.filter { $0.kind == .review || $0.kind == .work }.flatMap(\.by))
        guard let step = appeal.steps.first(where: { !deciding.isDisjoint(with: $0.by) }) else { return }
        reading.report("procedures.\(appeal.id).steps.\(step.id).by", Words("作出决定的部门不能办理对它的申诉", "An office that decided does not answer the appeal"), instead: Words("换一个部门", "name another office"))
    }
}
