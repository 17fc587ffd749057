import Domain
import Testing

@Suite struct CaseRulesTests {
    let programme = SmallProgramme.programme()

    private func actor(_ office: String?, _ place: Programme.Place = .handler, organisation: String? = nil, programme: String = "p") -> Actor {
        Actor(kind: .person(SmallProgramme.id("me")), name: "我", posts: office.map { [Post(programme: programme, office: $0, place: place)] } ?? [],
            organisations: Set(organisation.map { [SmallProgramme.id($0)] } ?? []))
    }

    private func at(_ state: CaseState) -> Case {
        Case(id: SmallProgramme.id("c"), programme: "p", procedure: "recognition", applicant: SmallProgramme.id("o1"), area: "east", state: state, step: "intake", visit: state == .draft ? 0 : 1,
            tasks: [Case.Task(office: "centre", line: [.handler, .checker])])
    }

    @Test(arguments: CaseState.allCases) func whoReads(_ state: CaseState) {
        let current = at(state)
        func reads(_ actor: Actor) -> Bool { CaseRules.mayRead(actor, current, in: programme) }
        #expect(reads(actor(nil, organisation: "o1")))
        #expect(!reads(actor(nil, organisation: "o2")))
        #expect(!reads(.visitor))
        #expect(!reads(.system))
        #expect(reads(actor("finance")) == (state != .draft))
        #expect(reads(actor("east.hrss")) == (state != .draft))
        #expect(!reads(actor("zone.all")))
        #expect(!reads(actor("centre", programme: "other")))
        #expect(!reads(actor("nowhere")))
        #expect(!reads(Actor(kind: .person(SmallProgramme.id("me")), name: "我", administers: true)))
    }

    @Test func whatWasNeverHandedInIsTheApplicantsAlone() {
        var current = at(.draft)
        current.state = .withdrawn
        #expect(CaseRules.mayRead(actor(nil, organisation: "o1"), current, in: programme))
        #expect(!CaseRules.mayRead(actor("finance"), current, in: programme))
        #expect(!CaseRules.mayRead(actor("east.hrss"), current, in: programme))
    }

    @Test(arguments: CaseState.allCases) func whoActs(_ state: CaseState) throws {
        let current = at(state)
        let task = try #require(current.tasks.first)
        let open = state == .open
        func acts(_ actor: Actor, _ task: Case.Task) -> Bool { CaseRules.mayAct(actor, on: task, of: current) }
        #expect(acts(actor("centre"), task) == open)
        #expect(!acts(actor("centre", .checker), task))
        #expect(!acts(actor("finance"), task))
        #expect(!acts(actor("centre", organisation: "o1"), task))
        #expect(!acts(actor("centre", programme: "other"), task))
        #expect(!acts(Actor(kind: .system, name: "", posts: [Post(programme: "p", office: "centre", place: .handler)]), task))
        var given = task
        given.assignee = SmallProgramme.id("other")
        #expect(!acts(actor("centre"), given))
        given.assignee = SmallProgramme.id("me")
        #expect(acts(actor("centre"), given) == open)
        var second = task
        second.position = 1
        second.hands = [SmallProgramme.id("me")]
        #expect(!acts(actor("centre", .checker), second))
        second.hands = [SmallProgramme.id("other")]
        #expect(acts(actor("centre", .checker), second) == open)
        var ruled = task
        ruled.position = 2
        #expect(!acts(actor("centre", .checker), ruled))

        func assigns(_ actor: Actor) -> Bool { CaseRules.mayAssign(actor, task, of: current) }
        #expect(assigns(actor("centre", .signer)) == open)
        #expect(!assigns(actor("finance")))
        #expect(!assigns(actor("centre", organisation: "o1")))
    }

    @Test(arguments: CaseState.allCases) func whoTakesUpAgain(_ state: CaseState) throws {
        let current = at(state)
        let centre = try #require(programme.office("centre"))
        #expect(CaseRules.mayReopen(actor("centre", .signer), current, office: centre) == (state == .refused))
        #expect(!CaseRules.mayReopen(actor("centre", .handler), current, office: centre))
        #expect(!CaseRules.mayReopen(actor("centre", .signer, organisation: "o1"), current, office: centre))
        #expect(!CaseRules.mayReopen(actor("hrss", .signer), current, office: centre))
    }
}
