import Domain
import Foundation
import ProgrammeText
import Testing

/// Lodging rules of real cities, each a file and nothing else.
@Suite struct ExampleTests {
    static let today = Day("2024-06-01")!
    static let files = ["hangzhou", "xiamen", "chengdu", "zibo"].map { "programmes/examples/\($0).yaml" }

    static func read(_ file: String) throws -> (programme: Programme, lodging: LodgingRules) {
        let (programme, mistakes) = ProgrammeReader.read(try text(file), file: file, hash: "h")
        #expect(mistakes.map(\.description) == [])
        let read = try #require(programme)
        return (read, try #require(read.lodging))
    }

    static func facts(_ answers: [String: String]) -> Facts {
        var facts = Facts()
        for (id, text) in answers { facts[id] = FactCatalogue.profile.fact(id)?.value(.list(text.split(separator: " ").map { .text(String($0)) })) }
        return facts
    }

    static func verdict(_ city: String, _ answers: [String: String]) throws -> Verdict {
        let (programme, lodging) = try read("programmes/examples/\(city).yaml")
        return lodging.eligible.verdict(facts(answers), in: programme.ruleContext(today: today))
    }

    @Test(arguments: files)
    func eachIsAnExampleThatSaysSo(_ file: String) throws {
        let (programme, lodging) = try Self.read(file)
        #expect(programme.id.hasPrefix("example-"))
        #expect(try text(file).hasPrefix("# 示例："))
        #expect(programme.levels.isEmpty && programme.rounds.isEmpty && programme.forms.isEmpty)
        #expect(lodging.procedures == ["lodging_proof"])
        // Nothing in them rests on a notice that lies here.
        #expect(programme.provisions.filter { if case .notice = $0.source { true } else { false } } == [])
        #expect(lodging.proofs.map(\.fact.id).contains("identity"))
    }

    /// The server loads the files of a folder, not those of its folders.
    @Test func theyLieWhereTheServerDoesNotLook() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: checkout.appending(path: "programmes").path)
        #expect(names.filter { $0.hasSuffix(".yaml") } == ["qingdao-2020.yaml"])
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: checkout.appending(path: "programmes/examples").path).map { "programmes/examples/\($0)" }) == Set(Self.files))
    }

    @Test func hangzhouLooksAtTheGraduation() throws {
        let stay = try Self.read("programmes/examples/hangzhou.yaml").lodging.stay
        #expect([stay.nightsPerStay, stay.nightsInAll] == [6, 6])
        func verdict(_ graduation: String, education: String = "college") throws -> Verdict {
            try Self.verdict("hangzhou", ["purpose": "job_seeking", "education": education, "graduation_date": graduation, "homes": "none"])
        }
        #expect(try ["2022-05-31", "2022-06-01", "2025-06-01", "2025-06-02"].map { try verdict($0) } == [.no, .yes, .yes, .no])
        #expect(try verdict("2023-07-01", education: "senior_secondary") == .no)
    }

    @Test func xiamenLooksAtWhereOneComesFrom() throws {
        let stay = try Self.read("programmes/examples/xiamen.yaml").lodging.stay
        #expect([stay.nightsPerStay, stay.nightsInAll, stay.bedsPerRoom] == [90, 365, 3])
        let graduate = ["education": "undergraduate", "graduation_date": "2021-06-30", "household": "350502", "homes": "none", "work": "none", "insurance": "none"]
        #expect(try Self.verdict("xiamen", graduate) == .yes)
        for (fact, place) in [("household", "350203"), ("homes", "350502 350203"), ("work", "350200"), ("insurance", "350211")] {
            #expect(try Self.verdict("xiamen", graduate.merging([fact: place]) { $1 }) == .no, "\(fact) \(place)")
        }
        #expect(try Self.verdict("xiamen", graduate.merging(["graduation_date": "2021-05-31"]) { $1 }) == .no)
        // The household elsewhere is what helps: it must be proven before check-in.
        #expect(try Self.read("programmes/examples/xiamen.yaml").lodging.proofs.map(\.fact.id) == ["identity", "education", "household"])
    }

    @Test func chengduTakesSeniorTechnicians() throws {
        let comer = ["education": "senior_secondary", "skill_level": "senior_technician", "interview_proof": "yes", "homes": "none", "work": "none"]
        #expect(try Self.verdict("chengdu", comer) == .yes)
        #expect(try Self.verdict("chengdu", comer.merging(["skill_level": "technician"]) { $1 }) == .no)
        #expect(try Self.verdict("chengdu", comer.merging(["skill_level": "none", "education": "undergraduate"]) { $1 }) == .yes)
        let lodging = try Self.read("programmes/examples/chengdu.yaml").lodging
        #expect(lodging.proofs.map(\.fact.id) == ["identity", "education", "skill_level", "interview_proof"])
        #expect(Self.proof("interview_proof", lodging)?.counts.filter(\.isInterviewCode).map(\.id) == ["interview_code"])
        #expect(lodging.afterFree == [.init(nights: 23, price: .percent(50)), .init(nights: 60, price: .perMonth(Fen(150_000)))])
    }

    @Test func ziboLooksAtTheAge() throws {
        let lodging = try Self.read("programmes/examples/zibo.yaml").lodging
        #expect([lodging.stay.staysPerYear, lodging.stay.leadDays] == [3, 3])
        func verdict(_ born: String) throws -> Verdict { try Self.verdict("zibo", ["birth_date": born, "education": "college", "purpose": "job_seeking"]) }
        #expect(try ["2006-06-01", "2006-06-02", "1988-06-02", "1988-06-01"].map { try verdict($0) } == [.yes, .no, .yes, .no])
        #expect(lodging.release.draw?.dates.map { "\($0.lowerBound)/\($0.upperBound)" } == ["2024-05-01/2024-05-05", "2024-10-01/2024-10-07"])
        #expect(lodging.release.draw?.requestsUntil == TimeOfDay("18:00"))
    }

    private static func proof(_ fact: String, _ lodging: LodgingRules) -> LodgingRules.ProofRule? { lodging.proofs.first { $0.fact.id == fact } }

    // MARK: Qingdao

    /// Born in Qingdao, of Qingdao household, studied elsewhere, comes home to start a company.
    static let returning = [
        "returning": "yes", "birthplace": "370212", "household": "370212", "purpose": "start_up", "degree": "bachelor", "homes": "none",
    ]

    @Test func whoComesHomeToQingdaoIsWelcome() throws {
        let (programme, lodging) = try Self.read(realFile)
        let context = programme.ruleContext(today: Self.today, area: "laoshan")
        #expect(context == RuleContext(today: Self.today, city: TreeCode("3702"), stationArea: [TreeCode("370212")!]))
        let finding = lodging.eligible.check(Self.facts(Self.returning), in: context)
        #expect(finding.verdict == .yes)
        // Neither is asked at all, and no answer to either changes anything.
        #expect(lodging.eligible.facts.map(\.id) == ["purpose", "homes", "degree", "high_level_talent"])
        for fact in ["birthplace", "household"] {
            for place in ["370212", "370202", "3702", "37", "110105"] {
                #expect(lodging.eligible.check(Self.facts(Self.returning.merging([fact: place]) { $1 }), in: context) == finding)
            }
        }
        #expect(lodging.neverBy == ["household", "birthplace"])
        // The parents' flat in another district is no obstacle; one in the station's own is.
        func home(_ code: String) -> Verdict { lodging.eligible.verdict(Self.facts(Self.returning.merging(["homes": code]) { $1 }), in: context) }
        #expect([home("370202"), home("370212"), home("370200")] == [.yes, .no, .unknown])
        #expect(lodging.eligible.verdict(Self.facts(Self.returning.merging(["purpose": "other"]) { $1 }), in: context) == .no)
        #expect(lodging.eligible.verdict(Self.facts(Self.returning.merging(["degree": "none", "high_level_talent": "yes"]) { $1 }), in: context) == .yes)
    }

    @Test func qingdaosLodgingIsAssumedThroughout() throws {
        let (programme, lodging) = try Self.read(realFile)
        #expect(lodging.clause == Clause("二(一)3"))
        #expect([lodging.stay.nightsPerStay, lodging.stay.staysPerYear, lodging.stay.nightsPerYear] == [3, 3, 7])
        #expect(lodging.stay.lateArrival == TimeOfDay("22:00"))
        #expect(lodging.noShow == LodgingRules.NoShow(freeUntil: TimeOfDay("18:00")!, daysBefore: 1, ladder: [.warning, .ban(days: 30)], forgottenAfterDays: 365, appeal: "no_show_appeal"))
        let provisions = programme.provisions.filter { $0.path.hasPrefix("lodging") }
        #expect(provisions.count > 25)
        #expect(provisions.filter { if case .notice = $0.source { true } else { false } } == [])
        let rule = try #require(provisions.first { $0.path == "lodging.eligible" })
        #expect(rule.value.zh == "来意为求职面试或创业；且自有住房不在驿站所在区域；且（学位不低于学士，或高层次人才：是）")
        #expect(rule.value.en == "Purpose: job seeking or starting a business; and Own home: not in the station's area; and (Degree: bachelor or above, or High-level professional: yes)")
    }

    /// A booking takes the person's word; before check-in there are proofs, and an interview code is one of the purpose.
    @Test func proofsAreForTheDesk() throws {
        let (programme, lodging) = try Self.read(realFile)
        #expect(Self.proof("purpose", lodging)?.counts.filter(\.isInterviewCode).count == 1)
        #expect(Self.proof("identity", lodging)?.examiner == .station)
        #expect(Self.proof("degree", lodging)?.examiner == .office(.ofArea(role: "lead")))
        #expect(lodging.procedures.map { programme.procedure($0)?.steps.last?.within } == [1, 5])
    }
}
