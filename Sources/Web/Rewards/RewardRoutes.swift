import Domain
import Markup
import Services

extension Rooms {
    /// Introductions and claims.
    func addRewardRoutes(to site: inout Site) {
        addIntroductionRoutes(to: &site)
        addClaimRoutes(to: &site)
        addGrantRoutes(to: &site)
    }

    private func addIntroductionRoutes(to site: inout Site) {
        let house = house
        site.get(Paths.introductions, access: .signedIn, page: IntroductionsPage.self,
            query: [QueryField("state", Words("状态", "State"), IntroductionState.self), QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Introduction>.self)],
            summary: Words("引荐备案", "Introductions")
        ) { ask in IntroductionsPage(try await house.introductions(try IntroductionFilter(ask), for: ask.actor)) }
        site.post(Paths.introductions, access: .organisation, input: RegisterIntroduction.self, receipt: ReceiptPage.self, summary: Words("登记引荐备案", "Write an introduction down"),
            form: { ask, filled in IntroductionsPage(try await house.introductions(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.introduction, access: .signedIn, page: IntroductionPage.self, summary: Words("一件引荐备案", "An introduction")) { ask, id in
            IntroductionPage(try await house.introduction(id, for: ask.actor))
        }
        site.post(Paths.introductionConfirmation, access: .signedIn, input: ConfirmIntroduction.self, receipt: ReceiptPage.self, summary: Words("确认引荐备案", "Confirm an introduction"),
            form: { ask, filled, id in IntroductionPage(try await house.introduction(id, for: ask.actor), .confirmation, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.introductionRefusal, access: .signedIn, input: DeclineIntroduction.self, receipt: ReceiptPage.self, summary: Words("不予确认引荐备案", "Decline an introduction"),
            form: { ask, filled, id in IntroductionPage(try await house.introduction(id, for: ask.actor), .refusal, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.introductionWithdrawal, access: .organisation, input: WithdrawIntroduction.self, receipt: ReceiptPage.self, summary: Words("撤回引荐备案", "Take an introduction back")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private static let fields = [
        QueryField("state", Words("状态", "State"), ClaimState.self), QueryField("purpose", Words("事项", "Kind"), String.self), QueryField("station", Words("驿站", "Station"), ID<Station>.self),
    ]

    private func addClaimRoutes(to site: inout Site) {
        let house = house, after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<RewardClaim>.self)
        site.get(Paths.rewardClaims, access: .any(of: .staff, .organisation), page: ClaimsPage.self, query: Self.fields + [after], summary: Words("奖励申领", "Claims of rewards")) { ask in
            ClaimsPage(try await house.rewardClaims(try ClaimFilter(ask), for: ask.actor))
        }
        site.download(Paths.rewardClaimsWorkbook, access: .any(of: .staff, .organisation), type: Workbooks.type, query: Self.fields, summary: Words("奖励申领，Excel", "Claims of rewards as a spreadsheet")) { ask in
            let file = try await house.rewardClaimsWorkbook(try ClaimFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("奖励申领", "reward-claims")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(Paths.newRewardClaim, access: .organisation, page: NewClaimPage.self, summary: Words("申领中介引才奖励的表单", "The form for a claim")) { ask, id in
            NewClaimPage(try await house.newRewardClaim(id, for: ask.actor))
        }
        site.post(Paths.rewardClaims, access: .organisation, input: ClaimDraft.self, receipt: ReceiptPage.self, summary: Words("申领中介引才奖励", "Claim an agency reward"),
            form: { ask, filled in
                guard let id = ID<Introduction>(rawValue: filled.value("introduction")) else { throw Refusal.notFound }
                return NewClaimPage(try await house.newRewardClaim(id, for: ask.actor), filled)
            }
        ) { ask, input in
            let receipt = try await ClaimReward(input)(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.rewardClaim, access: .any(of: .staff, .organisation), page: ClaimPage.self, summary: Words("一件奖励申领", "A claim of a reward")) { ask, id in
            ClaimPage(try await house.rewardClaim(id, for: ask.actor))
        }
        site.post(Paths.rewardClaimCorrection, access: .organisation, input: ClaimDraft.self, receipt: ReceiptPage.self, summary: Words("补正奖励申领", "Correct a claim"),
            form: { ask, filled, id in ClaimPage(try await house.rewardClaim(id, for: ask.actor), .correction, filled) }
        ) { ask, input, id in
            let receipt = try await CorrectClaim(input)(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.rewardClaimWithdrawal, access: .organisation, input: WithdrawClaim.self, receipt: ReceiptPage.self, summary: Words("撤回奖励申领", "Take a claim back")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.rewardClaimRetention, access: .power(.reward), input: JudgeRetention.self, receipt: ReceiptPage.self, summary: Words("认定留任或追回", "Decide whether the hire stayed"),
            form: { ask, filled, id in ClaimPage(try await house.rewardClaim(id, for: ask.actor), .retention, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("parts"), ReceiptPage(receipt))
        }
    }

    private func addGrantRoutes(to site: inout Site) {
        let house = house
        site.get(Paths.newEventGrant, access: .organisation, page: NewGrantPage.self, summary: Words("申领活动奖补的表单", "The form for an event grant")) { ask, station, period in
            NewGrantPage(try await house.newEventGrant(station, period, for: ask.actor))
        }
        site.post(Paths.eventGrants, access: .organisation, input: ClaimEventGrant.self, receipt: ReceiptPage.self, summary: Words("申领活动奖补", "Claim an event grant"),
            form: { ask, filled in
                guard let station = ID<Station>(rawValue: filled.value("station")), let period = ID<EvaluationPeriod>(rawValue: filled.value("period")) else { throw Refusal.notFound }
                return NewGrantPage(try await house.newEventGrant(station, period, for: ask.actor), filled)
            }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}

extension IntroductionFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws { self.init(state: try ask.query.value("state"), after: try ask.query.value("after")) }

    /// The same filter at another address; a page within is left aside.
    func href(_ path: Href) -> Href { path.with("state", state?.rawValue) }
}

extension ClaimFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        self.init(state: try ask.query.value("state"), purpose: try ask.query.value("purpose"), station: try ask.query.value("station"), after: try ask.query.value("after"))
    }

    /// The same filter at another address; a page within is left aside.
    func href(_ path: Href) -> Href { path.with("state", state?.rawValue).with("purpose", purpose).with("station", station) }
}
