import Domain
import Markup
import Services

/// A photo or a paper with a finding.
struct FindingFileForm: Codable, Sendable {
    let file: Upload
    /// What is on it.
    let words: String
}

/// A file with a report of a serious event.
struct SeriousEventFileForm: Codable, Sendable {
    let file: Upload
}

extension Rooms {
    /// Visits, problem tickets, serious events.
    func addSupervisionRoutes(to site: inout Site) {
        addVisits(to: &site)
        addVisitSteps(to: &site)
        addFindingSteps(to: &site)
        addTickets(to: &site)
        addSeriousEvents(to: &site)
    }

    private var everySide: Access { .any(of: .staff, .organisation) }

    private func addVisits(to site: inout Site) {
        let house = house, fields = [
            QueryField("state", Words("状态", "State"), VisitState.self), QueryField("station", Words("驿站", "Station"), ID<Station>.self), QueryField("overdue", Words("只看整改超期的", "Overdue ones alone"), Bool.self),
        ]
        site.get(Paths.visits, access: everySide, page: VisitsPage.self, query: fields + [QueryField("after", Words("上一页最后一次", "The last one of the page before"), ID<Visit>.self)],
            summary: Words("实地调研：部门监督的和本站的", "Visits: to stations that one's office supervises, and to one's own")) { ask in VisitsPage(try await house.visits(VisitFilter(ask), for: ask.actor)) }
        site.download(Paths.visitsWorkbook, access: everySide, type: Workbooks.type, query: fields, summary: Words("调研和整改台账，Excel", "Visits and findings as a spreadsheet")) { ask in
            let file = try await house.visitsWorkbook(VisitFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("实地调研", "visits")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(Paths.newVisit, access: .power(.supervise), page: NewVisitPage.self, summary: Words("计划调研的表单", "The form for a visit")) { ask in NewVisitPage(try await house.newVisit(for: ask.actor)) }
        site.get(Paths.visit, access: everySide, page: VisitPage.self, summary: Words("一次调研", "A visit")) { ask, id in VisitPage(try await house.visit(id, for: ask.actor)) }
        site.download(Paths.findingFile, access: everySide, type: "image/jpeg, application/pdf", summary: Words("整改的照片或文件", "A photo or paper of a finding")) { ask, id, file in
            let (view, bytes) = try await house.findingFile(file, of: id, for: ask.actor), isPicture = view.type == "image/jpeg"
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes), inline: isPicture)
        }
        site.post(Paths.visits, access: .power(.supervise), input: PlanVisit.self, receipt: ReceiptPage.self, summary: Words("计划调研", "Plan a visit"),
            form: { ask, filled in NewVisitPage(try await house.newVisit(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addVisitSteps(to site: inout Site) {
        let house = house
        site.post(Paths.visitCancellation, access: .power(.supervise), input: CancelVisit.self, receipt: ReceiptPage.self, summary: Words("取消调研", "Cancel a visit"),
            form: { ask, filled, id in VisitPage(try await house.visit(id, for: ask.actor), .cancellation, filled) }
        ) { ask, input, id in .seeOther(Paths.visit(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.visitRecord, access: .power(.supervise), input: RecordVisit.self, receipt: ReceiptPage.self, summary: Words("记录检查情况", "Record what a visit saw"),
            form: { ask, filled, id in VisitPage(try await house.visit(id, for: ask.actor), .record, filled) }
        ) { ask, input, id in .seeOther(Paths.visit(id).at("findings"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.visitFindings, access: .power(.supervise), input: AddFinding.self, receipt: ReceiptPage.self, summary: Words("登记问题", "Add a finding to a visit"),
            form: { ask, filled, id in VisitPage(try await house.visit(id, for: ask.actor), .finding, filled) }
        ) { ask, input, id in .seeOther(Paths.visit(id).at("findings"), ReceiptPage(try await input(house, of: id, by: ask.actor, once: ask.once))) }
        site.post(Paths.visitClosing, access: .power(.supervise), input: CloseVisit.self, receipt: ReceiptPage.self, summary: Words("办结调研", "Close a visit"),
            form: { ask, filled, id in VisitPage(try await house.visit(id, for: ask.actor), .closing, filled) }
        ) { ask, input, id in .seeOther(Paths.visit(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
    }

    private func addFindingSteps(to site: inout Site) {
        let house = house
        site.post(Paths.findingAnswer, access: .organisation, input: AnswerFinding.self, receipt: ReceiptPage.self, summary: Words("提交整改答复", "Answer a finding"),
            form: { ask, filled, id, finding in VisitPage(try await house.visit(id, for: ask.actor), .answer(finding), filled) }
        ) { ask, input, id, finding in .seeOther(Paths.visit(id).at("findings"), ReceiptPage(try await input(house, finding, by: ask.actor, once: ask.once))) }
        site.post(Paths.findingRecheck, access: .power(.supervise), input: RecheckFinding.self, receipt: ReceiptPage.self, summary: Words("复查整改", "Look at a finding again"),
            form: { ask, filled, id, finding in VisitPage(try await house.visit(id, for: ask.actor), .recheck(finding), filled) }
        ) { ask, input, id, finding in .seeOther(Paths.visit(id).at("findings"), ReceiptPage(try await input(house, finding, by: ask.actor, once: ask.once))) }
        site.post(Paths.findingFiles, access: .any(of: .power(.supervise), .organisation), input: FindingFileForm.self, receipt: ReceiptPage.self, summary: Words("为问题添加照片或文件", "Add a photo or paper to a finding"),
            form: { ask, filled, id, finding in VisitPage(try await house.visit(id, for: ask.actor), .file(finding), filled) }
        ) { ask, input, id, finding in
            let verb = AddFindingFile(name: input.file.name, words: input.words, bytes: input.file.bytes)
            return .seeOther(Paths.visit(id).at("findings"), ReceiptPage(try await verb(house, to: finding, by: ask.actor, once: ask.once)))
        }
    }

    private func addTickets(to site: inout Site) {
        let house = house, fields = [
            QueryField("state", Words("状态", "State"), RequestState.self), QueryField("station", Words("驿站", "Station"), ID<Station>.self), QueryField("overdue", Words("只看超期的", "Overdue ones alone"), Bool.self),
        ]
        site.get(Paths.tickets, access: everySide, page: TicketsPage.self, query: fields + [QueryField("page", Words("第几页，从 1 起", "The page, from 1"), Int.self)],
            summary: Words("困难和问题：本站提交的和部门承办、监督的", "Stations' problems: one's own, and those that one's office has or supervises")) { ask in TicketsPage(try await house.tickets(TicketFilter(ask), for: ask.actor)) }
        site.download(Paths.ticketsWorkbook, access: everySide, type: Workbooks.type, query: fields, summary: Words("困难和问题，Excel", "Stations' problems as a spreadsheet")) { ask in
            let file = try await house.ticketsWorkbook(TicketFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("困难和问题", "problems")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(Paths.newTicket, access: .organisation, page: NewTicketPage.self, summary: Words("提交困难和问题的表单", "The form for a problem")) { ask in NewTicketPage(try await house.newTicket(for: ask.actor)) }
        site.get(Paths.ticket, access: everySide, page: RequestPage.self, summary: Words("一件困难和问题", "A station's problem")) { ask, id in
            guard let request = ID<Request>(rawValue: id.rawValue) else { throw Refusal.notFound }
            return RequestPage(try await house.request(request, for: ask.actor))
        }
        site.post(Paths.tickets, access: .organisation, input: OpenTicket.self, receipt: ReceiptPage.self, summary: Words("提交困难和问题", "Hand in a problem"),
            form: { ask, filled in NewTicketPage(try await house.newTicket(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addSeriousEvents(to site: inout Site) {
        let house = house, reporters = Access.any(of: .power(.supervise), .organisation), query = [
            QueryField("state", Words("状态", "State"), SeriousEventState.self), QueryField("station", Words("驿站", "Station"), ID<Station>.self),
            QueryField("after", Words("上一页最后一件", "The last one of the page before"), ID<SeriousEvent>.self),
        ]
        site.get(Paths.seriousEvents, access: everySide, page: SeriousEventsPage.self, query: query, summary: Words("严重情形", "Serious events")) { ask in
            SeriousEventsPage(try await house.seriousEvents(SeriousEventFilter(ask), for: ask.actor))
        }
        site.get(Paths.newSeriousEvent, access: reporters, page: NewSeriousEventPage.self, summary: Words("上报严重情形的表单", "The form for a serious event")) { ask in
            NewSeriousEventPage(try await house.newSeriousEvent(for: ask.actor))
        }
        site.get(Paths.seriousEvent, access: everySide, page: SeriousEventPage.self, summary: Words("一件严重情形", "A serious event")) { ask, id in SeriousEventPage(try await house.seriousEvent(id, for: ask.actor)) }
        site.download(Paths.seriousEventFile, access: everySide, type: "application/pdf, image/jpeg, image/png", summary: Words("严重情形的文件", "A file of a serious event")) { ask, id, file in
            let (view, bytes) = try await house.seriousEventFile(file, of: id, for: ask.actor)
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes))
        }
        site.post(Paths.seriousEvents, access: reporters, input: ReportSeriousEvent.self, receipt: ReceiptPage.self, summary: Words("上报严重情形", "Report a serious event"),
            form: { ask, filled in NewSeriousEventPage(try await house.newSeriousEvent(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.seriousEventFiles, access: reporters, input: SeriousEventFileForm.self, receipt: ReceiptPage.self, summary: Words("为严重情形上传文件", "Add a file to a serious event"),
            form: { ask, filled, id in SeriousEventPage(try await house.seriousEvent(id, for: ask.actor), .file, filled) }
        ) { ask, input, id in
            .seeOther(Paths.seriousEvent(id).at("files"), ReceiptPage(try await AttachToSeriousEvent(name: input.file.name, bytes: input.file.bytes)(house, to: id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.seriousEventConfirmation, access: .power(.supervise), input: ConfirmSeriousEvent.self, receipt: ReceiptPage.self, summary: Words("认定严重情形，暂停驿站", "Confirm a serious event; the station is suspended"),
            form: { ask, filled, id in SeriousEventPage(try await house.seriousEvent(id, for: ask.actor), .confirmation, filled) }
        ) { ask, input, id in .seeOther(Paths.seriousEvent(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.seriousEventDismissal, access: .power(.supervise), input: DismissSeriousEvent.self, receipt: ReceiptPage.self, summary: Words("不予认定严重情形", "Dismiss a serious event"),
            form: { ask, filled, id in SeriousEventPage(try await house.seriousEvent(id, for: ask.actor), .dismissal, filled) }
        ) { ask, input, id in .seeOther(Paths.seriousEvent(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
    }
}
