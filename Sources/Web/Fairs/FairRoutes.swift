import Domain
import Markup
import Services

extension Rooms {
    /// Job fairs: everybody reads and talents sign up; organisers plan and schedule; employers answer.
    func addFairRoutes(to site: inout Site) {
        addFairReading(to: &site)
        addFairPlanning(to: &site)
        addFairTalents(to: &site)
        addFairEmployers(to: &site)
    }

    private static let organisers = Access.any(of: .staff, .organisation)

    private func addFairReading(to site: inout Site) {
        let house = house
        site.get(Paths.fairs, access: .everyone, page: FairsPage.self, query: [QueryField("after", Words("跳过前几场", "How many come before"), Int.self)], summary: Words("招聘会", "Job fairs")) { ask in
            FairsPage(try await house.fairs(for: ask.actor, after: try ask.query.value("after") ?? 0))
        }
        site.get(Paths.newFair, access: Self.organisers, page: NewFairPage.self, summary: Words("筹办招聘会", "The form of a new fair")) { ask in
            NewFairPage(try await house.fairs(for: ask.actor).stations)
        }
        site.get(Paths.fair, access: .everyone, page: FairPage.self, summary: Words("一场招聘会", "A job fair")) { ask, id in FairPage(try await house.fair(id, for: ask.actor)) }
        site.get(Paths.fairSchedule, access: Self.organisers, page: FairSchedulePage.self, summary: Words("招聘会邀请与排期", "Invitations and schedule of a fair")) { ask, id in
            FairSchedulePage(try await house.fairSchedule(id, for: ask.actor))
        }
        site.get(Paths.fairEmployer, access: Self.organisers, page: FairTimetablePage.self, summary: Words("参会单位的面谈时间表", "An employer’s timetable")) { ask, id in
            FairTimetablePage(try await house.fairTimetable(id, for: ask.actor))
        }
    }

    private func addFairPlanning(to site: inout Site) {
        let house = house
        site.post(Paths.fairs, access: Self.organisers, input: PlanFair.self, receipt: ReceiptPage.self, summary: Words("筹办招聘会", "Plan a job fair"),
            form: { ask, filled in NewFairPage(try await house.fairs(for: ask.actor).stations, filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(ID<Fair>(rawValue: receipt.id).map { Paths.fairSchedule($0) } ?? Paths.fairs(), ReceiptPage(receipt))
        }
        site.post(Paths.fairOpening, access: Self.organisers, input: OpenFair.self, receipt: ReceiptPage.self, summary: Words("开放招聘会报名", "Open the sign-up")) { ask, input, id in
            .seeOther(Paths.fairSchedule(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.fairClosing, access: Self.organisers, input: CloseSignUp.self, receipt: ReceiptPage.self, summary: Words("截止报名并排期", "End the sign-up and schedule")) { ask, input, id in
            .seeOther(Paths.fairSchedule(id).at("schedule"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.fairCancellation, access: Self.organisers, input: CancelFair.self, receipt: ReceiptPage.self, summary: Words("取消招聘会", "Call a fair off"),
            form: { ask, filled, id in FairSchedulePage(try await house.fairSchedule(id, for: ask.actor), filled) }
        ) { ask, input, id in .seeOther(Paths.fairSchedule(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.fairInvitations, access: Self.organisers, input: InviteEmployer.self, receipt: ReceiptPage.self, summary: Words("邀请单位参会", "Invite an employer to a fair"),
            form: { ask, filled, id in FairSchedulePage(try await house.fairSchedule(id, for: ask.actor), filled) }
        ) { ask, input, id in .created(Paths.fairSchedule(id).at("employers"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
    }

    private func addFairTalents(to site: inout Site) {
        let house = house
        site.post(Paths.fairSignUps, access: .signedIn, input: SignUpForFair.self, receipt: ReceiptPage.self, summary: Words("报名招聘会", "Sign up for a fair"),
            form: { ask, filled, id in FairPage(try await house.fair(id, for: ask.actor), filled) }
        ) { ask, input, id in .created(Paths.fair(id).at("timetable"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.fairLeaving, access: .signedIn, input: LeaveFair.self, receipt: ReceiptPage.self, summary: Words("退出招聘会", "Leave a fair")) { ask, input, id in
            .seeOther(Paths.fair(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
    }

    private func addFairEmployers(to site: inout Site) {
        let house = house
        site.post(Paths.fairAnswer, access: .organisation, input: AnswerInvitation.self, receipt: ReceiptPage.self, summary: Words("答复招聘会邀请", "Answer an invitation to a fair"),
            form: { ask, filled, id in
                let timetable = try await house.fairTimetable(id, for: ask.actor)
                return FairPage(try await house.fair(timetable.summary.id, for: ask.actor), filled)
            }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.fairEmployerLeaving, access: .organisation, input: LeaveFairAsEmployer.self, receipt: ReceiptPage.self, summary: Words("单位退出招聘会", "An employer leaves a fair")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.fairMeetingMark, access: Self.organisers, input: MarkMeeting.self, receipt: ReceiptPage.self, summary: Words("登记面谈结果", "Say what became of a meeting")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}
