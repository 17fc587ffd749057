import Domain
import Markup

/// A list in rows; each row is a card on a phone.
///
///     Table("申报列表", columns: ["编号", "申报单位", .number("面积"), .action()], rows: list.map { [ … ] }, empty: EmptyState("…"))
struct Table: Component {
    struct Column: Sendable, ExpressibleByStringLiteral {
        enum Kind: String, Sendable { case text, number, main, action }

        let title: String
        let kind: Kind

        init(_ title: String, _ kind: Kind = .text) {
            self.title = title
            self.kind = kind
        }

        init(stringLiteral value: String) { self.init(value) }

        /// What its cells look like; ordinary text needs nothing.
        fileprivate var style: HTML { kind == .text ? .empty : " class=\"cell-\(kind.rawValue)\"" }

        /// Figures, set to the right.
        static func number(_ title: String) -> Column { Column(title, .number) }
        /// What the row is about: the heading of its card.
        static func main(_ title: String) -> Column { Column(title, .main) }
        /// Links and buttons.
        static func action(_ title: String) -> Column { Column(title, .action) }
    }

    /// Names the table for those who do not see it.
    let caption: String
    let columns: [Column]
    /// A cell for each column.
    let rows: [[HTML]]
    let empty: EmptyState

    init(_ caption: String, columns: [Column], rows: [[HTML]], empty: EmptyState) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.empty = empty
    }

    func html(_ view: View) -> HTML {
        guard !rows.isEmpty else { return view(empty) }
        let frames = frames
        return """
            <div class="table"><table><caption class="hidden">\(caption)</caption><thead><tr>\(each: columns, {
                "<th scope=\"col\"\($0.style)>\($0.title)</th>"
            })</tr></thead><tbody>\(rows, in: frames)</tbody></table></div>
            """
    }

    /// What stands before and after a cell is the same in every row.
    private var frames: [CellFrame] {
        columns.map { column in
            column.kind == .main
                ? CellFrame(open: "<th scope=\"row\" class=\"cell-main\">", close: "</th>")
                : CellFrame(open: "<td\(column.style) data-label=\"\(column.title)\">", close: "</td>")
        }
    }
}

private struct CellFrame {
    let open: HTML
    let close: HTML
}

extension HTML.StringInterpolation {
    /// Rows of cells, each cell in its frame.
    fileprivate mutating func appendInterpolation(_ rows: [[HTML]], in frames: [CellFrame]) {
        for cells in rows {
            appendLiteral("<tr>")
            for (frame, cell) in zip(frames, cells) {
                appendInterpolation(frame.open)
                appendInterpolation(cell)
                appendInterpolation(frame.close)
            }
            appendLiteral("</tr>")
        }
    }
}

/// The filters of a list. They stand in the address, so that a list can be passed on.
struct Filters: Component {
    enum Filter: Sendable {
        case search(String, _ label: String, value: String)
        /// The first option stands for all: `Option("", "全部状态")`.
        case choice(String, _ label: String, [Option], value: String)
        case date(String, _ label: String, value: String)
        /// Goes along without being shown.
        case kept(String, value: String)
    }

    let action: Href
    let filters: [Filter]
    /// How many rows there are under these filters.
    let count: Int
    /// A file with the same rows: `Link("导出 Excel", to: …)`.
    let export: Link?

    init(_ action: Href, _ filters: [Filter], count: Int, export: Link? = nil) {
        self.action = action
        self.filters = filters
        self.count = count
        self.export = export
    }

    private var isSet: Bool {
        filters.contains {
            switch $0 {
            case .search(_, _, let value), .choice(_, _, _, let value), .date(_, _, let value), .kept(_, let value): !value.isEmpty
            }
        }
    }

    func html(_ view: View) -> HTML {
        """
        <div class="list-top"><form class="filters" method="get" action="\(action)" role="search">\(each: filters, { field(view, $0) })\
        <div class="buttons"><button class="button button-secondary" type="submit">\(view("查询", "Search"))</button>\
        \(if: isSet, "<a class=\"clear\" href=\"\(action)\">\(view("清除条件", "Clear"))</a>")</div></form>\
        <div class="list-head"><p class="count">\(view("共 \(view.number(count)) 条", count == 1 ? "1 result" : "\(view.number(count)) results"))</p>\
        \(with: export, { "<p>\(view($0))</p>" })</div></div>
        """
    }

    private func field(_ view: View, _ filter: Filter) -> HTML {
        switch filter {
        case .search(let name, let label, let value):
            """
            <p class="filter filter-search"><label for="q-\(name)">\(label)</label>\
            <input type="search" id="q-\(name)" name="\(name)" value="\(value)" autocomplete="off"></p>
            """
        case .choice(let name, let label, let options, let value):
            """
            <p class="filter"><label for="q-\(name)">\(label)</label><select id="q-\(name)" name="\(name)">\(each: options, {
                "<option value=\"\($0.value)\"\(if: $0.value == value, " selected")>\($0.label)</option>"
            })</select></p>
            """
        case .date(let name, let label, let value):
            "<p class=\"filter\"><label for=\"q-\(name)\">\(label)</label><input type=\"date\" id=\"q-\(name)\" name=\"\(name)\" value=\"\(value)\"></p>"
        case .kept(let name, let value): "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
        }
    }
}

/// To the pages before and after. Addresses are given, so that any kind of paging works.
struct Pager: Component {
    let previous: Href?
    let next: Href?
    /// `第 2 页`, where pages are counted.
    let place: String?

    init(previous: Href?, next: Href?, place: String? = nil) {
        self.previous = previous
        self.next = next
        self.place = place
    }

    func html(_ view: View) -> HTML {
        guard previous != nil || next != nil else { return .empty }
        return """
            <nav class="pager" aria-label="\(view("分页", "Pages"))">\(with: previous, {
                "<a class=\"button button-secondary\" rel=\"prev\" href=\"\($0)\">\(view("上一页", "Previous"))</a>"
            })\(with: place, { "<span>\($0)</span>" })\(with: next, {
                "<a class=\"button button-secondary\" rel=\"next\" href=\"\($0)\">\(view("下一页", "Next"))</a>"
            })</nav>
            """
    }
}
