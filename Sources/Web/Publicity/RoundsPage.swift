import Domain
import Markup
import Services

extension RoundSummary {
    func tag(_ view: View) -> Tag {
        if isOpen { return Tag(view("申报中", "Open"), .active) }
        if !isCalled { return Tag(view("计划中", "Planned"), .idle) }
        return view.zone.day(of: view.now) < opens ? Tag(view("尚未开始", "Not open yet"), .idle) : Tag(view("已截止", "Closed"), .idle)
    }
}

/// The rounds of the programme: planned, open and past. Offices call a planned one here.
struct RoundsPage: Page {
    let list: RoundList
    var filled = Filled.nothing

    private enum CodingKeys: String, CodingKey { case list }

    func title(in language: Language) -> String { Words("申报批次", "Rounds")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("每个批次以申报通知发布，在规定时间内申报。", "Each round is called by a notice and is open for a time."),
            trail: [Link(view("首页", "Home"), to: Paths.home())])))\
        \(each: list.callable.enumerated(), { index, round in call(round, view, isFirst: index == 0) })\
        <p class="count">\(view("共 \(list.rounds.count) 个批次", list.rounds.count == 1 ? "1 round" : "\(list.rounds.count) rounds"))</p>\
        \(view(Table(
            title(in: view.language),
            columns: [.main(view("批次", "Round")), .init(view("层级", "Level")), .init(view("申报时间", "Open")), .number(view("计划数量", "Places")), .init(view("状态", "State"))],
            rows: list.rounds.map { round in
                [
                    round.isCalled ? view(Link(view(round.name), to: Paths.round(round.id))) : "\(view(round.name))", "\(view(round.levelName))",
                    "\(view.time(round.opens)) – \(view.time(round.closes))", "\(round.places)", view(round.tag(view)),
                ]
            },
            empty: EmptyState(view("还没有申报批次", "No rounds yet"), view("批次发布后会在这里公布，也会发布申报通知。", "A round appears here when it is called.")))))
        """
    }

    private func call(_ round: CallableRound, _ view: View, isFirst: Bool) -> HTML {
        view(Panel(view("可以发布：\(round.name.zh)", "Ready to be called: \(round.name.en)")) {
            """
            \(view(Facts([
                Fact(view("发布单位", "Called by"), "\(view(round.officeName))"),
                Fact(view("申报时间", "Open"), "\(view.time(round.opens)) – \(view.time(round.closes))"),
                Fact(view("计划数量", "Places"), "\(view("\(round.places) 个左右", "about \(round.places)"))"),
            ])))<form class="form" method="post" action="\(Paths.rounds())">\(view.formFields())\(if: isFirst, view(ErrorSummary(filled)))\
            <input type="hidden" name="programme" value="\(round.programme)"><input type="hidden" name="plan" value="\(round.plan)">\
            \(with: round.area, { "<input type=\"hidden\" name=\"area\" value=\"\($0)\">" })\
            <div class="field"><label for="number-\(key(round))">\(view("通知文号", "Number of the notice"))<span class="optional">\(view("（选填）", " (optional)"))</span></label>\
            <input class="w-middle" id="number-\(key(round))" name="number" type="text" autocomplete="off"></div>\
            <div class="buttons">\(view(Button(view("发布申报通知", "Call the round"), isFirst ? .primary : .secondary,
                confirm: view("发布后申报通知立即公开。确定发布吗？", "The notice is public at once. Publish?"))))</div></form>
            """
        })
    }

    private func key(_ round: CallableRound) -> String { round.plan + "-" + (round.area ?? "city") }
}
