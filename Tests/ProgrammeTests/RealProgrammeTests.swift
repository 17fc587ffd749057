import Domain
import ProgrammeText
import Testing

@Suite struct RealProgrammeTests {
    let programme: Programme

    init() throws {
        let (programme, mistakes) = ProgrammeReader.read(try text(realFile), file: realFile, hash: "h")
        #expect(mistakes.map(\.description) == [])
        self.programme = try #require(programme)
    }

    @Test func theNoticeIsTheRealOne() throws {
        #expect(programme.id == "qingdao-2020")
        #expect(programme.hash == "h")
        #expect(programme.zone == .china)
        #expect(programme.calendar == "cn")
        #expect(programme.notice.title == "关于开展人才驿站建设试点工作的通知")
        #expect(programme.notice.issuedBy == ["市委组织部", "市人力资源社会保障局", "市工业和信息化局", "市财政局"])
        #expect(programme.notice.trialFrom == Day("2020-11-01"))
        #expect(programme.notice.trialTo == Day("2021-10-31"))
        #expect(programme.notice.clauses.map(\.clause.text) == [
            "一(一)", "一(二)1", "一(二)2", "一(二)3", "一(三)", "二(一)1", "二(一)2", "二(一)3", "二(一)4", "二(一)5",
            "二(二)", "二(二)1", "二(二)2", "二(二)3", "二(三)1", "二(三)2", "二(三)3", "三(一)", "三(二)", "三(三)",
        ])
    }

    /// Nothing the notice says is left out: each clause is carried by some value of the file.
    @Test func provisionsCoverEveryClause() {
        let cited = Set(programme.provisions.map { provision in
            switch provision.source {
            case .notice(let clause): clause
            case .assumed(_, let clause): clause
            }
        })
        #expect(programme.notice.clauses.map(\.clause).filter { !cited.contains($0) } == [])
    }

    @Test func provisionsAreInTheOrderOfTheFileAndSayWhere() throws {
        let lines = try text(realFile).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(programme.provisions.map(\.line) == programme.provisions.map(\.line).sorted())
        let within = try #require(programme.provisions.first { $0.path == "procedures.recognition.steps.intake.within" })
        #expect(within.value == Words("2 个工作日", "2 working days"))
        #expect(within.source == .assumed(reason: "通知未定时限、补正次数和不予受理", Clause("二(二)2")))
        #expect(lines[within.line - 1] == "        within: 2 workdays")
        let plaque = try #require(programme.provisions.first { $0.path == "procedures.recognition.steps.issue.gives.plaque" })
        #expect(plaque.value == Words("青岛市人才驿站", "青岛市人才驿站"))
        #expect(plaque.source == .notice(Clause("二(二)1")))
        let staff = try #require(programme.provisions.first { $0.path == "forms.recognition.conditions.team.asks.staff.at_least" })
        #expect(staff.value == Words("至少 3 行", "At least 3 rows"))
        #expect(staff.source == .notice(Clause("二(一)4")))
        #expect(Set(programme.provisions.map(\.path)).count == programme.provisions.count)
    }

    /// The English page reads English: only what stands on plaques and documents, and their numbers, is Chinese there too.
    @Test func provisionsAreSaidInBothLanguages() throws {
        func value(_ path: String) throws -> Words { try #require(programme.provisions.first { $0.path == path }, "\(path)").value }
        let chinese = programme.provisions.filter { $0.value.en.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
        #expect(chinese.map(\.path) == ["recognition", "district_recognition"].flatMap { procedure in
            ["plaque", "document", "number"].map { "procedures.\(procedure).steps.issue.gives.\($0)" }
        } + ["events.consent.wordings"])
        #expect(try value("offices.centre.sign_off") == Words("经办 → 复核 → 签发", "handler → checker → signer"))
        #expect(try value("offices.industry.does") == Words("审核、审定、监督指导、考核评估", "review, determination, supervision, evaluation"))
        #expect(try value("areas.district.lead") == Words("区市人力资源和社会保障局", "Human resources and social security bureau, the district"))
        #expect(try value("procedures.recognition.steps.forward.by") == Words("所在区域的推荐部门", "The area's leading office"))
        #expect(try value("procedures.recognition.steps.site_check.may_return") == Words("可退回补正 1 次", "May return a case once"))
        #expect(try value("procedures.recognition.steps.notice.redact") == Words("不公示：联系电话、姓名", "Not shown: Phone, Name"))
        #expect(try value("forms.recognition.conditions.venue.asks.area.at_least") == Words("至少 1 平方米", "At least 1 m²"))
        #expect(try value("targets.placements.goal") == Words("10000 次", "10000 placements"))
    }

    /// Every clock is the city's own choice: the notice sets none.
    @Test func everyClockIsAssumed() {
        let clocks = programme.provisions.filter { $0.path.hasPrefix("procedures.") && ($0.path.hasSuffix(".within") || $0.path.hasSuffix(".lasts")) }
        #expect(clocks.count == programme.procedures.flatMap(\.steps).count { $0.within != nil } + programme.procedures.flatMap(\.steps).count { $0.lasts != nil })
        #expect(clocks.filter { if case .notice = $0.source { true } else { false } } == [])
    }

    @Test func officesAndAreas() throws {
        #expect(programme.offices.filter { $0.area == nil }.map(\.id) == ["leading", "organisation", "hrss", "industry", "finance", "centre"])
        #expect(programme.office("centre")?.signOff == [.handler, .checker, .signer])
        #expect(programme.office("laoshan.hrss")?.signOff == [.handler, .signer])
        #expect(programme.office("laoshan.hrss")?.name == Words("崂山区人力资源和社会保障局", "Human resources and social security bureau, Laoshan"))
        #expect(programme.office("hightech.organisation_personnel")?.name.zh == "青岛高新区组织人事部")
        #expect(programme.areas.filter { $0.kind == .district }.compactMap(\.division)
            == ["370202", "370203", "370211", "370212", "370213", "370214", "370215", "370281", "370283", "370285"])
        #expect(programme.areas.filter { $0.kind != .district }.compactMap(\.division) == [])
        #expect(programme.areas.filter { $0.middle == nil }.map(\.kind) == [.unit, .unit])
        #expect(programme.areas.filter { !$0.mayRecognise }.map(\.kind) == [.unit, .unit])
        #expect(programme.offices.count == 6 + 10 * 4 + 5 + 2)
    }

    @Test func referencesMeanTheOfficesOfTheArea() {
        func ids(_ roles: [String], _ area: String) -> [String] { programme.offices(roles.map { .ofArea(role: $0) }, area: area).map(\.id) }
        #expect(ids(["lead"], "laoshan") == ["laoshan.hrss"])
        #expect(ids(["lead"], "universities") == ["universities.office"])
        #expect(ids(["hrss", "industry", "finance"], "laoshan") == ["laoshan.hrss", "laoshan.industry", "laoshan.finance"])
        // A zone has one office, which acts for all, and once.
        #expect(ids(["hrss", "industry", "finance"], "hightech") == ["hightech.organisation_personnel"])
        #expect(programme.office(.office("centre"), area: nil)?.id == "centre")
        #expect(programme.office(.ofArea(role: "hrss"), area: nil) == nil)
        #expect(programme.office(.ofArea(role: "hrss"), area: "nowhere") == nil)
    }

    @Test func conditionsAreJudgedByTheOfficesOfTheirLevel() throws {
        let form = try #require(programme.form("recognition"))
        let plan = try #require(form.conditions.first { $0.id == "plan" })
        let city = try #require(programme.procedure("recognition")?.steps.first { $0.kind == .review })
        let district = try #require(programme.procedure("district_recognition")?.steps.first { $0.kind == .review })
        #expect(programme.judges(of: plan, at: city, area: "laoshan").map(\.id) == ["hrss", "industry"])
        #expect(programme.judges(of: plan, at: district, area: "laoshan").map(\.id) == ["laoshan.hrss", "laoshan.industry"])
        #expect(programme.judges(of: plan, at: district, area: "hightech").map(\.id) == ["hightech.organisation_personnel"])
    }

    @Test func theFormAsksForTheFiveConditions() throws {
        let form = try #require(programme.form("recognition"))
        #expect(form.conditions.map(\.clause?.text) == ["二(一)1", "二(一)2", "二(一)3", "二(一)4", "二(一)5"])
        #expect(form.conditions.map { condition in "\(condition.id): " + condition.questions.map(\.id).joined(separator: " ") } == [
            "venue: business address area spaces separate equipment equipment_list photos", "plan: summary events placements files",
            "lodging: ways rooms files", "team: staff", "rules: operation attendance expenses events safety",
        ])
        let team = try #require(form.conditions.first { $0.id == "team" }?.questions.first)
        guard case .table(let columns, let least, _) = team.kind else {
            Issue.record("the staff are a table")
            return
        }
        #expect(columns.map(\.id) == ["person", "role", "phone", "full_time"])
        #expect(least == 3)
        let price = form.conditions.flatMap(\.questions).compactMap { question in
            if case .table(let columns, _, _) = question.kind { columns.first { $0.id == "price" } } else { nil }
        }
        #expect(price.map(\.kind) == [.money(atLeast: 0, atMost: 200_000)])
        #expect(price.map(\.notAbove) == ["usual_price"])
        let limit = try #require(programme.provisions.first { $0.path == "forms.recognition.conditions.lodging.asks.rooms.columns" })
        #expect(limit.value == Words("特价不高于门市价", "Special price not above: Usual price"))
        #expect(limit.source == .assumed(reason: "通知只写“解决方案”，未列内容", Clause("二(一)3")))
    }

    @Test func theProceduresRunAsTheNoticeSays() throws {
        #expect(programme.procedures.map(\.id) == ["recognition", "district_recognition", "objection", "district_objection", "lodging_proof", "no_show_appeal", "job_report", "placement_dispute", "event_plan", "policy_agency"])
        let city = try #require(programme.procedure("recognition"))
        #expect(city.form == "recognition")
        #expect(city.reopening == Procedure.Reopening(by: .office("centre"), at: "intake"))
        #expect(city.steps.map(\.kind) == [.submit, .forward, .intake, .siteCheck, .review, .notice, .determine, .issue])
        #expect(city.steps.compactMap(\.lasts) == [5])
        // Whoever finds on the spot that things are not as they were written can send the application back, or end it.
        #expect(city.steps.filter { $0.mayReturn > 0 }.map { "\($0.id) \($0.mayReturn)" } == ["forward 2", "intake 2", "site_check 1", "review 2"])
        #expect(city.steps.filter(\.mayRefuse).map(\.id) == ["intake", "site_check", "review", "determine"])
        let returns = try #require(programme.provisions.first { $0.path == "procedures.recognition.steps.site_check.may_return" })
        #expect(returns.source == .assumed(reason: "通知未写申报时实地核查，按“负责申报认定具体组织实施”设定；实地核查发现不符的处理通知未写", Clause("二(二)2")))
        #expect(city.steps.compactMap(\.objections) == ["objection"])
        #expect(city.steps.compactMap(\.gives).map(\.plaque) == ["青岛市人才驿站"])
        #expect(programme.procedure("district_recognition")?.steps.compactMap(\.gives).map(\.plaque) == ["区级人才工作驿站"])
        #expect(programme.procedure("objection")?.steps.map(\.id) == ["submit", "answer"])
    }

    @Test func roundsTargetsAndWeights() {
        #expect(programme.rounds.map { "\($0.id) \($0.level) \($0.opens) \($0.closes) \($0.places)" }
            == ["2020-1 city 2020-11-16 2020-12-11 10", "2021-district-1 district 2021-03-01 2021-03-31 20"])
        #expect(programme.targets.map { "\($0.count) \($0.goal)" } == ["recognisedStations 10", "heldEvents 100", "placements 10000"])
        #expect(programme.stationKinds.map(\.name.zh) == ["服务型", "专业型", "联谊型", "创业型", "综合型"])
        #expect(programme.placementGrounds.map(\.id) == ["own_licence", "partner", "free"])
        #expect(programme.fields.prefix(5).map(\.name.zh) == ["软件开发", "集成电路", "人工智能", "大数据", "新一代信息技术"])
        #expect(programme.indicators.reduce(0) { $0 + $1.weight } == 100)
    }
}

@Suite struct DiagramTests {
    @Test func aProcedureIsDrawn() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme)
        let objection = try #require(programme.procedure("district_objection"))
        #expect(Diagram(programme).text(objection) == """
            区级公示异议办理 district_objection  三(一)
              1. 提出异议 submit
              2. 核实答复 answer | 所在区域推荐部门 | 5 个工作日内
                   通过 → 办结
                   不予通过 → 不予通过，结束

            """)
        #expect(Diagram(programme).mermaid(objection) == """
            flowchart TD
                s0["提出异议"]
                s1["核实答复<br>所在区域推荐部门<br>5 个工作日"]
                done(["办结"])
                s0 -->|提交| s1
                s1 -->|通过| done
                s1 -->|不予通过| refused
                refused(["不予通过"])

            """)
        let district = try #require(programme.procedure("district_recognition"))
        #expect(Diagram(programme, .en).text(district).split(separator: "\n").dropFirst(4).first
            == "  3. Review of the conditions review | Human resources and social security bureau, its area, Industry and information technology bureau, its area, Finance bureau, its area | within 10 working days | may return 2 times")
    }
}
