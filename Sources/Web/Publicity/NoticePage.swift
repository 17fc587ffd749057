import Domain
import Markup
import Services

/// A notice as an official document: its clock, its frozen list, and how to object. Offices publish it here and see what came.
struct NoticePage: Page {
    let notice: NoticeView
    /// An anonymous lead has just been received.
    var leadReceived = false
    var filled = Filled.nothing

    private enum CodingKeys: String, CodingKey { case notice }

    func title(in language: Language) -> String { notice.summary.title }

    func sharing(_ view: View) -> Sharing? {
        guard notice.summary.state == .published || notice.summary.state == .ended else { return nil }
        return Sharing(notice.summary.title, notice.body.first ?? view(notice.summary.officeName), at: Paths.notice(notice.summary.id))
    }

    private var isPublic: Bool { notice.summary.kind == .publicNotice }

    func body(_ view: View) -> HTML {
        """
        \(view(PageTrail([Link(view("首页", "Home"), to: Paths.home()), Link(view("公告", "Notices"), to: Paths.notices())])))\(banners(view))\
        \(view(Columns(main: view(NoticePaper(notice: notice)) + snapshot(view) + office(view), side: side(view))))
        """
    }

    // MARK: what concerns the whole page

    private func banners(_ view: View) -> HTML {
        let received = Banner(.good, view("线索已收到", "Your information has been received"), """
            <p>\(view("匿名反映作为线索处理，不单独答复，也不影响公示进程。", "What comes without a name is kept as a lead; it is not answered and stops no clock."))</p>
            """)
        let dropped = Banner(.bad, view("这份公示已作废，没有发布", "This notice was dropped and never published"))
        return """
            \(if: leadReceived, view(received))\(if: isPublic && notice.summary.publishedOn != nil, clock(view))\(if: notice.summary.state == .prepared, publication(view))\(if: notice.summary.state == .dropped, view(dropped))
            """
    }

    private func clock(_ view: View) -> HTML {
        let runs = notice.summary.state == .published
        return view(Banner(.info, runs ? view("公示中", "In public notice") : view("公示已结束", "This public notice has ended"), """
            \(with: notice.summary.clock(), { "<p>\(view($0))</p>" })\
            \(runs ? standing(view) : period(view))
            """, actions: notice.mayObject ? [Button(view("提出异议", "Object"), href: Paths.newObjection(notice.summary.id))] : []))
    }

    private func standing(_ view: View) -> HTML {
        guard let days = notice.lasts else { return .empty }
        return "<p>\(view("公示 \(days) 个工作日，到最后一天结束为止。", "\(days) working days, to the end of the last day."))</p>"
    }

    /// From when to when a notice stood that is over.
    private func period(_ view: View) -> HTML {
        guard let from = notice.summary.publishedOn, let ends = notice.summary.ends?.day else { return .empty }
        return "<p>\(view("公示期：\(view.formal(from))至\(view.formal(ends))。", "It stood from \(view.formal(from)) to \(view.formal(ends))."))</p>"
    }

    private func publication(_ view: View) -> HTML {
        guard notice.mayPublish else {
            let who = view("由发布单位签发人核对后发布；准备公示的人不能自己发布。", "A signer of the publishing office checks and publishes it; whoever prepared it does not.")
            return view(Banner(.info, view("尚未发布", "Not published yet"), "<p>\(who)</p>"))
        }
        return view(FormFrame(Paths.noticePublication(notice.summary.id), in: filled, buttons: [
            Button(view("发布公示", "Publish"), confirm: view("发布后公示期立即开始计算，内容不能修改。确定发布吗？", "The clock starts at once and the text cannot be changed. Publish?")),
        ]) {
            view(FieldGroup(view("核对并发布", "Check and publish"), says: view("请逐项核对下面的公示内容。发布后计时 \(notice.lasts ?? 5) 个工作日。",
                "Check the notice below. It will stand for \(notice.lasts ?? 5) working days.")) {
                view(Field("number", view("公示文号", "Number"), hint: view("例如 青人社公示〔2020〕3号", "Such as 青人社公示〔2020〕3号"), optional: true, width: .middle, in: filled))
            })
        })
    }

    // MARK: beside the document

    private func side(_ view: View) -> HTML {
        "\(if: isPublic, objecting(view))\(if: notice.summary.kind == .round, applying(view))\(checking(view))"
    }

    private func objecting(_ view: View) -> HTML {
        view(Panel(view("如何提出异议", "How to object"), id: "objecting") {
            """
            <p>\(view("请实名书面反映，写明联系方式并附证据。每件异议都会答复并说明理由；异议只影响所针对的单位。",
                "In writing, with your name, contact and evidence. Each objection is answered with reasons, and concerns only the organisation it is against."))</p>\
            \(view(Facts([Fact(view("监督电话", "Telephone"), "\(notice.phone)"), Fact(view("通讯地址", "Address"), "\(notice.address)")])))\
            \(if: notice.mayObject, "<p>\(view(Link(view("在网上提出异议", "Object online"), to: Paths.newObjection(notice.summary.id))))</p>")\
            \(if: !notice.mayObject && notice.summary.state == .ended, "<p>\(view("公示期已过，不再受理异议。", "The notice is over; objections are no longer taken."))</p>")\
            <p>\(view(Link(view("查询异议答复", "Look up an answer"), to: Paths.objectionCheck())))</p>
            """
        })
    }

    private func applying(_ view: View) -> HTML {
        view(Panel(view("申报", "Applying")) {
            """
            <p>\(view.formal(notice.round.opens))\(view("至", " to "))\(view.formal(notice.round.closes))</p>\
            <p>\(view(Button(view("查看本批次并申报", "See the round and apply"), notice.round.isOpen ? .primary : .secondary, href: Paths.round(notice.round.id))))</p>
            """
        })
    }

    private func checking(_ view: View) -> HTML {
        view(Panel(view("下载与核对", "Download and check")) {
            """
            <p>\(view(Button(view("下载 PDF", "Download PDF"), .secondary, href: Paths.noticePDF(notice.summary.id))))</p>\
            <p>\(view(Link(view(notice.round.name), to: Paths.round(notice.round.id))))</p>\
            \(with: notice.document, { "<p>\(view(Link(view("查看认定文件", "The recognition document"), to: Paths.document($0))))</p>" })\
            \(if: isPublic, """
            <p class="hint">\(view("公示内容已固定，校验码（SHA-256）：", "The list is frozen. SHA-256: "))<code>\(notice.snapshotHash)</code></p>
            """)
            """
        })
    }

    private func snapshot(_ view: View) -> HTML {
        guard isPublic else { return .empty }
        return view(Panel(view("公示内容", "What is in notice"), aside: "<span class=\"count\">\(view("共 \(notice.snapshot.count) 个", "\(notice.snapshot.count)"))</span>") {
            """
            <p class="hint">\(view("以准备公示时的申报内容为准；联系方式按规定不公示。", "As the applications stood when the notice was prepared; contacts are left out."))</p>\
            \(each: notice.snapshot, { view(SnapshotEntry(entry: $0)) })
            """
        })
    }

    // MARK: for offices

    private func office(_ view: View) -> HTML {
        guard isPublic, notice.mayEnterObjection || !notice.objections.isEmpty || !notice.leads.isEmpty else { return .empty }
        return objections(view) + leads(view)
    }

    private func objections(_ view: View) -> HTML {
        let enter = notice.mayEnterObjection && notice.mayObject
            ? view(Button(view("登记电话、来信、来访异议", "Enter an objection"), .secondary, href: Paths.newObjection(notice.summary.id))) : .empty
        return view(Panel(view("收到的异议（\(notice.objections.count)）", "Objections (\(notice.objections.count))"), id: "objections", aside: enter) {
            view(Table(
                view("收到的异议", "Objections"), columns: [.main(view("事项", "Case")), .init(view("环节", "Step")), .init(view("状态", "State")), .init(view("时限", "Clock"))],
                rows: notice.objections.map { item in
                    [
                        "\(view(Link(item.title, to: Paths.case(item.id))))<p class=\"hint\">\(item.number)</p>", "\(view(item.stepName))",
                        view(Tag(item, view)), "\(with: item.due, { view($0.clock) })",
                    ]
                },
                empty: EmptyState(view("没有收到异议", "No objections"))))
        })
    }

    private func leads(_ view: View) -> HTML {
        view(Panel(view("匿名线索（\(notice.leads.count)）", "Leads without a name (\(notice.leads.count))"), id: "leads") {
            view(Table(
                view("匿名线索", "Leads"), columns: [.main(view("针对", "About")), .init(view("内容", "Text")), .init(view("收到时间", "Received"))],
                rows: notice.leads.map { ["\($0.about)", "\($0.text)", view.time($0.at)] },
                empty: EmptyState(view("没有线索", "No leads"))))
        })
    }
}
