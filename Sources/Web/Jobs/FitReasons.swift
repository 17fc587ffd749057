import Domain
import Markup
import Services

/// Why a job and a person fit: what fits, what is missing, what is not known, with the question that would settle it.
struct FitReasons: Component {
    let fit: FitView
    let reader: FitWords.Reader
    /// In a list: what fits beside the work itself is named, and said in full where one asks for it.
    let isShort: Bool

    init(_ fit: FitView, for reader: FitWords.Reader = .talent, isShort: Bool = false) {
        self.fit = fit
        self.reader = reader
        self.isShort = isShort
    }

    func html(_ view: View) -> HTML {
        """
        <ul class="fit">\(fits(view))\
        \(line("no", Glyph.cross, view("不足", "Missing"), fit.findings.filter { $0.answer == .no }, also: fit.findings.compactMap(FitWords.lacking), view))\
        \(line("unknown", Glyph.question, view("尚不清楚", "Not known"), fit.findings.filter { $0.answer == .unsaid || $0.answer == .unasked }, view))</ul>
        """
    }

    private func fits(_ view: View) -> HTML {
        let all = fit.findings.filter { $0.answer == .yes || $0.answer == .partly }
        let work = all.filter { $0.criterion == .occupation || $0.criterion == .skills }, rest = all.filter { !work.contains($0) && FitWords.words($0, for: reader) != nil }
        guard isShort, rest.count > 1 else { return line("yes", Glyph.tick, view("符合", "Fits"), all, view) }
        let names = rest.map { view(FitWords.name($0.criterion)) }.joined(separator: view("、", ", "))
        return """
            <li class="fit-yes"><strong>\(Glyph.tick)\(view("符合", "Fits"))</strong><ul>\(each: work, { finding in "\(with: FitWords.words(finding, for: reader), { "<li>\(view($0))</li>" })" })\
            <li><details><summary>\(names)</summary><ul>\(each: rest, { finding in "\(with: FitWords.words(finding, for: reader), { "<li>\(view($0))</li>" })" })</ul></details></li></ul></li>
            """
    }

    private func line(_ kind: String, _ glyph: HTML, _ label: String, _ findings: [FitView.Finding], also: [Words] = [], _ view: View) -> HTML {
        let parts = findings.compactMap { finding in FitWords.words(finding, for: reader).map { (finding, $0) } }
        guard !parts.isEmpty || !also.isEmpty else { return .empty }
        return """
            <li class="fit-\(kind)"><strong>\(glyph)\(label)</strong><ul>\(each: parts, { finding, words in
                "<li>\(view(words))\(with: question(finding), { " \(view(Link(view("去填写", "Answer"), to: $0)))" })</li>"
            })\(each: also, { "<li>\(view($0))</li>" })</ul></li>
            """
    }

    /// Where the talent answers what is not known of them.
    private func question(_ finding: FitView.Finding) -> Href? {
        guard reader == .talent, finding.answer == .unasked, let fact = FitWords.question(finding.criterion),
              let section = Profile.sections.first(where: { $0.items.contains { $0.id == fact } }) else { return nil }
        return Paths.profile(section.id).at("f-answers.\(fact)")
    }
}

/// The panel of a job's page for a signed-in talent who agreed to matching.
struct FitPanel: Component {
    let fit: FitView

    func html(_ view: View) -> HTML {
        view(Panel(view("与您的匹配", "How it fits you"), id: "fit", aside: view(FitTag(fit.percent))) { view(FitReasons(fit)) })
    }
}

/// `匹配度 82`
struct FitTag: Component {
    let percent: Int

    init(_ percent: Int) { self.percent = percent }

    func html(_ view: View) -> HTML { view(Tag(view("匹配度 \(percent)", "Fit \(percent)"), percent >= 60 ? .good : percent >= 30 ? .active : .idle)) }
}
