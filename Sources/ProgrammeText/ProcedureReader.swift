import Domain

/// Reads a procedure and its steps.
enum ProcedureReader {
    static func read(_ entry: Entry, id: String) -> Procedure {
        let name = entry.words("name")
        let form = entry.textIfGiven("form")
        let clause = entry.source(name).clause
        let steps = entry.list("steps").compactMap(step)
        var reopening: Procedure.Reopening?
        if let part = entry.partIfGiven("reopening") {
            let by = reference(part.text("by"))
            let at = part.text("at")
            part.state("by", named(by, part.reading))
            part.source(Words("不予通过后可以重新受理", "After a refusal it may be taken up again"))
            part.done()
            reopening = Procedure.Reopening(by: by, at: at)
        }
        entry.done()
        return Procedure(id: id, name: name, clause: clause, steps: steps, reopening: reopening, form: form)
    }

    static func reference(_ text: String) -> OfficeReference {
        text.hasPrefix("area.") ? .ofArea(role: String(text.dropFirst(5))) : .office(text)
    }

    static func named(_ reference: OfficeReference, _ reading: Reading) -> Words {
        switch reference {
        case .office(let id): reading.officeNames[id] ?? Words(same: id)
        case .ofArea("lead"): Words("所在区域的推荐部门", "The area's leading office")
        case .ofArea(let role): reading.officeNames["area.\(role)"].map { Words("所在\($0.zh)", $0.en) } ?? Words("所在\(role)", role)
        }
    }

    private static func step(_ entry: Entry) -> Step? {
        guard let kind = entry.one("step", of: StepKind.self) else { return nil }
        let id = entry.has("id") ? entry.id() : kind.rawValue
        let name = entry.words("name")
        let by = offices(entry, "by")
        let with = offices(entry, "with")
        let preparedBy = entry.textIfGiven("prepared_by").map(reference)
        if let preparedBy { entry.state("prepared_by", named(preparedBy, entry.reading)) }
        let within = workdays(entry, "within")
        let mayReturn = entry.counted("may_return", "times", in: 1...20) ?? 0
        entry.state("may_return", Words("可退回补正 \(mayReturn) 次", mayReturn == 1 ? "May return a case once" : "May return a case \(mayReturn) times"))
        let mayRefuse = entry.flagIfGiven("may_refuse") ?? false
        entry.state("may_refuse", mayRefuse ? Words("可以不予通过", "May refuse") : Words("不能不予通过", "May not refuse"))
        let extras = extras(entry, kind)
        let then = destinations(entry)
        let clause = entry.source(name).clause
        entry.done()
        return Step(
            id: id, kind: kind, name: name, clause: clause, by: by, with: with, preparedBy: preparedBy, within: within, mayReturn: mayReturn,
            mayRefuse: mayRefuse, wholeRound: extras.wholeRound, lasts: extras.lasts, redact: extras.redact, objections: extras.objections,
            gives: extras.gives, then: then)
    }

    private static func offices(_ entry: Entry, _ key: String) -> [OfficeReference] {
        let references = entry.texts(key).map { reference($0.text) }
        entry.state(key, references.map { named($0, entry.reading) }.listed("、", "; "))
        return references
    }

    private static func workdays(_ entry: Entry, _ key: String) -> Int? {
        let days = entry.counted(key, "workdays", in: 1...1000)
        if let days { entry.state(key, Words("\(days) 个工作日", days == 1 ? "1 working day" : "\(days) working days")) }
        return days
    }

    private struct Extras {
        var wholeRound = false
        var lasts: Int?
        var redact: [String] = []
        var objections: String?
        var gives: Step.Issue?
    }

    /// What only some kinds of step have.
    private static func extras(_ entry: Entry, _ kind: StepKind) -> Extras {
        var extras = Extras()
        if kind == .notice {
            extras.lasts = workdays(entry, "lasts")
            if !entry.has("lasts") {
                entry.report(Words("公示没有写明多久", "The notice does not say how long it lasts"),
                             instead: Words("加上“lasts: 5 workdays”", "add “lasts: 5 workdays”"))
            }
            if let whole = entry.textIfGiven("whole") {
                extras.wholeRound = whole == "round"
                entry.state("whole", Words("整批一次公示", "One notice for the whole round"))
                if whole != "round" {
                    entry.report("whole", Words("不认识 \(whole)", "\(whole) is not known here"),
                                 instead: Words("写成“whole: round”", "write “whole: round”"))
                }
            }
            extras.redact = entry.texts("redact").map(\.text)
            let redacted = extras.redact.map { entry.reading.fieldNames[$0] ?? Words(same: $0) }.listed()
            entry.state("redact", Words("不公示：\(redacted.zh)", "Not shown: \(redacted.en)"))
            extras.objections = entry.textIfGiven("objections")
            entry.state("objections", Words("公示期内可以提出异议", "Objections while the notice stands"))
        }
        if kind == .issue, let part = entry.part("gives") {
            extras.gives = Step.Issue(
                plaque: part.text("plaque"), document: part.text("document"),
                number: number(part, "number"), plaqueNumber: number(part, "plaque_number"))
            part.state("plaque", Words(same: extras.gives?.plaque ?? ""))
            part.state("document", Words(same: extras.gives?.document ?? ""))
            part.state("number", Words(same: extras.gives?.number ?? ""))
            part.state("plaque_number", Words(same: extras.gives?.plaqueNumber ?? ""))
            part.source(Words("认定文件和牌匾", "Document and plaque"))
            part.done()
        }
        return extras
    }

    /// A pattern for numbers: `{n}` must stand in it, else two documents would have one number.
    private static func number(_ entry: Entry, _ key: String) -> String {
        let text = entry.text(key)
        let rest = text.replacing("{year}", with: "").replacing("{n}", with: "")
        if !text.isEmpty, rest.contains("{") || rest.contains("}") || !text.contains("{n}") || !text.contains("{year}") {
            entry.report(key, Words("编号“\(text)”须有 {year} 和 {n}，不能有其他花括号", "The number “\(text)” needs {year} and {n}, and no other braces"))
        }
        return text
    }

    private static func destinations(_ entry: Entry) -> [Ruling: Step.Destination] {
        guard let part = entry.partIfGiven("then") else { return [:] }
        var then: [Ruling: Step.Destination] = [:]
        for ruling in [Ruling.pass, .refuse] {
            guard let text = part.textIfGiven(ruling.rawValue) else { continue }
            switch CaseState(rawValue: text) {
            case .done?: then[ruling] = .end(.done)
            case .refused?: then[ruling] = .end(.refused)
            default: then[ruling] = .step(text)
            }
        }
        part.done()
        return then
    }
}
