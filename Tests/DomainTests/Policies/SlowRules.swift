import Domain

/// The rule language by its definition, slowly: written from the description of the language and from nothing else, to check the fast one against.
/// True, false, or nil for not known.
struct SlowRules {
    let facts: Facts
    let today: Day
    let city: TreeCode?
    let station: [TreeCode]?

    init(_ facts: Facts, _ context: RuleContext) {
        self.facts = facts
        today = context.today
        city = context.city
        station = context.stationArea
    }

    /// - Parameter helps: whether a yes of this part helps the person.
    func holds(_ condition: Condition, helps: Bool = true) -> Bool? {
        switch condition {
        case .all(let parts, _):
            let answers = parts.map { holds($0, helps: helps) }
            if answers.contains(where: { $0 == false }) { return false }
            return answers.contains(where: { $0 == nil }) ? nil : true
        case .any(let parts, _):
            let answers = parts.map { holds($0, helps: helps) }
            if answers.contains(where: { $0 == true }) { return true }
            return answers.contains(where: { $0 == nil }) ? nil : false
        case .not(let part, _): return holds(part, helps: !helps).map { !$0 }
        case .leaf(let leaf): return holds(leaf, helps: helps)
        }
    }

    private func known(_ fact: Fact) -> Facts.Known? {
        guard let known = facts.known[fact.id], fact.accepts(known.value) else { return nil }
        return known
    }

    private func holds(_ leaf: Condition.Leaf, helps: Bool) -> Bool? {
        guard let known = known(leaf.fact), let answer = holds(leaf.test, leaf.fact, known.value) else { return nil }
        // Only the answer that helps must be proven.
        if leaf.proven, answer == helps, !isProven(known) { return nil }
        return answer
    }

    private func isProven(_ known: Facts.Known) -> Bool {
        guard let proof = known.proof else { return false }
        if let from = proof.from, from.number > today.number { return false }
        if let until = proof.until, until.number < today.number { return false }
        return true
    }

    private func holds(_ test: Condition.Test, _ fact: Fact, _ value: FactValue) -> Bool? {
        switch (test, value) {
        case (.flag(let wanted), .flag(let flag)): return wanted == flag
        case (.oneOf(let wanted), .choice(let chosen)):
            for id in chosen { for other in wanted where id == other { return true } }
            return false
        case (.rank(let least, let most), .choice(let chosen)):
            let ids = fact.options.map(\.id)
            guard let own = chosen.first, let place = ids.firstIndex(of: own) else { return nil }
            if let least, let low = ids.firstIndex(of: least), place < low { return false }
            if let most, let high = ids.firstIndex(of: most), place > high { return false }
            return true
        case (.amount(let least, let most), .number(let number)): return (least ?? number) <= number && number <= (most ?? number)
        case (.amount(let least, let most), .money(let fen)): return Int64(least ?? Int(fen.amount)) <= fen.amount && fen.amount <= Int64(most ?? Int(fen.amount))
        case (.years(let least, let most), .day(let day)):
            let years = fullYears(since: day)
            return (least ?? years) <= years && years <= (most ?? years)
        case (.between(let from, let to), .day(let day)):
            var answers: [Bool?] = []
            if let from { answers.append(moment(from).map { $0.number <= day.number }) }
            if let to { answers.append(moment(to).map { day.number <= $0.number }) }
            if answers.contains(where: { $0 == false }) { return false }
            return answers.contains(where: { $0 == nil }) ? nil : true
        case (.lies(let places), .divisions(let codes)):
            var isOpen = false
            for code in codes { for place in places {
                switch lies(code, in: place) {
                case true?: return true
                case nil: isOpen = true
                case false?: break
                }
            } }
            return isOpen ? nil : false
        case (.under(let wanted), .code(let code)):
            let answers = wanted.map { lies(code, in: $0) }
            if answers.contains(where: { $0 == true }) { return true }
            return answers.contains(where: { $0 == nil }) ? nil : false
        default: return nil
        }
    }

    /// One year after the other, until the next would end after today. Negative for a day to come.
    private func fullYears(since day: Day) -> Int {
        if day.number > today.number { return -1 }
        let born = day.parts
        var years = 0
        while true {
            let year = born.year + years + 1
            // From 29 February, where there is none, on 1 March.
            guard let birthday = Day(year: year, month: born.month, day: born.day) ?? Day(year: year, month: 3, day: 1), birthday.number <= today.number else { return years }
            years += 1
        }
    }

    private func moment(_ moment: Condition.Moment) -> Day? {
        let base: Day
        switch moment.base {
        case .today: base = today
        case .day(let day): base = day
        case .fact(let fact):
            guard case .day(let day)? = known(fact)?.value else { return nil }
            base = day
        }
        var (year, month, date) = base.parts
        // A month at a time; then the same date, or the last one that the month has.
        for _ in 0..<abs(moment.months) {
            month += moment.months > 0 ? 1 : -1
            if month == 13 { (year, month) = (year + 1, 1) }
            if month == 0 { (year, month) = (year - 1, 12) }
        }
        while Day(year: year, month: month, day: date) == nil, date > 1 { date -= 1 }
        return Day(year: year, month: month, day: date).map { Day(number: $0.number + moment.days) }
    }

    private func lies(_ code: TreeCode, in other: TreeCode) -> Bool? {
        let own = Array(code.text), larger = Array(other.text)
        if own.count >= larger.count { return Array(own.prefix(larger.count)) == larger }
        return Array(larger.prefix(own.count)) == own ? nil : false
    }

    private func lies(_ code: TreeCode, in place: Condition.Place) -> Bool? {
        switch place {
        case .division(let division): return lies(code, in: division)
        case .city: return city.flatMap { lies(code, in: $0) }
        case .stationArea:
            guard let station else { return city.flatMap { lies(code, in: $0) } == false ? false : nil }
            let answers = station.map { lies(code, in: $0) }
            if answers.contains(where: { $0 == true }) { return true }
            return answers.contains(where: { $0 == nil }) ? nil : false
        }
    }

    // MARK: policies

    /// Whether a policy is due: its conditions, and of a table at least one line.
    func isDue(_ policy: PolicyTerms) -> Bool? {
        let eligible = holds(policy.eligible)
        guard case .table(let lines) = policy.amount else { return eligible }
        let answers = lines.map { holds($0.when) }
        let some: Bool? = answers.contains(where: { $0 == true }) ? true : answers.contains(where: { $0 == nil }) ? nil : false
        if eligible == false || some == false { return false }
        return eligible == nil || some == nil ? nil : true
    }

    /// Every sum, in fen, to which some way of answering what is open could lead, line by line.
    func sums(_ policy: PolicyTerms) -> Set<Int64> {
        switch policy.amount {
        case .none: return []
        case .fixed(let fen): return [fen.amount]
        case .monthly(let fen, let months): return [(0..<months).reduce(0) { sum, _ in sum + fen.amount }]
        case .table(let lines):
            let answers = lines.map { holds($0.when) }
            var sums: Set<Int64> = []
            for (place, line) in lines.enumerated() where answers[place] != false && !answers.prefix(place).contains(where: { $0 == true }) {
                sums.insert((0..<line.months).reduce(0) { sum, _ in sum + line.amount.amount })
            }
            if !answers.contains(where: { $0 == true }) { sums.insert(0) }
            return sums
        }
    }
}
