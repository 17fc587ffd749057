import Domain

/// Reads what a programme says of events.
enum EventReader {
    static func read(_ entry: Entry) -> EventRules {
        let plan = entry.text("plan")
        entry.state("plan", Words("年度活动计划按程序办理", "A yearly plan goes through a procedure"))
        let large = entry.whole("large_from", in: 1...100_000)
        entry.state("large_from", Words("\(large) 人以上的活动须附应急预案和安全方案", "Events of \(large) or more need an emergency plan and a safety plan"))
        let fair = entry.textIfGiven("fair_type")
        entry.state("fair_type", Words("现场招聘会须附应急预案、安全方案，参会单位须经核验", "A job fair on site needs both plans and verified employers"))
        let days = entry.counted("record_within", "days", in: 1...1000)
        if let days { entry.state("record_within", Words("活动结束后 \(days) 天内登记成效", "A held event is recorded within \(days) days")) }
        let source = entry.source(Words("引才聚才活动", "Events"))
        let types = ProgrammeReader.choices(entry.list("types"), inherited: source.source)
        let consent = entry.partIfGiven("consent").map { self.consent($0, source.source) }
        let offers = entry.partIfGiven("offers").map { self.offers($0, source.source) }
        entry.done()
        return EventRules(clause: source.clause, types: types, plan: plan, largeFrom: large, fairType: fair, recordDays: days, consent: consent, offers: offers)
    }

    private static func consent(_ entry: Entry, _ inherited: Programme.Provision.Source?) -> EventRules.Consent {
        var by: [String: OfficeReference] = [:]
        if let part = entry.part("by") {
            for level in part.names {
                let office = part.text(level)
                if !office.isEmpty { by[level] = ProcedureReader.reference(office) }
            }
            part.done()
        }
        entry.state("by", by.sorted { $0.key < $1.key }.map { ProcedureReader.named($0.value, entry.reading) }.listed("、", "; "))
        let wordings = entry.list("wordings").map(wording)
        if wordings.isEmpty, !entry.reading.isFaulty(entry.path("wordings")) {
            entry.report(Words("没有写名义的用语", "No wording is given"), instead: Words("加上 wordings，例如“{authority}主办，{station}承办”", "add wordings, such as “{authority}主办，{station}承办”"))
        }
        entry.state("wordings", Words(same: wordings.map(\.template).joined(separator: "；")))
        let clause = entry.source(Words("以建站审批单位名义组织活动", "Events in the approving office's name"), inherited: inherited).clause
        entry.done()
        return EventRules.Consent(clause: clause ?? inherited?.clause, by: by, wordings: wordings)
    }

    private static func wording(_ entry: Entry) -> EventRules.Wording {
        let id = entry.id(), text = entry.text("text")
        let rest = text.replacing("{authority}", with: "").replacing("{station}", with: "")
        if !text.isEmpty, rest.contains("{") || rest.contains("}") || !text.contains("{authority}") || !text.contains("{station}") {
            entry.report("text", Words("用语“\(text)”须有 {authority} 和 {station}，不能有其他花括号", "The wording “\(text)” needs {authority} and {station}, and no other braces"))
        }
        entry.done()
        return EventRules.Wording(id: id, template: text)
    }

    private static func offers(_ entry: Entry, _ inherited: Programme.Provision.Source?) -> EventRules.Offers {
        let order = entry.several("order", of: EventRules.Offers.Ground.self)
        let names = order.map { ground in
            switch ground {
            case .field: Words("领域", "field")
            case .capacity: Words("容纳人数", "capacity")
            case .score: Words("评估得分", "score")
            }
        }
        entry.state("order", Words("依次按\(names.listed("、", ", ").zh)", "By \(names.listed("、", ", ").en)"))
        if Set(order).count != order.count { entry.report("order", Words("同一项写了两次", "One of them stands twice")) }
        if !entry.has("order") { entry.report(Words("缺少 order", "order is missing"), instead: Words("写成 order: [field, capacity, score]", "write order: [field, capacity, score]")) }
        let atOnce = entry.whole("at_once", in: 1...100)
        entry.state("at_once", Words("同时征询 \(atOnce) 个驿站", "\(atOnce) stations are asked at once"))
        let within = entry.counted("answer_within", "workdays", in: 1...60)
        if within == nil, !entry.has("answer_within") {
            entry.report(Words("缺少 answer_within", "answer_within is missing"), instead: Words("写成 answer_within: 3 workdays", "write answer_within: 3 workdays"))
        }
        entry.state("answer_within", Words("\(within ?? 0) 个工作日内答复", "An answer within \(within ?? 0) working days"))
        let venue = entry.textIfGiven("venue")
        let metres = entry.wholeIfGiven("metres_each", in: 1...100) ?? 2
        entry.state("venue", Words("按申报的场地面积估算容纳人数", "Room is reckoned from the floor area of the application"))
        entry.state("metres_each", Words("每人 \(metres) 平方米", "\(metres) m² a person"))
        let clause = entry.source(Words("市及区市举办的活动优先由驿站承办", "City and district events are offered to stations first"), inherited: inherited).clause
        entry.done()
        return EventRules.Offers(clause: clause ?? inherited?.clause, order: order, atOnce: atOnce, answerWithin: within ?? 1, venue: venue, metresEach: metres)
    }
}

extension ProgrammeCheck {
    /// The procedure of a plan is there, targets count kinds that the section has, and offices and questions that it names exist.
    func events() {
        guard let rules = programme.events else { return }
        Self.known(rules.plan, in: programme.procedures.map(\.id), at: "events.plan", reading, "程序", "procedure")
        for target in programme.targets where target.count == .heldEvents && !reading.mistakes.contains(where: { $0.path.hasPrefix("targets.\(target.id).types") }) {
            for type in target.types where rules.type(type) == nil {
                reading.report("targets.\(target.id).types", Words("events 没有写 \(type) 这类活动", "events has no kind \(type)"), instead: Words("在 events 的 types 中加上 \(type)", "add \(type) to the types of events"))
            }
        }
        if let fair = rules.fairType { Self.known(fair, in: rules.types.map(\.id), at: "events.fair_type", reading, "活动种类", "kind of event") }
        if let consent = rules.consent { names(of: consent) }
        if let venue = rules.offers?.venue { question(venue, at: "events.offers.venue") }
    }

    private func names(of consent: EventRules.Consent) {
        let city = programme.offices.filter { $0.area == nil }.map(\.id)
        let roles = Set(programme.offices.compactMap(\.areaRole)).union(["lead"])
        for (level, office) in consent.by.sorted(by: { $0.key < $1.key }) {
            let path = "events.consent.by.\(level)"
            Self.known(level, in: programme.levels.map(\.id), at: path, reading, "级别", "level")
            switch office {
            case .office(let id): Self.known(id, in: city, at: path, reading, "部门", "office")
            case .ofArea(let role): Self.known("area.\(role)", in: roles.map { "area.\($0)" }.sorted(), at: path, reading, "部门", "office")
            }
        }
        for level in programme.levels where consent.by[level.id] == nil {
            reading.report("events.consent.by", Words("没有写级别 \(level.id) 由谁同意", "It does not say who consents for the level \(level.id)"), instead: Words("加上“\(level.id): 部门”", "add “\(level.id): OFFICE”"))
        }
    }

    private func question(_ path: String, at place: String) {
        let numbers = programme.forms.flatMap { form in
            form.conditions.flatMap { condition in
                condition.questions.compactMap { question -> String? in
                    if case .number = question.kind { "\(condition.id).\(question.id)" } else { nil }
                }
            }
        }
        Self.known(path, in: numbers, at: place, reading, "数字问题", "question for a number")
    }
}
