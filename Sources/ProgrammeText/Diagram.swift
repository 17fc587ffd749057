import Domain

/// Procedures as diagrams, for people who check a programme file.
public struct Diagram {
    let programme: Programme
    let language: Language

    public init(_ programme: Programme, _ language: Language = .zh) {
        self.programme = programme
        self.language = language
    }

    /// Plain text for a terminal: one line a step, with who acts, how long, and where each ruling leads.
    public func text(_ procedure: Procedure) -> String {
        var lines = ["\(procedure.name(language)) \(procedure.id)" + (procedure.clause.map { "  \($0)" } ?? "")]
        for (index, step) in procedure.steps.enumerated() {
            var parts = ["\(index + 1). \(step.name(language)) \(step.id)"]
            if !step.by.isEmpty { parts.append((step.by + step.with).map(name).joined(separator: list)) }
            if let within = step.within { parts.append(words("\(within) 个工作日内", "within \(within) working days")) }
            if let lasts = step.lasts { parts.append(words("公示 \(lasts) 个工作日", "lasts \(lasts) working days")) }
            if step.mayReturn > 0 { parts.append(words("可退回 \(step.mayReturn) 次", "may return \(step.mayReturn) times")) }
            lines.append("  " + parts.joined(separator: " | "))
            for (label, target) in ways(procedure, index) where target != .next { lines.append("       \(label) → \(end(target, procedure))") }
        }
        if let reopening = procedure.reopening {
            let by = name(reopening.by)
            lines.append(words("  不予通过后：\(by) 可从 \(reopening.at) 重新受理", "  After a refusal: \(by) may take it up again at \(reopening.at)"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A Mermaid flow chart.
    public func mermaid(_ procedure: Procedure) -> String {
        var lines = ["flowchart TD"]
        for (index, step) in procedure.steps.enumerated() {
            var label = step.name(language)
            if !step.by.isEmpty { label += "<br>" + (step.by + step.with).map(name).joined(separator: list) }
            if let days = step.within ?? step.lasts { label += "<br>" + words("\(days) 个工作日", "\(days) working days") }
            lines.append("    s\(index)[\"\(label)\"]")
        }
        lines.append("    done([\"\(words("办结", "done"))\"])")
        var refused = false
        for index in procedure.steps.indices {
            for (label, target) in ways(procedure, index) {
                refused = refused || target == .refused
                lines.append("    s\(index) -->|\(label)| \(node(target, index))")
            }
        }
        if refused { lines.append("    refused([\"\(words("不予通过", "refused"))\"])") }
        if let reopening = procedure.reopening, let at = procedure.index(of: reopening.at) {
            lines.append("    refused -.->|\(words("重新受理", "taken up again"))| s\(at)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private enum Target: Equatable {
        case next
        case step(Int)
        case done
        case refused
    }

    private func ways(_ procedure: Procedure, _ index: Int) -> [(String, Target)] {
        let step = procedure.steps[index]
        var ways: [(String, Target)] = []
        for ruling in step.mayRefuse ? [Ruling.pass, .refuse] : [.pass] {
            let label = step.kind == .submit ? words("提交", "submit") : ruling == .pass ? words("通过", "pass") : words("不予通过", "refuse")
            switch step.then[ruling] {
            case .step(let id)?: ways.append((label, procedure.index(of: id).map { .step($0) } ?? .done))
            case .end(.refused)?: ways.append((label, .refused))
            case .end?: ways.append((label, .done))
            case nil: ways.append((label, ruling == .refuse ? .refused : index + 1 < procedure.steps.count ? .next : .done))
            }
        }
        return ways
    }

    private func end(_ target: Target, _ procedure: Procedure) -> String {
        switch target {
        case .next, .done: words("办结", "done")
        case .step(let index): procedure.steps.indices.contains(index) ? procedure.steps[index].id : ""
        case .refused: words("不予通过，结束", "refused, ends")
        }
    }

    private func node(_ target: Target, _ index: Int) -> String {
        switch target {
        case .next: "s\(index + 1)"
        case .step(let other): "s\(other)"
        case .done: "done"
        case .refused: "refused"
        }
    }

    private func name(_ reference: OfficeReference) -> String {
        switch reference {
        case .office(let id): return programme.office(id)?.name(language) ?? id
        case .ofArea("lead"): return words("所在区域推荐部门", "the area's leading office")
        case .ofArea(let role):
            guard let office = programme.offices.first(where: { $0.areaRole == role }), let area = office.area.flatMap(programme.area)
            else { return role }
            return words("所在区域" + office.name.zh.replacing(area.name.zh, with: ""), office.name.en.replacing(area.name.en, with: "its area"))
        }
    }

    private var list: String { language == .zh ? "、" : ", " }

    private func words(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
