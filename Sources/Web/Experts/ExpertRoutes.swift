import Domain
import Markup
import Services

/// Which task of a period an expert is let off.
struct ReleaseForm: Decodable, Sendable {
    let task: ID<ExpertTask>?
    let reason: String?
    let instead: ReleaseExpert.Instead
}

extension Rooms {
    /// The pool of experts, assignments, blind scoring.
    func addExpertRoutes(to site: inout Site) {
        addExpertPool(to: &site)
        addExpertPanels(to: &site)
        addExpertTables(to: &site)
        addExpertWork(to: &site)
    }

    private func addExpertPool(to site: inout Site) {
        let house = house, field = QueryField("field", Words("领域", "Field"))
        site.get(Paths.experts, access: .power(.secretariat), page: ExpertsPage.self, query: [field, QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Expert>.self)],
            summary: Words("评估专家库", "The pool of experts")) { ask in
            ExpertsPage(try await house.experts(field: ask.query["field"].flatMap { $0.isEmpty ? nil : $0 }, after: try ask.query.value("after"), for: ask.actor))
        }
        site.download(Paths.expertsWorkbook, access: .power(.secretariat), type: Workbooks.type, query: [field], summary: Words("评估专家库，Excel", "The pool of experts as a spreadsheet")) { ask in
            let file = try await house.expertsWorkbook(field: ask.query["field"].flatMap { $0.isEmpty ? nil : $0 }, for: ask.actor)
            return try Workbooks.attachment("\(Words("专家库", "experts")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.post(Paths.experts, access: .power(.secretariat), input: AddExpert.self, receipt: ReceiptPage.self, summary: Words("添加专家", "Add an expert"),
            form: { ask, filled in ExpertsPage(try await house.experts(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.expert, access: .power(.secretariat), page: ExpertPage.self, summary: Words("一位专家", "An expert")) { ask, id in
            ExpertPage(try await house.expert(id, for: ask.actor))
        }
        site.post(Paths.expert, access: .power(.secretariat), input: ChangeExpert.self, receipt: ReceiptPage.self, summary: Words("修改专家信息", "Change an expert"),
            form: { ask, filled, id in ExpertPage(try await house.expert(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.expertPause, access: .power(.secretariat), input: PauseExpert.self, receipt: ReceiptPage.self, summary: Words("暂停或恢复抽取专家", "Pause an expert, or end the pause")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addExpertPanels(to site: inout Site) {
        let house = house
        site.get(Paths.expertPanels, access: .power(.secretariat), page: ExpertPanelsPage.self, query: [QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<EvaluationPeriod>.self)],
            summary: Words("评审分组", "Evaluation periods with their expert groups")) { ask in
            ExpertPanelsPage(try await house.expertPanels(after: try ask.query.value("after"), for: ask.actor))
        }
        site.get(Paths.expertPanel, access: .power(.secretariat), page: ExpertPanelPage.self, summary: Words("一个周期的专家组：进度，不含评分", "The expert group of a period: progress, never scores")) { ask, id in
            ExpertPanelPage(try await house.expertPanel(id, for: ask.actor))
        }
        site.post(Paths.expertPanel, access: .power(.secretariat), input: AssignExperts.self, receipt: ReceiptPage.self, summary: Words("抽取评审专家", "Draw the experts of a period")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.expertDraw, access: .power(.secretariat), input: DrawMissing.self, receipt: ReceiptPage.self, summary: Words("补抽专家", "Draw the experts that are lacking")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.expertReleases, access: .power(.secretariat), input: ReleaseForm.self, receipt: ReceiptPage.self, summary: Words("免除或更换专家", "Release an expert from a station"),
            form: { ask, filled, id in ExpertPanelPage(try await house.expertPanel(id, for: ask.actor), .release, filled) }
        ) { ask, input, id in
            guard let task = input.task else { throw Refusal.invalid([.init("task", Words("请选择", "Please choose one"))]) }
            let receipt = try await ReleaseExpert(reason: input.reason, instead: input.instead)(house, task, of: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("waiting"), ReceiptPage(receipt))
        }
        site.post(Paths.expertReveal, access: .power(.secretariat), input: RevealScores.self, receipt: ReceiptPage.self, summary: Words("统一揭晓评分", "Reveal all scores together"),
            form: { ask, filled, id in ExpertPanelPage(try await house.expertPanel(id, for: ask.actor), .reveal, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.expertSettlement, access: .power(.secretariat), input: SettleScores.self, receipt: ReceiptPage.self, summary: Words("确定评分", "Settle the scores")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addExpertTables(to site: inout Site) {
        let house = house
        site.get(Paths.expertTable, access: .signedIn, page: ExpertTablePage.self, summary: Words("揭晓后的评分与合议", "The revealed scores of a station, and the discussion")) { ask, id, station in
            ExpertTablePage(try await house.expertTable(id, station, for: ask.actor))
        }
        site.post(Paths.expertMessages, access: .signedIn, input: WriteToPanel.self, receipt: ReceiptPage.self, summary: Words("合议发言", "Write into the discussion of a station's scores"),
            form: { ask, filled, id, station in ExpertTablePage(try await house.expertTable(id, station, for: ask.actor), .message, filled) }
        ) { ask, input, id, station in
            let receipt = try await input(house, id, station, by: ask.actor, once: ask.once)
            return .seeOther(Paths.expertTable(id, station).at("messages"), ReceiptPage(receipt))
        }
        site.get(Paths.expertOpinions, access: .any(of: .organisation, .power(.secretariat)), page: ExpertOpinionsPage.self,
            summary: Words("专家评审意见（不署名）", "What the experts think of a station, without names")) { ask, id, station in
            ExpertOpinionsPage(try await house.expertOpinions(id, station, for: ask.actor))
        }
    }

    private func addExpertWork(to site: inout Site) {
        let house = house
        site.get(Paths.expertWork, access: .signedIn, page: ExpertWorkPage.self, summary: Words("专家本人的评审任务", "An expert's own work")) { ask in
            ExpertWorkPage(try await house.expertWork(for: ask.actor))
        }
        site.get(Paths.expertTask, access: .signedIn, page: ExpertTaskPage.self, summary: Words("一家驿站的评审", "A station to score, for its expert")) { ask, id in
            ExpertTaskPage(try await house.expertTask(id, for: ask.actor))
        }
        site.post(Paths.expertDeclaration, access: .signedIn, input: DeclareConflict.self, receipt: ReceiptPage.self, summary: Words("声明有无利害关系", "Declare a conflict, or none"),
            form: { ask, filled, id in ExpertTaskPage(try await house.expertTask(id, for: ask.actor), .declaration, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.expertDraft, access: .signedIn, input: SaveScores.self, receipt: ReceiptPage.self, summary: Words("保存评分草稿", "Put scores aside"),
            form: { ask, filled, id in ExpertTaskPage(try await house.expertTask(id, for: ask.actor), .scores, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.expertHandIn, access: .signedIn, input: HandInScores.self, receipt: ReceiptPage.self, summary: Words("提交评分", "Hand scores in"),
            form: { ask, filled, id in ExpertTaskPage(try await house.expertTask(id, for: ask.actor), .scores, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.expertRevision, access: .signedIn, input: ReviseScore.self, receipt: ReceiptPage.self, summary: Words("修改被标记的评分", "Change a flagged score"),
            form: { ask, filled, id in
                let task = try await house.expertTask(id, for: ask.actor)
                return ExpertTablePage(try await house.expertTable(task.period, task.station, for: ask.actor), .revision(filled.value("indicator")), filled)
            }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once), task = try await house.expertTask(id, for: ask.actor)
            return .seeOther(Paths.expertTable(task.period, task.station), ReceiptPage(receipt))
        }
    }
}
