/// What happens to a case.
public enum CaseEvent: Sendable, Hashable {
    /// The applicant hands in. `changed` are the conditions whose answers differ from what the offices last saw.
    case handIn(changed: Set<String>)
    /// Somebody in an office acts on that office's task.
    case act(office: String, by: ID<Account>, TaskAct)
    /// A step of the whole round is through for this case: a notice has ended, a meeting has determined, a document is issued.
    case settle(Ruling)
    /// The applicant takes the case back.
    case withdraw
    /// A refused case is taken up again.
    case reopen
}

extension CaseEvent {
    /// As diagrams name it.
    public var name: String {
        switch self {
        case .handIn: "hand in"
        case .act: "act"
        case .settle: "settle"
        case .withdraw: "withdraw"
        case .reopen: "reopen"
        }
    }
}

/// What somebody at a place in an office's line does.
public enum TaskAct: Sendable, Hashable {
    /// The first in the line proposes; where the line has one place this is the office's ruling.
    case propose(Case.Opinion)
    /// The next in the line agrees; the last one's agreement is the office's ruling.
    case agree
    /// The next in the line sends the opinion back to the first.
    case sendBack
    /// The task is given to one person of the place whose turn it is, or to nobody in particular.
    case assign(ID<Account>?)
}

/// The state machine of all cases. Pure: the same case, event and day always give the same answer.
public struct Casework: Sendable {
    public let programme: Programme
    public let procedure: Procedure
    public let calendar: WorkCalendar

    public init(programme: Programme, procedure: Procedure, calendar: WorkCalendar) {
        self.programme = programme
        self.procedure = procedure
        self.calendar = calendar
    }

    /// The case after the event.
    /// - Throws: a conflict when the case is not where the event belongs, a refusal when a rule forbids it.
    public func after(_ event: CaseEvent, _ current: Case, on today: Day) throws(Refusal) -> Case {
        switch (current.state, event) {
        case (.draft, .handIn): try follow(.pass, from: current, on: today)
        case (.correction, .handIn(let changed)): handedInAgain(current, changed: changed, on: today)
        case (.open, .act(let office, let person, let act)): try decided(try acted(current, office: office, by: person, act), on: today)
        case (.open, .settle(let ruling)): try settled(current, ruling, on: today)
        case (.draft, .withdraw), (.correction, .withdraw): ended(current, .withdrawn)
        case (.open, .withdraw): try withdrawn(current)
        case (.refused, .reopen): try reopened(current, on: today)
        case (.open, .handIn), (.done, .handIn), (.refused, .handIn), (.withdrawn, .handIn): throw Self.notWithApplicant
        case (.draft, .act), (.correction, .act), (.done, .act), (.refused, .act), (.withdrawn, .act): throw Self.notWithOffices
        case (.draft, .settle), (.correction, .settle), (.done, .settle), (.refused, .settle), (.withdrawn, .settle): throw Self.notWithOffices
        case (.done, .withdraw), (.refused, .withdraw), (.withdrawn, .withdraw): throw Self.hasEnded
        case (.draft, .reopen), (.open, .reopen), (.correction, .reopen), (.done, .reopen), (.withdrawn, .reopen): throw Self.notRefused
        }
    }

    /// The tasks of the visit as the event leaves them, before the case moves on from it: who said what last.
    public func tasks(closedBy event: CaseEvent, _ current: Case) throws(Refusal) -> [Case.Task] {
        guard current.state == .open, case .act(let office, let person, let act) = event else { return current.tasks }
        return try acted(current, office: office, by: person, act).tasks
    }

    /// The step at which a case stands.
    public func step(of current: Case) -> Step? { procedure.index(of: current.step).map { procedure.steps[$0] } }

    // MARK: events

    private func handedInAgain(_ current: Case, changed: Set<String>, on today: Day) -> Case {
        var next = current
        next.state = .open
        next.visit += 1
        next.clock = current.clock?.resumed(on: today)
        let judges = judges(of: changed, in: current)
        next.tasks = current.tasks.map { task in
            let stands = task.opinion?.ruling == .pass && !judges.contains(task.office)
            return stands
                ? Case.Task(office: task.office, line: task.line, position: task.line.count, opinion: task.opinion, hands: task.hands, carried: true)
                : Case.Task(office: task.office, line: task.line)
        }
        return next
    }

    private func acted(_ current: Case, office: String, by person: ID<Account>, _ act: TaskAct) throws(Refusal) -> Case {
        guard let at = current.tasks.firstIndex(where: { $0.office == office }), !current.tasks[at].isRuled else { throw Self.notYourTurn }
        var task = current.tasks[at]
        if case .assign(let assignee) = act {
            task.assignee = assignee
            return replacing(at, with: task, in: current)
        }
        if let assignee = task.assignee, assignee != person { throw Self.assignedToAnother }
        switch act {
        case .assign: break
        case .propose(let opinion):
            guard task.position == 0 else { throw Self.notYourTurn }
            try check(opinion, current)
            task.opinion = opinion
            task.hands = [person]
            task.position = 1
        case .agree:
            guard task.position > 0 else { throw Self.notYourTurn }
            guard !task.hands.contains(person) else { throw Self.samePerson }
            task.hands.append(person)
            task.position += 1
        case .sendBack:
            guard task.position > 0 else { throw Self.notYourTurn }
            guard !task.hands.contains(person) else { throw Self.samePerson }
            task.hands = []
            task.position = 0
        }
        task.assignee = nil
        return replacing(at, with: task, in: current)
    }

    /// When every office has ruled, the case moves: one refusal refuses, else one return returns, all reasons together.
    private func decided(_ current: Case, on today: Day) throws(Refusal) -> Case {
        guard !current.tasks.isEmpty, current.tasks.allSatisfy(\.isRuled) else { return current }
        let rulings = Set(current.tasks.compactMap { $0.opinion?.ruling })
        if rulings.contains(.refuse) { return try follow(.refuse, from: current, on: today) }
        guard rulings.contains(.return) else { return try follow(.pass, from: current, on: today) }
        var next = current
        next.state = .correction
        next.returns[current.step, default: 0] += 1
        next.clock = current.clock?.rested(on: today, calendar)
        return next
    }

    private func settled(_ current: Case, _ ruling: Ruling, on today: Day) throws(Refusal) -> Case {
        guard let step = step(of: current), step.isSettled, ruling != .return else { throw Self.notWithOffices }
        if ruling == .refuse, !(step.mayRefuse || step.kind == .determine) { throw Self.notAllowed }
        return try follow(ruling, from: current, on: today)
    }

    private func withdrawn(_ current: Case) throws(Refusal) -> Case {
        if let step = step(of: current), step.kind == .issue {
            throw Refusal(.conflict, "determined", Words("已经审定，不能再撤回申报", "The case has been determined and cannot be withdrawn"))
        }
        return ended(current, .withdrawn)
    }

    private func reopened(_ current: Case, on today: Day) throws(Refusal) -> Case {
        guard let reopening = procedure.reopening else {
            throw Refusal(.conflict, "no_reopening", Words("本程序不能重新受理", "This procedure does not allow a case to be taken up again"), clause: procedure.clause)
        }
        return try entering(reopening.at, current, on: today)
    }

    // MARK: movements

    private func follow(_ ruling: Ruling, from current: Case, on today: Day) throws(Refusal) -> Case {
        guard let index = procedure.index(of: current.step) else { throw Self.unknownStep }
        switch procedure.destination(of: ruling, at: index) {
        case .end(let state): return ended(current, state)
        case .step(let id): return try entering(id, current, on: today)
        }
    }

    private func entering(_ id: String, _ current: Case, on today: Day) throws(Refusal) -> Case {
        guard let index = procedure.index(of: id) else { throw Self.unknownStep }
        let step = procedure.steps[index]
        var next = current
        next.state = .open
        next.step = id
        next.visit += 1
        next.clock = step.within.map { StepClock(allowance: $0, since: today) }
        next.tasks = []
        if !step.isSettled {
            next.tasks = programme.offices(step.by, area: current.area).map { Case.Task(office: $0.id, line: $0.signOff) }
            guard !next.tasks.isEmpty else {
                throw Refusal(.conflict, "no_office", Words("该区域没有办理这一步的部门", "The area has no office for this step"), clause: step.clause)
            }
        }
        return next
    }

    private func ended(_ current: Case, _ state: CaseState) -> Case {
        var next = current
        next.state = state
        next.clock = nil
        next.tasks = current.tasks.filter(\.isRuled)
        return next
    }

    private func replacing(_ index: Int, with task: Case.Task, in current: Case) -> Case {
        var next = current
        next.tasks[index] = task
        return next
    }

    // MARK: rules

    private func check(_ opinion: Case.Opinion, _ current: Case) throws(Refusal) {
        guard let step = step(of: current) else { throw Self.unknownStep }
        switch opinion.ruling {
        case .pass: break
        case .refuse: if !step.mayRefuse { throw Self.notAllowed }
        case .return:
            guard step.mayReturn > 0 else { throw Self.notAllowed }
            if current.returns[step.id, default: 0] >= step.mayReturn {
                throw Refusal(.conflict, "returned_enough",
                    Words("这一步最多可退回 \(step.mayReturn) 次，已经用完", "This step may return a case \(step.mayReturn) times, and has"),
                    clause: step.clause, next: Words("请通过，或说明理由不予通过", "Pass it, or refuse it with a reason"))
            }
        }
    }

    /// The offices that rule on any of these conditions at the case's step.
    private func judges(of changed: Set<String>, in current: Case) -> Set<String> {
        guard let step = step(of: current), let form = procedure.form.flatMap(programme.form) else { return [] }
        let conditions = form.conditions.filter { changed.contains($0.id) }
        return Set(conditions.flatMap { programme.judges(of: $0, at: step, area: current.area) }.map(\.id))
    }

    // MARK: refusals

    private static let notWithApplicant = Refusal(.conflict, "not_with_applicant", Words("申报不在您手中，现在不能提交", "The application is not with you at present"))
    private static let notWithOffices = Refusal(.conflict, "not_with_offices", Words("这件事现在不在部门办理中", "The case is not with the offices at present"),
        next: Words("请刷新页面查看最新进展", "Reload the page to see where it stands"))
    private static let hasEnded = Refusal(.conflict, "ended", Words("这件事已经办结", "The case has ended"))
    private static let notRefused = Refusal(.conflict, "not_refused", Words("只有未通过的申报可以重新受理", "Only a refused case can be taken up again"))
    private static let unknownStep = Refusal(.conflict, "unknown_step", Words("办理程序中没有这一步", "The procedure has no such step"))
    private static let notAllowed = Refusal(.conflict, "ruling_not_allowed", Words("这一步不能作这样的决定", "This step does not allow that ruling"))
    static let notYourTurn = Refusal(.conflict, "already_decided", Words("这一步已由他人办理，您的意见没有提交", "Somebody has acted on this already; yours was not recorded"),
        next: Words("请刷新页面查看最新进展", "Reload the page to see where it stands"))
    private static let assignedToAnother = Refusal(.forbidden, "assigned", Words("这件事已指定他人办理", "This is assigned to somebody else"),
        next: Words("可请负责人改派", "Ask for it to be reassigned"))
    private static let samePerson = Refusal(.forbidden, "same_person", Words("经办、复核、签发须由不同的人担任", "Whoever examined does not approve: a different person must act here"))
}

extension Step {
    /// Whether the step is settled for a round by a notice, a meeting or a document, not by tasks of single cases.
    public var isSettled: Bool {
        switch kind {
        case .notice, .determine, .issue: true
        case .submit, .forward, .intake, .siteCheck, .review, .hearing, .work, .payment: false
        }
    }
}

extension Procedure {
    /// Where a case goes from this step after this ruling.
    public func destination(of ruling: Ruling, at index: Int) -> Step.Destination {
        guard steps.indices.contains(index) else { return .end(.refused) }
        if let named = steps[index].then[ruling] { return named }
        switch ruling {
        case .refuse: return .end(.refused)
        case .pass, .return: return index + 1 < steps.count ? .step(steps[index + 1].id) : .end(.done)
        }
    }
}
