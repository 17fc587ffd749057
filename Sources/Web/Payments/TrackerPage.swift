import Domain
import Markup
import Services

/// For everybody: what was approved, what was paid, and how long it took against the promise. Names nobody.
struct TrackerPage: ModelPage {
    let model: TrackerView

    init(_ model: TrackerView) { self.model = model }

    func title(in language: Language) -> String { Words("资金拨付进度", "Payments")(language) }

    private var filter: TrackerFilter { model.filter }

    func body(_ view: View) -> HTML {
        let promise = model.payWithin.map { view("批准后 \($0) 个工作日内拨付。", "Money is paid within \($0) working days after the approval. ") } ?? ""
        return """
            \(view(PageHeader(title(in: view.language), lead: promise + view("每一笔奖励和奖补，从批准到拨付都在这里公开。", "Each reward and grant is shown here, from the approval to the payment."), aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })")))\
            \(figures(view))\(budgets(view))\(payments(view))
            """
    }

    private func link(_ which: TrackerFilter.Which) -> Href { TrackerFilter(year: filter.year, purpose: filter.purpose, which: which).href(Paths.paymentTracker()).at("list") }

    private func figures(_ view: View) -> HTML {
        let counts = model.counts, percent = counts.paid == 0 ? nil : counts.paidInTime * 100 / counts.paid
        return """
            \(view(Figures([
                Figure(view("已拨付", "Paid"), counts.paid, unit: view("笔", "payments"), evidence: link(.paid)),
                Figure(view("待拨付", "To be paid"), counts.waiting, unit: view("笔", "payments"), evidence: link(.waiting)),
                Figure(view("超过承诺期限", "Later than promised"), counts.late, unit: view("笔", "payments"), evidence: link(.late)),
            ])))\(with: percent, { "<p class=\"hint\">\(view("已拨付的款项中，\($0)% 在承诺期限内到账。", "\($0)% of what was paid was paid in time."))</p>" })
            """
    }

    private func budgets(_ view: View) -> HTML {
        guard !model.budgets.isEmpty else { return .empty }
        return view(Panel(view("预算执行", "Budgets"), id: "budgets") {
            """
            \(view(Table(view("预算执行", "Budgets"), columns: [
                .main(view("预算", "Budget")), .number(view("预算安排", "Allocated")), .number(view("已批准待拨付", "Promised")), .number(view("已拨付", "Paid")), .number(view("可用", "Free")),
            ], rows: model.budgets.map { budget in
                ["\(view(budget))", "\(view(budget.sums.allocated))", "\(view(budget.sums.promised))", "\(view(budget.sums.paid))", "\(view(budget.sums.free))"]
            }, empty: EmptyState(""))))\(each: model.budgets.prefix(4), { view(BudgetChart(title: view($0), sums: $0.sums)) })
            """
        })
    }

    private func payments(_ view: View) -> HTML {
        let filters: [Filters.Filter] = [
            .choice("year", view("预算年度", "Year"), [Option("", view("全部年度", "All years"))] + model.years.map { Option(String($0), String($0)) }, value: filter.year.map { String($0) } ?? ""),
            .choice("purpose", view("用途", "Purpose"), [Option("", view("全部用途", "All purposes"))] + PaymentPurpose.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.purpose?.rawValue ?? ""),
            .choice("which", view("状态", "State"), [Option("", view("全部状态", "All states"))] + TrackerFilter.Which.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.which?.rawValue ?? ""),
        ]
        return """
            <h2 id="list">\(view("逐笔进度", "Each payment"))</h2>\
            \(view(Filters(Paths.paymentTracker(), filters, count: model.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.paymentTrackerWorkbook())))))\
            \(view(Table(view("逐笔进度", "Each payment"), columns: [
                .main(view("驿站", "Station")), .init(view("用途", "Purpose")), .number(view("金额", "Amount")), .init(view("批准", "Approved")), .init(view("承诺拨付", "Promised by")), .init(view("状态", "State")), .init(view("用时", "Time taken")),
            ], rows: model.payments.map { row($0, view) }, empty: EmptyState(view("没有款项", "No payments"), view("奖励和奖补批准后显示在这里。", "Rewards and grants appear here once they are approved.")))))\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.paymentTracker()).with("after", $0).at("list") })))
            """
    }

    private func row(_ payment: TrackedPayment, _ view: View) -> [HTML] {
        let took: HTML = switch payment.state {
        case .paid: "\(view.time(payment.paidOn ?? payment.promisedBy))<br><span class=\"hint\">\(view("用时", "after")) \(view.workdays(payment.waiting))</span>"
        case .due, .batched, .failed: "\(view("已等待", "waiting for")) \(view.workdays(payment.waiting))"
        case .cancelled: "—"
        }
        return [
            view(Link(payment.stationName, to: Paths.station(payment.station))), "\(view(payment.purpose.words))", "\(view(payment.amount))", view.time(payment.approvedOn), view.time(payment.promisedBy),
            "\(view(Tag(payment.state, isLate: payment.isLate, view)))\(if: payment.isLate, " \(view(Tag(view("超期", "Late"), .bad)))")", took,
        ]
    }
}
