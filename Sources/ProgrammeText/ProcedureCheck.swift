import Domain

/// Whether a procedure can run: its offices exist and may act, each step is reached, each path ends.
struct ProcedureCheck {
    let reading: Reading
    let programme: Programme
    let procedure: Procedure

    init(_ reading: Reading, _ programme: Programme, _ procedure: Procedure) {
        self.reading = reading
        self.programme = programme
        self.procedure = procedure
    }

    private var path: String { "procedures.\(procedure.id)" }

    func run() {
        if let form = procedure.form { ProgrammeCheck.known(form, in: programme.forms.map(\.id), at: "\(path).form", reading, "申报表", "form") }
        for step in procedure.steps {
            offices(of: step)
            names(of: step)
        }
        if let reopening = procedure.reopening {
            office(reopening.by, at: "\(path).reopening.by", power: nil)
            ProgrammeCheck.known(reopening.at, in: procedure.steps.map(\.id), at: "\(path).reopening.at", reading, "步骤", "step")
        }
        order()
    }

    private func offices(of step: Step) {
        let at = "\(path).steps.\(step.id)"
        if step.kind == .submit {
            if !step.by.isEmpty { reading.report("\(at).by", Words("申报由申报单位办理，不写部门", "The applicant submits: no office stands here")) }
            return
        }
        if step.by.isEmpty {
            reading.report(at, Words("步骤 \(step.id) 没有部门办理", "Nobody acts at the step \(step.id)"), instead: Words("加上“by: 部门”", "add “by: OFFICE”"))
        }
        for (key, references) in [("by", step.by), ("with", step.with)] {
            for (index, reference) in references.enumerated() {
                let item = "\(at).\(key).\(index + 1)"
                office(reference, at: reading.isNoted(item) ? item : "\(at).\(key)", power: step.kind.power)
            }
        }
        if let preparedBy = step.preparedBy { office(preparedBy, at: "\(at).prepared_by", power: nil) }
    }

    /// The offices that a reference can mean, and whether each may do what the step needs.
    private func office(_ reference: OfficeReference, at path: String, power: Programme.Power?) {
        let meant: [Programme.Office]
        switch reference {
        case .office(let id):
            let city = programme.offices.filter { $0.area == nil }.map(\.id)
            let all = city + Set(programme.offices.compactMap(\.areaRole)).union(["lead"]).map { "area.\($0)" }.sorted()
            ProgrammeCheck.known(id, in: city, at: path, reading, "部门", "office", suggest: all)
            meant = programme.offices.filter { $0.area == nil && $0.id == id }
        case .ofArea(let role):
            let roles = Set(programme.offices.compactMap(\.areaRole)).union(["lead"]).map { "area.\($0)" }.sorted()
            ProgrammeCheck.known("area.\(role)", in: roles, at: path, reading, "部门", "office", suggest: roles)
            guard roles.contains("area.\(role)") else { return }
            // Of a district's own procedure only the areas that may recognise are concerned.
            let concerned = programme.areas.filter { role == "lead" || $0.mayRecognise }
            meant = concerned.compactMap { programme.office(reference == .ofArea(role: "lead") ? .ofArea(role: $0.lead) : reference, area: $0.id) }
        }
        guard let power, !reading.unclearOffices.contains(reference.role),
              let office = meant.first(where: { !$0.powers.contains(power) }) else { return }
        if case .ofArea("lead") = reference, power != .forward, meant.contains(where: { $0.powers.contains(power) }) { return }
        reading.report(path, Words("\(office.name.zh)没有“\(power.name.zh)”的职能", "\(office.name.en) does not have the power \(power.rawValue)"),
                       instead: Words("在它的 does 中加上 \(power.rawValue)，或换一个部门", "add \(power.rawValue) to its does, or name another office"))
    }

    private func names(of step: Step) {
        let at = "\(path).steps.\(step.id)"
        let steps = procedure.steps.map(\.id)
        for (ruling, destination) in step.then {
            if case .step(let id) = destination {
                ProgrammeCheck.known(id, in: steps, at: "\(at).then.\(ruling.rawValue)", reading, "步骤", "step", suggest: steps + ["done", "refused"])
            }
            if ruling == .refuse, !step.mayRefuse {
                reading.report("\(at).then.refuse", Words("这一步不能不予通过，却写了不通过后的去向", "This step may not refuse, but says where a refusal leads"),
                               instead: Words("加上“may_refuse: yes”，或删去", "add “may_refuse: yes”, or remove it"))
            }
        }
        // A plan of events is corrected by the station that wrote it, what an agent handed in by the agent; where the name of their procedure is mistaken, that is
        // said there.
        let own = [programme.events?.plan, programme.agency?.procedure].compactMap(\.self)
        let isCorrected = own.contains { $0 == procedure.id || programme.procedure($0) == nil }
        if step.mayReturn > 0, procedure.form == nil, !isCorrected {
            reading.report("\(at).may_return", Words("程序没有申报表，退回后没有人补正", "The procedure has no form: nobody is there to correct it"),
                           instead: Words("删去，或给程序加上“form: 申报表”", "remove it, or give the procedure a “form: …”"))
        }
        if let objections = step.objections {
            let others = programme.procedures.map(\.id).filter { $0 != procedure.id }
            ProgrammeCheck.known(objections, in: others, at: "\(at).objections", reading, "程序", "procedure")
        }
        let fields = procedure.form == nil ? [] : reading.fieldNames.keys.sorted()
        for (index, field) in step.redact.enumerated() where !fields.isEmpty {
            ProgrammeCheck.known(field, in: fields, at: "\(at).redact.\(index + 1)", reading, "申报表字段", "form field")
        }
    }

    // MARK: reachability

    private enum Target: Hashable {
        case step(Int)
        case done
        case refused
    }

    private func targets(of index: Int) -> [Target] {
        let step = procedure.steps[index]
        var rulings: [Ruling] = [.pass]
        if step.mayRefuse { rulings.append(.refuse) }
        return rulings.map { ruling in
            switch step.then[ruling] {
            case .step(let id)?: procedure.index(of: id).map { .step($0) } ?? .done    // an unknown step is reported by itself
            case .end(.refused)?: .refused
            case .end?: .done
            case nil: ruling == .refuse ? .refused : index + 1 < procedure.steps.count ? .step(index + 1) : .done
            }
        }
    }

    private func order() {
        guard let first = procedure.steps.first else {
            reading.report("\(path).steps", Words("程序没有步骤", "The procedure has no steps"))
            return
        }
        if first.kind != .submit {
            reading.report("\(path).steps.\(first.id)", Words("第一步应是申报", "The first step must be a submission"),
                           instead: Words("先写“step: submit”", "begin with “step: submit”"))
        }
        for step in procedure.steps.dropFirst() where step.kind == .submit {
            reading.report("\(path).steps.\(step.id)", Words("申报只能是第一步", "Only the first step can be a submission"))
        }
        let count = procedure.steps.count
        var reached: Set<Int> = []
        var waiting = [0]
        if let reopening = procedure.reopening.flatMap({ procedure.index(of: $0.at) }) { waiting.append(reopening) }
        while let index = waiting.popLast() {
            guard reached.insert(index).inserted else { continue }
            for case .step(let next) in targets(of: index) { waiting.append(next) }
        }
        for index in 0..<count where !reached.contains(index) {
            let id = procedure.steps[index].id
            reading.report("\(path).steps.\(id)", Words("没有一步通到 \(id)", "No step leads to \(id)"),
                           instead: Words("检查前面各步的 then", "look at then in the steps before"))
        }
        let ending = leading(to: [.done, .refused])
        let caught = reached.sorted().filter { !ending.contains($0) }
        if let index = caught.first(where: leadsBack) ?? caught.first {
            let id = procedure.steps[index].id
            reading.report("\(path).steps.\(id)", Words("从 \(id) 起程序没有尽头", "From \(id) the procedure never ends"),
                           instead: Words("让 then 通到后面的步骤、done 或 refused", "let then lead to a later step, done or refused"))
            return
        }
        if !leading(to: [.done]).contains(0) {
            // A `then` that leads back is the likely cause.
            let back = reached.sorted().first(where: leadsBack)
            let at = back.map { "\(path).steps.\(procedure.steps[$0].id).then" } ?? "\(path).steps"
            reading.report(at, Words("这个程序没有办成的结局，只能不予通过", "The procedure can never end well, only be refused"),
                           instead: Words("让某一步的 then 通到 done", "let then of some step lead to done"))
        }
    }

    private func leadsBack(_ index: Int) -> Bool {
        targets(of: index).contains { target in
            if case .step(let next) = target { next <= index } else { false }
        }
    }

    /// The steps from which one of these ends can be reached.
    private func leading(to ends: Set<Target>) -> Set<Int> {
        var found: Set<Int> = []
        var grew = true
        while grew {
            grew = false
            for index in procedure.steps.indices where !found.contains(index) {
                let leads = targets(of: index).contains { target in
                    if case .step(let next) = target { found.contains(next) } else { ends.contains(target) }
                }
                if leads {
                    found.insert(index)
                    grew = true
                }
            }
        }
        return found
    }
}

extension StepKind {
    /// The power that an office needs to act at a step of this kind; nil where any office may.
    var power: Programme.Power? {
        switch self {
        case .submit, .work: nil
        case .forward: .forward
        case .intake: .intake
        case .siteCheck: .siteCheck
        case .review: .review
        case .notice: .publish
        case .hearing, .determine: .determine
        case .payment: .pay
        case .issue: .issue
        }
    }
}

extension Programme.Office {
    /// The role of an area's office: `hrss` of `laoshan.hrss`.
    var areaRole: String? {
        guard let area, id.hasPrefix("\(area).") else { return nil }
        return String(id.dropFirst(area.count + 1))
    }
}
