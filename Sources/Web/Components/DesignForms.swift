import Domain
import Markup

extension DesignPage {
    /// A form that came back: with what was typed, and what is wrong with it.
    static func form(_ view: View) -> HTML {
        let filled = Filled([
            "name": ["青岛海纳数字人才服务有限公司"], "venue.area": ["260平"], "kind": ["professional"], "offers": ["brokerage", "lodging"],
            "venue.about": ["一楼东侧，独立出入口。\n洽谈室 3 间，休闲区 80 平方米。"], "lodging.price": ["128.00"], "opens": ["2020-12-01"],
            "team.staff.0.name": ["王敏"], "team.staff.0.role": ["站长"], "team.staff.0.phone": ["13800000000"], "team.staff.0.time": ["full"],
            "team.staff.1.name": ["孙浩"], "team.staff.1.role": ["人才顾问"], "team.staff.1.phone": ["1380000"], "team.staff.1.time": ["part"],
        ], errors: [
            .init("venue.area", Words("场地面积请填写整数，如 260", "Give the floor area as a whole number, such as 260")),
            .init("ground", Words("请选择职业介绍的依据", "Choose the ground for placement work")),
            .init("team.staff.1.phone", Words("第 2 行的手机号应为 11 位数字", "The phone number in row 2 must have 11 digits")),
            .init("rules.files", Words("请上传安全管理制度", "Upload the safety rules")),
        ])
        return view(FormFrame(Paths.design(), in: filled, autosave: Paths.design(), files: true, buttons: [
            Button("提交申报", confirm: "提交后，材料将送崂山区委组织部推荐，退回前不能修改。确定提交吗？"), Button("保存草稿", .secondary, name: "action", value: "save"),
        ]) {
            """
            \(view(FieldGroup("场地与设备", clause: Clause("二(一)1"),
                says: "有主体经营发展业务，具备开展人才活动的基本条件，能提供空间大小合适、相对独立的洽谈和休闲场地，配备网络、多媒体及大屏幕投影等会议必备基础设施设备。") { venue(view, filled) }))\
            \(view(FieldGroup("管理团队", clause: Clause("二(一)4"), says: "配备一支擅长沟通交流和贴心服务的管理团队，配有3名以上人才服务专兼职工作人员。") { team(view, filled) }))\
            \(view(FieldGroup("制度与声明", clause: Clause("二(一)5")) { rules(view, filled) }))
            """
        })
    }

    private static func venue(_ view: View, _ filled: Filled) -> HTML {
        """
        \(view(Field("name", "单位名称", autocomplete: "organization", in: filled)))\
        \(view(Field("kind", "驿站类别", .select([
            Option("service", "服务型"), Option("professional", "专业型"), Option("social", "联谊型"), Option("start_up", "创业型"), Option("general", "综合型"),
        ]), width: .middle, in: filled)))\
        \(view(Field("venue.area", "场地面积", .number(unit: "平方米"), hint: "洽谈区和休闲区的面积之和，例如 260", in: filled)))\
        \(view(Field("venue.about", "场地说明", .longText(rows: 4), hint: "写明位置、出入口、洽谈室间数，200 字以内", in: filled)))\
        \(view(Field("offers", "提供的服务", .checkboxes([
            Option("brokerage", "免费职介"), Option("lodging", "特价住宿"), Option("policy", "政策代办"), Option("start_up", "创业赋能"),
        ]), in: filled)))\
        \(view(Field("ground", "职业介绍的依据", .radios([
            Option("licence", "本单位持有人力资源服务许可证"), Option("partner", "与持证机构合作", hint: "需要上传合作协议和对方许可证"),
            Option("free", "免费、非经营性"),
        ]), in: filled)))\
        \(view(Field("lodging.price", "特价住宿每晚价格", .money, hint: "最多两位小数，例如 128.00", in: filled)))\
        \(view(Field("opens", "计划开站日期", .date, optional: true, in: filled)))\
        \(view(Field("phone", "联系电话", .phone, hint: "公示时不显示", autocomplete: "tel", in: filled)))
        """
    }

    private static func team(_ view: View, _ filled: Filled) -> HTML {
        view(Field("team.staff", "工作人员", .rows([
            Field("name", "姓名"), Field("role", "职务"), Field("phone", "手机号", .phone),
            Field("time", "专职或兼职", .select([Option("full", "专职"), Option("part", "兼职")])),
        ], atLeast: 3, atMost: 10), hint: "至少 3 名，专职兼职均可；手机号公示时不显示", in: filled))
    }

    private static func rules(_ view: View, _ filled: Filled) -> HTML {
        """
        \(view(Field("rules.files", "四项制度", .files(.init(attached: [
            .init(id: "f1", name: "人员考勤制度.pdf", bytes: 820_000, href: here("form")), .init(id: "f2", name: "经费使用管理办法（2020年修订）.pdf", bytes: 1_240_000, href: here("form")),
        ])), hint: "人员考勤、经费使用、活动组织、安全管理", in: filled)))\
        \(view(Field("truth", "我单位承诺所填内容和所附材料真实、有效", .checkbox, in: filled)))
        """
    }

    static func lists(_ view: View) -> HTML {
        func row(_ number: String, _ name: String, _ kind: String, _ area: String, _ step: String, _ tag: Tag, _ due: DueClock) -> [HTML] {
            [
                "<a href=\"#table\">\(name)</a>", "\(number)", "\(kind)", "\(area)", "\(step)<br>\(view(due))", "\(view(tag))",
            ]
        }
        let columns: [Table.Column] = [.main("申报单位"), "编号", "类别", "区市、功能区", "环节与时限", "状态"]
        let rows = [
            row("QD-2020-0007", "青岛海纳数字人才服务有限公司", "专业型", "崂山区", "条件审核", Tag("待您处理", .action),
                DueClock(due: Day(number: 18_583), .running(workdaysLeft: 1))),
            row("QD-2020-0003", "青岛浮山湾软件园有限公司", "综合型", "市南区", "条件审核", Tag("办理中", .active), DueClock(due: Day(number: 18_586), .running(workdaysLeft: 4))),
            row("QD-2020-0011", "青岛滨海应用学院", "创业型", "西海岸新区", "受理", Tag("待补正", .idle), DueClock(due: nil, .resting("退回补正期间不计时"))),
        ]
        let choices = [Option("", "全部环节"), Option("intake", "受理"), Option("review", "条件审核"), Option("notice", "社会公示")]
        return """
            \(view(Filters(Paths.design(), [.search("q", "单位名称或编号", value: "青岛"), .choice("step", "环节", choices, value: "review")], count: rows.count,
                export: Link("导出 Excel", to: here("table")))))\
            \(view(Table("申报列表", columns: columns, rows: rows, empty: EmptyState("没有申报"))))\
            \(view(Pager(previous: here("table"), next: here("table"), place: view("第 2 页", "Page 2"))))\
            \(view(Table("本周到期", columns: columns, rows: [], empty: EmptyState("没有需要您办理的案件", "新的案件到您这一环节时，会出现在这里，并发消息给您。",
                action: Button("查看全部案件", .secondary, href: here("table"))))))
            """
    }
}
