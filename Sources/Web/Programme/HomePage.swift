import Domain
import Markup
import Services

/// The public front: what one can do today, how far the programme has come, and the way in for everybody.
struct HomePage: Page {
    let home: HomeView

    func title(in language: Language) -> String { home.programme.name(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(hero(view)))\(search(view))\(today(view))\(each: home.openRounds, { view(call($0, view)) })\(view(doors(view)))\
        \(view(Columns(main: events(view) + jobs(view), side: objections(view) + view(policies(view)) + view(plaqueCheck(view)), name: view("公示、政策和查验", "Notices, policies and checks"))))\
        \(stories(view))\(view(targets(view)))\(view(Columns(main: view(stations(view)), side: view(notices(view)) + view(about(view)), name: view("通知和说明", "Notices and what this is")))))
        """
    }

    private func hero(_ view: View) -> Hero {
        Hero(
            title: view(home.programme.name),
            lead: view("来青回青求职、面试、创业，来人才驿站：免费职介、特价住宿、政策代办、创业赋能。",
                "Coming or returning to Qingdao for a job, an interview or a start-up? Talent stations help: free job placement, lodging at a special price, help with applications, start-up help."),
            actions: [Button(view("特价住宿", "Find a bed"), href: Paths.lodgings()), Button(view("查看驿站", "See the stations"), .secondary, href: Paths.stations())])
    }

    /// One box over all six lanes.
    private func search(_ view: View) -> HTML {
        """
        <form class="front-search" method="get" action="\(Paths.finds())" role="search"><label for="front-q">\(view("找政策、找平台、找项目、找资金、找人才、找岗位", "Look for policies, platforms, projects, funds, people and jobs"))</label>\
        <p><input type="search" id="front-q" name="q" autocomplete="off"><button class="button button-primary" type="submit">\(view("查询", "Search"))</button></p></form>
        """
    }

    // MARK: today

    private func today(_ view: View) -> HTML {
        """
        <section class="front-today" aria-labelledby="today"><h2 id="today">\(view("今天可以办的事", "What you can do today"))</h2>\(view(Figures([
            Figure(view("今晚空床", "Beds free tonight"), home.bedsTonight, unit: view("张", "beds"), evidence: Paths.lodgings()),
            Figure(view("本周活动", "Events this week"), home.eventsThisWeek, unit: view("场", "events"), evidence: Paths.events().with("span", EventFilter.Span.week)),
            Figure(view("本周新增岗位", "Jobs new this week"), home.jobsThisWeek, unit: view("个", "jobs"), evidence: Paths.jobs().with("order", JobOrder.newest)),
        ])))</section>
        """
    }

    private func events(_ view: View) -> HTML {
        view(Panel(view("近期活动", "Events to come"), id: "events", aside: view(Link(view("全部活动", "All events"), to: Paths.events()))) {
            view(EventLines(events: home.events, empty: EmptyState(view("近七天没有活动", "No events in the next seven days"))))
        })
    }

    private func jobs(_ view: View) -> HTML {
        view(Panel(view("最新岗位", "New jobs"), id: "jobs", aside: view(Link(view("全部岗位", "All jobs"), to: Paths.jobs()))) {
            guard !home.jobs.isEmpty else { return view(EmptyState(view("近七天没有新岗位", "No new jobs in the last seven days"))) }
            return """
                <ul class="front-lines">\(each: home.jobs, { job in """
                    <li><p>\(view(Link(job.title, to: Paths.job(job.id)))) <span class="job-pay">\(view.pay(job.pay))</span></p>\
                    <p class="hint">\(job.company)\(with: job.place, { " · \(view($0))" })</p></li>
                    """ })</ul>
                """
        })
    }

    /// What anybody may object to now.
    private func objections(_ view: View) -> HTML {
        guard !home.objections.isEmpty else { return .empty }
        return view(Panel(view("公示中，可以提出异议", "Open for objection"), id: "objections") {
            "\(view(NoticeRows(home.objections, empty: EmptyState(""))))<p>\(view(Link(view("查询异议答复", "Look up the answer to an objection"), to: Paths.objectionCheck())))</p>"
        })
    }

    private func policies(_ view: View) -> Panel {
        Panel(view("我能享受哪些政策", "What am I entitled to?"), id: "policies") {
            """
            <p>\(view("回答几个问题，逐条看到能否享受、金额多少、怎么办理。", "Answer a few questions and see each policy: whether it is for you, how much it is, and how to get it."))</p>\
            <div class="buttons">\(view(Button(view("看看我能享受什么", "See what I get"), .secondary, href: Paths.entitlements())))</div>
            """
        }
    }

    private func call(_ round: RoundSummary, _ view: View) -> Banner {
        Banner(.action, view("\(round.name.zh)正在接受申报", "\(round.name.en) is open for applications"), """
            <p>\(view(round.levelName))\(view("，计划认定 \(round.places) 个左右。", ", about \(round.places) places. "))\
            \(view("申报截止", "Applications close on")) \(view.time(round.closes))\(view("。", "."))</p>
            """, actions: [Button(view("查看并申报", "Read and apply"), .secondary, href: Paths.round(round.id))])
    }

    /// The way in by who somebody is.
    private func doors(_ view: View) -> Panel {
        Panel(view("从这里开始", "Where to begin"), id: "doors", aside: view(Link(view("打开地图", "Open the map"), to: Paths.map()))) {
            """
            <ul class="front-doors">\(each: doorList(view), { door in """
                <li><h3>\(door.title)</h3><p class="hint">\(door.text)</p><ul>\(each: door.links.compactMap(\.self), { "<li>\(view($0))</li>" })</ul></li>
                """ })</ul>
            """
        }
    }

    /// Each with the links that lead somewhere for who looks: a visitor comes by signing in, and who is signed in does not register.
    private func doorList(_ view: View) -> [(title: String, text: String, links: [Link?])] {
        let actor = view.actor, isVisitor = !actor.isSignedIn
        return [
            (view("我是人才", "I come for a job"), view("找岗位、订住宿、办政策、报活动。", "Jobs, beds, policies, events."), [
                // Matching is for talents; who works in an office or acts for an organisation sees the list.
                actor.isStaff || !actor.organisations.isEmpty ? Link(view("全部岗位", "All jobs"), to: Paths.jobs()) : Link(view("适合我的岗位", "Jobs that fit me"), to: Paths.jobMatches()),
                actor.isStaff ? nil : Link(view("我要找", "Ask for help"), to: Paths.newRequest()),
                isVisitor ? Link(view("人才注册", "Register"), to: Paths.newTalent()) : nil,
            ]),
            (view("我是用人单位", "I hire"), view("发岗位、找人才、约面试。", "Post jobs, find people, invite them."), [
                isVisitor || !actor.organisations.isEmpty ? Link(view("发布岗位", "Post a job"), to: Paths.hiring()) : Link(view("紧缺岗位", "Shortages"), to: Paths.shortages()),
                isVisitor || !actor.organisations.isEmpty ? Link(view("单位能享受的政策", "Policies for employers"), to: Paths.employerEntitlements()) : nil,
                isVisitor ? Link(view("单位注册", "Register an organisation"), to: Paths.newOrganisation()) : nil,
            ]),
            (view("我要建站、办站", "I run a station"), view("申报建站，登记服务、床位和活动。", "Apply, log services, keep beds and events."), [
                Link(view("申报批次", "Rounds"), to: Paths.rounds()), actor.hosts ? Link(view("驿站前台", "Desk"), to: Paths.desk()) : nil, Link(view("驿站一览", "All stations"), to: Paths.stations()),
            ]),
            (view("我是部门工作人员", "I work in an office"), view("受理、审核、公示、调度。", "Take in, review, publish, follow up."), [
                isVisitor || actor.isStaff ? Link(view("工作台", "Work queue"), to: Paths.work()) : nil, Link(view("任务进展", "Targets"), to: Paths.targets()),
            ]),
        ]
    }

    // MARK: the programme

    private func stories(_ view: View) -> HTML {
        guard !home.stories.isEmpty else { return .empty }
        return """
            <section aria-labelledby="stories"><div class="panel-head"><h2 id="stories">\(view("驿站故事", "Stories"))</h2>\(view(Link(view("全部故事", "All stories"), to: Paths.stories())))</div>\
            <ul class="stories">\(each: home.stories, { view(StoryCard(story: $0)) })</ul></section>
            """
    }

    private func targets(_ view: View) -> Panel {
        Panel(view("试点任务", "Targets of the trial"), aside: view(Link(view("如何统计", "How they are counted"), to: Paths.targets()))) {
            view(Figures(home.targets.map { target in
                Figure(view(target.name), target.count, unit: view(target.unit), evidence: target.evidence, goal: target.goal, by: target.by, clause: target.clause)
            }))
        }
    }

    private func notices(_ view: View) -> Panel {
        Panel(view("最新公告", "Latest notices"), aside: view(Link(view("全部公告", "All notices"), to: Paths.notices()))) {
            view(NoticeRows(home.notices, empty: EmptyState(view("还没有公告", "No notices yet"), view("申报通知、社会公示和认定文件会在这里发布。",
                "Calls for applications, public notices and recognition documents appear here."))))
        }
    }

    private func stations(_ view: View) -> Panel {
        Panel(view("已认定驿站", "Recognised stations"), aside: view(Link(view("全部驿站", "All stations"), to: Paths.stations()))) {
            view(StationRows(home.stations, empty: EmptyState(view("还没有认定驿站", "No station recognised yet"),
                view("认定后会在这里公布。符合条件的单位可以申报。", "They are listed here once recognised. Organisations that meet the conditions may apply."),
                action: Button(view("查看申报批次", "See the rounds"), .secondary, href: Paths.rounds()))))
        }
    }

    private func plaqueCheck(_ view: View) -> Panel {
        Panel(view("查验牌匾", "Check a plaque")) { view(PlaqueSearch(number: "")) }
    }

    private func about(_ view: View) -> Panel {
        Panel(view("依据", "Based on")) {
            """
            <p>\(view("《\(home.programme.title)》", home.programme.title))</p>\
            <p>\(view("试点时间", "Trial")) \(view.formal(home.programme.trialFrom))\(view("至", " to "))\(view.formal(home.programme.trialTo))</p>\
            <p>\(view(Link(view("逐条对照办理规则", "Read the rules clause by clause"), to: Paths.programme(home.programme.id))))</p>
            """
        }
    }
}

/// The next events in lines: when, what, where.
struct EventLines: Component {
    let events: [EventSummary]
    let empty: EmptyState

    func html(_ view: View) -> HTML {
        guard !events.isEmpty else { return view(empty) }
        return """
            <ul class="front-lines">\(each: events, { event in """
                <li><p>\(view(Link(event.title, to: Paths.event(event.id)))) </p>\
                <p class="hint">\(EventPieces.when(event, view)) · \(event.place) · \(EventPieces.seats(event, view))</p></li>
                """ })</ul>
            """
    }
}
