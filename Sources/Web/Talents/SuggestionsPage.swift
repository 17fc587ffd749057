import Domain
import Markup

/// Names that go with what was typed: what fields suggest, and a page for those without scripts.
struct SuggestionsPage: Page {
    enum List: String, Codable, Sendable, CaseIterable { case universities, majors, divisions, occupations }

    let list: List
    let query: String
    let suggestions: [String]

    init(_ list: List, _ query: String) {
        self.list = list
        self.query = String(query.prefix(50))
        suggestions = switch list {
        case .universities: University.search(self.query).map(\.name)
        case .majors: Major.search(self.query).map(\.name)
        case .divisions: Division.search(self.query).map(\.fullName)
        case .occupations: Occupation.search(self.query).map { "\($0.written) \($0.name)" }
        }
    }

    func title(in language: Language) -> String {
        switch list {
        case .universities: Words("院校检索", "Universities")(language)
        case .majors: Words("专业检索", "Majors")(language)
        case .divisions: Words("行政区划检索", "Divisions of China")(language)
        case .occupations: Words("职业检索", "Occupations")(language)
        }
    }

    func body(_ view: View) -> HTML {
        let address = switch list {
        case .universities: Paths.universities()
        case .majors: Paths.majors()
        case .divisions: Paths.divisions()
        case .occupations: Paths.occupations()
        }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("查到名称后填入表单；查不到也可以照证书原样填写。", "Find the name and type it into the form; a name that is not listed may be typed as well."))))\
            \(view(Filters(address, [.search("q", view("名称", "Name"), value: query)], count: suggestions.count)))\
            \(view(Panel(nil) {
                suggestions.isEmpty ? view(EmptyState(view("没有结果", "Nothing found"), view("请输入名称中的几个字。", "Type a part of the name.")))
                    : "<ul class=\"plain\">\(each: suggestions, { "<li>\($0)</li>" })</ul>"
            }))
            """
    }
}
