import Domain
import Markup
import Services

/// The public front: what the programme is, how far it has come, and what is to be done now.
struct HomePage: Page {
    let home: HomeView

    func title(in language: Language) -> String { home.programme.name(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(hero(view)))\(view(lodging(view)))\(each: home.openRounds, { view(call($0, view)) })\(view(targets(view)))\
        \(view(Columns(main: view(stations(view)) + view(notices(view)), side: view(plaqueCheck(view)) + view(about(view)))))
        """
    }

    private func hero(_ view: View) -> Hero {
        let apply = home.openRounds.first.map { Button(view("申报建站", "Apply to run a station"), href: Paths.round($0.id)) }
        let see = Button(view("查看驿站", "See the stations"), apply == nil ? .primary : .secondary, href: Paths.stations())
        return Hero(
            title: view(home.programme.name),
            lead: view("依托企业、院校、机构建设的非营利性招才引智公共服务平台，为来青回青人才提供免费职介、特价住宿、政策代办、创业赋能服务。",
                "Non-profit places run by companies, universities and institutions. They help professionals and graduates who come or return to Qingdao with "
                    + "free job placement, lodging at a special price, help with applications and start-up help."),
            actions: [apply, see].compactMap { $0 })
    }

    /// For who comes to the city: the first thing they look for.
    private func lodging(_ view: View) -> Panel {
        Panel(view("来青求职、面试、创业？住驿站", "Coming for a job, an interview, a start-up? Stay with us"), id: "lodging") {
            """
            <p>\(view("符合条件的可免费短住，床位按夜公布，当天可订，到店凭码入住。", "Short stays are free for those who are entitled. Beds are shown night by night and can be booked for tonight; a code opens the door."))</p>\
            <div class="buttons">\(view(Button(view("特价住宿", "Find a bed"), href: Paths.lodgings())))\(view(Button(view("我是否符合", "Am I entitled?"), .secondary, href: Paths.eligibility())))</div>
            """
        }
    }

    private func call(_ round: RoundSummary, _ view: View) -> Banner {
        Banner(.action, view("\(round.name.zh)正在接受申报", "\(round.name.en) is open for applications"), """
            <p>\(view(round.levelName))\(view("，计划认定 \(round.places) 个左右。", ", about \(round.places) places. "))\
            \(view("申报截止", "Applications close on")) \(view.time(round.closes))\(view("。", "."))</p>
            """, actions: [Button(view("查看并申报", "Read and apply"), .secondary, href: Paths.round(round.id))])
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
            <p>\(view(Link(view("逐条对照办理规则", "Read the rules clause by clause"), to: Paths.programme(home.programme.id))))</p>\
            <p>\(view(Link(view("查询异议答复", "Look up the answer to an objection"), to: Paths.objectionCheck())))</p>
            """
        }
    }
}
