import Domain

/// Reads what a programme says of supervision.
enum SupervisionReader {
    static func read(_ entry: Entry) -> SupervisionRules {
        let checklist = choices(entry, "checklist")
        entry.state("checklist", Words("实地调研检查 \(checklist.count) 项", "A visit looks at \(checklist.count) things"))
        let mend = workdays(entry, "mend_within", 1...120)
        entry.state("mend_within", Words("问题在 \(mend) 个工作日内整改", "A finding is mended within \(mend) working days"))
        let answer = workdays(entry, "ticket_answer_within", 1...60)
        entry.state("ticket_answer_within", Words("困难和问题 \(answer) 个工作日内首次答复", "A problem gets its first answer within \(answer) working days"))
        let close = workdays(entry, "ticket_close_within", 1...250)
        entry.state("ticket_close_within", Words("困难和问题 \(close) 个工作日内办结", "A problem is closed within \(close) working days"))
        if close < answer { entry.report("ticket_close_within", Words("办结早于首次答复", "It would be closed before it is answered")) }
        let office = entry.text("ticket_office")
        entry.state("ticket_office", Words("困难和问题由 \(office) 牵头协调", "\(office) coordinates problems"))
        let serious = choices(entry, "serious")
        entry.state("serious", Words("认定后立即暂停驿站的情形 \(serious.count) 种", "\(serious.count) kinds of occurrence suspend a station once confirmed"))
        let source = entry.source(Words("监督指导", "Supervision"))
        entry.done()
        return SupervisionRules(
            clause: source.clause, checklist: checklist, mendWithin: mend, ticketAnswer: answer, ticketClose: close, ticketOffice: office, serious: serious)
    }

    /// A list of `{ id, name, clause }`; the clause is the one around it where it has none of its own.
    private static func choices(_ entry: Entry, _ key: String) -> [Programme.Choice] {
        var found: [Programme.Choice] = []
        for item in entry.list(key) {
            let id = item.id(), name = item.words("name"), clause = item.clauseIfGiven()
            item.done()
            if found.contains(where: { $0.id == id }) { continue }   // the list has said so
            found.append(Programme.Choice(id: id, name: name, clause: clause))
        }
        return found
    }

    private static func workdays(_ entry: Entry, _ key: String, _ range: ClosedRange<Int>) -> Int {
        if !entry.has(key) { entry.report(Words("缺少 \(key)", "\(key) is missing"), instead: Words("写成“\(key): 10 workdays”", "write “\(key): 10 workdays”")) }
        return entry.counted(key, "workdays", in: range) ?? range.lowerBound
    }
}

extension ProgrammeCheck {
    /// The office that coordinates is there, and problems have the rules of requests to go by.
    func supervision() {
        guard let rules = programme.supervision else { return }
        Self.known(rules.ticketOffice, in: programme.offices.map(\.id), at: "supervision.ticket_office", reading, "部门", "office")
        guard programme.requests == nil else { return }
        reading.report("supervision", Words("困难和问题按诉求办理，但没有写 requests", "Problems are dealt with like requests, and there is no section requests"), instead: Words("加上 requests 一节", "add the section requests"))
    }
}
