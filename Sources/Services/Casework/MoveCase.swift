import Domain
import SQL

extension Act {
    /// Loads a case, locked until the end of the transaction.
    func loadCase(_ id: ID<Case>) throws -> LoadedCase { try CaseStore.load(tx, house.library, id, lock: true) }

    /// The one door through which a case changes its state.
    ///
    /// Effects: the case and its tasks are written (compare-and-swap); one audit record on the case; the reminders of its clock are dated anew;
    /// an office that gets a new task is told, and the applicant when the case comes back or ends.
    /// - Returns: the case afterwards.
    @discardableResult
    func move(
        _ loaded: LoadedCase, _ event: CaseEvent, verb: String, post: String = "", reason: KeptReason? = nil, clause: Clause? = nil,
        detail: [String: String] = [:]
    ) throws -> Case {
        let before = loaded.current
        let after = try loaded.casework.after(event, before, on: today)
        try CaseStore.save(self, loaded, after, closing: try loaded.casework.tasks(closedBy: event, before))
        audit("case", loaded.id.rawValue, verb, from: LoadedCase.state(before), to: LoadedCase.state(after), post: post, reason: reason, clause: clause,
            detail: detail.merging(["visit": String(after.visit), "step": before.step]) { given, _ in given })
        if after.visit != before.visit || after.state != before.state { try date(loaded, after) }
        try tellNext(loaded, after, reason: reason)
        return after
    }

    /// The reminders of a case's clock, as its calendar has them now.
    func date(_ loaded: LoadedCase, _ after: Case) throws {
        try tx.run("DELETE FROM due WHERE verb = \(DueVerb.remind.rawValue) AND subject >= \(after.id.rawValue + "/") AND subject < \(after.id.rawValue + "0") AND done_at IS NULL")
        guard let clock = after.clock, after.state == .open else { return }
        for reminder in clock.reminders(loaded.calendar) {
            due(.remind, "\(after.id)/\(after.visit)/\(reminder.percent)", at: loaded.programme.zone.instant(reminder.on.day, hour: 9))
        }
    }

    private func tellNext(_ loaded: LoadedCase, _ after: Case, reason: KeptReason?) throws {
        let link = Receipt(.case, loaded.id.rawValue)
        let before = loaded.current
        if after.state == .open {
            let stepName = loaded.casework.step(of: after)?.name ?? Words("", "")
            for task in after.tasks where !task.isRuled {
                guard let place = task.place else { continue }
                let known = before.visit == after.visit && before.tasks.contains { $0.office == task.office && $0.place == place && $0.assignee == task.assignee }
                if known { continue }
                let title = Words("待办：\(stepName.zh) — \(loaded.title)", "To do: \(stepName.en) — \(loaded.title)")
                let body = Words("案件 \(loaded.number) 到了“\(stepName.zh)”这一步，请办理。", "Case \(loaded.number) has come to “\(stepName.en)”.")
                if let assignee = task.assignee {
                    try tell(assignee, title, body, link: link)
                } else {
                    try tell(office: task.office, [place], programme: after.programme, title, body, link: link)
                }
            }
        }
        guard after.state != before.state || after.step != before.step else { return }
        let applicants = try applicantAccounts(loaded)
        if loaded.about != nil { return try tellObjector(loaded, after, applicants) }
        let words: (Words, Words)? = switch after.state {
        case .correction:
            (Words("请补正：\(loaded.title)", "Please correct: \(loaded.title)"),
             Words("您的申报被退回补正，全部意见已列在案件页面。补正期间办理时限暂停计算。", "Your application was returned for correction; all remarks are on the case's page. The clock rests meanwhile."))
        case .refused:
            (Words("未通过：\(loaded.title)", "Refused: \(loaded.title)"),
             Words("您的申报未通过，理由和依据已列在案件页面。", "Your application was refused; the reasons and clauses are on the case's page."))
        case .done:
            (Words("已办结：\(loaded.title)", "Done: \(loaded.title)"), Words("案件 \(loaded.number) 已办结。", "Case \(loaded.number) is done."))
        case .open where before.state == .open:
            (Words("有进展：\(loaded.title)", "Progress: \(loaded.title)"),
             Words("案件 \(loaded.number) 进入“\(loaded.casework.step(of: after)?.name.zh ?? "")”。", "Case \(loaded.number) is now at “\(loaded.casework.step(of: after)?.name.en ?? "")”."))
        case .draft, .open, .withdrawn: nil
        }
        if let words { try tell(applicants, words.0, words.1, link: link) }
    }

    /// An objector with an account hears of the answer; it is read by the receipt code, so the link leads to the notice.
    private func tellObjector(_ loaded: LoadedCase, _ after: Case, _ accounts: [ID<Account>]) throws {
        guard after.state == .done || after.state == .refused, let notice: String = try tx.value("SELECT notice_id FROM objections WHERE case_id = \(loaded.id)") else { return }
        let upheld = after.state == .done
        try tell(accounts, upheld ? Words("异议成立：\(loaded.title)", "Upheld: \(loaded.title)") : Words("异议不成立：\(loaded.title)", "Not upheld: \(loaded.title)"),
            Words("您提出的异议已答复，请凭回执编号查看。", "Your objection has been answered; read the answer with your receipt code."), link: Receipt(.notice, notice))
    }

    /// The accounts that act for the case's applicant.
    func applicantAccounts(_ loaded: LoadedCase) throws -> [ID<Account>] {
        guard let applicant = loaded.current.applicant else {
            return try tx.rows("SELECT account_id FROM objections WHERE case_id = \(loaded.id) AND account_id IS NOT NULL").map { try $0("account_id") }
        }
        return try tx.rows("SELECT account_id FROM members WHERE organisation_id = \(applicant) ORDER BY account_id").map { try $0("account_id") }
    }

    /// The next number of a series, given once. Two who ask at once get two numbers.
    func number(_ series: String, for subject: String) throws -> Int {
        for _ in 0..<1000 {
            let next: Int = (try tx.value("SELECT COALESCE(MAX(n), 0) + 1 FROM numbers WHERE series = \(series)")) ?? 1
            let taken = try tx.rows("INSERT INTO numbers (series, n, used_for) VALUES (\(series), \(next), \(subject)) ON CONFLICT (series, n) DO NOTHING RETURNING n")
            if !taken.isEmpty { return next }
        }
        throw Unexpected("no number left in \(series)")
    }

    /// `青人社发〔{year}〕{n}号` with its year and number filled in.
    func filled(_ pattern: String, n: Int, width: Int = 1) -> String {
        let digits = String(n)
        let padded = String(repeating: "0", count: max(width - digits.count, 0)) + digits
        return pattern.replacing("{year}", with: String(today.year)).replacing("{n}", with: padded)
    }
}
