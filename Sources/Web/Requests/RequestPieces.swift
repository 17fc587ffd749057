import Domain
import Markup
import Services

extension RequestTopic: PathParameter {
    public init?(pathSegment: String) { self.init(rawValue: pathSegment) }
    public var pathSegment: String { rawValue }
}

extension RequestTopic: Leaf {
    public static var schema: JSON { ["type": "string", "enum": .list(RequestTopic.all.map { .text($0.rawValue) })] }
    public static var sample: RequestTopic { .startUp }
}

extension RequestOwner: Leaf {
    public static var schema: JSON { ["type": "string", "pattern": "^(station|office)/.+$", "description": "who has it: station/ID or office/ID"] }
    public static var sample: RequestOwner { .office("centre") }
}

extension RequestState: PathParameter {}

extension Tag {
    init(_ state: RequestState, _ view: View) {
        let kind: Kind = switch state {
        case .open: .action
        case .answered: .active
        case .closed: .good
        case .withdrawn: .idle
        }
        self.init(view(state.words), kind)
    }

    init(_ state: MentorBookingState, _ view: View) {
        let kind: Kind = switch state {
        case .booked: .active
        case .held: .good
        case .noShow: .bad
        case .cancelled: .idle
        }
        self.init(view(state.words), kind)
    }
}

extension RequestSummary {
    /// The clock of what has to happen next.
    func clock(_ view: View) -> HTML {
        guard let due, let workdaysLeft else { return "\(outcome.map { view($0.words) } ?? "—")" }
        return view(DueClock(due: due, .running(workdaysLeft: workdaysLeft)))
    }
}

/// What funds ask of a project.
struct ProjectFields: Component {
    let fields: [ConditionName]
    let areas: [ConditionName]
    let filled: Filled

    func html(_ view: View) -> HTML {
        """
        \(view(Field("field", view("项目领域", "Field of the project"), .select(fields.map { Option($0.id, view($0.name)) }), optional: true, width: .middle, prefix: "project", in: filled)))\
        \(view(Field("stage", view("项目阶段", "Stage"), .select(ProjectStage.allCases.map { Option($0.rawValue, view($0.words)) }), optional: true, width: .middle, prefix: "project", in: filled)))\
        \(view(Field("sum", view("所需资金", "Sum sought"), .money, optional: true, prefix: "project", in: filled)))\
        \(view(Field("area", view("所在区域", "Area"), .select(areas.map { Option($0.id, view($0.name)) }), optional: true, width: .middle, prefix: "project", in: filled)))
        """
    }
}

/// A person's hours with mentors.
struct BookingTable: Component {
    let bookings: [MentorBookingView]
    /// For the mentor's keeper, who knows the mentor and asks whose hour it is: the request says so.
    var isKept = false

    func html(_ view: View) -> HTML {
        view(Table(view("导师预约", "Hours with mentors"), columns: [
                .main(isKept ? view("预约人的诉求", "The request") : view("导师", "Mentor")), .init(view("时间", "When")), .init(view("地点", "Place")), .init(view("状态", "State")), .action(view("操作", "Actions")),
            ], rows: bookings.map { booking in
                [
                    isKept ? view(Link(view("查看诉求", "See it"), to: Paths.request(booking.request))) : view(Link(booking.mentorName, to: Paths.mentor(booking.mentor))), view.time(booking.startsAt), "\(booking.place)",
                    "\(view(Tag(booking.state, view)))\(with: booking.note, { "<br><span class=\"hint\">\($0)</span>" })", actions(booking, view),
                ]
            }, empty: EmptyState(view("还没有预约", "None yet"))))
    }

    private func actions(_ booking: MentorBookingView, _ view: View) -> HTML {
        """
        \(if: booking.mayCancel, view(PostButton(view("取消预约", "Give it back"), .secondary, to: Paths.mentorBookingCancellation(booking.id), confirm: view("确定取消这次预约？", "Give this hour back?"))))\
        \(if: booking.mayRecord, record(booking, view))
        """
    }

    private func record(_ booking: MentorBookingView, _ view: View) -> HTML {
        view(FormFrame(Paths.mentorBookingRecord(booking.id), small: true, buttons: [
            Button(view("已辅导", "It took place"), name: "came", value: "true"), Button(view("未到", "Nobody came"), .secondary, name: "came", value: "false"),
        ]) { view(Field("note", view("辅导记录", "What came of it"), .longText(rows: 2), optional: true, prefix: booking.id.rawValue)) })
    }
}
