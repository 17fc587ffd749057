import Domain
import Markup

/// How the site can be used, and what to do where it cannot.
struct AccessibilityPage: Page {
    func title(in language: Language) -> String { Words("无障碍声明", "Accessibility")(language) }

    func body(_ view: View) -> HTML {
        let points: [Words] = [
            Words("全部功能可以只用键盘完成，也可以配合读屏软件使用。", "Everything can be done with the keyboard alone, and with a screen reader."),
            Words("关闭 JavaScript 后，查询、申报、异议等功能照常可用。", "Everything works with JavaScript switched off."),
            Words("状态同时用文字和图形表示，不只用颜色区分。", "No state is told by colour alone."),
            Words("页面可放大到 400%，文字不会被截断；手机和电脑内容一致。", "Pages can be enlarged to 400 %; phones and desktops show the same content."),
            Words("图表都附有数据表，公文和证书可以打印或下载。", "Each chart has its table; documents and certificates can be printed and downloaded."),
        ]
        return """
            \(view(PageHeader(title(in: view.language), lead: view("本站按《网络无障碍》国家标准和 WCAG 2.2 AA 级要求建设。", "The site is built to WCAG 2.2, level AA."))))\
            \(view(Panel(nil) { "<div class=\"prose\"><ul>\(each: points, { "<li>\(view($0))</li>" })</ul></div>" }))\
            \(view(Panel(view("不便使用时", "If something does not work for you")) {
                "<p>\(view("公示异议也可以通过电话、信函或来访提出，联系方式见每份公示。", "Objections can also be made by telephone, by letter or in person; each public notice says where."))</p>"
            }))
            """
    }
}
