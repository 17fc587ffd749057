import Domain
import Services

extension Rooms {
    /// Demo mode alone: be somebody else, move the clock. Outside demo mode these routes do not exist.
    func addDemoRoutes(to site: inout Site) {
        site.post(Paths.demoRole, access: .demoOnly, input: BecomeDemoRole.self, receipt: ReceiptPage.self, summary: Words("切换角色", "Be somebody else")) { _, input in
            let opened = try await input(house)
            return .seeOther(try await start(opened.token), ReceiptPage(Receipt(.account, opened.account.rawValue))).signingIn(token: opened.token)
        }
        site.post(Paths.demoClock, access: .demoOnly, input: MoveClock.self, receipt: ClockPage.self, summary: Words("移动时钟", "Move the clock")) { ask, input in
            let now = try await input(house)
            return .seeOther(ask.actor.isStaff ? Paths.work() : !ask.actor.organisations.isEmpty ? Paths.applications() : ask.actor.isSignedIn ? Paths.me() : Paths.home(), ClockPage(now: now))
        }
        site.get(Paths.design, access: .everyone, page: DesignPage.self, summary: Words("组件", "Components")) { _ in DesignPage() }
    }
}
