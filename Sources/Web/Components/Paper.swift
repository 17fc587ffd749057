import Domain
import Markup

/// An official document, in the layout of GB/T 9704-2012: red masthead and rule, number, title, text, signature and date.
/// For public notices, recognition documents and decision letters; prints on A4.
struct Paper: Component {
    /// The masthead: the office that issues, `青岛市人力资源和社会保障局`. The word 文件 follows in documents that carry a number.
    let masthead: String
    /// Whether the document is what the page is about, so that its title is the page's heading.
    let isPage: Bool
    /// `青人社发〔2020〕31号`
    let number: String?
    /// A line break where a long title is to be broken, which never happens inside a word.
    let title: String
    /// 主送机关, without the colon.
    let to: String?
    let content: HTML
    let attachments: [Link]
    /// Who signs, one below the other where several do.
    let signed: [String]
    let date: Day
    /// Under the date: telephone and address, for instance.
    let note: HTML

    init(
        masthead: String, isPage: Bool = true, number: String?, title: String, to: String? = nil, attachments: [Link] = [], signed: [String], date: Day,
        note: HTML = .empty, _ content: () -> HTML
    ) {
        self.masthead = masthead
        self.isPage = isPage
        self.number = number
        self.title = title
        self.to = to
        self.content = content()
        self.attachments = attachments
        self.signed = signed
        self.date = date
        self.note = note
    }

    func html(_ view: View) -> HTML {
        let lines: HTML = "\(each: title.split(separator: "\n"), { "<span>\($0)</span>" })"
        return """
            <article class="paper"><header class="paper-head"><p class="paper-masthead">\(masthead)</p>\
            \(with: number, { "<p class=\"paper-number\">\($0)</p>" })</header>\(isPage ? "<h1 class=\"paper-title\">\(lines)</h1>" as HTML : "<h2 class=\"paper-title\">\(lines)</h2>")\
            \(with: to, { "<p class=\"paper-to\">\($0)\(view("：", ":"))</p>" })<div class="paper-text">\(content)</div>\
            \(if: !attachments.isEmpty, """
            <div class="paper-attachments"><p>\(view("附件：", "Attachments:"))</p><ol>\(each: attachments, { "<li>\(view($0))</li>" })</ol></div>
            """)<footer class="paper-foot">\(each: signed, { "<p>\($0)</p>" })<p><time datetime="\(date.description)">\(view.formal(date))</time></p></footer>\
            \(if: !note.isEmpty, "<div class=\"paper-note\">\(note)</div>")</article>
            """
    }
}

/// A plaque 牌匾 as it hangs at the door, with the code that anybody can check. A certificate is the same, printed on A4 across.
struct PlaqueFace: Component {
    enum State: String, Sendable, CaseIterable { case valid, suspended, withdrawn }

    /// `青岛市人才驿站`, or whatever the programme's level gives; never typed.
    let text: String
    /// The organisation that keeps the station.
    let holder: String
    let number: String
    let issuers: [String]
    let date: Day
    let state: State
    /// The QR code, as SVG.
    let code: HTML

    func html(_ view: View) -> HTML {
        let stamp: String? = switch state {
        case .valid: nil
        case .suspended: view("暂停使用", "Suspended")
        case .withdrawn: view("已撤站摘牌", "Withdrawn")
        }
        return """
            <figure class="plaque plaque-\(state.rawValue)"><div class="plaque-face"><p class="plaque-text">\(text)</p><p class="plaque-holder">\(holder)</p>\
            \(with: stamp, { "<p class=\"plaque-stamp\"><span>\($0)</span></p>" })\
            <div class="plaque-foot"><div class="plaque-issuers">\(each: issuers, { "<p>\($0)</p>" })\
            <p><time datetime="\(date.description)">\(view.formal(date))</time></p></div>\
            <div class="plaque-code">\(code)<p>\(number)</p></div></div></div></figure>
            """
    }
}
