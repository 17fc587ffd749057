import Domain
import Markup
import Services

/// An objection for whoever has its code: what was said, where it stands, and the answer.
struct ObjectionPage: Page {
    let receipt: ObjectionReceipt

    func title(in language: Language) -> String { Words("异议办理情况", "Your objection")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("公示", "The notice"), to: Paths.notice(receipt.objection.notice))])))\
        \(view(ObjectionCode(code: receipt.code, isAnswered: receipt.objection.answer != nil)))\(view(ObjectionState(objection: receipt.objection)))
        """
    }
}

/// The code that opens the answer, to be kept.
struct ObjectionCode: Component {
    let code: String
    let isAnswered: Bool

    func html(_ view: View) -> HTML {
        if isAnswered { return view(Banner(.good, view("已答复，查询码 \(grouped)", "Answered. Your code: \(grouped)"))) }
        return view(Banner(.good, view("已收到，查询码 \(grouped)", "Received. Your code: \(grouped)"), """
            <p>\(view("请抄下或拍下查询码。没有账号也能凭它查看答复；丢失后不能补发。", "Write it down or take a picture. It opens the answer without an account, and cannot be sent again."))</p>
            """))
    }

    /// In fours, for the eye.
    private var grouped: String {
        var text = ""
        for (index, letter) in code.enumerated() {
            if index > 0, index % 4 == 0 { text.append(" ") }
            text.append(letter)
        }
        return text
    }
}

/// Where an objection stands.
struct ObjectionState: Component {
    let objection: ObjectionView

    func html(_ view: View) -> HTML { answer(view) + view(Panel(view("异议内容", "The objection")) { facts(view) }) }

    private func answer(_ view: View) -> HTML {
        if let answer = objection.answer {
            return view(Panel(view("答复", "The answer"), aside: view(outcome(view))) { "<p>\(answer)</p>" })
        }
        return view(Panel(view("答复", "The answer"), aside: view(Tag(view("核实中", "Being looked into"), .active))) {
            """
            <p>\(view("正在核实，答复会显示在这里，并说明理由。", "It is being looked into. The answer and its reasons will appear here."))</p>\
            \(with: objection.answerDue, { "<p>\(view($0.clock))</p>" })
            """
        })
    }

    private func outcome(_ view: View) -> Tag {
        switch objection.upheld {
        case true?: Tag(view("异议成立", "Upheld"), .good)
        case false?: Tag(view("异议不成立", "Not upheld"), .idle)
        case nil: Tag(view("已答复", "Answered"), .good)
        }
    }

    private func facts(_ view: View) -> HTML {
        let files = objection.files.map(\.name).joined(separator: view("、", ", "))
        return view(Facts([
            Fact(view("针对", "Against"), "\(objection.aboutStation)"),
            Fact(view("反映人", "By"), "\(objection.name)"),
            Fact(view("联系方式", "Contact"), "\(objection.contact.text)"),
            Fact(view("反映方式", "How"), "\(channel(view))"),
            Fact(view("提出时间", "Made"), view.time(objection.at)),
            Fact(view("内容", "Text"), "\(objection.text)"),
            Fact(view("证据", "Evidence"), "\(files.isEmpty ? view("无", "None") : files)"),
        ]))
    }

    private func channel(_ view: View) -> String {
        switch RaiseObjection.Channel(rawValue: objection.channel) {
        case .web?: view("网上", "Online")
        case .phone?: view("电话", "Telephone")
        case .letter?: view("来信", "Letter")
        case .visit?: view("来访", "Visit")
        case nil: objection.channel
        }
    }
}

/// Where a code is entered, and what it opens.
struct ObjectionCheckPage: Page {
    /// As it was asked for; empty at first.
    let code: String
    /// Nil if the code opens nothing.
    let receipt: ObjectionReceipt?

    func title(in language: Language) -> String { Words("查询异议答复", "Look up the answer to an objection")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("输入提交异议时得到的查询码。", "Enter the code that you were given."),
            trail: [Link(view("首页", "Home"), to: Paths.home()), Link(view("公告", "Notices"), to: Paths.notices())])))\
        \(if: receipt == nil && !code.isEmpty, view(Banner(.bad, view("没有找到这个查询码", "This code opens nothing"),
            "<p>\(view("请核对后再试；查询码由 16 位字母和数字组成，其中没有字母 i、l、o、u。", "Check it: 16 letters and digits, never i, l, o or u."))</p>")))\
        \(with: receipt, { view(ObjectionState(objection: $0.objection)) })\(view(Panel(nil) { search(view) }))
        """
    }

    private func search(_ view: View) -> HTML {
        """
        <form class="form" method="get" action="\(Paths.objectionCheck())" role="search"><div class="field"><label for="objection-code">\(view("查询码", "Code"))</label>\
        <input class="w-middle" id="objection-code" type="text" name="code" value="\(code)" maxlength="40" autocomplete="off" autocapitalize="none" spellcheck="false"></div>\
        <div class="buttons"><button class="button button-primary" type="submit">\(view("查询", "Look up"))</button></div></form>
        """
    }
}
