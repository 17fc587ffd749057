import Domain
import Markup
import Services

/// Whether a plaque is genuine, by its number.
struct PlaqueCheckPage: Page {
    /// As it was asked for; empty at first.
    let number: String
    /// Nil if there is none of this number.
    let plaque: PlaqueView?

    func title(in language: Language) -> String { Words("查验牌匾", "Check a plaque")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("输入编号，或扫描牌匾上的二维码。", "Enter its number, or scan the code on it."),
            trail: [Link(view("首页", "Home"), to: Paths.home())])))\(view(result(view)))\(view(Panel(nil) { view(PlaqueSearch(number: number)) }))\
        \(if: number.isEmpty, view(how(view)))
        """
    }

    private func result(_ view: View) -> [any Component] {
        if let plaque {
            return [PlaqueBanner(plaque: plaque, saysValid: true), PlaqueCard(plaque: plaque),
                Panel(nil) { "<p>\(view(Link(view("查看这块牌匾的登记信息", "See what is registered"), to: Paths.plaque(plaque.number))))</p>" }]
        }
        if number.isEmpty { return [] }
        return [Banner(.bad, view("没有编号为“\(number)”的牌匾", "There is no plaque “\(number)”"), """
            <p>\(view("请核对编号。如果牌匾上确实是这个编号，它不是本市颁发的人才驿站牌匾。", "Check the number. If it is what the plaque says, the city did not issue that plaque."))</p>
            """)]
    }

    private func how(_ view: View) -> Panel {
        Panel(view("怎样扫码", "How to scan")) {
            """
            <div class="prose"><ol><li>\(view("用手机相机或微信扫牌匾右下角的二维码。", "Point your phone’s camera or WeChat at the code in the lower right corner of the plaque."))</li>\
            <li>\(view("确认打开的网址是", "Make sure that the address is")) <code>\(view.origin)</code>\(view("。", "."))</li>\
            <li>\(view("页面会写明牌匾有效、暂停使用或已撤站摘牌，以及理由和日期。", "The page says whether the plaque is valid, suspended or withdrawn, why and since when."))</li></ol></div>
            """
        }
    }
}
