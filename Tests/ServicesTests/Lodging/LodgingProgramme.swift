import Cluster
import Domain
@testable import Services
import Testing

/// The real programme with rules of lodging for tests: 3 nights a stay, 3 stays and 7 nights a year, anybody.
enum LodgingProgramme {
    static let stay = LodgingRules.Stay(
        nightsPerStay: 3, staysPerYear: 3, nightsPerYear: 7, year: .calendar, leadDays: 0, bookAheadDays: 90, checkInFrom: TimeOfDay("14:00") ?? midnight, lateArrival: TimeOfDay("22:00") ?? midnight,
        checkOutBy: TimeOfDay("12:00") ?? midnight, holdMinutes: 15, offerMinutes: 30)

    private static let midnight = TimeOfDay("00:00")!

    static func rules(
        stay: LodgingRules.Stay = stay, afterFree: [LodgingRules.PriceStep] = [], eligible: Condition = .all([]), proofs: [LodgingRules.ProofRule] = [],
        release: LodgingRules.Release = .init(draw: nil), blackouts: [ClosedRange<Day>] = []
    ) -> LodgingRules {
        LodgingRules(
            clause: Clause("二(一)3"), stay: stay, afterFree: afterFree, eligible: eligible, proofs: proofs,
            noShow: .init(freeUntil: TimeOfDay("18:00") ?? midnight, daysBefore: 1, ladder: [.warning, .ban(days: 30)], forgottenAfterDays: 365, appeal: "no_show_appeal"),
            release: release, subsidy: Fen(8000), blackouts: blackouts, neverBy: [])
    }

    static func programme(_ given: Programme, _ rules: LodgingRules, facts: [Fact] = []) -> Programme {
        func procedure(_ id: String, _ name: String) -> Procedure {
            Procedure(id: id, name: Words(name, id), clause: nil, steps: [
                Step(id: "submit", kind: .submit, name: Words("提出", "Submit")),
                Step(id: "answer", kind: .work, name: Words("办理", "Decide"), by: [.office("industry")], within: 3, mayRefuse: true),
            ], reopening: nil)
        }
        let own = ["lodging_proof", "no_show_appeal"]
        return Programme(
            id: given.id, name: given.name, version: given.version, hash: given.hash, notice: given.notice, zone: given.zone, calendar: given.calendar, levels: given.levels, offices: given.offices,
            areas: given.areas, rounds: given.rounds, stationKinds: given.stationKinds, fields: given.fields, placementGrounds: given.placementGrounds, targets: given.targets, forms: given.forms,
            procedures: given.procedures.filter { !own.contains($0.id) } + [procedure("lodging_proof", "住宿资格审核"), procedure("no_show_appeal", "未到店申诉")], provisions: given.provisions,
            services: given.services, indicators: given.indicators, division: given.division, facts: FactCatalogue(given.facts.facts + facts), lodging: rules)
    }
}

/// Runs a test in a house whose programme has these rules of lodging, and facts of its own.
func withLodging(
    _ engine: Engine, rules: LodgingRules = LodgingProgramme.rules(), facts: [Fact] = [], channels: Set<House.Channel> = [], connections: Int = 6, isolation: isolated (any _Concurrency.Actor)? = #isolation,
    _ body: (TestHouse) async throws -> Void
) async throws {
    try await withHouse(engine, channels: channels, connections: connections) { test in
        let programme = LodgingProgramme.programme(test.programme, rules, facts: facts)
        let house = try TestHouse.make(
            test.database, clock: test.clock, files: test.files, programme: programme, calendar: try RealTexts.calendar.get().0, channels: channels)
        try await body(TestHouse(house: house, clock: test.clock, files: test.files, programme: programme))
    }
}
