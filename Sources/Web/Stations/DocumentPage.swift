import Domain
import Markup
import Services

/// A recognition document 认定文件 as it was issued, with the stations it recognised.
struct DocumentPage: Page {
    let document: DocumentView

    func title(in language: Language) -> String { Words("\(document.summary.name) \(document.summary.number)", "Document \(document.summary.number)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageTrail([Link(view("首页", "Home"), to: Paths.home()), Link(view("公告", "Notices"), to: Paths.notices())])))\
        \(view(DocumentPaper(document: document)))\(view(Panel(view("所认定的驿站", "Stations recognised"), aside: "<span class=\"count\">\(count(view))</span>") {
            view(StationRows(document.stations, empty: EmptyState(view("没有驿站", "No stations"))))
        }))\(view(Panel(view("核对与下载", "Check and download")) {
            """
            <p>\(view("文件正文校验码（SHA-256）", "SHA-256 of the text")) <code>\(document.bodyHash)</code></p>\
            <p>\(view(Button(view("下载 PDF", "Download PDF"), .secondary, href: Paths.documentPDF(document.summary.id))))</p>
            """
        }))
        """
    }

    private func count(_ view: View) -> String { view("共 \(document.stations.count) 个", "\(document.stations.count)") }
}

/// The document on paper.
struct DocumentPaper: Component {
    let document: DocumentView

    func html(_ view: View) -> HTML {
        let level = document.stations.first?.levelName.zh ?? ""
        return view(Paper(
            masthead: document.summary.officeName.zh, number: document.summary.number, title: "关于认定\(level)的通知", signed: [document.summary.officeName.zh],
            date: document.summary.issuedOn) { "\(each: document.body, { "<p>\($0)</p>" })" })
    }
}

/// Where one is, on pages whose title stands in the document itself.
struct PageTrail: Component {
    let links: [Link]

    init(_ links: [Link]) { self.links = links }

    func html(_ view: View) -> HTML {
        "<nav class=\"trail\" aria-label=\"\(view("当前位置", "You are here"))\"><ol>\(each: links, { "<li>\(view($0))</li>" })</ol></nav>"
    }
}
