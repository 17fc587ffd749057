import Domain

/// Whether the lodging rules fit the programme around them: facts, procedures, offices, and what the programme promises never to decide by.
struct LodgingCheck {
    let reading: Reading
    let programme: Programme

    init(_ reading: Reading, _ programme: Programme) {
        self.reading = reading
        self.programme = programme
    }

    func run() {
        if programme.division == nil, let path = reading.placeUses.first { Self.missDivision(reading, path) }
        guard let lodging = programme.lodging else { return }
        for (index, fact) in lodging.neverBy.enumerated() { known(fact, at: "lodging.never_by.\(index + 1)", or: "lodging.never_by") }
        for (fact, path) in reading.factUses where path.hasPrefix("lodging.") && lodging.neverBy.contains(fact) {
            let name = programme.facts.fact(fact)?.name ?? Words(same: fact)
            reading.report(path, Words("本方案声明不以\(name.zh)（\(fact)）排除任何人，住宿规则却用到它", "The programme declares that nobody is excluded by \(fact), and yet a lodging rule uses it"),
                           instead: Words("删去这一条件", "remove the condition"))
        }
        proofs(lodging)
        for (procedure, path) in lodging.proofs.map({ ($0.procedure, "lodging.proof.\($0.fact.id).procedure") }) + [(lodging.noShow.appeal, "lodging.no_show.appeal")] {
            guard let procedure else { continue }
            ProgrammeCheck.known(procedure, in: programme.procedures.map(\.id), at: path, reading, "程序", "procedure")
        }
    }

    /// A rule speaks of the city or the station's area, and the file does not say which city it is.
    static func missDivision(_ reading: Reading, _ path: String) {
        guard !reading.isFaulty("division") else { return }
        reading.report(path, Words("文件没有写本市的行政区划代码", "The file does not name the city's own division"),
                       instead: Words("在文件开头加上“division: 3702”一类的代码", "add “division: …” at the top of the file"))
    }

    private func proofs(_ lodging: LodgingRules) {
        let asked = Set(lodging.eligible.facts.map(\.id))
        for proof in lodging.proofs {
            let path = "lodging.proof.\(proof.fact.id)"
            if !asked.contains(proof.fact.id), proof.fact.kind != .yesNo {
                reading.report("\(path).fact", Words("eligible 没有用到 \(proof.fact.id)，无从核验", "eligible does not ask \(proof.fact.id): there is nothing to prove"),
                               instead: Words("写进 eligible，或删去", "ask it in eligible, or remove it"))
            }
            guard case .office(let reference) = proof.examiner else { continue }
            let city = programme.offices.filter { $0.area == nil }.map(\.id)
            let all = city + Set(programme.offices.compactMap(\.areaRole)).union(["lead"]).map { "area.\($0)" }.sorted()
            let name = if case .ofArea(let role) = reference { "area.\(role)" } else { reference.role }
            ProgrammeCheck.known(name, in: all, at: "\(path).by", reading, "部门", "office", suggest: ["station"] + all)
        }
        let proven = Set(lodging.proofs.map(\.fact.id))
        var seen: Set<String> = []
        for leaf in lodging.eligible.leaves where leaf.proven && !proven.contains(leaf.fact.id) && seen.insert(leaf.fact.id).inserted {
            let path = reading.factUses.first { $0.fact == leaf.fact.id && $0.path.hasPrefix("lodging.eligible") }?.path ?? "lodging.eligible"
            reading.report(path, Words("\(leaf.fact.name.zh)须核验，proof 中却没有写如何核验", "\(leaf.fact.id) must be proven, but proof does not say how"),
                           instead: Words("在 proof 中加上“fact: \(leaf.fact.id)”", "add “fact: \(leaf.fact.id)” to proof"))
        }
    }

    private func known(_ fact: String, at path: String, or other: String) {
        ProgrammeCheck.known(fact, in: programme.facts.facts.map(\.id), at: reading.isNoted(path) ? path : other, reading, "事实", "fact")
    }
}
