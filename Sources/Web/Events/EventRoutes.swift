import Domain
import Services

/// A paper that is uploaded.
struct EventPaperForm: Decodable, Sendable {
    let kind: EventPaperKind
    let file: Upload
}

extension Rooms {
    /// Around events: yearly plans, in whose name they run, offers to stations, papers, and records.
    func addEventRoutes(to site: inout Site) {
        addEventPlans(to: &site)
        addEventDesk(to: &site)
        addEventPapers(to: &site)
        addEventRecords(to: &site)
    }

    private static let parties = Access.any(of: .staff, .organisation)

    private func addEventPlans(to site: inout Site) {
        let house = house
        site.get(Paths.eventPlans, access: Self.parties, page: EventPlansPage.self, query: [QueryField("year", Words("年份", "Year"), Int.self)], summary: Words("年度活动计划", "Yearly plans of events")) { ask in
            EventPlansPage(try await house.eventPlans(try ask.query.value("year"), for: ask.actor))
        }
        site.post(Paths.stationEventPlans, access: .organisation, input: StartEventPlan.self, receipt: ReceiptPage.self, summary: Words("编制年度活动计划", "Begin a yearly plan of events")) { ask, input, id in
            let receipt = try await input(house, at: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.eventPlan, access: Self.parties, page: EventPlanPage.self, summary: Words("一份年度活动计划", "A yearly plan of events")) { ask, id in
            EventPlanPage(try await house.eventPlan(id, for: ask.actor))
        }
        site.post(Paths.eventPlan, access: .organisation, input: SaveEventPlan.self, receipt: ReceiptPage.self, summary: Words("保存年度活动计划", "Save a plan of events"),
            form: { ask, filled, id in EventPlanPage(try await house.eventPlan(id, for: ask.actor), filled) }
        ) { ask, input, id in .seeOther(Paths.eventPlan(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.eventPlanHandingIn, access: .organisation, input: HandInEventPlan.self, receipt: ReceiptPage.self, summary: Words("报送年度活动计划", "Hand a plan of events in")) { ask, input, id in
            .seeOther(Paths.eventPlan(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.eventPlanWithdrawal, access: .organisation, input: WithdrawEventPlan.self, receipt: ReceiptPage.self, summary: Words("撤回年度活动计划", "Take a plan of events back")) { ask, input, id in
            .seeOther(Paths.eventPlan(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.planLineEvent, access: .organisation, input: CarryPlanLine.self, receipt: ReceiptPage.self, summary: Words("从计划筹办活动", "Carry a line of a plan into an event")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .created(ID<Event>(rawValue: receipt.id).map { Paths.eventOrganising($0) } ?? Paths.eventPlans(), ReceiptPage(receipt))
        }
    }

    private func addEventDesk(to site: inout Site) {
        let house = house
        site.get(Paths.eventWork, access: Self.parties, page: EventWorkPage.self, summary: Words("活动办理", "Work on events")) { ask in EventWorkPage(try await house.eventWork(for: ask.actor)) }
        site.get(Paths.eventOrganising, access: Self.parties, page: EventOrganisingPage.self, summary: Words("活动的筹办与成效", "Arrangements and record of an event")) { ask, id in
            EventOrganisingPage(try await house.eventDesk(id, for: ask.actor))
        }
        site.post(Paths.eventNames, access: .organisation, input: AskForName.self, receipt: ReceiptPage.self, summary: Words("申请以建站审批单位名义举办", "Ask for the authority’s name"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(id, for: ask.actor), .name, filled) }
        ) { ask, input, id in .created(Paths.eventOrganising(id).at("names"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.eventNameAnswer, access: .staff, input: AnswerForName.self, receipt: ReceiptPage.self, summary: Words("答复名义申请", "Answer a request for the name"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(named: id, for: ask.actor), .answer, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.eventNameRevocation, access: .staff, input: RevokeName.self, receipt: ReceiptPage.self, summary: Words("撤回名义", "Take the name back"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(named: id, for: ask.actor), .revocation, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.eventOffers, access: .staff, input: OfferEvent.self, receipt: ReceiptPage.self, summary: Words("向驿站征询承办", "Offer an event to stations")) { ask, input, id in
            .created(Paths.eventOrganising(id).at("offers"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.eventOfferAnswer, access: .organisation, input: AnswerEventOffer.self, receipt: ReceiptPage.self, summary: Words("答复承办征询", "Answer an offer of an event"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(offered: id, for: ask.actor), .offer, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addEventPapers(to site: inout Site) {
        let house = house
        site.download(Paths.eventFile, access: Self.parties, type: "application/pdf, image/jpeg, image/png", summary: Words("活动的材料", "A paper of an event")) { ask, id, file in
            let (view, bytes) = try await house.eventPaper(file, of: id, for: ask.actor)
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes))
        }
        site.post(Paths.eventPapers, access: Self.parties, input: EventPaperForm.self, receipt: ReceiptPage.self, summary: Words("上传活动材料", "Add a paper to an event"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(id, for: ask.actor), .paper, filled) }
        ) { ask, input, id in
            let receipt = try await AddEventPaper(kind: input.kind, name: input.file.name, bytes: input.file.bytes)(house, to: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.eventOrganising(id).at("papers"), ReceiptPage(receipt))
        }
        site.post(Paths.eventPaperRemoval, access: Self.parties, input: RemoveEventPaper.self, receipt: ReceiptPage.self, summary: Words("移除活动材料", "Remove a paper of an event")) { ask, input, id in
            .seeOther(Paths.eventOrganising(id).at("papers"), ReceiptPage(try await input(house, from: id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.eventEmployers, access: Self.parties, input: AddEventEmployer.self, receipt: ReceiptPage.self, summary: Words("增加参会单位", "Add an employer to an event"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(id, for: ask.actor), .employer, filled) }
        ) { ask, input, id in .seeOther(Paths.eventOrganising(id).at("employers"), ReceiptPage(try await input(house, to: id, by: ask.actor, once: ask.once))) }
        site.post(Paths.eventEmployerRemoval, access: Self.parties, input: RemoveEventEmployer.self, receipt: ReceiptPage.self, summary: Words("移除参会单位", "Take an employer off an event")) { ask, input, id in
            .seeOther(Paths.eventOrganising(id).at("employers"), ReceiptPage(try await input(house, from: id, by: ask.actor, once: ask.once)))
        }
    }

    private func addEventRecords(to site: inout Site) {
        let house = house
        site.get(Paths.targetEvents, access: .everyone, page: HeldEventsPage.self, query: [QueryField("after", Words("跳过前几场", "How many come before"), Int.self)], summary: Words("计入任务的活动",
            "What counts as events")) { ask in
            HeldEventsPage(try await house.heldEvents(after: try ask.query.value("after") ?? 0))
        }
        site.post(Paths.eventRecord, access: Self.parties, input: WriteEventRecord.self, receipt: ReceiptPage.self, summary: Words("登记活动成效", "Record a held event"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(id, for: ask.actor), .record, filled) }
        ) { ask, input, id in .seeOther(Paths.eventOrganising(id).at("record"), ReceiptPage(try await input(house, of: id, by: ask.actor, once: ask.once))) }
        site.post(Paths.eventRecordConfirmation, access: .power(.supervise), input: ConfirmEventRecord.self, receipt: ReceiptPage.self, summary: Words("确认活动成效", "Confirm the record of an event"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(id, for: ask.actor), .confirmation, filled) }
        ) { ask, input, id in .seeOther(Paths.eventOrganising(id).at("record"), ReceiptPage(try await input(house, of: id, by: ask.actor, once: ask.once))) }
        site.post(Paths.eventRecordReturn, access: .power(.supervise), input: ReturnEventRecord.self, receipt: ReceiptPage.self, summary: Words("退回活动成效", "Return the record of an event"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(id, for: ask.actor), .sendBack, filled) }
        ) { ask, input, id in .seeOther(Paths.eventOrganising(id).at("record"), ReceiptPage(try await input(house, of: id, by: ask.actor, once: ask.once))) }
        site.post(Paths.eventDuplicate, access: .power(.supervise), input: MarkDuplicateEvent.self, receipt: ReceiptPage.self, summary: Words("标记重复填报", "Mark an event as a duplicate"),
            form: { ask, filled, id in EventOrganisingPage(try await house.eventDesk(id, for: ask.actor), .duplicate, filled) }
        ) { ask, input, id in .seeOther(Paths.eventOrganising(id).at("record"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
    }
}
