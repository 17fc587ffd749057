import Domain
import Services

/// A file that goes with a request.
struct RequestFileForm: Decodable, Sendable {
    let file: Upload
}

/// Which hour of a mentor, and what about.
struct BookHourForm: Decodable, Sendable {
    let hour: ID<MentorHour>?
    let text: String
}

extension Rooms {
    func addRequestRoutes(to site: inout Site) {
        addRequestLists(to: &site)
        addRequestSteps(to: &site)
        addMentorRoutes(to: &site)
        addBookingRoutes(to: &site)
    }

    private func addRequestLists(to site: inout Site) {
        let house = house, fields = [QueryField("topic", Words("类别", "About"), RequestTopic.self), QueryField("state", Words("状态", "State"), RequestState.self)]
        site.get(Paths.requests, access: .signedIn, page: RequestsPage.self, query: fields, summary: Words("诉求：我提出的和我方承办的", "Requests: one's own, and those that one's station or office has")) { ask in
            RequestsPage(try await house.requests(RequestFilter(topic: try ask.query.value("topic"), state: try ask.query.value("state")), for: ask.actor))
        }
        site.download(Paths.requestsWorkbook, access: .any(of: .staff, .organisation), type: Workbooks.type, query: fields, summary: Words("承办的诉求，Excel", "Requests as a spreadsheet")) { ask in
            let file = try await house.requestsWorkbook(RequestFilter(topic: try ask.query.value("topic"), state: try ask.query.value("state")), for: ask.actor)
            return try Workbooks.attachment("\(Words("诉求", "requests")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        let begun = [fields[0], QueryField("station", Words("由哪家驿站办理", "Which station"), ID<Station>.self)]
        site.get(Paths.newRequest, access: .signedIn, page: NewRequestPage.self, query: begun, summary: Words("提出诉求的表单", "The form for a request")) { ask in
            NewRequestPage(try await house.newRequest(try ask.query.value("topic"), for: ask.actor), to: try ask.query.value("station"))
        }
        site.get(Paths.request, access: .signedIn, page: RequestPage.self, summary: Words("一件诉求", "A request")) { ask, id in
            RequestPage(try await house.request(id, for: ask.actor))
        }
        site.download(Paths.requestFile, access: .signedIn, type: "application/pdf, image/jpeg, image/png", summary: Words("诉求的文件", "A file of a request")) { ask, id, file in
            let (view, bytes) = try await house.requestFile(file, of: id, for: ask.actor)
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes))
        }
        site.post(Paths.requests, access: .signedIn, input: MakeRequest.self, receipt: ReceiptPage.self, summary: Words("提出诉求", "Make a request"),
            form: { ask, filled in NewRequestPage(try await house.newRequest(nil, for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    /// A step of a request, whose form stands on its page.
    private func step<Input: Decodable & Sendable>(
        _ path: Path<ID<Request>>, _ access: Access, _ form: RequestPage.Form, _ input: Input.Type, _ summary: Words, at anchor: String, to site: inout Site,
        _ run: @escaping @Sendable (Input, House, ID<Request>, Ask) async throws -> Receipt
    ) {
        let house = house
        site.post(path, access: access, input: input, receipt: ReceiptPage.self, summary: summary,
            form: { ask, filled, id in RequestPage(try await house.request(id, for: ask.actor), form, filled) }
        ) { ask, input, id in
            let receipt = try await run(input, house, id, ask)
            return .seeOther(Paths.of(receipt).at(anchor), ReceiptPage(receipt))
        }
    }

    private func addRequestSteps(to site: inout Site) {
        let house = house, owners = Access.any(of: .staff, .organisation)
        step(Paths.requestMessages, .signedIn, .message, WriteToRequest.self, Words("在诉求中留言", "Write to the other side of a request"), at: "messages", to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.requestFiles, .signedIn, .file, RequestFileForm.self, Words("为诉求上传文件", "Add a file to a request"), at: "files", to: &site) {
            try await AttachToRequest(name: $0.file.name, bytes: $0.file.bytes)($1, to: $2, by: $3.actor, once: $3.once)
        }
        step(Paths.requestHandOn, owners, .handOn, HandOnRequest.self, Words("转办诉求", "Hand a request on"), at: "steps", to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.requestOutcome, owners, .outcome, CloseRequest.self, Words("办结诉求", "Say what came of a request"), at: "result", to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.requestRating, .signedIn, .rating, RateRequest.self, Words("评价诉求的办理", "Rate how a request was dealt with"), at: "result", to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.requestReopening, .signedIn, .reopening, ReopenRequest.self, Words("重新打开诉求", "Reopen a request"), at: "steps", to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.requestProject, .signedIn, .project, DescribeProject.self, Words("填写项目信息", "Describe the project of a request"), at: "project", to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        site.post(Paths.requestWithdrawal, access: .signedIn, input: WithdrawRequest.self, receipt: ReceiptPage.self, summary: Words("撤回诉求", "Withdraw a request")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addMentorRoutes(to site: inout Site) {
        let house = house, keepers = Access.any(of: .staff, .organisation)
        site.get(Paths.mentors, access: .everyone, page: MentorsPage.self, query: [QueryField("field", Words("领域", "Field"))], summary: Words("创业导师", "Mentors for start-ups")) { ask in
            MentorsPage(try await house.mentors(field: ask.query["field"].flatMap { $0.isEmpty ? nil : $0 }, for: ask.actor))
        }
        site.get(Paths.newMentor, access: keepers, page: NewMentorPage.self, summary: Words("添加导师的表单", "The form for a mentor")) { ask in
            let mentors = try await house.mentors(field: nil, for: ask.actor)
            guard !mentors.keepers.isEmpty else { throw Refusal(.forbidden, "may_not_keep", Words("导师由驿站和部门添加", "Stations and offices add mentors")) }
            return NewMentorPage(mentors)
        }
        site.post(Paths.mentors, access: keepers, input: AddMentor.self, receipt: ReceiptPage.self, summary: Words("添加导师", "Add a mentor"),
            form: { ask, filled in NewMentorPage(try await house.mentors(field: nil, for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.mentor, access: .everyone, page: MentorPage.self, summary: Words("一位导师和可预约时段", "A mentor with the hours to come")) { ask, id in
            MentorPage(try await house.mentor(id, for: ask.actor))
        }
        site.post(Paths.mentorHours, access: keepers, input: PublishHours.self, receipt: ReceiptPage.self, summary: Words("公布导师时段", "Publish hours of a mentor"),
            form: { ask, filled, id in MentorPage(try await house.mentor(id, for: ask.actor), .hours, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("hours"), ReceiptPage(receipt))
        }
        site.post(Paths.mentorEnd, access: keepers, input: EndMentor.self, receipt: ReceiptPage.self, summary: Words("把导师移出名录", "Take a mentor out of the directory")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.mentors(), ReceiptPage(receipt))
        }
    }

    private func addBookingRoutes(to site: inout Site) {
        let house = house, keepers = Access.any(of: .staff, .organisation)
        site.post(Paths.mentorBookings, access: .signedIn, input: BookHourForm.self, receipt: ReceiptPage.self, summary: Words("预约导师", "Book an hour of a mentor"),
            form: { ask, filled, id in MentorPage(try await house.mentor(id, for: ask.actor), .booking, filled) }
        ) { ask, input, id in
            guard let hour = input.hour else { throw Refusal.invalid([.init("hour", Words("请选择时段", "Please choose an hour"))]) }
            let receipt = try await BookMentor(text: input.text)(house, hour, of: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt).at("bookings"), ReceiptPage(receipt))
        }
        site.post(Paths.mentorHourWithdrawal, access: keepers, input: WithdrawHour.self, receipt: ReceiptPage.self, summary: Words("撤下导师时段", "Take back an hour of a mentor")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("hours"), ReceiptPage(receipt))
        }
        site.post(Paths.mentorBookingCancellation, access: .signedIn, input: CancelMentor.self, receipt: ReceiptPage.self, summary: Words("取消导师预约", "Give an hour of a mentor back")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("bookings"), ReceiptPage(receipt))
        }
        site.post(Paths.mentorBookingRecord, access: keepers, input: RecordMentorHour.self, receipt: ReceiptPage.self, summary: Words("登记导师辅导", "Say what came of an hour with a mentor")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("bookings"), ReceiptPage(receipt))
        }
    }
}
