import Domain
import Markup
import Services

/// One's own stays: what comes next first, then what one waits for, then what has been.
struct StaysPage: Page {
    let stays: MyStaysView

    func title(in language: Language) -> String { Words("我的住宿", "My stays")(language) }

    func body(_ view: View) -> HTML {
        let live = stays.stays.filter { StayState.live.contains($0.state) }.reversed(), ended = stays.stays.filter { StayState.ended.contains($0.state) }
        return """
            \(view(PageHeader(title(in: view.language), actions: view(Button(view("预订床位", "Book a bed"), live.isEmpty ? .primary : .secondary, href: Paths.lodgings())))))\
            \(each: stays.waiting.filter(\.isOffered), { offer($0, view) })\(if: !stays.entitlement.isEmpty, view(Panel(nil) { view(EntitlementLine(stays.entitlement)) }))\
            \(live.isEmpty && ended.isEmpty ? view(empty(view)) : "\(each: live, { card($0, view) })")\(waiting(view))\(draws(view))\
            \(if: !ended.isEmpty, view(Panel(view("以往记录", "Before")) { "<ul class=\"plain\">\(each: ended, { past($0, view) })</ul>" }))
            """
    }

    private func empty(_ view: View) -> EmptyState {
        EmptyState(view("还没有住宿预订", "No bookings yet"), view("选好日期和床位，一分钟就能订好。", "Choose dates and a bed; it takes a minute."), action: Button(view("看看我是否符合", "Am I entitled?"), .secondary, href: Paths.eligibility()))
    }

    private func card(_ stay: StaySummary, _ view: View) -> HTML {
        view(Panel(stay.lodgingName, aside: view(Tag(stay.state, view))) {
            """
            <p>\(view.stretch(stay.first, stay.end))<br><span class="hint">\(stay.stationName) · \(stay.freeNights == stay.end.number - stay.first.number ? view("免费", "free") : view(stay.price))</span></p>\
            \(with: stay.holdUntil, { "<p>\(view("保留到 \(view.clock($0))，请尽快确认。", "Held until \(view.clock($0)); please confirm soon."))</p>" })\
            \(view(Button(stay.state == .held ? view("去确认", "Confirm") : view("查看入住码", "See the code"), stay.state == .held ? .primary : .secondary, href: Paths.stay(stay.id))))
            """
        })
    }

    private func past(_ stay: StaySummary, _ view: View) -> HTML {
        "<li>\(view(Link(stay.lodgingName, to: Paths.stay(stay.id)))) \(view(Tag(stay.state, view)))<br><span class=\"hint\">\(view.stretch(stay.first, stay.end))</span></li>"
    }

    private func offer(_ waiting: WaitingView, _ view: View) -> HTML {
        view(Banner(.action, view("候补到床位：\(waiting.lodgingName)", "A bed for you: \(waiting.lodgingName)"), """
            <p>\(view.stretch(waiting.first, waiting.end))\(with: waiting.offeredUntil, { until in "\(view("，保留到 \(view.clock(until))（还有 \(left(until, view)) 分钟）", ", held until \(view.clock(until)) (\(left(until, view)) minutes left)"))" })</p>\
            <div class="buttons">\(view(PostButton(view("接受床位", "Take the bed"), to: Paths.offer(waiting.id))))\(view(PostButton(view("不要了", "No, thank you"), .secondary, to: Paths.waitingEnd(waiting.id))))</div>
            """))
    }

    private func left(_ until: Instant, _ view: View) -> Int { Int(max(until.milliseconds - view.now.milliseconds, 0) / 60_000) }

    private func waiting(_ view: View) -> HTML {
        let waiting = stays.waiting.filter { !$0.isOffered }
        guard !waiting.isEmpty else { return .empty }
        return view(Panel(view("候补", "Waitlist"), id: "waiting") {
            """
            <ul class="plain">\(each: waiting, { entry in """
                <li>\(view(Link(entry.lodgingName, to: Paths.lodging(entry.lodging))))<br><span class="hint">\(view.stretch(entry.first, entry.end))，\((entry.ahead ?? 0) == 0 ? view("排在第一位", "you are first") : view("前面有 \(entry.ahead ?? 0) 人", "\(entry.ahead ?? 0) before you"))</span>\
                <p>\(view(PostButton(view("退出候补", "Leave the waitlist"), .quiet, to: Paths.waitingEnd(entry.id))))</p></li>
                """ })</ul>
            """
        })
    }

    private func draws(_ view: View) -> HTML {
        guard !stays.draws.isEmpty else { return .empty }
        return view(Panel(view("抽签", "Draws"), id: "draws") {
            """
            <ul class="plain">\(each: stays.draws, { entry in
                "<li>\(view(Link(entry.title, to: Paths.draw(entry.draw))))，\(outcome(entry, view))</li>"
            })</ul>
            """
        })
    }

    private func outcome(_ entry: MyDrawView, _ view: View) -> String {
        switch entry.outcome {
        case .entered: view("等待抽签", "not drawn yet")
        case .won: view("中签", "drawn")
        case .lost: view("未中签", "not drawn")
        case .void: view("资格已失效", "void")
        }
    }
}
