import Domain
import Markup

/// Where the head of every page leads: what everybody finds, and below it what is the visitor's own work. What somebody uses
/// rarely is folded behind one word, so that each of the two stays one row at desk width.
struct Navigation: Sendable {
    struct Item: Sendable {
        let words: Words
        let href: Href
        /// What `section(of:)` says of a page that belongs here.
        let section: String

        init(_ words: Words, _ href: Href, section: String) {
            self.words = words
            self.href = href
            self.section = section
        }
    }

    /// Entries under a heading.
    struct Group: Sendable {
        let words: Words
        let items: [Item]
    }

    /// What everybody finds.
    let open: [Item]
    /// One's own work, what is used most first.
    let own: [Item]
    /// What is folded.
    let more: [Group]

    /// The navigation of whoever looks.
    init(for actor: Actor) {
        open = Self.everyone
        var own: [Item] = [], more: [Group] = []
        if !actor.posts.isEmpty {
            own += Self.offices
            more += Self.officesMore
        }
        if actor.administers { own.append(Self.accounts) }
        if actor.hosts {
            own += Self.hosts
            more += Self.hostsMore
        } else if !actor.organisations.isEmpty {
            own += Self.organisations
        }
        if actor.isSignedIn, !actor.isStaff {
            if actor.organisations.isEmpty { own += Self.talents } else { more.append(Group(words: Words("个人", "Yourself"), items: Self.person)) }
        }
        self.own = own
        self.more = more
    }

    // MARK: the entries

    private static let everyone = [
        Item(Words("首页", "Home"), Paths.home(), section: "home"),
        Item(Words("驿站", "Stations"), Paths.stations(), section: "stations"),
        Item(Words("岗位", "Jobs"), Paths.jobs(), section: "jobs"),
        Item(Words("住宿", "Lodging"), Paths.lodgings(), section: "lodging"),
        Item(Words("活动", "Events"), Paths.events(), section: "events"),
        Item(Words("政策", "Policies"), Paths.policies(), section: "policies"),
        Item(Words("六找", "Six finds"), Paths.finds(), section: "finds"),
        Item(Words("地图", "Map"), Paths.map(), section: "map"),
        Item(Words("故事", "Stories"), Paths.stories(), section: "stories"),
        Item(Words("公示", "Public notices"), Paths.notices(), section: "notices"),
    ]

    private static let page = Item(Words("我的", "My page"), Paths.me(), section: "me")
    private static let stays = Item(Words("我的住宿", "My stays"), Paths.stays(), section: "stays")
    private static let pursuits = Item(Words("求职进展", "My job applications"), Paths.ownPursuits(), section: "me/pursuits")
    private static let seats = Item(Words("我的活动", "My events"), Paths.ownSeats(), section: "me/events")
    private static let services = Item(Words("服务记录", "My services"), Paths.ownContacts(), section: "me/services")
    private static let mandates = Item(Words("政策代办", "Help with applications"), Paths.mandates(), section: "mandates")
    private static let hiring = Item(Words("招聘", "Hiring"), Paths.hiring(), section: "hiring")
    private static let applicants = Item(Words("招聘进展", "Applicants"), Paths.hiringPursuits(), section: "hiring/pursuits")
    private static let interviews = Item(Words("面试码", "Interview codes"), Paths.interviews(), section: "interviews")
    private static let applications = Item(Words("我的申报", "My applications"), Paths.applications(), section: "applications")
    private static let eventWork = Item(Words("活动办理", "Event desk"), Paths.eventWork(), section: "event-work")
    private static let placements = Item(Words("人才配置", "Placements"), Paths.placements(), section: "placements")
    private static let keptStories = Item(Words("宣传稿件", "Stories in work"), Paths.keptStories(), section: "stories/keeping")
    private static let accounts = Item(Words("账号", "Accounts"), Paths.accounts(), section: "accounts")

    /// What somebody has as a person.
    private static let person = [page, stays, pursuits, seats, services]
    private static let talents = [page, stays, pursuits, seats, mandates, Item(Words("我要找", "I look for …"), Paths.requests(), section: "requests"), services]
    private static let organisations = [applications, hiring, applicants, interviews, mandates, Item(Words("诉求", "Requests"), Paths.requests(), section: "requests")]

    private static let hosts = [
        Item(Words("前台", "Desk"), Paths.desk(), section: "desk"),
        Item(Words("服务台账", "Service log"), Paths.contacts(), section: "desk/contacts"),
        Item(Words("诉求", "Requests"), Paths.requests(), section: "requests"),
        mandates, eventWork,
        Item(Words("房源", "Beds"), Paths.keeping(), section: "lodging/keeping"),
        hiring, applicants, placements,
    ]
    private static let hostsMore = [
        Group(words: Words("驿站", "Station"), items: [Item(Words("活动计划", "Event plans"), Paths.eventPlans(), section: "event-plans"), keptStories, Item(Words("入站登记海报", "Poster"), Paths.poster(), section: "desk/poster")]),
        Group(words: Words("单位", "Organisation"), items: [applications, interviews]),
    ]

    private static let offices = [
        Item(Words("工作台", "Work queue"), Paths.work(), section: "work"),
        Item(Words("案件", "Cases"), Paths.cases(), section: "cases"),
        Item(Words("诉求", "Requests"), Paths.requests(), section: "requests"),
        eventWork, placements,
        Item(Words("用人单位", "Employers"), Paths.employers(), section: "employers"),
        Item(Words("免申即享", "Offers"), Paths.policyOffers(), section: "policies/offers"),
    ]
    private static let officesMore = [
        Group(words: Words("统计", "Figures"), items: [
            Item(Words("住宿统计", "Lodging"), Paths.lodgingFigures(), section: "lodging/figures"), Item(Words("服务统计", "Services"), Paths.contactFigures(), section: "contacts"),
        ]),
        Group(words: Words("更多工作", "More work"), items: [mandates, keptStories]),
    ]

    // MARK: which entry a page belongs to

    /// Paths whose first two words have an entry of their own.
    private static let two: Set<String> = [
        "lodging/keeping", "lodging/figures", "me/pursuits", "me/events", "me/services", "hiring/pursuits", "desk/contacts", "desk/poster", "policies/offers", "stories/keeping",
    ]
    /// Pages that stand elsewhere in the site than their address says.
    private static let elsewhere = ["me/interviews": "me/pursuits", "stories/new": "stories/keeping", "desk/placements": "placements"]

    /// The `section` of the entry that a page belongs to: by the first word of its path, or the first two.
    static func section(of path: String) -> String {
        let words = path.split(separator: "?").first?.split(separator: "/") ?? []
        let first = words.prefix(2).joined(separator: "/")
        if let there = elsewhere[first] { return there }
        return two.contains(first) ? first : words.first.map(String.init) ?? "home"
    }

    // MARK: how it looks

    func html(_ view: View, section: String?) -> HTML {
        let folded = more.flatMap(\.items).first { $0.section == section }
        let wide: HTML = """
            \(list(open, view, section))\(if: !own.isEmpty, """
            <div class="nav-own">\(list(own, view, section))\(if: !more.isEmpty, """
            <details class="nav-more" data-closes><summary\(if: folded != nil, " class=\"current\"")>\(view("更多", "More"))\(with: folded, { " · \(view($0.words))" })</summary>\
            <div class="nav-sheet">\(each: more, { group($0, view, section) })</div></details>
            """)</div>
            """)
            """
        let phone: HTML = """
            \(if: !own.isEmpty, list(own, view, section))\(each: more, { group($0, view, section) })\
            \(own.isEmpty ? list(open, view, section) : group(Group(words: Words("公共服务", "For everybody"), items: open), view, section))
            """
        return """
            <nav class="site-nav" aria-label="\(view("主导航", "Main"))"><div class="wrap"><div class="nav-wide">\(wide)</div>\
            <details class="nav-phone"><summary>\(view("菜单", "Menu"))</summary>\(phone)</details></div></nav>
            """
    }

    private func group(_ group: Group, _ view: View, _ section: String?) -> HTML {
        "<div class=\"nav-group\"><p>\(view(group.words))</p>\(list(group.items, view, section))</div>"
    }

    private func list(_ items: [Item], _ view: View, _ section: String?) -> HTML {
        """
        <ul>\(each: items, { item in """
            <li><a href="\(item.href)"\(if: item.section == section, " aria-current=\"page\"")>\(view(item.words))</a></li>
            """ })</ul>
        """
    }
}
