import Domain
import Testing

@Suite struct CaseworkTests {
    let work = SmallProgramme.casework()
    let monday = SmallProgramme.monday

    private func refusal(_ code: String, _ kind: Refusal.Kind, location: SourceLocation = #_sourceLocation, _ run: () throws -> Case) {
        do {
            let found = try run()
            Issue.record("expected \(code), got \(found.state) at \(found.step)", sourceLocation: location)
        } catch let refusal as Refusal {
            #expect([refusal.code, refusal.kind.rawValue] == [code, kind.rawValue], sourceLocation: location)
        } catch {
            Issue.record(error, sourceLocation: location)
        }
    }

    // MARK: every pair

    static let events: [(String, CaseEvent)] = [
        ("handIn", .handIn(changed: [])), ("act", .act(office: "centre", by: SmallProgramme.id("a"), .propose(SmallProgramme.opinion(.pass)))),
        ("settle", .settle(.pass)), ("withdraw", .withdraw), ("reopen", .reopen),
    ]

    /// What each event does to a case in each state: the state and step after it, or the code of the refusal. The open case stands at intake.
    static let table: [CaseState: [String: String]] = [
        .draft: ["handIn": "open/intake", "act": "not_with_offices", "settle": "not_with_offices", "withdraw": "withdrawn/submit", "reopen": "not_refused"],
        .open: ["handIn": "not_with_applicant", "act": "open/intake", "settle": "not_with_offices", "withdraw": "withdrawn/intake", "reopen": "not_refused"],
        .correction: ["handIn": "open/intake", "act": "not_with_offices", "settle": "not_with_offices", "withdraw": "withdrawn/intake", "reopen": "not_refused"],
        .done: ["handIn": "not_with_applicant", "act": "not_with_offices", "settle": "not_with_offices", "withdraw": "ended", "reopen": "not_refused"],
        .refused: ["handIn": "not_with_applicant", "act": "not_with_offices", "settle": "not_with_offices", "withdraw": "ended", "reopen": "open/intake"],
        .withdrawn: ["handIn": "not_with_applicant", "act": "not_with_offices", "settle": "not_with_offices", "withdraw": "ended", "reopen": "not_refused"],
    ]

    @Test(arguments: CaseState.allCases, events.map(\.0)) func everyStateMeetsEveryEvent(_ state: CaseState, _ name: String) throws {
        let event = try #require(Self.events.first { $0.0 == name }).1
        let open = try work.after([.handIn(changed: [])], SmallProgramme.draft)
        let start: Case = switch state {
        case .draft: SmallProgramme.draft
        case .open: open
        case .correction: try work.after(work.line("centre", .return), open)
        case .refused: try work.after(work.line("centre", .refuse), open)
        case .withdrawn: try work.after([.withdraw], open)
        case .done: try work.after(work.line("centre") + ["hrss", "finance", "east.hrss"].flatMap { work.line($0) } + [.settle(.pass), .settle(.pass), .settle(.pass)], open)
        }
        #expect(start.state == state)
        let found: String
        do {
            let after = try work.after(event, start, on: monday)
            found = "\(after.state)/\(after.step)"
        } catch {
            found = error.code
            #expect(error.kind == .conflict)
        }
        #expect(found == Self.table[state]?[name])
    }

    // MARK: offices

    @Test func aLinePassesHandlerCheckerAndSigner() throws {
        let open = try work.after([.handIn(changed: [])], SmallProgramme.draft)
        #expect(open.tasks == [Case.Task(office: "centre", line: [.handler, .checker, .signer])])
        #expect(open.clock == StepClock(allowance: 2, since: monday))
        let line = work.line("centre")
        let proposed = try work.after([line[0]], open)
        #expect(proposed.tasks == [
            Case.Task(office: "centre", line: [.handler, .checker, .signer], position: 1, opinion: SmallProgramme.opinion(.pass), hands: [SmallProgramme.id("centre-handler")]),
        ])
        #expect(proposed.state == .open && proposed.step == "intake" && proposed.visit == 1)
        let checked = try work.after([line[1]], proposed)
        #expect(checked.tasks.map(\.place) == [.signer])
        #expect(try work.tasks(closedBy: line[2], checked) == [
            Case.Task(
                office: "centre", line: [.handler, .checker, .signer], position: 3, opinion: SmallProgramme.opinion(.pass),
                hands: [SmallProgramme.id("centre-handler"), SmallProgramme.id("centre-checker"), SmallProgramme.id("centre-signer")]),
        ])
        let signed = try work.after([line[2]], checked)
        #expect(signed.step == "review" && signed.visit == 2)
        #expect(signed.tasks == [
            Case.Task(office: "hrss", line: [.handler, .signer]), Case.Task(office: "finance", line: [.handler]), Case.Task(office: "east.hrss", line: [.handler]),
        ])
        #expect(signed.clock == StepClock(allowance: 10, since: monday))
    }

    @Test func whoeverExaminedDoesNotSign() throws {
        let proposed = try work.after([.handIn(changed: []), work.line("centre")[0]], SmallProgramme.draft)
        refusal("same_person", .forbidden) { try work.after(.act(office: "centre", by: SmallProgramme.id("centre-handler"), .agree), proposed, on: monday) }
        refusal("same_person", .forbidden) { try work.after(.act(office: "centre", by: SmallProgramme.id("centre-handler"), .sendBack), proposed, on: monday) }
        let checked = try work.after([work.line("centre")[1]], proposed)
        refusal("same_person", .forbidden) { try work.after(.act(office: "centre", by: SmallProgramme.id("centre-checker"), .agree), checked, on: monday) }
        refusal("same_person", .forbidden) { try work.after(.act(office: "centre", by: SmallProgramme.id("centre-handler"), .agree), checked, on: monday) }
    }

    @Test func turnsAreKept() throws {
        let open = try work.after([.handIn(changed: [])], SmallProgramme.draft)
        refusal("already_decided", .conflict) { try work.after(.act(office: "centre", by: SmallProgramme.id("b"), .agree), open, on: monday) }
        refusal("already_decided", .conflict) { try work.after(.act(office: "centre", by: SmallProgramme.id("b"), .sendBack), open, on: monday) }
        refusal("already_decided", .conflict) { try work.after(work.line("hrss")[0], open, on: monday) }
        let proposed = try work.after([work.line("centre")[0]], open)
        refusal("already_decided", .conflict) { try work.after(.act(office: "centre", by: SmallProgramme.id("b"), .propose(SmallProgramme.opinion(.refuse))), proposed, on: monday) }
    }

    @Test func whatIsSentBackBeginsAnew() throws {
        let checked = try work.after([.handIn(changed: [])] + work.line("centre").prefix(2), SmallProgramme.draft)
        let back = try work.after(.act(office: "centre", by: SmallProgramme.id("centre-signer"), .sendBack), checked, on: monday)
        #expect(back.tasks == [Case.Task(office: "centre", line: [.handler, .checker, .signer], opinion: SmallProgramme.opinion(.pass))])
        // The signer may be the next to handle, but then not to sign.
        let again = try work.after(.act(office: "centre", by: SmallProgramme.id("centre-signer"), .propose(SmallProgramme.opinion(.return))), back, on: monday)
        #expect(again.tasks.map(\.opinion?.ruling) == [.return])
        #expect(again.tasks.map(\.hands) == [[SmallProgramme.id("centre-signer")]])
    }

    @Test func aTaskIsGivenToOnePerson() throws {
        let open = try work.after([.handIn(changed: []), .act(office: "centre", by: SmallProgramme.id("x"), .assign(SmallProgramme.id("anna")))], SmallProgramme.draft)
        #expect(open.tasks.map(\.assignee) == [SmallProgramme.id("anna")])
        refusal("assigned", .forbidden) { try work.after(work.line("centre")[0], open, on: monday) }
        let proposed = try work.after(.act(office: "centre", by: SmallProgramme.id("anna"), .propose(SmallProgramme.opinion(.pass))), open, on: monday)
        #expect(proposed.tasks.map(\.assignee) == [nil])   // it was for this place alone
        let free = try work.after(.act(office: "centre", by: SmallProgramme.id("x"), .assign(nil)), open, on: monday)
        #expect(free.tasks == [Case.Task(office: "centre", line: [.handler, .checker, .signer])])
    }

    // MARK: rulings together

    private var reviewing: Case {
        get throws { try work.after([.handIn(changed: [])] + work.line("centre"), SmallProgramme.draft) }
    }

    @Test func theCaseWaitsForEveryOffice() throws {
        let two = try work.after(work.line("hrss", .return, ["venue"]) + work.line("finance"), try reviewing)
        #expect(two.state == .open && two.step == "review" && two.visit == 2)
        let all = try work.after(work.line("east.hrss", .return, ["team"]), two)
        #expect(all.state == .correction && all.step == "review" && all.visit == 2)
        #expect(all.tasks.map { "\($0.office) \($0.opinion?.ruling.rawValue ?? "") \($0.opinion?.conditions ?? [])" } == [
            #"hrss return ["venue"]"#, "finance pass []", #"east.hrss return ["team"]"#,
        ])
        #expect(all.returns == ["review": 1])
    }

    @Test func oneRefusalRefusesWhateverTheOthersSaid() throws {
        let refused = try work.after(work.line("hrss", .return) + work.line("finance", .refuse) + work.line("east.hrss"), try reviewing)
        #expect(refused.state == .refused && refused.step == "review")
        #expect(refused.tasks.map(\.opinion?.ruling) == [.return, .refuse, .pass])
        #expect(refused.clock == nil)
        #expect(refused.returns == [:])
    }

    @Test func passesStandUnlessWhatTheyRestOnHasChanged() throws {
        let returned = try work.after(work.line("hrss", .return, ["venue"]) + work.line("finance") + work.line("east.hrss"), try reviewing)
        let venue = try work.after(.handIn(changed: ["venue"]), returned, on: monday)
        #expect(venue.state == .open && venue.visit == 3)
        #expect(venue.tasks.map { "\($0.office) \($0.carried) \($0.position) \($0.hands)" } == [
            "hrss false 0 []", "finance true 1 [finance-handler]", "east.hrss false 0 []",   // the area's office rules on what HRSS rules on
        ])
        let money = try work.after(.handIn(changed: ["money"]), returned, on: monday)
        #expect(money.tasks.map(\.carried) == [false, false, true])
        let nothing = try work.after(.handIn(changed: []), returned, on: monday)
        #expect(nothing.tasks.map(\.carried) == [false, true, true])
        let done = try work.after(work.line("hrss"), nothing)
        #expect(done.step == "notice" && done.visit == 4)
    }

    @Test func aStepReturnsSoOftenAndNoMore() throws {
        let back: [CaseEvent] = work.line("centre", .return) + [.handIn(changed: [])]
        let once = try work.after([.handIn(changed: [])] + back, SmallProgramme.draft)
        #expect(once.returns == ["intake": 1] && once.state == .open && once.visit == 2)
        refusal("returned_enough", .conflict) { try work.after(work.line("centre", .return)[0], once, on: monday) }
        #expect(try work.after(work.line("centre", .refuse), once).state == .refused)
        // Each step counts for itself.
        #expect(try work.after(work.line("centre") + work.line("hrss", .return) + work.line("finance") + work.line("east.hrss"), once).returns == ["intake": 1, "review": 1])
    }

    @Test func aRulingMustBeAllowed() throws {
        let strict = SmallProgramme.casework(Procedure(id: "recognition", name: Words("", ""), clause: nil, steps: [
            Step(id: "submit", kind: .submit, name: Words("", "")), Step(id: "check", kind: .siteCheck, name: Words("", ""), by: [.office("finance")]),
        ], reopening: nil))
        let open = try strict.after([.handIn(changed: [])], SmallProgramme.draft)
        #expect(open.clock == nil)
        refusal("ruling_not_allowed", .conflict) { try strict.after(strict.line("finance", .refuse)[0], open, on: monday) }
        refusal("ruling_not_allowed", .conflict) { try strict.after(strict.line("finance", .return)[0], open, on: monday) }
        #expect(try strict.after(strict.line("finance"), open).state == .done)
    }

    @Test func inAFunctionalZoneOneOfficeActsForAll() throws {
        let zone = Case(id: SmallProgramme.id("c2"), programme: "p", procedure: "recognition", applicant: nil, area: "zone", state: .draft, step: "submit", visit: 0)
        #expect(try work.after([.handIn(changed: [])] + work.line("centre"), zone).tasks.map(\.office) == ["hrss", "finance", "zone.all"])
        let nowhere = Case(id: SmallProgramme.id("c3"), programme: "p", procedure: "recognition", applicant: nil, area: nil, state: .draft, step: "submit", visit: 0)
        let areal = SmallProgramme.casework(Procedure(id: "recognition", name: Words("", ""), clause: nil, steps: [
            Step(id: "submit", kind: .submit, name: Words("", "")), Step(id: "check", kind: .work, name: Words("", ""), by: [.ofArea(role: "hrss")]),
        ], reopening: nil))
        refusal("no_office", .conflict) { try areal.after(.handIn(changed: []), nowhere, on: monday) }
    }

    // MARK: settled steps

    @Test func roundsSettleNoticeMeetingAndDocument() throws {
        let noticed = try work.after(["hrss", "finance", "east.hrss"].flatMap { work.line($0) }, try reviewing)
        #expect(noticed.step == "notice" && noticed.tasks == [] && noticed.clock == StepClock(allowance: 10, since: monday))
        refusal("already_decided", .conflict) { try work.after(work.line("hrss")[0], noticed, on: monday) }
        refusal("ruling_not_allowed", .conflict) { try work.after(.settle(.refuse), noticed, on: monday) }
        refusal("not_with_offices", .conflict) { try work.after(.settle(.return), noticed, on: monday) }
        let determining = try work.after(.settle(.pass), noticed, on: monday)
        #expect(determining.step == "determine")
        #expect(try work.after(.settle(.refuse), determining, on: monday).state == .refused)
        let issuing = try work.after(.settle(.pass), determining, on: monday)
        #expect(issuing.step == "issue" && issuing.clock == nil)
        refusal("determined", .conflict) { try work.after(.withdraw, issuing, on: monday) }
        refusal("ruling_not_allowed", .conflict) { try work.after(.settle(.refuse), issuing, on: monday) }
        #expect(try work.after(.settle(.pass), issuing, on: monday).state == .done)
        #expect(try work.after(.withdraw, determining, on: monday).state == .withdrawn)
    }

    @Test func namedDestinationsAreFollowed() throws {
        let looping = SmallProgramme.casework(Procedure(id: "recognition", name: Words("", ""), clause: nil, steps: [
            Step(id: "submit", kind: .submit, name: Words("", "")),
            Step(id: "first", kind: .work, name: Words("", ""), by: [.office("finance")], mayRefuse: true, then: [.refuse: .step("second"), .pass: .end(.done)]),
            Step(id: "second", kind: .work, name: Words("", ""), by: [.office("finance")], mayRefuse: true, then: [.pass: .step("first")]),
        ], reopening: nil))
        let second = try looping.after([.handIn(changed: [])] + looping.line("finance", .refuse), SmallProgramme.draft)
        #expect(second.step == "second" && second.state == .open && second.visit == 2)
        let first = try looping.after(looping.line("finance"), second)
        #expect(first.step == "first" && first.visit == 3)
        #expect(try looping.after(looping.line("finance"), first).state == .done)
        #expect(try looping.after(looping.line("finance", .refuse), second).state == .refused)
    }

    // MARK: reopening, withdrawing

    @Test func aRefusedCaseIsTakenUpAgainWhereTheProcedureSays() throws {
        let refused = try work.after([.handIn(changed: [])] + work.line("centre", .refuse), SmallProgramme.draft)
        let tuesday = monday.adding(1)
        let again = try work.after(.reopen, refused, on: tuesday)
        #expect(again.state == .open && again.step == "intake" && again.visit == 2)
        #expect(again.tasks == [Case.Task(office: "centre", line: [.handler, .checker, .signer])])
        #expect(again.clock == StepClock(allowance: 2, since: tuesday))
        let never = SmallProgramme.casework(SmallProgramme.procedure(reopening: nil))
        refusal("no_reopening", .conflict) { try never.after(.reopen, refused, on: tuesday) }
    }

    @Test func aWithdrawnCaseKeepsWhatWasRuledAndNoClock() throws {
        let one = try work.after(work.line("finance") + [work.line("hrss")[0]], try reviewing)
        let gone = try work.after(.withdraw, one, on: monday)
        #expect(gone.tasks.map(\.office) == ["finance"])
        #expect(gone.clock == nil)
        #expect(gone.step == "review" && gone.visit == 2)
    }
}
