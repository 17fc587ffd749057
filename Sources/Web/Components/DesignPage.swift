import Domain
import Markup

/// `/design`: every component with its states, in the words that they will carry. What is wrong here is wrong everywhere.
struct DesignPage: Page {
    func title(in language: Language) -> String { Words("界面组件", "Components")(language) }

    func body(_ view: View) -> HTML {
        let parts: [(id: String, name: Words, content: (View) -> HTML)] = [
            ("states", Words("状态、条款与时限", "States, clauses and clocks"), Self.states),
            ("banners", Words("提示", "Banners"), Self.banners),
            ("buttons", Words("按钮", "Buttons"), Self.buttons),
            ("timeline", Words("办理进度", "Timeline of a case"), Self.timeline),
            ("reasons", Words("条件与理由", "Reasons"), Self.reasons),
            ("figures", Words("数字与依据", "Numbers with evidence"), Self.figures),
            ("form", Words("表单", "Form"), Self.form),
            ("table", Words("列表", "Lists"), Self.lists),
            ("facts", Words("信息表", "Facts"), Self.facts),
            ("chart", Words("图表", "Charts"), Self.charts),
            ("paper", Words("公文", "Official document"), Self.paper),
            ("plaque", Words("牌匾", "Plaque"), Self.plaque),
        ]
        return """
            \(view(PageHeader(title(in: view.language), lead: view("每个组件只写一次，在这里按状态逐一展示。", "Each component is built once and shown here with its states."))))\
            \(view(Panel(view("目录", "Contents")) {
                "<ul class=\"contents\">\(each: parts, { "<li><a href=\"#\($0.id)\">\(view($0.name))</a></li>" })</ul>"
            }))\(each: parts, { part in """
                <section class="sample" id="\(part.id)"><h2>\(view(part.name))</h2><div class="stack">\(part.content(view))</div></section>
                """ })
            """
    }
}

private let monday = Day(number: 18_582) // 2020-11-16

extension DesignPage {
    /// A part of this page, where the samples' links lead.
    static func here(_ part: String) -> Href { Paths.design().at(part) }

    private static func at(_ day: Int, _ hour: Int, _ minute: Int, _ view: View) -> Instant {
        view.zone.instant(monday.adding(day), hour: hour, minute: minute)
    }

    private static func states(_ view: View) -> HTML {
        view(Panel(nil) {
            """
            <p class="row">\(view(Tag("未开始")))\(view(Tag("公示中", .active)))\(view(Tag("待您处理", .action)))\(view(Tag("已认定", .good)))\
            \(view(Tag("未通过", .bad)))</p>\
            <p class="row">\(each: CaseState.allCases, { view(Tag($0, view)) })</p>\
            <p class="row">\(view(ClauseChip(Clause("二(一)4"))))\(view(ClauseChip(Clause("二(二)1"), href: here("states"))))</p>\
            <ul class="plain"><li>\(view(DueClock(due: monday.adding(4), .running(workdaysLeft: 4))))</li>\
            <li>\(view(DueClock(due: monday.adding(1), .running(workdaysLeft: 1))))</li><li>\(view(DueClock(due: monday, .running(workdaysLeft: 0))))</li>\
            <li>\(view(DueClock(due: monday.adding(-4), .running(workdaysLeft: -2))))</li>\
            <li>\(view(DueClock(due: Day(number: 20_824), .running(workdaysLeft: 6), provisional: true)))</li>\
            <li>\(view(DueClock(due: nil, .resting(view("退回补正期间不计时", "The clock rests during correction")))))</li>\
            <li>\(view(DueClock(due: monday.adding(-7), .stopped)))</li></ul>\
            <p>\(view.time(monday)) · \(view.time(at(0, 9, 5, view))) · \(view(Fen(120_000))) · \(view.number(10_000))</p>
            """
        })
    }

    private static func banners(_ view: View) -> HTML {
        """
        \(view(Banner(.info, "2020年第一批试点申报正在进行", "<p>申报截止 2020年12月11日（星期五）17:00。</p>")))\
        \(view(Banner(.action, "申报材料需要补正", "<p>市人才服务中心：请补充洽谈场地的平面图，并写明投影设备的型号。</p>", actions: [Button("去补正", href: here("banners"))])))\
        \(view(Banner(.good, "申报已提交，编号 QD-2020-0007", "<p>市人才服务中心将在 2 个工作日内决定是否受理，结果会发到您的消息中。</p>")))\
        \(view(Banner(Refusal(.conflict, "already_decided", Words("这件申报已由李强办理，您的意见没有保存", "Li Qiang has already decided this case; your ruling was not saved"),
            clause: Clause("二(二)1"), next: Words("请刷新页面，查看最新的办理情况", "Reload the page to see where the case stands")), view)))
        """
    }

    private static func buttons(_ view: View) -> HTML {
        view(Panel(nil) {
            """
            <div class="buttons">\(view(Button("提交申报", href: here("buttons"))))\(view(Button("保存草稿", .secondary, href: here("buttons"))))\
            \(view(Button("不予受理", .danger, href: here("buttons"))))\(view(Button("查看全部记录", .quiet, href: here("buttons"))))</div>\
            <p class="hint">撤回申报前会再问一次：</p>\
            \(view(PostButton("撤回申报", .danger, to: Paths.design(), confirm: "撤回后，这件申报不再办理，也不能恢复。确定撤回吗？")))
            """
        })
    }

    private static func timeline(_ view: View) -> HTML {
        let file = Link("核查表.pdf", to: here("timeline"))
        let running = Timeline([
            .init(.done, "提交申报", office: "青岛海纳数字人才服务有限公司", entries: [
                .init(at: at(0, 9, 12, view), who: "海纳数字 王敏", what: "提交申报"),
            ]),
            .init(.done, "组织推荐", office: "崂山区委组织部", clause: Clause("二(二)1"), entries: [
                .init(at: at(0, 15, 40, view), who: "崂山区委组织部 孙丽", what: "同意推荐", why: "主营业务突出，具备引才聚才基础。"),
            ]),
            .init(.done, "受理", office: "市人才服务中心", clause: Clause("二(二)2"), entries: [
                .init(at: at(1, 10, 5, view), who: "市人才服务中心 陈晨（经办）", what: "退回补正", why: "工作人员名单只有 2 人，应有 3 名以上专兼职工作人员。",
                    clause: Clause("二(一)4")),
                .init(at: at(2, 9, 30, view), who: "海纳数字 王敏", what: "补正后重新提交", why: "已补充 2 名专职人员。"),
                .init(at: at(2, 16, 20, view), who: "市人才服务中心 陈晨（经办）→ 刘洋（复核）→ 张伟（签发）", what: "受理", links: [file]),
            ]),
            .init(.current, "条件审核", office: "市人力资源社会保障局、市工业和信息化局、市财政局", clause: Clause("二(二)1"),
                due: DueClock(due: monday.adding(16), .running(workdaysLeft: 7)), entries: [
                .init(at: at(4, 11, 0, view), who: "市财政局 周涛", what: "通过", why: "经费使用制度健全。", clause: Clause("二(一)5")),
            ]),
            .init(.next, "社会公示", office: "市人力资源社会保障局"),
            .init(.next, "组织审定", office: "市人力资源社会保障局会同市工业和信息化局、市财政局"),
            .init(.next, "颁发牌匾", office: "市人力资源社会保障局"),
        ], next: "还有 2 个部门没有提出审核意见，最迟 2020年12月2日（星期三）。三个部门都通过后，与本批次其他申报一起公示 5 个工作日。您现在不需要做什么。")
        let returned = Timeline([
            .init(.done, "提交申报", office: "青岛滨海应用学院"),
            .init(.returned, "受理", office: "市人才服务中心", due: DueClock(due: nil, .resting("退回补正期间不计时")), entries: [
                .init(at: at(1, 10, 5, view), who: "市人才服务中心 陈晨", what: "退回补正", why: "请上传安全管理制度。", clause: Clause("二(一)5")),
            ]),
            .init(.next, "条件审核"),
        ], next: "请按意见补正后重新提交。")
        let refused = Timeline([
            .init(.done, "提交申报", office: "青岛某商务咨询有限公司"),
            .init(.refused, "条件审核", office: "市工业和信息化局", entries: [
                .init(at: at(5, 14, 0, view), who: "市工业和信息化局 赵磊", what: "不通过", why: "没有主体经营发展业务。", clause: Clause("二(一)1")),
            ]),
        ])
        return """
            \(view(Panel("办理进度") { view(running) }))<div class="tiles">\(view(Panel("退回补正") { view(returned) }))\(view(Panel("未通过") { view(refused) }))</div>
            """
    }

    private static func reasons(_ view: View) -> HTML {
        view(Panel("申报条件预审") {
            view(Reasons([
                .init(.yes, "有相对独立的洽谈和休闲场地，配备会议设施设备", found: "场地 260 平方米；网络、多媒体、投影已填写", clause: Clause("二(一)1")),
                .init(.yes, "有针对特定行业产业的引才聚才行动计划", found: "已上传《人工智能引才行动计划》", clause: Clause("二(一)2")),
                .init(.unknown, "能够提供短期特价居住的解决方案", found: "没有填写房间数和价格", clause: Clause("二(一)3"), change: "填写合作酒店的房间数和每晚价格", href: here("form")),
                .init(.no, "配有 3 名以上人才服务专兼职工作人员", found: "已填写 2 名", clause: Clause("二(一)4"), change: "再添加 1 名工作人员", href: here("form")),
                .init(.yes, "具有健全的人员考勤、经费使用、活动组织、安全管理制度", found: "4 项制度均已上传", clause: Clause("二(一)5")),
            ]))
        })
    }

    private static func figures(_ view: View) -> HTML {
        let end = Day(number: 18_992) // 2021-12-31
        return """
            \(view(Figures([
                Figure("市级人才驿站", 4, unit: "个", evidence: here("figures"), goal: 10, by: end, clause: Clause("一(三)")),
                Figure("人才引聚交流活动", 37, unit: "次", evidence: here("figures"), goal: 100, by: end, clause: Clause("一(三)")),
                Figure("人才资源配置", 10_236, unit: "人次", evidence: here("figures"), goal: 10_000, by: end, clause: Clause("一(三)")),
            ])))\(view(Panel(nil) { view(Progress("正在生成导出文件", 1200, of: 5000)) }))
            """
    }

    private static func facts(_ view: View) -> HTML {
        view(Columns(
            main: view(Panel("申报信息", aside: view(Tag("办理中", .active))) {
                view(Facts([
                    Fact("申报单位", "青岛海纳数字人才服务有限公司"), Fact("统一社会信用代码", "<code>91370212MA3XXXXXXX</code>"),
                    Fact("驿站类别", "专业型"), Fact("服务领域", "人工智能", change: Link("修改", to: here("facts"))), Fact("推荐单位", "崂山区委组织部"),
                ]))
            }),
            side: view(Panel("办理时限") {
                view(Facts([Fact("当前环节", "条件审核"), Fact("时限", view(DueClock(due: monday.adding(1), .running(workdaysLeft: 1))))]))
            })))
    }

    private static func charts(_ view: View) -> HTML {
        """
        <div class="tiles">\(view(Panel(nil) {
            view(Chart(.bars, "各驿站举办交流活动", unit: "次", points: [.init("软件园", 14), .init("崂山", 9), .init("西海岸", 8), .init("高新区", 6)],
                goal: .init("每站目标", 10)))
        }))\(view(Panel(nil) {
            view(Chart(.line, "人才资源配置", unit: "人次", points: [
                .init("1月", 120), .init("2月", 260), .init("3月", 845), .init("4月", 1320), .init("5月", 1180), .init("6月", 1760),
            ]))
        }))</div>
        """
    }

    private static func paper(_ view: View) -> HTML {
        view(Paper(masthead: "青岛市人力资源和社会保障局", isPage: false, number: "青人社公示〔2020〕3号", title: "关于青岛市人才驿站建设试点单位的公示",
            attachments: [Link("拟认定试点单位名单", to: here("paper"))], signed: ["青岛市人力资源和社会保障局", "青岛市工业和信息化局", "青岛市财政局"],
            date: Day(number: 18_617), note: "<p>监督电话：0532-0000 0000　通信地址：青岛市市南区示例路 1 号</p>") {
            """
            <p>根据《关于开展人才驿站建设试点工作的通知》要求，经单位申报、区市推荐、条件审核，拟认定青岛海纳数字人才服务有限公司等 10 家单位为青岛市人才驿站建设试点单位，现予公示。</p>\
            <p>公示期为 5 个工作日，自 2020年12月21日起至 2020年12月25日止。公示期内，任何单位或个人对公示内容有异议的，可以书面形式实名反映，并提供联系方式和相关证据。</p>\
            <table><thead><tr><th>序号</th><th>单位名称</th><th>驿站类别</th><th>服务领域</th></tr></thead><tbody>\
            <tr><td>1</td><td>青岛海纳数字人才服务有限公司</td><td>专业型</td><td>人工智能</td></tr>\
            <tr><td>2</td><td>青岛浮山湾软件园有限公司</td><td>综合型</td><td>软件开发</td></tr></tbody></table>
            """
        })
    }

    private static func plaque(_ view: View) -> HTML {
        """
        \(each: PlaqueFace.State.allCases, { state in
            view(PlaqueFace(text: state == .suspended ? "区级人才工作驿站" : "青岛市人才驿站", holder: "青岛海纳数字人才服务有限公司", number: "QD-RCYZ-2020-001",
                issuers: ["青岛市人力资源和社会保障局", "青岛市工业和信息化局", "青岛市财政局"], date: Day(number: 18_627), state: state, code: codeSample))
        })
        """
    }

    /// Stands where the QR code goes; not a code.
    private static let codeSample: HTML = """
        <svg viewBox="0 0 7 7" role="img" aria-label="二维码位置" shape-rendering="crispEdges"><path d="M0 0h3v3H0zM4 0h1v2H4zM6 0h1v1H6zM5 2h2v1H5zM0 4h2v1H0zM3 4h1v2H3zM5 4h1v1H5zM0 6h1v1H0zM2 6h1v1H2zM4 6h3v1H4z"/></svg>
        """
}
