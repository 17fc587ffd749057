/// The calculation sheet of a claim: every step with its formula in words, its clause and what stands after it.
public struct RewardSheet: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        public enum Kind: String, Codable, Sendable, Hashable, CaseIterable { case basis, unmet, exclusion, rounding, claimCap = "claim_cap", unitYearCap = "unit_year_cap", yearCap = "year_cap" }

        public let kind: Kind
        public let name: Words
        /// With the numbers that went in.
        public let formula: Words
        public let clause: Clause?
        /// What this line adds or takes off.
        public let change: Fen
        /// What stands after it.
        public let after: Fen
    }

    public struct Part: Codable, Sendable, Hashable {
        public let percent: Int64
        public let afterDays: Int
        public let amount: Fen
    }

    public let lines: [Line]
    public let total: Fen
    /// They add up to the total: what rounding leaves is in the last one.
    public let parts: [Part]
}

/// Computes what a claim comes to (decision 31). The same inputs give the same fen always: whole numbers only, and each rounding is written out.
public enum RewardCalculation {
    public static func compute(_ formula: RewardFormula, _ inputs: RewardInputs) -> RewardSheet {
        var sheet = Sheet(clause: formula.clause)
        let (start, words) = basis(formula.basis, inputs)
        sheet.add(.basis, Words("基数", "Basis"), words, to: start)
        if let unmet = unmet(formula.wants, inputs) { sheet.add(.unmet, Words("条件未满足", "Not met"), unmet, to: 0) }
        if let exclusion = formula.exclusion, inputs.elsewhere.amount > 0 {
            let other = limited(inputs.elsewhere)
            switch exclusion {
            case .bars: sheet.add(.exclusion, Words("不重复享受", "Not together"), Words("同一次引进已享受其他奖励 \(Fen(other).text)，不再奖励", "Another programme gave \(Fen(other).text) for the same hire: nothing here"), to: 0)
            case .difference: sheet.add(.exclusion, Words("扣减其他奖励", "Less what others gave"), Words("减其他奖励 \(Fen(other).text)，不足零的按零", "Less \(Fen(other).text), not below zero"), to: max(sheet.standing - other, 0))
            }
        }
        let rounded = round(sheet.standing, formula.rounding)
        let how = formula.rounding.how == .down ? Words("舍去尾数", "rounded down") : Words("四舍五入", "rounded half up")
        sheet.add(.rounding, Words("取整", "Rounding"), Words("按 \(Fen(max(formula.rounding.unit, 1)).text) 为单位，\(how.zh)", "To \(Fen(max(formula.rounding.unit, 1)).text), \(how.en)"), to: rounded)
        for cap in formula.caps { self.cap(cap, inputs, &sheet) }
        return RewardSheet(lines: sheet.lines, total: Fen(sheet.standing), parts: parts(formula.parts, of: sheet.standing))
    }

    private struct Sheet {
        let clause: Clause?
        var lines: [RewardSheet.Line] = []
        var standing: Int64 = 0

        mutating func add(_ kind: RewardSheet.Line.Kind, _ name: Words, _ formula: Words, to after: Int64) {
            lines.append(.init(kind: kind, name: name, formula: formula, clause: clause, change: Fen(after - standing), after: Fen(after)))
            standing = after
        }
    }

    /// Within what a formula may have; nobody's input traps.
    private static func limited(_ fen: Fen?) -> Int64 { min(max(fen?.amount ?? 0, 0), RewardFormula.most.amount) }

    /// `amount × numerator ÷ denominator`, half up. The amount is at most ten billion yuan and the share at most a hundredfold, and the product is taken in full
    /// width: nothing overflows.
    static func portion(_ amount: Int64, _ numerator: Int64, of denominator: Int64) -> Int64 {
        let denominator = min(max(denominator, 1), 1_000_000), numerator = min(max(numerator, 0), denominator * 100)
        let product = min(max(amount, 0), RewardFormula.most.amount).multipliedFullWidth(by: numerator)
        let (whole, rest) = denominator.dividingFullWidth(product)
        return whole + (rest * 2 >= denominator ? 1 : 0)
    }

    private static func basis(_ basis: RewardFormula.Basis, _ inputs: RewardInputs) -> (Int64, Words) {
        switch basis {
        case .talentClass(let table):
            guard let own = inputs.talentClass, let line = table.first(where: { $0.classes.contains(own) }) else {
                return (0, Words("人才类别 \(inputs.talentClass?.uppercased() ?? "未核验") 不在奖励范围", "The class \(inputs.talentClass?.uppercased() ?? "(not proven)") is not rewarded"))
            }
            return (limited(line.amount), Words("人才类别 \(own.uppercased())，定额 \(line.amount.text)", "Class \(own.uppercased()): \(line.amount.text)"))
        case .payBand(let bands):
            let pay = Fen(limited(inputs.yearlyPay))
            guard let band = bands.filter({ pay >= $0.from }).max(by: { $0.from < $1.from }) else { return (0, Words("年薪 \(pay.text) 未达最低档", "A yearly pay of \(pay.text) reaches no band")) }
            return (limited(band.amount), Words("年薪 \(pay.text)，达到 \(band.from.text) 档，奖励 \(band.amount.text)", "A yearly pay of \(pay.text) reaches \(band.from.text): \(band.amount.text)"))
        case .share(let points):
            let fee = limited(inputs.fee), amount = portion(fee, points, of: 10_000)
            return (amount, Words("服务费 \(Fen(fee).text) × \(percentText(points))，四舍五入到分", "\(percentText(points)) of the fee of \(Fen(fee).text), half up to the fen"))
        case .ranked(let threshold, let places):
            let own = inputs.points ?? .zero
            guard own > threshold, let rank = inputs.rank, rank > 0 else { return (0, Words("得分 \(own.text)，须高于 \(threshold.text) 分", "\(own.text) points; more than \(threshold.text) are wanted")) }
            var until = 0
            for place in places {
                until += min(max(place.places, 0), 100_000)
                if rank <= until { return (limited(place.amount), Words("得分 \(own.text)，第 \(rank) 名（前 \(until) 名），奖励 \(place.amount.text)",
                    "\(own.text) points, rank \(rank) of the best \(until): \(place.amount.text)")) }
            }
            return (0, Words("得分 \(own.text)，第 \(rank) 名，未进入前 \(until) 名", "\(own.text) points, rank \(rank), not among the best \(until)"))
        case .perHead(let each):
            let heads = Int64(min(max(inputs.heads ?? 0, 0), 1_000_000)), each = limited(each)
            let amount = each.multipliedReportingOverflow(by: heads)
            return (amount.overflow ? RewardFormula.most.amount : min(amount.partialValue, RewardFormula.most.amount), Words("\(heads) 人 × \(Fen(each).text)", "\(heads) people × \(Fen(each).text)"))
        case .expenses(let share, let grades):
            let expenses = limited(inputs.expenses)
            guard let grade = inputs.grade, let factor = grades.first(where: { $0.grade == grade }) else {
                return (0, Words("没有评估等次或该等次不予奖补", "No grade, or one that gets nothing"))
            }
            // One product, one rounding: share in ten thousandths times factor in hundredths.
            let amount = portion(expenses, min(max(share, 0), 10_000) * min(max(factor.hundredths, 0), 10_000), of: 1_000_000)
            return (amount, Words("活动投入 \(Fen(expenses).text) × \(percentText(share)) × 等次系数 \(hundredths(factor.hundredths))，四舍五入到分",
                "Expenses of \(Fen(expenses).text) × \(percentText(share)) × \(hundredths(factor.hundredths)) for the grade, half up to the fen"))
        }
    }

    private static func unmet(_ wants: RewardFormula.Wants, _ inputs: RewardInputs) -> Words? {
        func short(_ least: Int?, _ own: Int?, _ zh: String, _ en: String) -> Words? {
            guard let least, (own ?? 0) < least else { return nil }
            return Words("\(zh)须满 \(least) 个月，实为 \(own ?? 0) 个月", "\(en): \(least) months are wanted, there are \(own ?? 0)")
        }
        let missing = [
            short(wants.contractMonths, inputs.contractMonths, "合同期限", "contract"), short(wants.servedMonths, inputs.servedMonths, "在岗", "served"),
            short(wants.insuredMonths, inputs.insuredMonths, "缴纳社会保险", "social insurance"),
        ].compactMap(\.self)
        return missing.isEmpty ? nil : Words(missing.map(\.zh).joined(separator: "；"), missing.map(\.en).joined(separator: "; "))
    }

    private static func cap(_ cap: RewardFormula.Cap, _ inputs: RewardInputs, _ sheet: inout Sheet) {
        let most = limited(cap.most)
        switch cap.per {
        case .claim: sheet.add(.claimCap, Words("单项上限", "Cap"), Words("每人（项）不超过 \(Fen(most).text)", "At most \(Fen(most).text) each"), to: min(sheet.standing, most))
        case .unitYear:
            let before = limited(inputs.unitYear)
            sheet.add(.unitYearCap, Words("单位年度上限", "Cap of the unit and year"), Words("本单位每年不超过 \(Fen(most).text)，本年已核定 \(Fen(before).text)",
                "At most \(Fen(most).text) a year for one unit; \(Fen(before).text) were granted before"),
                to: min(sheet.standing, max(most - before, 0)))
        case .year:
            let before = limited(inputs.year)
            sheet.add(.yearCap, Words("年度总额上限", "Cap of the year"), Words("全年不超过 \(Fen(most).text)，本年已核定 \(Fen(before).text)", "At most \(Fen(most).text) a year; \(Fen(before).text) were granted before"),
                to: min(sheet.standing, max(most - before, 0)))
        }
    }

    static func round(_ amount: Int64, _ rounding: RewardFormula.Rounding) -> Int64 {
        let unit = min(max(rounding.unit, 1), 1_000_000), rest = amount % unit
        switch rounding.how {
        case .down: return amount - rest
        case .halfUp: return amount - rest + (rest * 2 >= unit ? unit : 0)
        }
    }

    /// Each part but the last is rounded down to the fen; the last is what is left.
    static func parts(_ parts: [RewardFormula.Part], of total: Int64) -> [RewardSheet.Part] {
        var left = total
        return parts.enumerated().map { index, part in
            let amount = index == parts.count - 1 ? left : min(left, min(total, RewardFormula.most.amount) * min(max(part.percent, 0), 100) / 100)
            left -= amount
            return .init(percent: part.percent, afterDays: part.afterDays, amount: Fen(amount))
        }
    }

    /// What comes back of what was paid for people of whom so many left.
    /// - Parameter days: days between the first one at work and the last.
    public static func back(_ rule: RewardFormula.ClawBack, paid: Fen, left: Int, of heads: Int, days: Int) -> (amount: Fen, words: Words) {
        let whole = limited(paid), period = min(max(rule.months, 1), 1200) * 365 / 12, served = min(max(days, 0), period)
        guard served < period, left > 0, heads > 0 else { return (Fen(0), Words("已满 \(rule.months) 个月，不追回", "\(rule.months) months are over: nothing comes back")) }
        switch rule {
        case .full(let share, let months):
            let gone = Int64(min(left, heads, 1_000_000)) * 100, limit = min(max(share, 0), 100) * Int64(min(heads, 1_000_000))
            guard gone > limit else { return (Fen(0), Words("\(heads) 人中 \(left) 人离职，未超过 \(share)%", "\(left) of \(heads) left, not more than \(share)%")) }
            return (Fen(whole), Words("\(months) 个月内 \(heads) 人中 \(left) 人离职，超过 \(share)%，全额追回", "\(left) of \(heads) left within \(months) months, more than \(share)%: all of it"))
        case .proportional(let months):
            let amount = portion(whole, Int64(period - served), of: Int64(period))
            return (Fen(amount), Words("约定 \(months) 个月（\(period) 天），已满 \(served) 天，按未满天数追回 \(Fen(amount).text)，四舍五入到分",
                "\(served) of \(period) days (\(months) months) were served; \(Fen(amount).text) come back for the rest, half up to the fen"))
        }
    }

    /// `12.5%` of basis points.
    public static func percentText(_ points: Int64) -> String { "\(hundredths(points))%" }

    /// `1.2` of 120.
    static func hundredths(_ value: Int64) -> String {
        let rest = value.magnitude % 100, whole = "\(value < 0 ? "-" : "")\(value.magnitude / 100)"
        if rest == 0 { return whole }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
