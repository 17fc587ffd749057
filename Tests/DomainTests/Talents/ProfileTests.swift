import Domain
import Foundation
import Testing

@Suite struct ProfileTests {
    private let today = Day(number: 18_582)   // 2020-11-16

    private func item(_ id: String) throws -> Profile.Item { try #require(Profile.item(id)) }
    private func read(_ id: String, _ typed: String...) throws -> Profile.Value? { try Profile.read(typed, for: try item(id), today: today) }

    @Test func eachItemHasOneIdAndOnePlace() {
        let ids = Profile.sections.flatMap { $0.items.map(\.id) }
        #expect(Set(ids).count == ids.count)
        #expect(Set(Profile.sections.map(\.id)).count == Profile.sections.count)
        #expect(ids.count == 27)
        // Sex decides on beds alone: no rule can ask for it.
        #expect(FactCatalogue.profile.fact(Profile.sex.id) == nil)
        for id in ["birth_date", "interview_proof", "sex"] { #expect(Profile.item(id)?.id == id) }
    }

    /// No rule asks what could never be answered.
    @Test func whateverRulesMayAskIsAskedOfPeople() {
        let asked = Set(ProfileCatalogue([]).asked.map(\.id))
        #expect(FactCatalogue.profile.facts.map(\.id).filter { !asked.contains($0) } == [])
    }

    @Test func numbersStayWithinWhatTheFileSays() throws {
        let months = Profile.Item.fact(Fact(id: "months", name: Words("参保月数", "Months insured"), question: Words("参保几个月？", "How many months?"), kind: .number(atLeast: 1, atMost: 600, unit: nil)))
        #expect(try Profile.read(["12"], for: months, today: today) == .fact(.number(12)))
        for typed in ["0", "601", "1.5", "x"] { #expect(throws: Profile.Mistake.self) { try Profile.read([typed], for: months, today: today) } }
    }

    @Test func answersAreReadByTheirKind() throws {
        #expect(try read("degree", "bachelor") == .fact(.choice(["bachelor"])))
        #expect(try read("purpose", "", "job_seeking", "start_up") == .fact(.choice(["job_seeking", "start_up"])))
        #expect(try read("enrolled", "yes") == .fact(.flag(true)))
        #expect(try read("graduation_date", "2021-06-30") == .fact(.day(try #require(Day("2021-06-30")))))
        #expect(try read("wanted_pay", "8,500.50") == .fact(.money(Fen(850_050))))
        #expect(try read("university", " 山东大学 ") == .text("山东大学"))
        let places = try [#require(TreeCode(division: "370212")), #require(TreeCode(division: "3702"))]
        #expect(try read("homes", "山东省青岛市崂山区、370200") == .fact(.divisions(places)))
        #expect(try read("homes", "none") == .fact(.divisions([])))
        // A place that was typed beside the box counts.
        #expect(try read("homes", "none", "崂山区") == .fact(.divisions([places[0]])))
        #expect(try read("homes", "", "") == nil)
    }

    @Test(arguments: [
        ("degree", "professor"), ("enrolled", "maybe"), ("graduation_date", "soon"), ("graduation_date", "1850-01-01"), ("graduation_date", "2050-01-01"), ("wanted_pay", "much"),
        ("homes", "月球"), ("household", "山东省青岛市崂山区、山东省济南市历下区"), ("university", String(repeating: "大", count: 61)), ("household", "none"),
    ])
    func whatIsNoAnswerIsRefused(_ id: String, _ typed: String) throws {
        #expect(throws: Profile.Mistake.self) { try read(id, typed) }
    }

    @Test func answersTravel() throws {
        for value in [Profile.Value.text("山东大学"), .fact(.flag(true)), .fact(.choice(["a", "b"])), .fact(.day(today)), .fact(.divisions([]))] {
            #expect(try JSONDecoder().decode(Profile.Value.self, from: JSONEncoder().encode(value)) == value)
        }
        #expect(try read("household", "370212")?.words(of: item("household")).zh == "山东省青岛市崂山区")
    }
}

@Suite struct PlacesAndSchoolsTests {
    @Test func divisionsAreFoundByCodeAndName() throws {
        #expect(Division.all.count == Set(Division.all.map(\.code)).count && Division.all.count > 3200)
        #expect(Division.of("370212")?.fullName == "山东省青岛市崂山区" && Division.of("370200")?.code == "3702" && Division.of("110101")?.fullName == "北京市东城区")
        #expect(Division.of("370299") == nil && Division.of("") == nil)
        #expect(Division.read("山东省青岛市崂山区")?.code == "370212" && Division.read("崂山区")?.code == "370212" && Division.read("崂山区 370212")?.code == "370212")
        // Several cities have a 市中区: the name alone says nothing.
        #expect(Division.read("市中区") == nil && Division.read("山东省济南市市中区")?.code == "370103")
        #expect(Division.search("青岛").first?.code == "3702" && Division.search("青岛").count == 11)
        #expect(Division.search("").isEmpty)
        for division in Division.all { #expect([2, 4, 6].contains(division.code.count) && !division.name.isEmpty) }
    }

    @Test func universitiesAreFoundByAPartOfTheirName() {
        #expect(University.isListed("中国海洋大学") && !University.isListed("海洋大学"))
        #expect(University.search("海洋 中国").map(\.name).contains("中国海洋大学"))
        #expect(University.search("青岛大学").first?.name == "青岛大学")
        #expect(University.search(" ").isEmpty && University.search("大学", atMost: 5).count == 5)
        #expect(Set(University.all.map(\.name)).count == University.all.count && University.all.allSatisfy { Division.of($0.province) != nil })
    }

    @Test func industriesAreNumberedWithoutGaps() {
        let codes = Industry.all.compactMap { Int($0.code) }
        #expect(codes == Array(1...97) && Industry.all.allSatisfy { $0.code.count == 2 })
        #expect(Industry.of("65")?.name == Words("软件和信息技术服务业", "Software and IT services"))
    }

    @Test func classesOfMajorsBelongToCategories() {
        #expect(MajorClass.all.count == 93 && Set(MajorClass.all.map(\.code)).count == 93)
        #expect(MajorClass.of("0809")?.name == Words("计算机类", "Computing") && MajorClass.of("0809")?.category.zh == "工学" && MajorClass.of("08") == nil)
    }

    @Test func majorsAreFoundByAPartOfTheirNameAndHaveAClass() {
        #expect(Major.search("软件").first?.name == "软件工程" && Major.search("软件").first?.classCode == "0809")
        #expect(Major.search("工程 桥梁").map(\.name) == ["道路桥梁与渡河工程"])
        #expect(Major.search(" ").isEmpty && Major.search("工程", atMost: 5).count == 5)
        #expect(Set(Major.all.map(\.name)).count == Major.all.count && Major.all.count > 500)
        #expect(Major.all.allSatisfy { MajorClass.of($0.classCode) != nil })
    }

    @Test func aCodeProvesAroundTheInterview() throws {
        let interview = try #require(Day("2020-11-20"))
        let proof = Facts.Known(.flag(true), proof: .init(from: InterviewProof.from(interview), until: InterviewProof.until(interview)))
        #expect([-4, -3, 0, 1, 2].map { proof.state(on: interview.adding($0)) } == [.stated, .proven, .proven, .proven, .expired])
    }

    @Test func numbersOfInterviewsAreReadAsTheyLook() throws {
        let number = InterviewNumber(random: Array(0..<12))
        #expect(number.text == "0123-4567-89AB")
        #expect(InterviewNumber("o123 4567 89ab") == number && InterviewNumber("OL23-4567-89AB")?.text == "0123-4567-89AB")
        #expect(InterviewNumber("0123-4567-89A") == nil && InterviewNumber("0123-4567-89AU") == nil && InterviewNumber("") == nil)
        #expect(InterviewNumber("０１２３４５６７８９ＡＢ") == number)
    }

    @Test func consentsHaveVersionsOfTheirOwn() {
        let texts = ConsentText.Purpose.allCases.map(ConsentText.current)
        #expect(Set(texts.map(\.version)).count == texts.count)
        #expect(texts.filter(\.purpose.isSensitive).map(\.version) == ["identity-1"])
    }
}
