import Domain
import Markup

/// The frame around every page: demo bar, name, navigation, language, who is signed in, and the foot.
/// Made once with the site's addresses; `document` puts a page into it.
struct Layout: Sendable {
    /// Where the frame's own links and forms lead.
    struct Addresses: Sendable {
        let home: Href
        let signIn: Href
        /// Post.
        let signOut: Href
        let inbox: Href
        let account: Href
        /// Post `account`.
        let demoRole: Href
        /// Post `advance`: `day`, `workdays5`, `next`.
        let demoClock: Href
    }

    let name: Words
    let footer: [Navigation.Item]
    let addresses: Addresses

    /// The frame of this site.
    ///
    /// - Parameter programme: the id of the programme whose page the foot leads to.
    static func site(name: Words, programme: String) -> Layout {
        Layout(
            name: name,
            footer: [
                Navigation.Item(Words("通知与规则", "The notice and its rules"), Paths.programme(programme), section: "programme"),
                Navigation.Item(Words("申报批次", "Rounds"), Paths.rounds(), section: "rounds"),
                Navigation.Item(Words("牌匾查验", "Plaque check"), Paths.plaques(), section: "plaques"),
                Navigation.Item(Words("招聘会", "Job fairs"), Paths.fairs(), section: "fairs"),
                Navigation.Item(Words("创业导师", "Mentors"), Paths.mentors(), section: "mentors"),
                Navigation.Item(Words("紧缺岗位", "Shortages"), Paths.shortages(), section: "shortages"),
                Navigation.Item(Words("开放接口", "Open data"), Paths.openAPI(), section: "data"),
                Navigation.Item(Words("无障碍说明", "Accessibility"), Paths.accessibility(), section: "accessibility"),
            ],
            addresses: Addresses(
                home: Paths.home(), signIn: Paths.signIn(), signOut: Paths.signOut(), inbox: Paths.inbox(), account: Paths.account(), demoRole: Paths.demoRole(),
                demoClock: Paths.demoClock()))
    }

    /// A whole page for a browser.
    ///
    /// - Parameters:
    ///   - section: the `section` of the navigation item that the page belongs to.
    ///   - sharing: what the page says of itself elsewhere.
    func document(title: String, body: HTML, view: View, section: String? = nil, sharing: Sharing? = nil) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="\(view("zh-CN", "en"))"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\
        <title>\(title) · \(view(name))</title><meta name="theme-color" content="#0B5C8C"><meta name="format-detection" content="telephone=no">\
        \(with: sharing, { $0.tags(site: name, view) })<link rel="alternate" type="application/atom+xml" title="\(view(name))" href="\(Paths.atomFeed())">\
        <link rel="icon" href="\(view.asset("favicon.svg"))" type="image/svg+xml"><link rel="stylesheet" href="\(view.asset("site.css"))">\
        <link rel="stylesheet" href="\(view.asset("document.css"))"><script src="\(view.asset("site.js"))" defer></script></head>\
        <body><a class="skip" href="#main">\(view("跳到主要内容", "Skip to main content"))</a>\(with: view.demo, { demoBar($0, view) })\
        \(header(view, section: section))<main id="main" tabindex="-1"><div class="wrap">\(body)</div></main>\(foot(view))</body></html>

        """
    }

    /// An official document alone, for the PDF. It links to nothing: `document.css` is handed over beside it.
    static func paper(title: String, body: HTML, view: View) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="\(view("zh-CN", "en"))"><head><meta charset="utf-8"><title>\(title)</title></head><body>\(body)</body></html>

        """
    }

    private func header(_ view: View, section: String?) -> HTML {
        """
        <header class="site-header"><div class="wrap site-top"><a class="site-name" href="\(addresses.home)">\(Self.mark)<span>\(view(name))</span></a>\
        <div class="site-tools">\(language(view))\(who(view))</div></div>\(Navigation(for: view.actor).html(view, section: section))</header>
        """
    }

    /// The same page in the other language. A link and not a form: a public page without forms may be kept by browsers.
    /// What answers a form has no address to come back to, so the link waits for the next page.
    private func language(_ view: View) -> HTML {
        guard !view.answersForm else { return .empty }
        let other: (language: Language, tag: String, name: String) = view.language == .zh ? (.en, "en", "English") : (.zh, "zh-CN", "中文")
        return """
            <a class="tool" href="\(view.inLanguage(other.language))" lang="\(other.tag)" hreflang="\(other.tag)" rel="nofollow">\(other.name)</a>
            """
    }

    private func who(_ view: View) -> HTML {
        guard view.actor.isSignedIn else { return "<a class=\"tool\" href=\"\(addresses.signIn)\">\(view("登录", "Sign in"))</a>" }
        return """
            <a class="tool" href="\(addresses.inbox)">\(view("消息", "Messages"))\(if: view.unread > 0, """
            <span class="unread">\(view.unread > 99 ? "99+" : "\(view.unread)")<span class="hidden">\(view(" 条未读", " unread"))</span></span>
            """)</a><a class="tool tool-name" href="\(addresses.account)">\(view.actor.name)</a>\
            <form class="post" method="post" action="\(addresses.signOut)">\(view.formFields())<button class="tool" type="submit">\(view("退出", "Sign out"))</button></form>
            """
    }

    private func foot(_ view: View) -> HTML {
        """
        <footer class="site-footer"><div class="wrap"><ul>\(each: footer, { "<li><a href=\"\($0.href)\">\(view($0.words))</a></li>" })</ul>\
        <p>\(view("本站公布的每个数字均可打开查看依据；每项决定均注明理由和《通知》条款。",
            "Every number on this site opens to its evidence; every decision gives its reason and its clause."))</p></div></footer>
        """
    }

    private func demoBar(_ demo: DemoBar, _ view: View) -> HTML {
        let current = demo.roles.first { $0.isCurrent }
        return """
            <aside class="demo" aria-label="\(view("演示工具栏", "Demonstration"))"><div class="wrap"><details class="demo-roles"><summary><span class="demo-word">\
            \(view("演示", "Demo"))</span><span class="demo-who">\(current.map { "\($0.name) · \($0.post)" } ?? (view.actor.isSignedIn ? view.actor.name : view("访客", "Visitor")))</span>\
            <span class="demo-switch">\(view("切换角色", "Switch role"))</span></summary>\
            <form method="post" action="\(addresses.demoRole)">\(view.formFields())<input type="hidden" name="back" value="\(view.path)"><ul>\(each: demo.roles, { role in """
                <li><button type="submit" name="account" value="\(role.account)"\(if: role.isCurrent, " aria-current=\"true\"")>\
                <strong>\(role.name)</strong><span>\(role.post)</span></button></li>
                """ })</ul></form></details>\
            <form class="demo-clock" method="post" action="\(addresses.demoClock)">\(view.formFields())<input type="hidden" name="back" value="\(view.path)">\
            <span class="demo-now">\(view.time(demo.now))</span><span class="demo-buttons"><button type="submit" name="advance" value="day">\(view("过一天", "+1 day"))</button>\
            <button type="submit" name="advance" value="workdays5">\(view("过五个工作日", "+5 working days"))</button>\
            <button type="submit" name="advance" value="next"\(if: demo.next == nil, " disabled")>\(view("到下一个期限", "To next deadline"))</button></span>\
            \(with: demo.next, { "<span class=\"demo-next\">\(view("下一个期限：\($0.zh)", "Next: \($0.en)"))</span>" })</form></div></aside>
            """
    }

    /// The site's mark: a roof by the sea.
    private static let mark: HTML = """
        <svg class="mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false"><rect width="40" height="40" rx="8" fill="#0B5C8C"/>\
        <path d="M8 19 20 9l12 10M13 18v6M27 18v6M20 17v6" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>\
        <path d="M6 30c3.5 0 3.5-3 7-3s3.5 3 7 3 3.5-3 7-3 3.5 3 7 3" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>
        """
}
