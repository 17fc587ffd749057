import Domain
import Markup
import Services

/// The directory of mentors, for everybody.
struct MentorsPage: ModelPage {
    let model: MentorList

    init(_ model: MentorList) { self.model = model }

    func title(in language: Language) -> String { Words("创业导师", "Mentors for start-ups")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("选择导师和时段预约，一对一辅导。", "Choose a mentor and book an hour, one to one."), trail: [Link(view("我要找", "Requests"), to: Paths.requests())],
            actions: model.keepers.isEmpty ? .empty : view(Button(view("添加导师", "Add a mentor"), href: Paths.newMentor())))))\
        \(view(Filters(Paths.mentors(), [.choice("field", view("领域", "Field"), [Option("", view("全部领域", "All fields"))] + model.fields.map { Option($0.id, view($0.name)) },
            value: model.field ?? "")], count: model.mentors.count)))\
        \(view(Table(title(in: view.language), columns: [.main(view("导师", "Mentor")), .init(view("领域", "Fields")), .init(view("能帮助什么", "Helps with")), .init(view("可预约", "Free hours"))],
            rows: model.mentors.map { mentor in
            [
                "\(view(Link(mentor.name, to: Paths.mentor(mentor.id))))<br><span class=\"hint\">\(mentor.organisation)</span>", "\(mentor.fields.map { view($0) }.joined(separator: view("、", ", ")))", "\(mentor.helps)",
                mentor.next.map { "\(view("\(mentor.free) 个时段，最近 ", "\(mentor.free), the next on "))\(view.time($0))" } ?? "—",
            ]
        }, empty: EmptyState(view("还没有导师", "No mentors yet"), view("可先提出创业赋能诉求，由驿站帮您对接。", "Ask for start-up help meanwhile; a station finds somebody for you."),
            action: view.actor.isStaff ? nil : Button(view("提出诉求", "Make a request"), href: Paths.newRequest().with("topic", RequestTopic.startUp))))))\
        \(if: !model.mentors.isEmpty && !view.actor.isStaff, """
            <p class="hint">\(view("没有合适的导师？", "Nobody suitable? "))\(view(Link(view("提出创业赋能诉求", "Ask for start-up help"), to: Paths.newRequest().with("topic", RequestTopic.startUp))))</p>
            """)
        """
    }
}

/// The form for a new mentor.
struct NewMentorPage: ModelPage {
    let model: MentorList
    private let filled: Filled

    init(_ model: MentorList) { self.init(model, .nothing) }

    init(_ model: MentorList, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("添加导师", "Add a mentor")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("创业导师", "Mentors"), to: Paths.mentors())])))\
        \(view(FormFrame(Paths.mentors(), in: filled, buttons: [Button(view("公布", "Publish"))]) {
            view(Panel(view("将公开的内容", "What is published")) {
                """
                \(view(Field("name", view("姓名", "Name"), width: .middle, in: filled)))\(view(Field("organisation", view("单位", "Organisation"), in: filled)))\
                \(view(Field("fields", view("领域", "Fields"), .checkboxes(model.fields.map { Option($0.id, view($0.name)) }), optional: true, in: filled)))\
                \(view(Field("helps", view("能帮助什么", "What they help with"), .longText(rows: 3), in: filled)))\
                \(view(Field("keeper", view("由谁维护", "Kept by"), .select(model.keepers.map { Option($0.owner.rawValue, view($0.name)) }), optional: true, in: filled)))\
                \(view(Field("consentOn", view("本人同意公开的日期", "The mentor agreed to be published on"), .date, in: filled)))
                """
            })
        }))
        """
    }
}

/// A mentor with the hours to come; for the keeper the bookings, and new hours.
struct MentorPage: ModelPage {
    enum Form: Sendable { case booking, hours }

    let model: MentorView
    private let form: Form?
    private let filled: Filled

    init(_ model: MentorView) { self.init(model, nil, .nothing) }

    init(_ model: MentorView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var id: ID<Mentor> { model.summary.id }
    private func filled(_ own: Form) -> Filled { form == own ? filled : .nothing }

    func title(in language: Language) -> String { model.summary.name }

    func body(_ view: View) -> HTML {
        let mentor = model.summary
        return """
            \(view(PageHeader(mentor.name, lead: mentor.organisation, trail: [Link(view("创业导师", "Mentors"), to: Paths.mentors())])))\
            \(view(Panel(view("能帮助什么", "Helps with")) {
                """
                <p>\(mentor.helps)</p>\(view(Facts([
                    Fact(view("领域", "Fields"), "\(mentor.fields.isEmpty ? "—" : mentor.fields.map { view($0) }.joined(separator: view("、", ", ")))"), Fact(view("维护", "Kept by"), "\(view(mentor.keeper))"),
                ])))
                """
            }))\(model.mayKeep ? keeping(view) : booking(view))\
            \(if: !model.bookings.isEmpty, view(Panel(model.mayKeep ? view("预约", "Bookings") : view("我的预约", "My bookings"), id: "bookings") { view(BookingTable(bookings: model.bookings, isKept: model.mayKeep)) }))
            """
    }

    private func booking(_ view: View) -> HTML {
        let free = model.hours.filter(\.isFree), filled = filled(.booking)
        guard !free.isEmpty else { return view(Panel(view("可预约时段", "Free hours"), id: "hours") { view(EmptyState(view("近期没有可预约的时段", "No free hours at present"))) }) }
        guard model.mayBook else {
            return view(Panel(view("可预约时段", "Free hours"), id: "hours") {
                """
                <ul>\(each: free, { hour in "<li>\(view.time(hour.startsAt))，\(hour.place)</li>" })</ul>\
                \(if: !view.actor.isSignedIn, "<div class=\"buttons\">\(view(Button(view("登录后预约", "Sign in to book one"), href: Paths.signIn().with("back", Paths.mentor(id).text))))</div>")
                """
            })
        }
        return view(FormFrame(Paths.mentorBookings(id), in: filled, buttons: [Button(view("预约", "Book it"))]) {
            view(Panel(view("预约", "Book an hour"), id: "hours") {
                """
                \(view(Field("hour", view("时段", "Hour"), .radios(free.map { Option($0.id.rawValue, view($0.startsAt), hint: view("\($0.minutes) 分钟，\($0.place)", "\($0.minutes) minutes, \($0.place)")) }), in: filled)))\
                \(view(Field("text", view("想请教什么", "What it is about"), .longText(rows: 3), in: filled)))\
                <p class="hint">\(view("同时至多预约 \(model.bookingsMost) 次；开始前 \(model.cancelHours) 小时可以取消。", "At most \(model.bookingsMost) at the same time; give it back until \(model.cancelHours) hours before."))</p>
                """
            })
        })
    }

    private func keeping(_ view: View) -> HTML {
        let filled = filled(.hours)
        return """
            \(view(Panel(view("已公布时段", "Published hours"), id: "hours") {
                view(Table(view("已公布时段", "Published hours"), columns: [.main(view("时间", "When")), .init(view("时长", "Length")), .init(view("地点", "Place")), .init(view("状态", "State")),
                    .action(view("操作", "Actions"))], rows: model.hours.map { hour in
                    [
                        view.time(hour.startsAt), "\(view("\(hour.minutes) 分钟", "\(hour.minutes) minutes"))", "\(hour.place)", view(hour.isFree ? Tag(view("可预约", "Free"), .active) : Tag(view("已预约", "Booked"), .good)),
                        "\(if: hour.isFree, view(PostButton(view("撤下", "Take back"), .quiet, to: Paths.mentorHourWithdrawal(hour.id))))",
                    ]
                }, empty: EmptyState(view("还没有公布时段", "None yet"))))
            }))\
            \(view(Panel(view("公布新的时段", "Publish hours"), id: "new") {
                view(FormFrame(Paths.mentorHours(id), in: filled, small: true, buttons: [Button(view("公布时段", "Publish"), .secondary)]) {
                    """
                    \(view(Field("from", view("开始", "From"), .moment, in: filled)))\(view(Field("minutes", view("每次时长", "Each"), .number(unit: view("分钟", "minutes")), in: filled)))\
                    \(view(Field("count", view("连续几个", "How many in a row"), .number(unit: nil), hint: view("不填为 1 个，一个接一个", "One if you leave it out"), optional: true, in: filled)))\(view(Field("place", view("地点或线上方式", "Place"), in: filled)))
                    """
                })
            }))\
            \(view(PostButton(view("移出名录", "Take out of the directory"), .danger, to: Paths.mentorEnd(id), confirm: view("未开始的预约会取消并通知本人。确定移出？", "Bookings to come are cancelled. Go on?"))))
            """
    }
}
