import Domain
import Markup
import Services

/// What anyone who scans a plaque's code sees: valid, suspended or withdrawn, since when and why.
struct PlaquePage: Page {
    let plaque: PlaqueView
    var filled = Filled.nothing

    private enum CodingKeys: String, CodingKey { case plaque }

    func title(in language: Language) -> String { Words("牌匾查验：\(plaque.number)", "Plaque \(plaque.number)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("首页", "Home"), to: Paths.home()), Link(view("查验牌匾", "Check a plaque"), to: Paths.plaques())])))\
        \(view(PlaqueBanner(plaque: plaque, saysValid: true)))\(view(PlaqueCard(plaque: plaque)))\
        \(view(Columns(main: facts(view), side: certificate(view))))\(if: plaque.mayChange && plaque.state != .withdrawn, change(view))
        """
    }

    private func facts(_ view: View) -> HTML {
        view(Panel(view("登记信息", "What is registered")) {
            view(Facts([
                Fact(view("驿站", "Station"), "\(view(Link(plaque.stationName, to: Paths.station(plaque.station))))"),
                Fact(view("建站单位", "Kept by"), "\(plaque.organisation)"),
                Fact(view("层级与类别", "Level and kind"), "\(view(plaque.levelName)) · \(view(plaque.kindName))"),
                Fact(view("区域", "Area"), "\(view(plaque.areaName))"),
                Fact(view("颁发单位", "Issued by"), "\(view(plaque.issuer))"),
                Fact(view("颁发日期", "Issued on"), view.time(plaque.issuedOn)),
                Fact(view("认定文件", "Document"), "\(plaque.documentNumber)"),
                Fact(view("状态", "State"), "\(view(Tag(view(plaque.state.words), plaque.state.kind))) \(view("自", "since")) \(view.time(plaque.since))"),
            ]))
        })
    }

    private func certificate(_ view: View) -> HTML {
        view(Panel(view("如何辨别", "How to tell")) {
            """
            <p>\(view("请核对本页的编号、单位名称与牌匾上的一致，并确认网址是", "Compare the number and the name with the plaque, and check that the address is")) <code>\(view.origin)</code>\(view("。", "."))</p>\
            \(if: plaque.state == .valid, "<p>\(view(Button(view("下载证书 PDF", "Certificate (PDF)"), .secondary, href: Paths.certificate(plaque.number))))</p>")
            """
        })
    }

    private func change(_ view: View) -> HTML {
        let choices: [Option] = PlaqueState.allCases.filter { $0 != plaque.state }.map { state in
            switch state {
            case .valid: Option(state.rawValue, view("恢复有效", "Restore"))
            case .suspended: Option(state.rawValue, view("暂停使用", "Suspend"))
            case .withdrawn: Option(state.rawValue, view("撤站摘牌", "Withdraw"), hint: view("不能恢复", "Cannot be undone"))
            }
        }
        return view(FormFrame(Paths.plaqueState(plaque.number), in: filled, buttons: [
            Button(view("变更牌匾状态", "Change the state"), .danger, confirm: view("变更立即向社会公开。确定吗？", "The change is public at once. Are you sure?")),
        ]) {
            view(FieldGroup(view("变更牌匾状态", "Change the plaque’s state"), says: view("由颁发单位签发人办理，理由和日期在本页公开。",
                "For the signer of the issuing office; reason and date are public on this page.")) {
                """
                \(view(Field("state", view("变更为", "Change to"), .radios(choices), in: filled)))\
                \(view(Field("reason", view("理由", "Reason"), .longText(rows: 4), hint: view("4 至 500 字，向社会公开", "4 to 500 characters, public"), in: filled)))\
                \(view(Field("clause", view("依据条款", "Clause"), hint: view("例如 二(二)3", "Such as 二(二)3"), optional: true, width: .narrow, in: filled)))
                """
            })
        })
    }
}

/// The plaque as it hangs, with its code.
struct PlaqueCard: Component {
    let plaque: PlaqueView
    /// The code as a `data:` address, for paper that may fetch nothing.
    var code: String?

    func html(_ view: View) -> HTML {
        view(PlaqueFace(
            text: plaque.words, holder: plaque.organisation, number: plaque.number, issuers: [plaque.issuer.zh], date: plaque.issuedOn, state: plaque.state.face,
            code: "<img src=\"\(code ?? Paths.plaqueCode(plaque.number).text)\" width=\"112\" height=\"112\" alt=\"\(view("查验二维码", "Code for checking"))\">"))
    }
}

/// Says in one glance whether a plaque counts.
struct PlaqueBanner: Component {
    let plaque: PlaqueView
    /// Whether a valid plaque is said to be valid, too.
    let saysValid: Bool

    func html(_ view: View) -> HTML {
        switch plaque.state {
        case .valid:
            guard saysValid else { return .empty }
            return view(Banner(.good, view("牌匾有效：\(plaque.stationName)", "Valid: \(plaque.stationName)"), """
                <p>\(view("由\(plaque.issuer.zh)颁发，现行有效。", "Issued by \(plaque.issuer.en) and in force."))</p>
                """))
        case .suspended: return view(Banner(.action, view("牌匾暂停使用", "This plaque is suspended"), reason(view)))
        case .withdrawn: return view(Banner(.bad, view("牌匾已作废：撤站摘牌", "This plaque is withdrawn and no longer counts"), reason(view)))
        }
    }

    private func reason(_ view: View) -> HTML {
        """
        <p>\(view("自", "Since")) \(view.time(plaque.since))\(view("起。", "."))\(with: plaque.reason, { " \(view("理由：", "Reason: "))\($0)" })\
        \(with: plaque.clause, { " \(view(ClauseChip($0)))" })</p>
        """
    }
}
