import Domain
import Markup
import Services

/// For an organisation: where its money goes, what became of each payment, and what it has to pay back.
struct PayeePage: ModelPage {
    let model: PayeeView
    private let form: ID<Organisation>?
    private let filled: Filled

    init(_ model: PayeeView) { self.init(model, nil, .nothing) }

    init(_ model: PayeeView, _ form: ID<Organisation>?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("收款账户", "Your payments")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("奖励和奖补拨付到这里填写的单位账户；账号加密保存。", "Rewards and grants are paid to the account given here, which is kept encrypted."), actions: view(Button(view("公开的拨付进度", "What the public sees"), .quiet, href: Paths.paymentTracker())))))\
        \(each: model.organisations, { organisation($0, view) })
        """
    }

    private func organisation(_ own: PayeeView.Own, _ view: View) -> HTML {
        """
        \(if: model.organisations.count > 1, "<h2>\(own.name)</h2>")\(account(own, view))\(payments(own, view))\
        \(if: !own.demands.isEmpty, view(Panel(view("需退缴的款项", "To be paid back"), id: "demands-\(own.id.rawValue)") { view(DemandTable(demands: own.demands) { _ in .empty }) }))
        """
    }

    private func account(_ own: PayeeView.Own, _ view: View) -> HTML {
        let isOpen = form == own.id, shown = isOpen ? filled : own.bank.map { Filled(["bank": [$0]]) } ?? .nothing
        let frame = view(SideForm(Paths.payeeAccount(own.id), in: shown, button: Button(view("保存账户", "Save the account"))) {
            """
            \(view(Field("bank", view("开户行", "Bank and branch"), hint: view("开户行全称，户名须为\(own.name)", "In full; the holder has to be \(own.name)"), autocomplete: "off", prefix: own.id.rawValue, in: shown)))\
            \(view(Field("number", view("账号", "Account number"), hint: view("8 至 30 位数字", "8 to 30 digits"), width: .middle, autocomplete: "off", prefix: own.id.rawValue, in: shown)))
            """
        })
        return view(Panel(view("收款账户", "Bank account"), id: "account-\(own.id.rawValue)") {
            """
            \(with: own.account, { number in view(Facts([Fact(view("户名", "Holder"), "\(own.name)"), Fact(view("开户行", "Bank"), "\(own.bank ?? "")"), Fact(view("账号", "Number"), "\(number)")] + (own.since.map { [Fact(view("填写时间", "Since"), view.time($0))] } ?? []))) })\
            \(if: own.account == nil, view(Banner(.action, view("尚未填写收款账户，款项批准后无法拨付", "No account is known: nothing can be paid"))))\
            \(if: own.isFrozen, view(Banner(.info, view("有款项正在拨付，账户暂不能更改", "Money is on its way; the account cannot be changed now"))))\
            \(if: own.mayKeep && (own.account == nil || isOpen), frame)\(if: own.mayKeep && own.account != nil && !isOpen, "<details><summary>\(view("更改账户", "Change the account"))</summary>\(frame)</details>")\
            \(if: !own.mayKeep && !own.isFrozen, "<p class=\"hint\">\(view("由贵单位管理员填写。", "A manager of your organisation gives it."))</p>")
            """
        })
    }

    private func payments(_ own: PayeeView.Own, _ view: View) -> HTML {
        view(Panel(view("款项", "Payments"), id: "payments-\(own.id.rawValue)") {
            view(Table(view("款项", "Payments"), columns: [
                .main(view("用途", "Purpose")), .number(view("金额", "Amount")), .init(view("批准", "Approved")), .init(view("承诺拨付", "Promised by")), .init(view("状态", "State")),
            ], rows: own.payments.map { payment in
                [
                    "\(view(payment.purpose.words))<br><span class=\"hint\">\(payment.stationName)</span>", "\(view(payment.amount))", view.time(payment.approvedOn), view.time(payment.promisedBy),
                    "\(view(Tag(payment.state, isLate: false, view)))\(with: payment.paidOn, { "<br><span class=\"hint\">\(view.time($0))</span>" })\(with: payment.reason, { "<p class=\"hint\">\($0)</p>" })",
                ]
            }, empty: EmptyState(view("还没有款项", "No payments yet"), view("奖励和奖补批准后显示在这里。", "Rewards and grants appear here once they are approved."))))
        })
    }
}

/// What has to come back, for its payee and for the office that pays.
struct DemandTable: Component {
    let demands: [DemandView]
    let action: @Sendable (DemandView) -> HTML

    init(demands: [DemandView], action: @escaping @Sendable (DemandView) -> HTML) {
        self.demands = demands
        self.action = action
    }

    func html(_ view: View) -> HTML {
        view(Table(view("追回款项", "Money that has to come back"), columns: [
            .main(view("单位", "Payee")), .init(view("用途", "Purpose")), .number(view("金额", "Amount")), .init(view("期限", "By")), .init(view("状态", "State")), .init(view("理由", "Why")),
        ], rows: demands.map { demand in
            let kind: Tag.Kind = demand.state == .repaid ? .good : demand.isLate ? .bad : .active
            return [
                "\(demand.payeeName)", "\(view(demand.purpose.words))<br><span class=\"hint\">\(demand.stationName)</span>", "\(view(demand.amount))", view.time(demand.dueBy),
                "\(view(Tag(view(demand.state.words), kind)))\(with: demand.repaidOn, { "<br><span class=\"hint\">\(view.time($0))</span>" })", "\(demand.reason ?? "—")\(action(demand))",
            ]
        }, empty: EmptyState(view("没有需要追回的款项", "Nothing has to come back"))))
    }
}
