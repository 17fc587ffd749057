import Domain
import Foundation
import Testing

/// A small generator with a seed, so that a walk can be walked again.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct RandomWalkTests {
    static let walks = ProcessInfo.processInfo.environment["YIZHAN_WALKS"].flatMap(Int.init) ?? 500

    /// Tells texts apart (FNV-1a); the chain does not ask for more here.
    static func hash(_ bytes: [UInt8]) -> String {
        String(bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 16)
    }

    /// What is wrong with a case; nothing may ever be.
    static func wrong(_ current: Case, _ work: Casework) -> String? {
        guard let index = work.procedure.index(of: current.step) else { return "no step \(current.step)" }
        let step = work.procedure.steps[index]
        if CaseState.ended.contains(current.state), current.clock != nil { return "an ended case has a clock" }
        if current.state == .draft, current.step != work.procedure.steps.first?.id { return "a draft beyond its first step" }
        if current.state == .correction, current.clock?.since != nil { return "the clock runs in correction" }
        if current.state == .correction, !current.tasks.contains(where: { $0.opinion?.ruling == .return }) { return "returned by nobody" }
        if current.state == .open {
            if step.isSettled != current.tasks.isEmpty { return "open at \(step.id) with \(current.tasks.count) tasks" }
            if !step.isSettled, current.tasks.allSatisfy(\.isRuled) { return "open with nothing to do" }
            if step.within != nil, current.clock?.since == nil { return "open without its clock" }
        }
        for task in current.tasks {
            guard let office = work.programme.office(task.office) else { return "no office \(task.office)" }
            if task.line != office.signOff || task.position < 0 || task.position > task.line.count { return "line of \(task.office)" }
            if task.position > 0, task.opinion == nil { return "a ruling without an opinion" }
            if Set(task.hands).count != task.hands.count { return "the same hand twice" }
            if !task.carried, task.hands.count != task.position { return "\(task.hands.count) hands at place \(task.position)" }
        }
        for (id, count) in current.returns where count > (work.procedure.steps.first { $0.id == id }?.mayReturn ?? 0) { return "\(id) returned \(count) times" }
        return nil
    }

    static func event(_ current: Case, _ work: Casework, _ random: inout Seeded) -> CaseEvent {
        let offices = work.programme.offices.map(\.id)
        let person: ID<Account> = SmallProgramme.id("p\(Int.random(in: 0..<5, using: &random))")
        // Mostly something that can happen, sometimes anything.
        let office = (Int.random(in: 0..<4, using: &random) > 0 ? current.tasks.filter { !$0.isRuled }.map(\.office).randomElement(using: &random) : nil)
            ?? offices.randomElement(using: &random) ?? ""
        // Corrections are rare: what can happen to them has to happen there.
        if current.state == .correction, Bool.random(using: &random) { return Int.random(in: 0..<3, using: &random) == 0 ? .withdraw : .handIn(changed: ["venue"]) }
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return Int.random(in: 0..<20, using: &random) == 0 ? .withdraw : .settle(.pass)
        case 1: return Int.random(in: 0..<4, using: &random) == 0 ? .reopen : .settle(.pass)
        case 2...4: return .settle([.pass, .pass, .pass, .return, .refuse].randomElement(using: &random) ?? .pass)
        case 5...7: return .handIn(changed: Set(["venue", "money", "team", "unknown"].filter { _ in Bool.random(using: &random) }))
        case 8: return .act(office: office, by: person, .assign(Bool.random(using: &random) ? person : nil))
        case 9: return .act(office: office, by: person, .sendBack)
        case 10...14: return .act(office: office, by: person, .agree)
        default: return .act(office: office, by: person, .propose(SmallProgramme.opinion([.pass, .pass, .pass, .pass, .pass, .pass, .pass, .return, .return, .refuse].randomElement(using: &random) ?? .pass)))
        }
    }

    @Test func randomWalksNeverReachAnUndefinedState() {
        // Every fifth walk goes through a short procedure whose only step is a task, as an objection's is.
        let answer = Step(id: "answer", kind: .work, name: Words("答复", "answer"), by: [.office("centre")], within: 5, mayRefuse: true)
        let long = SmallProgramme.casework()
        let short = SmallProgramme.casework(Procedure(id: "objection", name: Words("异议", "objection"), clause: nil, steps: [SmallProgramme.steps[0], answer], reopening: nil))
        var steps = 0, refusals = 0
        var ends: [CaseState: Int] = [:]
        var arrows: Set<CaseTransition> = []
        // Each step leaves a record on the walk's chain; the verifier reads them all at the end.
        var trail = AuditVerifier(hash: Self.hash)
        for seed in 0..<Self.walks {
            var random = Seeded(UInt64(seed))
            let work = seed.isMultiple(of: 5) ? short : long
            var current = SmallProgramme.draft
            var today = SmallProgramme.monday
            var last = (number: 0, hash: AuditRecord.noPrevious)
            for _ in 0..<200 {
                today = today.adding(Int.random(in: 0...3, using: &random))
                let event = Self.event(current, work, &random)
                do {
                    let next = try work.after(event, current, on: today)
                    arrows.insert(CaseTransition(current.state, event.name, next.state))
                    let record = AuditRecord(
                        kind: "case", subject: "\(seed)", number: last.number + 1, previous: last.hash, actor: "walker", post: "", at: Zone.china.instant(today), verb: event.name,
                        from: current.state.rawValue, to: next.state.rawValue, reason: "", reasonDigest: "", clause: "", detail: ["step": next.step])
                    last = (record.number, Self.hash(record.canonical))
                    trail.take(record, hash: last.hash)
                    if next.visit < current.visit { Issue.record("walk \(seed): the visit went back after \(event)") }
                    current = next
                    steps += 1
                } catch {
                    refusals += 1
                }
                if let wrong = Self.wrong(current, work) {
                    Issue.record("walk \(seed): \(wrong) after \(event): \(current)")
                    return
                }
            }
            ends[current.state, default: 0] += 1
        }
        let report = trail.finish(heads: [], verify: { _ in true })
        #expect(report.records == steps)
        #expect(report.findings == [])
        let found = CaseState.allCases.map { "\($0) \(ends[$0, default: 0])" }.joined(separator: ", ")
        print("casework: \(Self.walks) random walks, \(steps) steps, \(refusals) refusals; ended \(found)")
        #expect(ends.values.reduce(0, +) == Self.walks)
        // The diagram in the documentation shows what the engine does: no arrow that is not walked, none that is walked and not shown.
        #expect(arrows.isSubset(of: CaseState.transitions))
        let unseen = CaseState.transitions.filter { !arrows.contains($0) }
        #expect(Self.walks < 5000 || unseen.isEmpty, "not walked: \(unseen)")
        let reached = Set(arrows.map(\.to))
        #expect(Self.walks < 500 || reached == Set(CaseState.allCases).subtracting([.draft]))
        // Walks that see only one end would prove little.
        #expect(Self.walks < 5000 || CaseState.allCases.allSatisfy { $0 == .draft || ends[$0, default: 0] > 0 })
    }
}
