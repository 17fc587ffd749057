import Domain
import Services

extension Rooms {
    /// Notices, objections and rounds.
    func addPublicityRoutes(to site: inout Site) {
        addNotices(to: &site)
        addObjections(to: &site)
        addRounds(to: &site)
    }

    private func addNotices(to site: inout Site) {
        let kind = QueryField("kind", Words("类型", "Kind"), NoticeSummary.Kind.self)
        let after = QueryField("after", Words("上一页最后一条", "The last one of the page before"))
        site.get(Paths.notices, access: .everyone, page: NoticesPage.self, query: [kind, after], summary: Words("公告列表", "All notices")) { ask in
            let kind = try ask.query.value("kind", NoticeSummary.Kind.self)
            return NoticesPage(list: try await house.notices(for: ask.actor, kind: kind, after: try ask.query.value("after", ID<Notice>.self)), kind: kind)
        }
        site.get(Paths.notice, access: .everyone, page: NoticePage.self, query: [QueryField("received", Words("刚收到线索", "A lead was just received"))],
                 summary: Words("公告", "A notice")) { ask, id in
            NoticePage(notice: try await house.notice(id, for: ask.actor), leadReceived: ask.query["received"] == "lead")
        }
        site.post(Paths.noticePublication, access: .power(.publish), input: PublishNotice.self, receipt: ReceiptPage.self, summary: Words("发布公示", "Publish a public notice"),
            form: { ask, filled, id in NoticePage(notice: try await house.notice(id, for: ask.actor), filled: filled) }
        ) { ask, publish, id in
            let receipt = try await publish(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.download(Paths.noticePDF, access: .everyone, type: "application/pdf", summary: Words("公告 PDF", "A notice as PDF")) { ask, id in
            let notice = try await house.notice(id, for: ask.actor)
            return try await PaperFile.pdf(notice.summary.title, title: notice.summary.title, NoticePaper(notice: notice), for: ask, by: house)
        }
    }

    private func addObjections(to site: inout Site) {
        site.get(Paths.newObjection, access: .everyone, page: ObjectionForm.self, summary: Words("提出异议的表单", "The form for an objection")) { ask, id in
            ObjectionForm(notice: try await house.notice(id, for: ask.actor))
        }
        site.post(Paths.objections, access: .everyone, input: ObjectionInput.self, receipt: ReceiptPage.self,
                  summary: Words("提出异议", "Object to a case in public notice"),
            form: { ask, filled, id in ObjectionForm(notice: try await house.notice(id, for: ask.actor), filled: filled) }
        ) { ask, input, id in
            if input.channel == nil, ask.actor.isStaff, try await house.notice(id, for: ask.actor).mayEnterObjection {
                throw Refusal.invalid([.init("channel", Words("请选择反映方式", "Say how it came"))])
            }
            let receipt: Receipt
            do {
                receipt = try await input.verb(house, in: id, evidence: input.evidence, by: ask.actor, once: ask.once)
            } catch let refusal as Refusal {
                throw ObjectionInput.atFiles(refusal)
            }
            let place = receipt.thing == .lead ? Paths.of(receipt).with("received", "lead") : Paths.of(receipt)
            return .created(place, ReceiptPage(receipt))
        }
        site.get(Paths.objectionCheck, access: .everyone, page: ObjectionCheckPage.self, query: [QueryField("code", Words("查询码", "The code"))],
                 summary: Words("查询异议答复", "Look up an objection by its code")) { ask in
            let code = (ask.query["code"] ?? "").lowercased().filter { !$0.isWhitespace && $0 != "-" }
            guard !code.isEmpty else { return ObjectionCheckPage(code: "", receipt: nil) }
            do {
                return ObjectionCheckPage(code: code, receipt: try await house.objection(receipt: code))
            } catch let refusal as Refusal where refusal.kind == .notFound {
                return ObjectionCheckPage(code: code, receipt: nil)
            }
        }
        site.get(Paths.objection, access: .everyone, page: ObjectionPage.self, summary: Words("异议办理情况", "An objection, by its code")) { _, code in
            ObjectionPage(receipt: try await house.objection(receipt: code))
        }
    }

    private func addRounds(to site: inout Site) {
        site.get(Paths.rounds, access: .everyone, page: RoundsPage.self, summary: Words("申报批次", "All rounds")) { ask in
            RoundsPage(list: try await house.rounds(for: ask.actor))
        }
        site.post(Paths.rounds, access: .power(.publish), input: CallRound.self, receipt: ReceiptPage.self, summary: Words("发布申报通知", "Call a round"),
            form: { ask, filled in RoundsPage(list: try await house.rounds(for: ask.actor), filled: filled) }
        ) { ask, call in
            let receipt = try await call(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.round, access: .everyone, page: RoundPage.self, summary: Words("申报批次", "A round")) { ask, id in
            RoundPage(detail: try await house.round(id, for: ask.actor))
        }
    }
}
