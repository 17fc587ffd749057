/// A leaf as ranges of numbers in a column.
struct LeafPlan: Sendable {
    /// The place of its fact among the table's facts.
    let column: Int
    /// Yes where an answer is in one of these.
    let yes: [ClosedRange<Int32>]
    /// Not known where it is in one of these: something larger than what is asked for.
    let open: [ClosedRange<Int32>]
    /// Bounds that another fact sets, person by person.
    let bounds: [Bound]
    /// Today, where the answer that helps must be proven, and which answer that is.
    let proof: Proof?

    struct Bound: Sendable {
        let column: Int
        let moment: Condition.Moment
        let isLower: Bool
    }

    struct Proof: Sendable {
        let today: Int32
        let wanted: Bool
    }

    init(_ leaf: Condition.Leaf, wanted: Bool, _ context: RuleContext, _ places: [String: Int]) {
        column = places[leaf.fact.id] ?? 0
        proof = leaf.proven ? Proof(today: Int32(clamping: context.today.number), wanted: wanted) : nil
        (yes, open) = leaf.ranges(context)
        guard case .between(let from, let to) = leaf.test else {
            bounds = []
            return
        }
        bounds = [(from, true), (to, false)].compactMap { moment, isLower in
            guard let moment, let fact = moment.fact, let place = places[fact.id] else { return nil }
            return Bound(column: place, moment: moment, isLower: isLower)
        }
    }

    // MARK: one person

    func verdict(_ answers: [Fact.Numbers]) -> Verdict {
        let own = answers[column]
        guard let first = own.numbers.first, first != FactColumns.missing else { return .unknown }
        var verdict: Verdict = own.numbers.contains { number in yes.contains { $0.contains(number) } } ? .yes
            : own.numbers.contains { number in open.contains { $0.contains(number) } } ? .unknown : .no
        for bound in bounds where verdict != .no {
            let side = bound.verdict(first, answers[bound.column].numbers.first ?? FactColumns.missing)
            verdict = Verdict.all([verdict, side])
        }
        if let proof, verdict == Verdict(proof.wanted), own.proof < proof.today || own.begins > proof.today { return .unknown }
        return verdict
    }

    // MARK: many people

    func bitmaps(_ columns: [FactColumns.Column?], blocks: Int) -> (yes: Bitmap, maybe: Bitmap) {
        guard let own = columns[column] else { return (Bitmap(blocks: blocks, full: false), Bitmap(blocks: blocks, full: true)) }
        var found = Bitmap(blocks: blocks, full: false)
        for plane in own.planes {
            for range in yes { found.mark(plane, range) }
        }
        var maybe = found
        if !open.isEmpty || !own.isWhole {
            for plane in own.planes {
                for range in open { maybe.mark(plane, range) }
            }
            if !own.isWhole, let first = own.planes.first { maybe.mark(first, FactColumns.missing...FactColumns.missing) }
        }
        for bound in bounds { bound.narrow(&found, &maybe, own, columns[bound.column], blocks) }
        if let proof {
            var proven = Bitmap(blocks: blocks, full: false)
            if let proofs = own.proofs { proven.mark(proofs, proof.today...FactColumns.forever) }
            if let begins = own.begins {
                var begun = Bitmap(blocks: blocks, full: false)
                begun.mark(begins, FactColumns.missing...proof.today)
                proven = Bitmap.joined([proven, begun], blocks, isAll: true)
            }
            if proof.wanted {
                found = Bitmap.joined([found, proven], blocks, isAll: true)
            } else {
                maybe = Bitmap.joined([maybe, proven.turned], blocks, isAll: false)
            }
        }
        return (found, maybe)
    }
}

extension LeafPlan.Bound {
    func verdict(_ number: Int32, _ base: Int32) -> Verdict {
        guard base != FactColumns.missing else { return .unknown }
        let day = moment.moved(Day(number: Int(base))).number
        return Verdict(isLower ? day <= Int(number) : Int(number) <= day)
    }

    /// Takes those out who are beyond the bound, and leaves open those whose bound is not known.
    func narrow(_ yes: inout Bitmap, _ maybe: inout Bitmap, _ own: FactColumns.Column, _ base: FactColumns.Column?, _ blocks: Int) {
        guard let numbers = own.planes.first else { return }
        let bases = base?.planes.first
        for lane in 0..<(blocks * FactColumns.block) {
            let block = lane / FactColumns.block, bit = UInt32(1) << UInt32(lane % FactColumns.block)
            for place in 0..<8 where maybe.words[block][place] & bit != 0 && numbers[lane][place] != FactColumns.missing {
                let verdict = verdict(numbers[lane][place], bases?[lane][place] ?? FactColumns.missing)
                if verdict != .yes { yes.words[block][place] &= ~bit }
                if verdict == .no { maybe.words[block][place] &= ~bit }
            }
        }
    }
}

extension Bitmap {
    /// Sets the bit of each row whose number is in the range. Eight at a time; no branch.
    mutating func mark(_ lanes: [FactColumns.Lane], _ range: ClosedRange<Int32>) {
        let low = FactColumns.Lane(repeating: range.lowerBound), high = FactColumns.Lane(repeating: range.upperBound)
        for block in 0..<min(words.count, lanes.count / FactColumns.block) {
            var word = words[block]
            var bit = Word(repeating: 1)
            for lane in lanes[(block * FactColumns.block)..<((block + 1) * FactColumns.block)] {
                word |= Word.zero.replacing(with: bit, where: (lane .>= low) .& (lane .<= high))
                bit &<<= 1
            }
            words[block] = word
        }
    }
}

extension Condition.Leaf {
    /// The numbers that mean yes, and those that leave it open.
    func ranges(_ context: RuleContext) -> (yes: [ClosedRange<Int32>], open: [ClosedRange<Int32>]) {
        func range(_ low: Int, _ high: Int) -> [ClosedRange<Int32>] {
            low <= high ? [Int32(clamping: max(low, Fact.widest.lowerBound))...Int32(clamping: max(high, Fact.widest.lowerBound))] : []
        }
        switch test {
        case .flag(let flag): return (range(flag ? 1 : 0, flag ? 1 : 0), [])
        case .oneOf(let ids): return (ids.compactMap(fact.rank).flatMap { range($0, $0) }, [])
        case .rank(let least, let most):
            let ranks = ranks(least, most)
            return (range(ranks.lowerBound, ranks.upperBound - 1), [])
        case .amount(let least, let most): return (range(least ?? Fact.widest.lowerBound, most ?? Fact.widest.upperBound), [])
        case .years(let least, let most):
            let days = context.birthdays(least, most)
            return (range(days.lowerBound, days.upperBound - 1), [])
        case .between(let from, let to):
            func fixed(_ moment: Condition.Moment?) -> Int? { moment.flatMap { $0.fact == nil ? $0.day(Facts(), context)?.number : nil } }
            return (range(fixed(from) ?? Fact.days.lowerBound, fixed(to) ?? Fact.days.upperBound), [])
        case .under(let codes): return Self.ranges(codes)
        case .lies(let places):
            let known = Self.ranges(places.flatMap { context.codes(of: $0) })
            let unknown = places.flatMap { place -> [ClosedRange<Int32>] in
                guard context.codes(of: place).isEmpty else { return [] }
                guard case .stationArea = place, let city = context.city else { return [0...Int32.max] }
                return [city.numbers] + city.outer.map { $0.number...$0.number }
            }
            return (known.yes, known.open + unknown)
        }
    }

    private static func ranges(_ codes: [TreeCode]) -> (yes: [ClosedRange<Int32>], open: [ClosedRange<Int32>]) {
        (codes.map(\.numbers), codes.flatMap(\.outer).map { $0.number...$0.number })
    }
}
