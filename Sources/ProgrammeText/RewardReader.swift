import Domain

/// Reads what a programme says of rewards.
enum RewardReader {
    static func read(_ entry: Entry) -> RewardRules {
        let source = entry.source(Words("奖励支持", "Rewards"))
        let rewards = entry.list("kinds").compactMap { reward($0, source.source) }
        entry.done()
        return RewardRules(clause: source.clause, rewards: rewards)
    }

    private static func reward(_ entry: Entry, _ inherited: Programme.Provision.Source?) -> RewardRules.Reward? {
        let id = entry.id(), name = entry.words("name"), purpose = entry.one("purpose", of: PaymentPurpose.self)
        let procedure = entry.text("procedure"), policy = entry.textIfGiven("policy")
        entry.state("procedure", Words("申领按程序办理", "Claims go through a procedure"))
        entry.state("policy", Words("依据政策库 \(policy ?? "")", "It rests on the policy \(policy ?? "")"))
        let within = entry.counted("claim_within", "days", in: 1...3650)
        if let within { entry.state("claim_within", Words("\(within) 天内申领", "Claimed within \(within) days")) }
        let basis = basis(entry)
        let wants = RewardFormula.Wants(contractMonths: months(entry, "contract", "合同期限", "A contract of"), servedMonths: months(entry, "served", "在岗", "Served for"),
            insuredMonths: months(entry, "insured", "缴纳社会保险", "Insured for"))
        let exclusion: RewardFormula.Exclusion? = entry.has("other_programmes") ? entry.one("other_programmes", of: RewardFormula.Exclusion.self) : nil
        entry.state("other_programmes", exclusion == .bars ? Words("已享受其他奖励的不再奖励", "Not together with other rewards") : Words("其他奖励予以扣减", "Other rewards are taken off"))
        let caps = entry.list("caps", required: false).map(cap)
        if !caps.isEmpty { entry.state("caps", Words(caps.map { "\(capName($0.per).zh)不超过 \($0.most.text)" }.joined(separator: "，"),
            caps.map { "at most \($0.most.text) \(capName($0.per).en)" }.joined(separator: ", "))) }
        let rounding = entry.partIfGiven("rounding").map(rounding) ?? RewardFormula.Rounding()
        entry.state("rounding", Words("按 \(Fen(rounding.unit).text) 取整，\(rounding.how == .down ? "舍去尾数" : "四舍五入")", "Rounded to \(Fen(rounding.unit).text), \(rounding.how == .down ? "down" : "half up")"))
        let parts = parts(entry), clawBack = entry.partIfGiven("claw_back").flatMap(clawBack)
        if let clawBack { entry.state("claw_back", words(clawBack)) }
        let clause = entry.source(name, inherited: inherited).clause ?? inherited?.clause
        entry.done()
        guard let purpose, let basis else { return nil }
        return RewardRules.Reward(
            id: id, name: name, clause: clause, purpose: purpose, policy: policy, procedure: procedure, claimWithin: within,
            formula: RewardFormula(basis: basis, wants: wants, exclusion: exclusion, caps: caps, rounding: rounding, parts: parts, clawBack: clawBack, clause: clause))
    }

    // MARK: how the amount comes about

    private static let forms = ["by_class", "by_pay", "of_fee", "by_points", "per_head", "of_expenses"]

    private static func basis(_ entry: Entry) -> RewardFormula.Basis? {
        let given = forms.filter(entry.has)
        guard given.count == 1, let form = given.first else {
            for form in given { _ = entry.node(form) }
            entry.report(given.isEmpty ? Words("没有写金额如何计算", "It does not say how the amount comes about") : Words("金额的计算方式写了 \(given.count) 种", "\(given.count) ways to compute the amount are given"),
                instead: Words("写其中一种：\(forms.joined(separator: "、"))", "write one of \(forms.joined(separator: ", "))"))
            return nil
        }
        switch form {
        case "by_class":
            let table = entry.list(form).map { line in
                let classes = line.texts("class").map(\.text), amount = money(line, "yuan")
                line.done()
                return RewardFormula.ClassAmount(classes: classes, amount: amount)
            }
            once(table.flatMap(\.classes), entry, form)
            entry.state(form, Words(table.map { "\($0.classes.map { $0.uppercased() }.joined(separator: "、")) 类 \($0.amount.text)" }.joined(separator: "；"),
                table.map { "class \($0.classes.map { $0.uppercased() }.joined(separator: ", ")) \($0.amount.text)" }.joined(separator: "; ")))
            return .talentClass(table)
        case "by_pay":
            let bands = entry.list(form).map { line in
                let band = RewardFormula.Band(from: money(line, "from_yuan"), amount: money(line, "yuan"))
                line.done()
                return band
            }
            once(bands.map { String($0.from.amount) }, entry, form)
            entry.state(form, Words(bands.map { "年薪 \($0.from.text) 以上 \($0.amount.text)" }.joined(separator: "；"), bands.map { "a yearly pay from \($0.from.text) gives \($0.amount.text)" }.joined(separator: "; ")))
            return .payBand(bands)
        case "of_fee":
            let share = Int64(entry.whole(form, in: 1...100)) * 100
            entry.state(form, Words("服务费的 \(RewardCalculation.percentText(share))", "\(RewardCalculation.percentText(share)) of the fee"))
            return .share(ofFee: share)
        case "by_points":
            guard let part = entry.part(form) else { return nil }
            let above = Points(thousandths: Int64(part.whole("above", in: 0...10_000)) * 1000)
            let places = part.list("places").map { line in
                let place = RewardFormula.Place(places: line.whole("best", in: 1...10_000), amount: money(line, "yuan"))
                line.done()
                return place
            }
            part.done()
            entry.state(form, Words("高于 \(above.text) 分的按名次：\(places.map { "\($0.places) 名 \($0.amount.text)" }.joined(separator: "，"))",
                "Above \(above.text) points, by rank: \(places.map { "\($0.places) × \($0.amount.text)" }.joined(separator: ", "))"))
            return .ranked(above: above, places)
        case "per_head":
            let each = money(entry, form)
            entry.state(form, Words("每人 \(each.text)", "\(each.text) a head"))
            return .perHead(each)
        default:
            guard let part = entry.part(form) else { return nil }
            let share = Int64(part.whole("percent", in: 1...100)) * 100
            let grades = part.list("grades").map { line in
                let factor = RewardFormula.GradeFactor(grade: line.text("grade"), hundredths: Int64(line.whole("percent", in: 0...10_000)))
                line.done()
                return factor
            }
            once(grades.map(\.grade), entry, form)
            part.done()
            entry.state(form, Words("活动投入的 \(RewardCalculation.percentText(share))，按等次 \(grades.map { "\($0.grade) \(RewardCalculation.percentText($0.hundredths * 100))" }.joined(separator: "、"))",
                "\(RewardCalculation.percentText(share)) of the expenses, by grade: \(grades.map { "\($0.grade) \(RewardCalculation.percentText($0.hundredths * 100))" }.joined(separator: ", "))"))
            return .expenses(share: share, grades: grades)
        }
    }

    /// Whole yuan.
    private static func money(_ entry: Entry, _ key: String) -> Fen { Fen(Int64(entry.whole(key, in: 1...1_000_000_000)) * 100) }

    private static func once(_ names: [String], _ entry: Entry, _ key: String) {
        guard Set(names).count != names.count else { return }
        entry.report(key, Words("同一档写了两次", "One of them stands twice"), instead: Words("每一档只写一次", "write each once"))
    }

    private static func months(_ entry: Entry, _ key: String, _ zh: String, _ en: String) -> Int? {
        let months = entry.counted(key, "months", in: 1...240)
        if let months { entry.state(key, Words("\(zh)满 \(months) 个月", "\(en) \(months) months")) }
        return months
    }

    private static func cap(_ entry: Entry) -> RewardFormula.Cap {
        let cap = RewardFormula.Cap(per: entry.one("per", of: RewardFormula.Cap.Per.self) ?? .claim, most: money(entry, "yuan"))
        entry.done()
        return cap
    }

    private static func capName(_ per: RewardFormula.Cap.Per) -> Words {
        switch per {
        case .claim: Words("每人（项）", "each")
        case .unitYear: Words("每个单位每年", "a unit and year")
        case .year: Words("全年", "a year")
        }
    }

    private static func rounding(_ entry: Entry) -> RewardFormula.Rounding {
        let rounding = RewardFormula.Rounding(unit: Int64(entry.whole("fen", in: 1...1_000_000)), how: entry.one("how", of: RewardFormula.Rounding.How.self) ?? .halfUp)
        entry.done()
        return rounding
    }

    private static func parts(_ entry: Entry) -> [RewardFormula.Part] {
        guard entry.has("parts") else { return [RewardFormula.Part(percent: 100, afterDays: 0)] }
        let parts = entry.list("parts").map { line in
            let percent = line.whole("percent", in: 1...100), days = line.counted("after", "days", in: 0...3650)
            if days == nil, !line.has("after") { line.report(Words("缺少 after", "after is missing"), instead: Words("写成 after: 180 days", "write after: 180 days")) }
            line.done()
            return RewardFormula.Part(percent: Int64(percent), afterDays: days ?? 0)
        }
        if parts.reduce(0, { $0 + $1.percent }) != 100 { entry.report("parts", Words("各部分合计不是 100", "The parts do not add up to 100")) }
        if parts.map(\.afterDays) != parts.map(\.afterDays).sorted() || Set(parts.map(\.afterDays)).count != parts.count { entry.report("parts", Words("各部分须按天数先后排列，天数不能相同",
            "The parts stand by their days, each later than the one before")) }
        entry.state("parts", Words(parts.map { $0.afterDays == 0 ? "核定后拨付 \($0.percent)%" : "在岗满 \($0.afterDays) 天拨付 \($0.percent)%" }.joined(separator: "，"),
            parts.map { $0.afterDays == 0 ? "\($0.percent)% at the approval" : "\($0.percent)% after \($0.afterDays) days at work" }.joined(separator: ", ")))
        return parts
    }

    private static func clawBack(_ entry: Entry) -> RewardFormula.ClawBack? {
        let months = entry.counted("within", "months", in: 1...240)
        if months == nil, !entry.has("within") { entry.report(Words("缺少 within", "within is missing"), instead: Words("写成 within: 36 months", "write within: 36 months")) }
        let how = entry.one("how", of: How.self)
        let share = how == .full ? entry.wholeIfGiven("more_than", in: 0...99) ?? 0 : 0
        entry.done()
        guard let how, let months else { return nil }
        switch how {
        case .full: return .full(moreThan: Int64(share), months: months)
        case .proportional: return .proportional(months: months)
        }
    }

    private enum How: String, CaseIterable { case full, proportional }

    private static func words(_ clawBack: RewardFormula.ClawBack) -> Words {
        switch clawBack {
        case .full(let share, let months): Words("\(months) 个月内离职超过 \(share)% 的全额追回", "All comes back if more than \(share)% leave within \(months) months")
        case .proportional(let months): Words("未满 \(months) 个月的按未满天数追回", "For the days missing of \(months) months it comes back")
        }
    }
}

extension ProgrammeCheck {
    /// Procedures, classes, grades and checkpoints that rewards name are there.
    func rewards() {
        guard let rules = programme.rewards else { return }
        let classes = FactCatalogue.profile.fact("talent_class")?.options.map(\.id) ?? []
        for (index, reward) in rules.rewards.enumerated() {
            let path = "rewards.kinds.\(reward.id)"
            Self.known(reward.procedure, in: programme.procedures.map(\.id), at: "\(path).procedure", reading, "程序", "procedure")
            if rules.rewards.prefix(index).contains(where: { $0.purpose == reward.purpose }) {
                reading.report("\(path).purpose", Words("这类资金已有另一项奖励", "Another reward has this purpose already"), instead: Words("每类资金只写一项", "write one reward for each purpose"))
            }
            switch reward.formula.basis {
            case .talentClass(let table): for line in table { for own in line.classes { Self.known(own, in: classes, at: "\(path).by_class", reading, "人才类别", "class of talent") } }
            case .expenses(_, let grades):
                // Without a section on evaluation there are no grades to compare with.
                if let evaluation = programme.evaluation {
                    for line in grades { Self.known(line.grade, in: evaluation.grades.map(\.id), at: "\(path).of_expenses", reading, "评估等次", "grade") }
                    for grade in evaluation.grades where grade.consequence == .reward && !grades.contains(where: { $0.grade == grade.id }) {
                        reading.report("\(path).of_expenses", Words("应予奖励的等次 \(grade.id) 没有系数", "The grade \(grade.id) is to be rewarded and has no factor"),
                            instead: Words("加上 { grade: \(grade.id), percent: … }", "add { grade: \(grade.id), percent: … }"))
                    }
                }
            case .payBand, .share, .ranked, .perHead: break
            }
            for part in reward.formula.parts where part.afterDays > 0 && !(programme.placements?.checks.contains(part.afterDays) ?? false) {
                reading.report("\(path).parts", Words("在岗满 \(part.afterDays) 天没有回访", "Nobody is asked after \(part.afterDays) days"),
                    instead: Words("在 placements 的 checks 中加上 \(part.afterDays) days", "add \(part.afterDays) days to the checks of placements"))
            }
            approval(of: reward, path)
        }
    }

    /// Whoever examines does not approve: the last step belongs to an office that has no step before it.
    private func approval(of reward: RewardRules.Reward, _ path: String) {
        guard let procedure = programme.procedure(reward.procedure), !reading.mistakes.contains(where: { $0.path.hasPrefix("procedures.\(reward.procedure)") }) else { return }
        let steps = procedure.steps.filter { $0.kind != .submit }
        guard let last = steps.last else { return }
        if steps.count < 2 || steps.dropLast().contains(where: { !Set($0.by).isDisjoint(with: last.by) }) {
            reading.report("\(path).procedure", Words("审查和核定须由不同部门办理", "Examination and approval belong to different offices"),
                instead: Words("程序的最后一步由此前没有办理过的部门核定", "let an office decide last that has no step before"))
        }
        if let settled = steps.first(where: \.isSettled) {
            reading.report("\(path).procedure", Words("申领逐件办理，不能有“\(settled.name.zh)”这样整批办理的环节", "Claims are decided one by one: “\(settled.name.en)” is of a whole round"))
        }
    }
}
