import Domain

/// Reads what a programme says of lodging.
struct LodgingReader {
    let catalogue: FactCatalogue

    func read(_ entry: Entry) -> LodgingRules? {
        let neverBy = entry.texts("never_by").map(\.text)
        entry.state("never_by", Words("不得以此排除：\(neverBy.map(name).listed().zh)", "Never excluded by: \(neverBy.map(name).listed().en)"))
        let nights = entry.texts("blackouts").flatMap { range($0.text, entry, $0.path) }
        entry.state("blackouts", Words("\(nights.count) 段日期不接待", "\(nights.count) periods without lodging"))
        let subsidy = entry.wholeIfGiven("subsidy", in: 0...10_000).map { Fen(Int64($0) * 100) }
        if let subsidy { entry.state("subsidy", Words("每晚补贴 \(subsidy.text)", "\(subsidy.text) a night to the station")) }
        let source = entry.source(Words("特价住宿", "Lodging at a special price"))
        let stay = entry.part("stay").map { self.stay($0, source.source) }
        let prices = entry.list("after_free", required: false).compactMap { price($0, source.source) }
        let eligible = entry.part("eligible").flatMap { part -> Condition? in
            let condition = ConditionReader(catalogue: catalogue).read(part, inherited: source.source)
            if let condition, let own = source.source, !part.has("clause"), !part.has("assumed") { entry.reading.provide(part.path, condition.sentence, own) }
            return condition
        }
        let proofs = entry.list("proof", required: false).compactMap { proof($0, source.source) }
        let noShow = entry.part("no_show").map { self.noShow($0, source.source) }
        let release = entry.partIfGiven("release").map { self.release($0, source.source) } ?? LodgingRules.Release(draw: nil)
        entry.done()
        guard let stay, let eligible, let noShow else { return nil }
        return LodgingRules(
            clause: source.clause, stay: stay, afterFree: prices, eligible: eligible, proofs: proofs, noShow: noShow, release: release, subsidy: subsidy,
            blackouts: nights, neverBy: neverBy)
    }

    private func name(_ fact: String) -> Words { catalogue.fact(fact)?.name ?? Words(same: fact) }

    private func stay(_ entry: Entry, _ source: Programme.Provision.Source?) -> LodgingRules.Stay {
        let nights = entry.whole("nights_per_stay", in: 1...400)
        entry.state("nights_per_stay", Words("每次至多 \(nights) 晚免费", "\(nights) free nights a stay"))
        func limit(_ key: String, _ zh: String, _ en: String) -> Int? {
            let limit = entry.wholeIfGiven(key, in: 1...4000)
            if let limit { entry.state(key, Words(zh.replacing("{n}", with: "\(limit)"), en.replacing("{n}", with: "\(limit)"))) }
            return limit
        }
        let stays = limit("stays_per_year", "每年至多 {n} 次", "At most {n} stays a year")
        let perYear = limit("nights_per_year", "每年至多 {n} 晚", "At most {n} nights a year")
        let staysInAll = limit("stays_in_all", "总共至多 {n} 次", "At most {n} stays in all")
        let nightsInAll = limit("nights_in_all", "总共至多 {n} 晚", "At most {n} nights in all")
        let bedsPerRoom = limit("beds_per_room", "每间至多住 {n} 人", "At most {n} people a room")
        let year = entry.has("year") ? entry.one("year", of: LodgingRules.Stay.Year.self) ?? .calendar : .calendar
        entry.state("year", year == .calendar ? Words("按自然年计", "By calendar year") : Words("按最近 365 晚计", "Over the last 365 nights"))
        let lead = entry.wholeIfGiven("lead_days", in: 0...60) ?? 0
        entry.state("lead_days", Words("至少提前 \(lead) 天预订", "Booked at least \(lead) days ahead"))
        let ahead = entry.whole("book_ahead_days", in: 0...400)
        entry.state("book_ahead_days", Words("至多提前 \(ahead) 天预订", "Booked at most \(ahead) days ahead"))
        let hold = entry.whole("hold_minutes", in: 1...1440)
        entry.state("hold_minutes", Words("预订中的床位保留 \(hold) 分钟", "Beds are held for \(hold) minutes while booking"))
        let offer = entry.whole("offer_minutes", in: 1...1440)
        entry.state("offer_minutes", Words("候补床位保留 \(offer) 分钟", "A freed bed is offered for \(offer) minutes"))
        let from = time(entry, "check_in_from"), late = time(entry, "late_arrival"), out = time(entry, "check_out_by")
        entry.state("check_in_from", Words("\(from) 起入住", "Check-in from \(from)"))
        entry.state("late_arrival", Words("\(late) 前未到且未说明视为放弃", "Given up unless arrived or announced by \(late)"))
        entry.state("check_out_by", Words("离店日 \(out) 前退房", "Check-out by \(out)"))
        if late < from, !entry.reading.isFaulty(entry.path("late_arrival")), !entry.reading.isFaulty(entry.path("check_in_from")) {
            entry.report("late_arrival", Words("最晚到店 \(late) 早于开始入住 \(from)", "Late arrival \(late) is before check-in begins at \(from)"))
        }
        for (key, most) in [("nights_per_year", perYear), ("nights_in_all", nightsInAll)] {
            if let most, most < nights { entry.report(key, Words("少于一次的 \(nights) 晚", "It is less than the \(nights) nights of one stay"), instead: Words("应不小于 \(nights)", "\(nights) or more")) }
        }
        if ahead < lead { entry.report("book_ahead_days", Words("至多提前 \(ahead) 天，却少于至少提前 \(lead) 天", "At most \(ahead) days ahead is less than at least \(lead)"), instead: Words("应不小于 \(lead)", "\(lead) or more")) }
        entry.source(Words("住宿次数、晚数和时间", "Stays, nights and times"), inherited: source)
        entry.done()
        return LodgingRules.Stay(
            nightsPerStay: nights, staysPerYear: stays, nightsPerYear: perYear, staysInAll: staysInAll, nightsInAll: nightsInAll, year: year,
            leadDays: lead, bookAheadDays: ahead, checkInFrom: from, lateArrival: late, checkOutBy: out, holdMinutes: hold, offerMinutes: offer,
            bedsPerRoom: bedsPerRoom)
    }

    private func price(_ entry: Entry, _ source: Programme.Provision.Source?) -> LodgingRules.PriceStep? {
        let nights = entry.whole("nights", in: 1...4000)
        let percent = entry.wholeIfGiven("percent", in: 0...100).map { LodgingRules.PriceStep.Price.percent($0) }
        func yuan(_ key: String) -> Fen? { entry.wholeIfGiven(key, in: 0...100_000).map { Fen(Int64($0) * 100) } }
        let given = [percent, yuan("less").map { .less($0) }, yuan("per_night").map { .perNight($0) }, yuan("per_month").map { .perMonth($0) }].compactMap(\.self)
        if given.count != 1 {
            entry.report(Words("价格要写一种，这里有 \(given.count) 种", "One price is wanted, here are \(given.count)"),
                         instead: Words("写上 percent、less、per_night 或 per_month", "write percent, less, per_night or per_month"))
        }
        entry.source(Words("免费之后 \(nights) 晚：\(given.first?.words.zh ?? "")", "The next \(nights) nights: \(given.first?.words.en ?? "")"), inherited: source)
        entry.done()
        return given.first.map { LodgingRules.PriceStep(nights: nights, price: $0) }
    }

    private func proof(_ entry: Entry, _ source: Programme.Provision.Source?) -> LodgingRules.ProofRule? {
        let fact = entry.text("fact")
        if !fact.isEmpty { entry.reading.factUses.append((fact, entry.path("fact"))) }
        ProgrammeCheck.known(fact, in: catalogue.facts.map(\.id), at: entry.path("fact"), entry.reading, "事实", "fact")
        let counts = entry.list("counts").map { paper in
            let made = LodgingRules.ProofRule.Paper(id: paper.id(), name: paper.words("name"), isInterviewCode: paper.text("id") == "interview_code")
            paper.done()
            return made
        }
        entry.state("counts", counts.map(\.name).listed("、", "; "))
        let by = entry.text("by")
        let examiner: LodgingRules.ProofRule.Examiner = by == "station" ? .station : .office(ProcedureReader.reference(by))
        entry.state("by", by == "station" ? Words("由驿站核验", "Examined by the station") : ProcedureReader.named(ProcedureReader.reference(by), entry.reading))
        let procedure = entry.textIfGiven("procedure")
        let within = entry.counted("within", "workdays", in: 1...100)
        if let within { entry.state("within", Words("\(within) 个工作日", within == 1 ? "1 working day" : "\(within) working days")) }
        let holds = entry.counted("holds", "days", in: 1...4000)
        if let holds { entry.state("holds", Words("核验后 \(holds) 天内有效", "Holds for \(holds) days")) }
        if case .office = examiner, procedure == nil {
            entry.report(Words("由部门核验，却没有写程序", "An office examines, but no procedure is named"), instead: Words("加上“procedure: 程序”", "add “procedure: …”"))
        }
        let name = self.name(fact)
        let clause = entry.source(Words("入住前核验：\(name.zh)", "To be proven before check-in: \(name.en)"), inherited: source).clause
        entry.done()
        guard let fact = catalogue.fact(fact) else { return nil }
        return LodgingRules.ProofRule(fact: fact, counts: counts, examiner: examiner, procedure: procedure, within: within, holdsDays: holds, clause: clause ?? source?.clause)
    }

    private func noShow(_ entry: Entry, _ source: Programme.Provision.Source?) -> LodgingRules.NoShow {
        let (time, days) = before(entry, "free_until")
        entry.state("free_until", Words(days == 0 ? "当天 \(time) 前免费取消" : "入住前 \(days) 天 \(time) 前免费取消", "Free cancellation until \(time), \(days) days before"))
        let ladder = entry.texts("ladder").compactMap { text, path -> LodgingRules.NoShow.Consequence? in
            if text == "warning" { return .warning }
            let parts = text.split(separator: " ")
            if parts.count == 3, parts[0] == "ban", let days = Int(parts[1]), (1...400).contains(days), parts[2] == "days" { return .ban(days: days) }
            entry.reading.report(path, Words("不认识“\(text)”", "“\(text)” is not known here"), instead: Words("写 warning 或 ban 30 days", "write warning or ban 30 days"))
            return nil
        }
        entry.state("ladder", ladder.map(\.words).listed(" → ", " → "))
        if ladder.isEmpty, !entry.reading.mistakes.contains(where: { $0.path.hasPrefix(entry.path("ladder")) }) {
            entry.report(entry.has("ladder") ? "ladder" : "", Words("没有写失约如何处理", "What follows a no-show is missing"), instead: Words("写成 ladder: [warning, ban 30 days]", "write ladder: [warning, ban 30 days]"))
        }
        let forgotten = entry.counted("forgotten_after", "days", in: 1...4000)
        if let forgotten { entry.state("forgotten_after", Words("\(forgotten) 天内未再失约的重新计算", "Begins anew after \(forgotten) days without another")) }
        let appeal = entry.textIfGiven("appeal")
        entry.state("appeal", Words("可以申诉", "Open to appeal"))
        entry.source(Words("预订后未入住的处理", "What follows a no-show"), inherited: source)
        entry.done()
        return LodgingRules.NoShow(freeUntil: time, daysBefore: days, ladder: ladder, forgottenAfterDays: forgotten, appeal: appeal)
    }

    private enum How: String, CaseIterable {
        case draw
        case firstCome = "first_come"
    }

    private func release(_ entry: Entry, _ source: Programme.Provision.Source?) -> LodgingRules.Release {
        let how = entry.one("how", of: How.self)
        entry.state("how", how == .draw ? Words("紧张日期摇号", "A draw for scarce nights") : Words("先到先得", "First come, first served"))
        guard how == .draw else {
            entry.source(Words("床位如何放出", "How beds are given"), inherited: source)
            if how != nil { entry.done() }
            return LodgingRules.Release(draw: nil)
        }
        let dates = entry.texts("dates").flatMap { range($0.text, entry, $0.path) }
        if dates.isEmpty, !entry.reading.mistakes.contains(where: { $0.path.hasPrefix(entry.path("dates")) }) {
            entry.report(Words("没有写哪些日期摇号", "Which nights are drawn is missing"), instead: Words("加上 dates", "add dates"))
        }
        let (time, days) = before(entry, "requests_until")
        entry.state("requests_until", Words("入住前 \(days) 天 \(time) 前报名", "Requests until \(time), \(days) days before"))
        entry.source(Words("床位如何放出", "How beds are given"), inherited: source)
        entry.done()
        return LodgingRules.Release(draw: .init(dates: dates, requestsUntil: time, daysBefore: days))
    }

    // MARK: times and dates

    private func time(_ entry: Entry, _ key: String) -> TimeOfDay {
        let text = entry.text(key)
        if let time = TimeOfDay(text) { return time }
        if !text.isEmpty { entry.report(key, Words("\(text) 不是时刻", "\(text) is no time of day"), instead: Words("写成 18:00 的样子", "write it like 18:00")) }
        return .midnight
    }

    /// `18:00 the day before`, `18:00 on the day`, `18:00 3 days before`.
    private func before(_ entry: Entry, _ key: String) -> (TimeOfDay, Int) {
        let text = entry.text(key)
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = words.count == 2 ? words[1] : ""
        let counted = rest.split(separator: " ")
        let days = rest == "the day before" ? 1 : rest == "on the day" ? 0
            : counted.count == 3 && counted[1] == "days" && counted[2] == "before" ? Int(counted[0]).flatMap { (0...60).contains($0) ? $0 : nil } : nil
        guard let time = words.first.flatMap({ TimeOfDay($0) }), let days else {
            if !text.isEmpty {
                entry.report(key, Words("“\(text)”写法有误", "“\(text)” is not understood"), instead: Words("写成 18:00 the day before、18:00 on the day 或 18:00 3 days before", "write 18:00 the day before, 18:00 on the day, or 18:00 3 days before"))
            }
            return (.midnight, 0)
        }
        return (time, days)
    }

    /// `2021-02-10 to 2021-02-17`, or one date.
    private func range(_ text: String, _ entry: Entry, _ path: String) -> [ClosedRange<Day>] {
        let parts = text.split(separator: " ")
        let days = parts.compactMap { Day($0) }
        if let first = days.first, let last = days.last, first <= last, parts.count == 1 || (parts.count == 3 && parts[1] == "to" && days.count == 2) { return [first...last] }
        entry.reading.report(path, Words("“\(text)”不是日期", "“\(text)” is not a date"), instead: Words("写成 2021-02-10 to 2021-02-17，或单个日期", "write 2021-02-10 to 2021-02-17, or one date"))
        return []
    }
}

extension LodgingRules.PriceStep.Price {
    fileprivate var words: Words {
        switch self {
        case .percent(let percent): Words("门市价的 \(percent)%", "\(percent)% of the list price")
        case .less(let fen): Words("每晚比门市价少 \(fen.text)", "\(fen.text) below the list price a night")
        case .perNight(let fen): Words("每晚 \(fen.text)", "\(fen.text) a night")
        case .perMonth(let fen): Words("每月 \(fen.text)", "\(fen.text) a month")
        }
    }
}

extension LodgingRules.NoShow.Consequence {
    fileprivate var words: Words {
        switch self {
        case .warning: Words("提醒", "warning")
        case .ban(let days): Words("\(days) 天内不能预订", "no bookings for \(days) days")
        }
    }
}
