import Domain
import Markup
import Services

/// Somebody without an account stands at the desk: their document, how many nights, and a bed.
struct WalkInPage: ModelPage {
    let model: DeskPlace
    private let today: Day
    private let filled: Filled

    init(_ model: DeskPlace) { self.init(model, today: Day(number: 0)) }

    init(_ model: DeskPlace, today: Day, _ filled: Filled? = nil) {
        self.model = model
        self.today = today
        self.filled = filled ?? Filled(["guest.kind": [IdentityDocument.Kind.residentID.rawValue], "end": [today.adding(1).description]])
    }

    func title(in language: Language) -> String { Words("无预订入住", "Walk-in")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("\(model.name)。没有账号的客人凭证件入住，额度与有账号的一样按人计算。", "\(model.name). Guests without an account stay by their document; their nights count as everybody’s."),
            trail: [Link(view("前台", "Desk"), to: Paths.desk().with("place", model.id))])))\
        \(view(FormFrame(Paths.walkIns(model.id), in: filled, buttons: [Button(view("订床，去办理入住", "Book, then check in"))]) {
            """
            \(view(FieldGroup(view("客人", "Guest")) {
                """
                \(view(Field("guest.name", view("姓名", "Name"), width: .middle, in: filled)))\(view(Field("guest.kind", view("证件类型", "Kind of document"), .select(DeskGuestFields.kinds(view)), width: .middle, in: filled)))\
                \(view(Field("guest.number", view("证件号码", "Number"), width: .middle, in: filled)))\
                \(view(Field("guest.country", view("签发国家或地区", "Issued by"), .select(DeskGuestFields.countries(view)), hint: view("护照和其他证件需要", "For passports and other documents"), optional: true, width: .middle, in: filled)))\
                \(view(DeskGuestFields.sex("guest.sex", hint: view("证件号码不能说明性别时填写，用于安排床位", "Where the number does not say it; for beds in shared rooms"), filled, view)))\
                \(view(Field("guest.phone", view("电话", "Telephone"), .phone, optional: true, in: filled)))
                """
            }))\(view(FieldGroup(view("住宿", "Stay")) {
                """
                \(if: view.zone.secondOfDay(of: view.now) < 43_200, view(Field("first", view("入住", "First night"), .select([
                    Option(today.description, view("今晚起", "Tonight")), Option(today.adding(-1).description, view("昨晚起（凌晨到店）", "The night that is ending")),
                ]), optional: true, width: .middle, in: filled)))\
                \(view(Field("end", view("离店日期", "Day of leaving"), .date, hint: view("从今晚起", "From tonight on"), in: filled)))\
                \(view(Field("accessible", view("需要无障碍床位", "An accessible bed is needed"), .checkbox, in: filled)))\
                \(view(Field("mayMove", view("可以中途换床", "May change beds on the way"), .checkbox, in: filled)))\
                \(view(Field("vouched", view("已核对本方案的入住条件，客人符合", "The programme’s conditions were looked at, and the guest meets them"), .checkbox, in: filled)))
                """
            }))
            """
        }))
        """
    }
}

enum DeskGuestFields {
    static func kinds(_ view: View) -> [Option] { IdentityDocument.Kind.allCases.map { Option($0.rawValue, view($0.words)) } }
    static func sex(_ name: String, hint: String? = nil, _ filled: Filled, _ view: View) -> Field {
        Field(name, view("性别", "Sex"), .select(Sex.allCases.map { Option($0.rawValue, view($0.words)) }), hint: hint, optional: true, width: .narrow, in: filled)
    }
    static func countries(_ view: View) -> [Option] { Country.all.sorted { $0.code < $1.code }.map { Option($0.code, "\($0.code) \(view($0.name))") } }
}

/// Several people who come together, booked together or not at all.
struct GroupPage: ModelPage {
    let model: DeskPlace
    private let filled: Filled

    init(_ model: DeskPlace) { self.init(model, today: Day(number: 0)) }

    init(_ model: DeskPlace, today: Day, _ filled: Filled? = nil) {
        self.model = model
        self.filled = filled ?? Filled(["first": [today.description], "end": [today.adding(1).description]])
    }

    func title(in language: Language) -> String { Words("团队预订", "Group")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("\(model.name)。要么全部订到，要么都不订；订不到时说明是哪一位。", "\(model.name). All are booked or nobody is; if not, it says for whom there is no bed."),
            trail: [Link(view("前台", "Desk"), to: Paths.desk().with("place", model.id))])))\
        \(view(FormFrame(Paths.groups(model.id), in: filled, buttons: [Button(view("全部订床", "Book for all"))]) {
            view(FieldGroup(view("团队", "Group")) {
                """
                \(view(Field("name", view("团队名称", "Name"), width: .middle, in: filled)))\(view(Field("first", view("入住日期", "First night"), .date, in: filled)))\(view(Field("end", view("离店日期", "Day of leaving"), .date, in: filled)))\
                \(view(Field("guests", view("客人", "Guests"), .rows([
                    Field("name", view("姓名", "Name")), Field("kind", view("证件类型", "Document"), .select(DeskGuestFields.kinds(view))), Field("number", view("证件号码", "Number")),
                    Field("country", view("国家或地区", "Country"), .select(DeskGuestFields.countries(view)), optional: true), DeskGuestFields.sex("sex", filled, view), Field("phone", view("电话", "Telephone"), .phone, optional: true),
                ], atLeast: 3, atMost: BookGroup.most), in: filled)))\
                \(view(Field("mayMove", view("可以中途换床", "May change beds on the way"), .checkbox, in: filled)))\
                \(view(Field("vouched", view("已核对本方案的入住条件，客人都符合", "The programme’s conditions were looked at, and all guests meet them"), .checkbox, in: filled)))
                """
            })
        }))
        """
    }
}

/// A group that was booked: each guest with their bed.
struct BookedGroupPage: ModelPage {
    let model: GroupView

    init(_ model: GroupView) { self.model = model }

    func title(in language: Language) -> String { model.name }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(model.name, lead: view("团队，共 \(model.stays.count) 人；到店后逐人办理入住。", "A group of \(model.stays.count); each is checked in on arrival."),
            trail: [Link(view("前台", "Desk"), to: Paths.desk().with("place", model.lodging))])))\
        \(view(Table(model.name, columns: [
            .main(view("客人", "Guest")), .init(view("证件", "Document")), .init(view("住宿", "Nights")), .init(view("床位", "Bed")), .init(view("状态", "State")),
        ], rows: model.stays.map { stay in
            [view(Link(stay.name, to: Paths.deskStay(stay.id))), "\(stay.document?.text ?? "—")", "\(view.nights(stay.first, stay.end))", "\(stay.room)", view(Tag(stay.state, view))]
        }, empty: EmptyState(view("没有客人", "Nobody")))))
        """
    }
}
