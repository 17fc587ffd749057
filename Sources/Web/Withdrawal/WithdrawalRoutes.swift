import Domain
import Services

extension Rooms {
    /// Stations that end.
    func addWithdrawalRoutes(to site: inout Site) {
        addWithdrawalLists(to: &site)
        addWithdrawalBeginnings(to: &site)
        addWithdrawalSteps(to: &site)
    }

    private static let fields = [
        QueryField("state", Words("状态", "State"), WithdrawalState.self), QueryField("cause", Words("事由", "Cause"), WithdrawalCause.self),
    ]

    private func addWithdrawalLists(to site: inout Site) {
        let house = house, after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Case>.self)
        site.get(Paths.stationWithdrawals, access: .any(of: .staff, .organisation), page: WithdrawalsPage.self, query: Self.fields + [after], summary: Words("撤站摘牌", "Stations that end or have ended")) { ask in
            WithdrawalsPage(try await house.withdrawals(try WithdrawalFilter(ask), for: ask.actor))
        }
        site.download(Paths.withdrawalsWorkbook, access: .staff, type: Workbooks.type, query: Self.fields, summary: Words("撤站摘牌，Excel", "Stations that end, as a spreadsheet")) { ask in
            let file = try await house.withdrawalsWorkbook(try WithdrawalFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("撤站摘牌", "withdrawals")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(
            Paths.stationWithdrawal, access: .any(of: .staff, .organisation), page: WithdrawalPage.self, query: [QueryField("page", Words("善后事项第几页", "Which page of what ended"), Int.self)],
            summary: Words("一件撤站摘牌", "The end of a station")
        ) { ask, id in
            WithdrawalPage(try await house.withdrawal(id, for: ask.actor, effects: try ask.query.value("page") ?? 1))
        }
    }

    private func addWithdrawalBeginnings(to site: inout Site) {
        let house = house
        site.get(Paths.stationEnding, access: .any(of: .staff, .organisation), page: StationEndingPage.self, summary: Words("撤站摘牌的表单", "The form for the end of a station")) { ask, id in
            StationEndingPage(try await house.stationEnding(id, for: ask.actor))
        }
        site.post(Paths.stationEnding, access: .any(of: .power(.supervise), .power(.evaluate)), input: BringWithdrawal.self, receipt: ReceiptPage.self, summary: Words("提出撤站摘牌", "Bring the end of a station"),
            form: { ask, filled, id in StationEndingPage(try await house.stationEnding(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.stationLeaving, access: .organisation, input: AskToLeave.self, receipt: ReceiptPage.self, summary: Words("申请退出", "Wish to leave"),
            form: { ask, filled, id in StationEndingPage(try await house.stationEnding(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addWithdrawalSteps(to site: inout Site) {
        let house = house
        site.post(Paths.withdrawalStatements, access: .organisation, input: StateOnWithdrawal.self, receipt: ReceiptPage.self, summary: Words("陈述申辩、要求听证", "State one's side, or ask for a hearing"),
            form: { ask, filled, id in WithdrawalPage(try await house.withdrawal(id, for: ask.actor), .statement, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.withdrawalHearing, access: .staff, input: CallHearing.self, receipt: ReceiptPage.self, summary: Words("通知听证", "Call a hearing"),
            form: { ask, filled, id in WithdrawalPage(try await house.withdrawal(id, for: ask.actor), .hearing, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.withdrawalMinutes, access: .staff, input: RecordHearing.self, receipt: ReceiptPage.self, summary: Words("记录听证", "Record a hearing"),
            form: { ask, filled, id in WithdrawalPage(try await house.withdrawal(id, for: ask.actor), .minutes, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.withdrawalAppeal, access: .organisation, input: AppealWithdrawal.self, receipt: ReceiptPage.self, summary: Words("申诉", "Appeal against a decision"),
            form: { ask, filled, id in WithdrawalPage(try await house.withdrawal(id, for: ask.actor), .appeal, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.withdrawalTakingBack, access: .organisation, input: TakeLeavingBack.self, receipt: ReceiptPage.self, summary: Words("撤回退出申请", "Take a wish to leave back")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.plaqueReturn, access: .any(of: .power(.supervise), .power(.evaluate)), input: RecordPlaqueReturn.self, receipt: ReceiptPage.self, summary: Words("登记收回牌匾", "Record that the plaque came back"),
            form: { ask, filled, id in WithdrawalPage(try await house.withdrawal(id, for: ask.actor), .plaque, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}
