import Domain
import Services

extension Rooms {
    /// What offices do with a round as a whole: compare its cases, prepare its notice, record and sign its meeting, issue its document.
    func addRoundsRoutes(to site: inout Site) {
        let house = house
        site.get(Paths.comparison, access: .staff, page: ComparisonPage.self, summary: Words("批次比较", "The cases of a round side by side")) { ask, id in
            ComparisonPage(try await house.round(id, for: ask.actor))
        }
        site.get(Paths.newNotice, access: .staff, page: NewNoticePage.self, summary: Words("准备公示的表单", "The form for a public notice")) { ask, id in
            NewNoticePage(try await house.round(id, for: ask.actor), try await house.noticeCandidates(id, for: ask.actor))
        }
        site.post(
            Paths.roundNotices, access: .staff, input: PrepareNotice.self, receipt: ReceiptPage.self, summary: Words("准备公示", "Prepare a public notice"),
            form: { ask, filled, id in NewNoticePage(try await house.round(id, for: ask.actor), try await house.noticeCandidates(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, for: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.newMeeting, access: .power(.determine), page: NewMeetingPage.self, summary: Words("审定会议的表单", "The form for a determination meeting")) { ask, id in
            NewMeetingPage(try await house.agenda(id, for: ask.actor))
        }
        site.post(
            Paths.roundMeetings, access: .power(.determine), input: RecordMeeting.self, receipt: ReceiptPage.self, summary: Words("记录审定会议", "Record a determination meeting"),
            form: { ask, filled, id in NewMeetingPage(try await house.agenda(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, for: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        addMeetingRoutes(to: &site, house)
    }

    private func addMeetingRoutes(to site: inout Site, _ house: House) {
        site.get(Paths.meeting, access: .staff, page: MeetingPage.self, summary: Words("审定会议记录", "A determination meeting")) { ask, id in
            MeetingPage(try await house.meeting(id, for: ask.actor))
        }
        site.post(
            Paths.meetingSignature, access: .power(.determine), input: SignMeeting.self, receipt: ReceiptPage.self, summary: Words("签发审定", "Sign a determination meeting")
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.meeting(id), ReceiptPage(receipt))
        }
        site.post(
            Paths.meetingDocument, access: .power(.issue), input: IssueDocument.self, receipt: ReceiptPage.self, summary: Words("印发认定文件", "Issue the recognition document")
        ) { ask, input, id in
            let receipt = try await input(house, of: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}
