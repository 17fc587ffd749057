import Domain
import Markup
import Services

/// A job in a list of what was found, on its own sheet.
struct FoundJobCard: Component {
    let job: FoundJob
    /// Beside the title.
    let aside: HTML
    /// Below the rest: why it fits.
    let more: HTML

    init(_ job: FoundJob, aside: HTML = .empty, more: HTML = .empty) {
        self.job = job
        self.aside = aside
        self.more = more
    }

    func html(_ view: View) -> HTML {
        """
        <article class="panel job-card"><div class="panel-head"><h2><a href="\(Paths.job(job.id))">\(view.marked(job.title))</a></h2>\(aside)</div>\
        <p class="job-pay">\(job.pay.map { view($0.words) } ?? view("面议", "Pay to be agreed"))</p>\
        <p>\(view.marked(job.company))</p>\
        \(with: job.stationName, { station in "<p class=\"hint\">\(view("驿站：", "Station: "))\(job.station.map { view(Link(station, to: Paths.station($0))) } ?? "\(station)")</p>" })\
        <p class="hint">\(facts(view).joined(separator: " · "))</p>\
        \(if: !job.skills.isEmpty || job.isShortage, """
        <ul class="job-skills">\(if: job.isShortage, "<li>\(view(Tag(view("紧缺岗位", "In short supply"), .action)))</li>")\(each: job.skills, { "<li>\(view.marked($0))</li>" })</ul>
        """)\(with: job.snippet, { "<p class=\"job-snippet\">\(view.marked($0))</p>" })\(more)</article>
        """
    }

    private func facts(_ view: View) -> [String] {
        [
            job.place, view(job.kind.words), job.degree.map { view($0.words) }, job.years.map { view($0.words) },
            view("\(view.short(job.openedOn))发布", "opened \(view.short(job.openedOn))"), job.validUntil.map { view("\(view.short($0))截止", "until \(view.short($0))") },
        ].compactMap(\.self)
    }
}

extension View {
    /// The words that were searched for stand out.
    func marked(_ text: MarkedText) -> HTML { "\(each: text.runs, { run in run.isHit ? "<mark>\(run.text)</mark>" : "\(run.text)" })" }
}
