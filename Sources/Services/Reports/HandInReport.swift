import Domain
import SQL

/// What a station writes into one line of a report.
public struct ReportFigure: Codable, Sendable, Hashable {
    public let counted: Counted
    /// Nil: what is recorded is right.
    public let stated: Int?
    public let explanation: String?

    public init(counted: Counted, stated: Int? = nil, explanation: String? = nil) {
        self.counted = counted
        self.stated = stated
        self.explanation = explanation
    }

    static let most = 10_000_000
    static let longest = 500
}

/// What a station answers to one question of a report.
public struct ReportAnswer: Codable, Sendable, Hashable {
    public let question: String
    public let text: String?

    public init(question: String, text: String? = nil) {
        self.question = question
        self.text = text
    }

    static let longest = 2000
}

/// The station writes on its report: each figure is right as it is recorded, or is another one with an explanation; answers in words.
///
/// Effects: the figures stated and answers, texts sealed; an audit record.
public struct SaveReport: Codable, Sendable {
    public let figures: [ReportFigure]
    public let answers: [ReportAnswer]

    public init(figures: [ReportFigure] = [], answers: [ReportAnswer] = []) {
        self.figures = figures
        self.answers = answers
    }

    public func callAsFunction(_ house: House, _ id: ID<Report>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let report = try act.loadReport(id, where: ReportAccess.asStation(actor)), (_, rules) = try house.reportProgramme(report.programme)
            try act.note(report, "report_saved")
            try ReportWriting.keep(act, report, rules, figures, answers)
            return report.receipt
        }
    }
}

/// The station confirms its report and hands it in, when the month is over.
///
/// Effects: what was written is kept; the figures recorded are frozen beside those stated; the state; how many differ; nothing more falls due; an audit record.
public struct HandInReport: Codable, Sendable {
    public let figures: [ReportFigure]
    public let answers: [ReportAnswer]
    /// That the figures are right.
    public let confirmed: Bool

    public init(figures: [ReportFigure] = [], answers: [ReportAnswer] = [], confirmed: Bool) {
        self.figures = figures
        self.answers = answers
        self.confirmed = confirmed
    }

    public func callAsFunction(_ house: House, _ id: ID<Report>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let report = try act.loadReport(id, where: ReportAccess.asStation(actor)), (programme, rules) = try house.reportProgramme(report.programme)
            _ = try report.state.after(.handIn)
            guard report.month.last < act.today else { throw Refusal(.conflict, "month_not_over", Words("本月尚未结束，可以先保存", "The month is not over; it can be saved meanwhile")) }
            try ReportWriting.keep(act, report, rules, figures, answers)
            var problems: [Refusal.Field] = [], differences = 0
            let written = try ReportReader.figures(act.tx, house, report.id)
            for (index, line) in rules.lines.enumerated() {
                let recorded = try ReportReader.recorded(act.tx, house, programme, line.counted, report, today: act.today), own = written[line.counted]
                let stated = own?.stated.flatMap { $0 == recorded ? nil : $0 }
                if stated != nil, line.differs {
                    differences += 1
                    // By its place in what was sent, so that the form shows it there.
                    let place = figures.firstIndex { $0.counted == line.counted } ?? index
                    if (own?.explanation ?? "").isEmpty {
                        problems.append(.init("figures.\(place).explanation", Words("“\(line.counted.words.zh)”与记录不一致，请说明原因", "“\(line.counted.words.en)” differs from the records; please explain")))
                    }
                }
                try act.tx.run("""
                    INSERT INTO report_figures (report_id, counted, recorded, stated) VALUES (\(id), \(line.counted), \(recorded), \(stated))
                    ON CONFLICT (report_id, counted) DO UPDATE SET recorded = excluded.recorded, stated = excluded.stated
                    """)
            }
            let answered = Set(try act.tx.rows("SELECT question FROM report_answers WHERE report_id = \(id) ORDER BY question").map { try $0("question") as String })
            for (index, question) in rules.questions.enumerated() where !question.isOptional && !answered.contains(question.id) {
                let place = answers.firstIndex { $0.question == question.id } ?? index
                problems.append(.init("answers.\(place).text", Words("请填写“\(question.name.zh)”", "Please answer “\(question.name.en)”")))
            }
            if !confirmed { problems.append(.init("confirmed", Words("请核对后勾选确认", "Please check the figures and confirm"))) }
            guard problems.isEmpty else { throw Refusal.invalid(problems) }
            try act.move(report, .handIn, also: """
                , handed_in_on = COALESCE(handed_in_on, \(act.today)), handed_in_at = \(act.now), again_by = NULL, reason_id = NULL, differences = \(differences)
                """, clause: rules.clause, detail: ["differences": String(differences), "in_time": String((report.handedInOn ?? act.today) <= report.dueOn)])
            try act.nothingDue([.remindReport], "\(id)/50", "\(id)/80", "\(id)/100", "\(id)/late", "\(id)/again")
            return report.receipt
        }
    }
}

enum ReportWriting {
    /// - Throws: `invalid` naming each field that does not fit; the form of the programme decides which lines and questions there are.
    static func keep(_ act: Act, _ report: StoredReport, _ rules: ReportRules, _ figures: [ReportFigure], _ answers: [ReportAnswer]) throws {
        var problems: [Refusal.Field] = []
        guard figures.count <= Counted.allCases.count, answers.count <= 100 else { throw Refusal.invalid([.init("", Words("内容过多", "Too much"))]) }
        for (index, figure) in figures.enumerated() {
            if rules.line(figure.counted) == nil { problems.append(.init("figures.\(index).counted", Words("报表没有这一项", "The form has no such line"))) }
            if let stated = figure.stated, !(0...ReportFigure.most).contains(stated) {
                problems.append(.init("figures.\(index).stated", Words("请填写 0 至 \(ReportFigure.most) 的整数", "A whole number from 0 to \(ReportFigure.most)")))
            }
            if (figure.explanation ?? "").trimmed.count > ReportFigure.longest {
                problems.append(.init("figures.\(index).explanation", Words("最多 \(ReportFigure.longest) 字", "At most \(ReportFigure.longest) characters")))
            }
        }
        for (index, answer) in answers.enumerated() {
            if !rules.questions.contains(where: { $0.id == answer.question }) { problems.append(.init("answers.\(index).question", Words("报表没有这个问题", "The form has no such question"))) }
            if (answer.text ?? "").trimmed.count > ReportAnswer.longest { problems.append(.init("answers.\(index).text", Words("最多 \(ReportAnswer.longest) 字", "At most \(ReportAnswer.longest) characters"))) }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        let secrets = act.house.secrets
        for figure in figures {
            let text = (figure.explanation ?? "").trimmed, row = "\(report.id)/\(figure.counted.rawValue)"
            let sealed: [UInt8]? = text.isEmpty ? nil : try secrets.seal(text: text, table: "report_figures", column: "explanation", row: row)
            try act.tx.run("""
                INSERT INTO report_figures (report_id, counted, stated, explanation) VALUES (\(report.id), \(figure.counted), \(figure.stated), \(sealed))
                ON CONFLICT (report_id, counted) DO UPDATE SET stated = excluded.stated, explanation = excluded.explanation
                """)
        }
        for answer in answers {
            let text = (answer.text ?? "").trimmed
            guard !text.isEmpty else {
                try act.tx.run("DELETE FROM report_answers WHERE report_id = \(report.id) AND question = \(answer.question)")
                continue
            }
            try act.tx.run("""
                INSERT INTO report_answers (report_id, question, body)
                VALUES (\(report.id), \(answer.question), \(try secrets.seal(text: text, table: "report_answers", column: "body", row: "\(report.id)/\(answer.question)")))
                ON CONFLICT (report_id, question) DO UPDATE SET body = excluded.body
                """)
        }
    }
}

/// The station adds a file to its report: PDF, JPEG or PNG by its first bytes, at most 10 MB, at most 20 of them.
///
/// Effects: the file, encrypted and synced before its row is committed; an audit record.
public struct AddReportFile: Sendable {
    public let name: String
    public let bytes: [UInt8]

    public static let most = 20

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, to id: ID<Report>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name), own = ReportAccess.asStation(actor)
        try await house.database.read { tx in   // nothing is stored for what would be refused anyway
            guard try tx.row("SELECT r.id FROM \(StoredReport.tables) WHERE r.id = \(id) AND \(own)") != nil else { throw Refusal.notFound }
        }
        let file = try Uploads.newName(house)
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let report = try act.loadReport(id, where: own), there: Int = try act.tx.value("SELECT COUNT(*) FROM report_files WHERE report_id = \(id)") ?? 0
            guard there < Self.most else { throw Refusal.invalid([.init("file", Words("最多附 \(Self.most) 个文件", "At most \(Self.most) files"))]) }
            try act.note(report, "report_file_added", detail: ["file": file])
            try Uploads.keep(act, file: file, programme: report.programme, caseID: nil, question: "report", name: name, type: type, bytes: bytes, by: actor)
            try act.tx.run("INSERT INTO report_files (report_id, file_id, at) VALUES (\(id), \(file), \(act.now))")
            return report.receipt
        }
    }
}

/// The station takes a file out of a report that is not handed in.
///
/// Effects: the report names it no more; an audit record.
public struct RemoveReportFile: Codable, Sendable {
    public let file: ID<StoredFile>

    public init(file: ID<StoredFile>) { self.file = file }

    public func callAsFunction(_ house: House, from id: ID<Report>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let report = try act.loadReport(id, where: ReportAccess.asStation(actor))
            try act.note(report, "report_file_removed", detail: ["file": file.rawValue])
            guard try act.tx.run("DELETE FROM report_files WHERE report_id = \(id) AND file_id = \(file)") == 1 else { throw Refusal.notFound }
            try act.tx.run("UPDATE files SET removed_at = \(act.now) WHERE id = \(file)")
            return report.receipt
        }
    }
}
