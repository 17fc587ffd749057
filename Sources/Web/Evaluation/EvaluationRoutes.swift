import Domain
import Services

extension Rooms {
    /// Evaluation periods, scorecards, the what-if page, best practices.
    func addEvaluationRoutes(to site: inout Site) {
        addPeriods(to: &site)
        addPeriodSteps(to: &site)
        addScorecards(to: &site)
        addScoreObjections(to: &site)
        addWhatIf(to: &site)
        addPractices(to: &site)
    }

    private func addPeriods(to site: inout Site) {
        let house = house
        let after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<EvaluationPeriod>.self)
        site.get(Paths.evaluations, access: .everyone, page: EvaluationsPage.self, query: [after], summary: Words("绩效评估", "Evaluation periods")) { ask in
            EvaluationsPage(try await house.evaluations(after: try ask.query.value("after"), for: ask.actor))
        }
        site.post(Paths.evaluations, access: .power(.evaluate), input: OpenEvaluation.self, receipt: ReceiptPage.self, summary: Words("开始一次评估", "Open an evaluation period"),
            form: { ask, filled in EvaluationsPage(try await house.evaluations(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.evaluation, access: .staff, page: EvaluationPage.self, summary: Words("一次评估", "An evaluation period, for offices")) { ask, id in
            EvaluationPage(try await house.evaluation(id, for: ask.actor))
        }
        site.get(Paths.evaluationNotice, access: .everyone, page: EvaluationNoticePage.self, summary: Words("评估结果公示", "The published grades of a period")) { ask, id in
            EvaluationNoticePage(try await house.evaluationNotice(id))
        }
    }

    private func addPeriodSteps(to site: inout Site) {
        let house = house
        site.post(Paths.evaluationScoring, access: .power(.evaluate), input: BeginScoring.self, receipt: ReceiptPage.self, summary: Words("开始专家评议", "The experts' scoring begins"),
            form: { ask, filled, id in EvaluationPage(try await house.evaluation(id, for: ask.actor), .other, filled) }
        ) { ask, input, id in
            .seeOther(Paths.evaluation(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.evaluationResults, access: .power(.evaluate), input: RevealEvaluation.self, receipt: ReceiptPage.self, summary: Words("汇总得分", "Compute and freeze the results"),
            form: { ask, filled, id in EvaluationPage(try await house.evaluation(id, for: ask.actor), .reveal, filled) }
        ) { ask, input, id in
            .seeOther(Paths.evaluation(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.evaluationNotice, access: .power(.evaluate), input: PrepareEvaluationNotice.self, receipt: ReceiptPage.self, summary: Words("准备评估结果公示", "Prepare the public notice of the grades"),
            form: { ask, filled, id in EvaluationPage(try await house.evaluation(id, for: ask.actor), .notice, filled) }
        ) { ask, input, id in
            .seeOther(Paths.evaluation(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.evaluationPublication, access: .power(.evaluate), input: PublishEvaluation.self, receipt: ReceiptPage.self, summary: Words("发布评估结果", "Publish the grades"),
            form: { ask, filled, id in EvaluationPage(try await house.evaluation(id, for: ask.actor), .publication, filled) }
        ) { ask, input, id in
            .seeOther(Paths.evaluation(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.evaluationClosing, access: .power(.evaluate), input: CloseEvaluation.self, receipt: ReceiptPage.self, summary: Words("办结评估", "Close a period, with what follows from the grades"),
            form: { ask, filled, id in EvaluationPage(try await house.evaluation(id, for: ask.actor), .other, filled) }
        ) { ask, input, id in
            .seeOther(Paths.evaluation(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.evaluationCancellation, access: .power(.evaluate), input: CancelEvaluation.self, receipt: ReceiptPage.self, summary: Words("取消评估", "Give up a period that was opened by mistake"),
            form: { ask, filled, id in EvaluationPage(try await house.evaluation(id, for: ask.actor), .cancellation, filled) }
        ) { ask, input, id in
            .seeOther(Paths.evaluation(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.improvementRulings, access: .power(.evaluate), input: RuleOnImprovement.self, receipt: ReceiptPage.self, summary: Words("核验整改提升", "Rule on what a station improved"),
            form: { ask, filled, id in EvaluationPage(try await house.evaluation(id, for: ask.actor), .improvement, filled) }
        ) { ask, input, id in
            .seeOther(Paths.evaluation(id).at("improvements"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
    }

    private func addScorecards(to site: inout Site) {
        let house = house, readers = Access.any(of: .organisation, .staff)
        let level = QueryField("level", Words("级别", "Level"), String.self), period = QueryField("period", Words("评估", "Evaluation"), ID<EvaluationPeriod>.self)
        site.get(Paths.scorecards, access: readers, page: ScorecardsPage.self, query: [level, period, QueryField("page", Words("页码", "Page"), Int.self)], summary: Words("驿站得分", "Scores of stations")) { ask in
            guard !ask.actor.posts.isEmpty else { return ScorecardsPage(.init(list: nil, own: try await house.ownScorecards(for: ask.actor).stations)) }
            return ScorecardsPage(.init(list: try await house.scorecards(
                level: try ask.query.value("level"), period: try ask.query.value("period"), page: try ask.query.value("page") ?? 1, for: ask.actor), own: []))
        }
        site.download(Paths.scorecardsWorkbook, access: .staff, type: Workbooks.type, query: [level, period], summary: Words("驿站得分，Excel", "Scores of stations as a spreadsheet")) { ask in
            let file = try await house.scorecardsWorkbook(level: try ask.query.value("level"), period: try ask.query.value("period"), for: ask.actor)
            return try Workbooks.attachment("\(Words("驿站得分", "scores")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(Paths.scorecard, access: readers, page: ScorecardPage.self, query: [period], summary: Words("一个驿站的得分", "A station's scorecard")) { ask, id in
            ScorecardPage(try await house.scorecard(id, period: try ask.query.value("period"), for: ask.actor))
        }
    }

    private func addScoreObjections(to site: inout Site) {
        let house = house
        site.post(Paths.scoreObjections, access: .organisation, input: ObjectToScore.self, receipt: ReceiptPage.self, summary: Words("申请复核得分", "Object to a line of a scorecard"),
            form: { ask, filled, id in ScorecardPage(try await house.scorecard(id, period: ID(rawValue: filled.value("period")), for: ask.actor), .objection, filled) }
        ) { ask, input, id in
            .seeOther(Paths.scorecard(id).with("period", input.period), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.improvementAnswers, access: .organisation, input: AnswerImprovement.self, receipt: ReceiptPage.self, summary: Words("提交整改情况", "Say what was improved"),
            form: { ask, filled, id in ScorecardPage(try await house.scorecard(id, period: ID(rawValue: filled.value("period")), for: ask.actor), .improvement, filled) }
        ) { ask, input, id in
            .seeOther(Paths.scorecard(id).with("period", input.period), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.scoreCorrection, access: .staff, input: CorrectScore.self, receipt: ReceiptPage.self, summary: Words("更正得分数值", "Say what the value of a line should be"),
            form: { ask, filled, id in CasePage(try await house.caseView(id, for: ask.actor), .correction, filled) }
        ) { ask, input, id in
            .seeOther(Paths.case(id).at("correction"), ReceiptPage(try await input(house, on: id, by: ask.actor, once: ask.once)))
        }
    }

    private func addWhatIf(to site: inout Site) {
        let house = house, level = QueryField("level", Words("级别", "Level"), String.self)
        site.get(Paths.whatIf, access: .power(.evaluate), page: WhatIfPage.self, query: [level], summary: Words("细则推演", "Try weights and measures")) { ask in
            WhatIfPage(try await house.whatIf(level: try ask.query.value("level"), for: ask.actor))
        }
        site.get(Paths.whatIfRun, access: .power(.evaluate), page: WhatIfPage.self, summary: Words("一次推演", "A run of the what-if page")) { ask, id in
            WhatIfPage(try await house.whatIf(level: nil, run: id, for: ask.actor))
        }
        site.post(Paths.whatIf, access: .power(.evaluate), input: RunWhatIf.self, receipt: ReceiptPage.self, summary: Words("推演", "Run what-if"),
            form: { ask, filled in WhatIfPage(try await house.whatIf(level: nil, for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addPractices(to site: inout Site) {
        let house = house
        let query = [QueryField("station", Words("驿站", "Station"), ID<Station>.self), QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Practice>.self)]
        site.get(Paths.practices, access: .everyone, page: PracticesPage.self, query: query, summary: Words("经验做法", "Best practices")) { ask in
            PracticesPage(try await house.practices(station: try ask.query.value("station"), after: try ask.query.value("after"), for: ask.actor))
        }
        site.get(Paths.practice, access: .everyone, page: PracticePage.self, summary: Words("一条经验做法", "A best practice")) { ask, id in
            PracticePage(try await house.practice(id, for: ask.actor))
        }
        site.post(Paths.practices, access: .power(.evaluate), input: WritePractice.self, receipt: ReceiptPage.self, summary: Words("总结经验做法", "Write up a best practice"),
            form: { ask, filled in PracticesPage(try await house.practices(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.practicePublication, access: .power(.evaluate), input: PublishPractice.self, receipt: ReceiptPage.self, summary: Words("发布经验做法", "Publish a best practice"),
            form: { ask, filled, id in PracticePage(try await house.practice(id, for: ask.actor), filled) }
        ) { ask, input, id in
            .seeOther(Paths.practice(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.practiceWithdrawal, access: .power(.evaluate), input: WithdrawPractice.self, receipt: ReceiptPage.self, summary: Words("撤下经验做法", "Withdraw a best practice"),
            form: { ask, filled, id in PracticePage(try await house.practice(id, for: ask.actor), filled) }
        ) { ask, input, id in
            .seeOther(Paths.practices(), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
    }
}
