import Domain
import Markup
import Services

/// The audit trail of one case: every step with its hash, so that a change afterwards can be seen.
struct TrailPage: Page {
    let trail: AuditView
    /// The names of the procedure's steps, by id.
    let steps: [String: Words]

    func title(in language: Language) -> String { Words("审计记录", "Audit trail")(language) }

    func body(_ view: View) -> HTML {
        let summary = trail.summary
        return """
            \(view(PageHeader(title(in: view.language), lead: view("\(summary.title)（\(summary.number)），共 \(trail.entries.count) 条记录。",
                "\(summary.title) (\(summary.number)), \(trail.entries.count) records."),
                trail: [Link(view("案件 \(summary.number)", "Case \(summary.number)"), to: Paths.case(summary.id))])))\
            \(view(Table(title(in: view.language), columns: [
                .number(view("序号", "No.")), .main(view("事项", "What")), Table.Column(view("时间", "When")), Table.Column(view("办理人", "Who")),
                Table.Column(view("状态变化", "From → to")), Table.Column(view("依据", "Clause")), Table.Column(view("散列值", "Hash")),
                .number(view("封存号", "Sealed as")),
            ], rows: trail.entries.map { row($0, view) }, empty: EmptyState(view("还没有记录", "No records yet")))))\
            \(view(Panel(view("怎样核验", "How to verify"), id: "verify") { explanation(view) }))
            """
    }

    private func row(_ entry: AuditView.Entry, _ view: View) -> [HTML] {
        [
            "\(entry.number)", "\(view(TrailWords.verb(entry.verb)))", view.time(entry.at), "\(entry.who)\(if: !entry.post.isEmpty, "<br>\(entry.post)")",
            "\(if: !entry.to.isEmpty, "\(state(entry.from, view)) → \(state(entry.to, view))")",
            "\(if: !entry.clause.isEmpty, view(ClauseChip(Clause(entry.clause))))",
            """
            <details><summary><code>\(entry.hash.prefix(12))…</code></summary><p>\(view("本条", "This record"))<br><code>\(entry.hash)</code></p>\
            <p>\(view("前一条", "The one before"))<br><code>\(entry.previous)</code></p></details>
            """,
            entry.sealed.map { "\($0)" } ?? view(Tag(view("待封存", "Not sealed yet"), .idle)),
        ]
    }

    /// `open/intake` as `办理中：受理`.
    private func state(_ text: String, _ view: View) -> String {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard let first = parts.first else { return view("无", "none") }
        let state = CaseState(rawValue: first).map { Tag($0, view).text } ?? first
        guard parts.count > 1 else { return state }
        let step = steps[parts[1]].map { view($0) } ?? parts[1]
        return view("\(state)：\(step)", "\(state): \(step)")
    }

    private func explanation(_ view: View) -> HTML {
        """
        <ol class="plain"><li>\(view("每条记录的散列值由其全部内容和前一条的散列值用 SHA-256 算出。改动、删除或调换任何一条，后面的散列值就对不上。",
            "Each record’s hash is the SHA-256 of all that it says and of the hash before it. If one is changed, removed or moved, the hashes after it no longer fit."))</li>\
        <li>\(view("封存号是全部案件共用的连续编号；最新的封存号和散列值由本站用 Ed25519 签名，截断末尾也能发现。",
            "The seal numbers all records of the site in one row without gaps; the newest is signed with Ed25519, so cutting off the end is noticed as well."))</li>\
        <li>\(view("理由和联系方式不写入链条，链条只记其散列值，因此删除个人信息不影响核验。",
            "Reasons and contacts stand outside the chain, which holds only their digests; personal data can be erased and the chain still verifies."))</li>\
        <li>\(view("管理员运行下面的命令核验整条链；发现第一处不符即报出位置。", "An operator checks the whole chain with this command; it names the first record that does not fit."))<br>\
        <code>yizhan audit verify --database …</code></li></ol>
        """
    }
}

/// What verbs of the trail are called.
enum TrailWords {
    private static let verbs: [String: Words] = [
        "application_started": Words("开始申报", "Application begun"), "application_handed_in": Words("提交申报", "Handed in"),
        "application_corrected": Words("补正后重新提交", "Handed in again"), "application_withdrawn": Words("撤回申报", "Withdrawn"),
        "file_attached": Words("上传附件", "File attached"), "file_removed": Words("移除附件", "File removed"), "note_added": Words("添加内部备注", "Note added"),
        "task_assigned": Words("分派任务", "Assigned"), "case_propose": Words("提出意见", "Ruling proposed"), "case_agree": Words("同意意见", "Agreed"),
        "case_send_back": Words("不同意，退回经办", "Sent back to the handler"), "case_determined": Words("审定", "Determined"), "case_reopened": Words("重新办理", "Reopened"),
        "notice_published": Words("发布公示", "Notice published"), "notice_passed": Words("公示期满", "Notice period over"), "objection_raised": Words("提出异议", "Objection raised"),
        "objection_received": Words("收到异议", "Objection received"), "reminded": Words("到期提醒", "Reminder sent"), "redated": Words("按放假安排重算期限", "Dated anew by the calendar"),
        "plaque_issued": Words("颁发牌匾", "Plaque issued"), "document_issued": Words("印发认定文件", "Document issued"),
    ]

    /// Words for a verb; a verb that has none keeps its own name.
    static func verb(_ verb: String) -> Words { verbs[verb] ?? Words(verb, verb) }
}

extension Rooms {
    func addTrailRoutes(to site: inout Site) {
        site.get(Paths.trail, access: .signedIn, page: TrailPage.self, summary: Words("案件的审计记录", "The audit trail of a case")) { ask, id in
            let trail = try await house.trail(of: id, for: ask.actor)
            let steps = house.library.programmes.lazy.compactMap { $0.procedure(trail.summary.procedure) }.first?.steps ?? []
            return TrailPage(trail: trail, steps: Dictionary(steps.map { ($0.id, $0.name) }) { first, _ in first })
        }
    }
}
