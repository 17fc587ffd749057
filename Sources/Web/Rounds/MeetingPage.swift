import Domain
import Markup
import Services

/// The record of a determination meeting, as an official document; the signer signs it here, and here its document is issued.
struct MeetingPage: ModelPage {
    let model: MeetingView

    init(_ model: MeetingView) { self.model = model }

    func title(in language: Language) -> String { Words("审定会议记录", "Record of a determination meeting")(language) }

    func body(_ view: View) -> HTML {
        """
        <nav class="trail" aria-label="\(view("当前位置", "You are here"))"><ol><li>\(view(Link(view("工作台", "My work"), to: Paths.work())))</li>\
        <li>\(view(Link(view("批次比较", "Comparison"), to: Paths.comparison(model.round))))</li></ol></nav>\
        \(view(Columns(main: "\(banner(view))\(paper(view))", side: side(view))))
        """
    }

    static func tag(_ state: MeetingView.State, _ view: View) -> Tag {
        switch state {
        case .recorded: Tag(view("待签发", "To be signed"), .action)
        case .signed: Tag(view("已签发", "Signed"), .good)
        case .dropped: Tag(view("已作废", "Dropped"), .idle)
        }
    }

    private var recognised: [MeetingRuling] { model.rulings.filter { $0.ruling == .pass } }

    private func banner(_ view: View) -> HTML {
        switch model.state {
        case .recorded where !model.maySign:
            view(Banner(.info, view("等待签发", "Waits to be signed"), "<p>\(view("由\(view(model.officeName))的签发人核对签发；记录人、经办过所涉申报的人不能签发。", "A signer of \(view(model.officeName)) signs it; not whoever recorded it or examined a case."))</p>"))
        case .dropped: view(Banner(.bad, view("这份记录已作废，以重新记录的为准", "This record was dropped for a newer one")))
        default: .empty
        }
    }

    private func paper(_ view: View) -> HTML {
        view(Paper(masthead: view(model.officeName), number: nil, title: view("审定会议记录", "Record of a determination meeting"), signed: [view(model.officeName)], date: model.heldOn,
            note: "<p>\(view("记录：\(model.recordedBy)", "Recorded by \(model.recordedBy)"))\(with: model.signedBy, { "\(view("　签发：\($0)", "; signed by \($0)"))" })</p>") {
            """
            <p>\(view("时间：\(view(model.heldOn))", "Date: \(view(model.heldOn))"))</p><p>\(view("出席：", "Present: "))\(names(model.present, view))</p>\
            <p>\(view("回避：", "Stood aside: "))\(model.recused.isEmpty ? view("无", "nobody") : names(model.recused, view))</p>\
            <p>\(view("会议纪要：", "Minutes:"))</p>\(each: model.minutes.split(separator: "\n"), { "<p>\($0)</p>" })\
            <p>\(view("审定结果：", "Rulings:"))</p><table><thead><tr><th scope="col" class="paper-ordinal">\(view("序号", "No."))</th><th scope="col">\(view("申报驿站", "Station"))</th>\
            <th scope="col">\(view("申报单位", "Organisation"))</th><th scope="col">\(view("审定意见", "Ruling"))</th><th scope="col">\(view("理由", "Reason"))</th></tr></thead>\
            <tbody>\(each: model.rulings.enumerated(), { row($0, $1, view) })</tbody></table>
            """
        })
    }

    private func names(_ people: [Attendance], _ view: View) -> String {
        people.map { person in
            // The office comes as its name where the query knows it.
            let who = [person.office, person.name].filter { !$0.isEmpty }.joined(separator: " ")
            return person.reason.isEmpty ? who : view("\(who)（\(person.reason)）", "\(who) (\(person.reason))")
        }.joined(separator: view("、", ", "))
    }

    private func row(_ index: Int, _ ruling: MeetingRuling, _ view: View) -> HTML {
        """
        <tr><td class="paper-ordinal">\(index + 1)</td><td><a href="\(Paths.case(ruling.id))">\(ruling.title)</a></td><td>\(ruling.organisation)</td>\
        <td>\(view(ruling.ruling.words(at: .determine)))</td><td>\(ruling.reason)\(if: ruling.upheldObjections > 0, """
        \(view("（有 \(ruling.upheldObjections) 件成立的异议）", " (\(ruling.upheldObjections) objections upheld)"))
        """)</td></tr>
        """
    }

    private func side(_ view: View) -> HTML {
        """
        \(view(Panel(view("办理", "What to do"), aside: view(Self.tag(model.state, view))) {
            """
            \(view(Facts([
                Fact(view("认定", "Recognised"), "\(view("\(recognised.count) 个", "\(recognised.count)"))"),
                Fact(view("不予认定", "Not recognised"), "\(view("\(model.rulings.count - recognised.count) 个", "\(model.rulings.count - recognised.count)"))"),
            ])))<div class="prose">\(action(view))</div>
            """
        }))
        """
    }

    private func action(_ view: View) -> HTML {
        if let document = model.document {
            return "<p>\(view(Button(view("查看\(document.name)", "The document"), .secondary, href: Paths.document(document.id))))<br><span class=\"hint\">\(document.number)　\(view(document.issuedOn))</span></p>"
        }
        if model.maySign {
            return """
                \(view(PostButton(view("签发审定", "Sign the determination"), to: Paths.meetingSignature(model.id),
                    confirm: view("签发后审定生效，通知各申报单位。确定签发吗？", "It takes effect and the applicants are told. Sign it?"))))\
                <p class="hint">\(view("记录人和经办过所涉申报的人不能签发。", "Not for whoever recorded it or examined a case."))</p>
                """
        }
        if model.mayIssue {
            return """
                \(view(PostButton(view("印发认定文件并颁发牌匾", "Issue document and plaques"), to: Paths.meetingDocument(model.id),
                    confirm: view("将为 \(recognised.count) 个单位印发认定文件、生成牌匾编号，并向社会公布。确定印发吗？", "A document and \(recognised.count) plaques are issued and made public. Go on?"))))
                """
        }
        return .empty
    }
}
