import Domain
import Services

extension Rooms {
    /// The front page, the targets, the rules beside the notice, and accessibility.
    func addProgrammeRoutes(to site: inout Site) {
        site.get(Paths.home, access: .everyone, page: HomePage.self, tag: "programmes", summary: Words("首页", "The front page")) { _ in
            HomePage(home: try await house.home())
        }
        site.get(Paths.targets, access: .everyone, page: TargetsPage.self, tag: "programmes", summary: Words("试点任务与进展", "Targets with their counts")) { _ in
            TargetsPage(targets: try await house.targets())
        }
        site.get(Paths.programme, access: .everyone, page: ProgrammePage.self, summary: Words("办理规则，逐条对照通知", "The rules beside the notice")) { _, id in
            ProgrammePage(programme: try await house.programmeView(id))
        }
        site.get(Paths.accessibility, access: .everyone, page: AccessibilityPage.self, tag: "site", summary: Words("无障碍声明", "Accessibility")) { _ in
            AccessibilityPage()
        }
    }
}
