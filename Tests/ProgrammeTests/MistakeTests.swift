import Domain
import ProgrammeText
import Testing

/// One edit of the real file, and all that the reader says of it.
struct Slip: Sendable, CustomTestStringConvertible {
    let name: String
    let from: String
    let to: String
    /// A text of the edited file on whose line the mistake stands, the column there, and the rest of the message, in which ⟨text⟩ stands
    /// for the line of another text.
    let said: [(at: String, column: Int, message: String)]

    init(_ name: String, _ from: String, _ to: String, _ said: (at: String, column: Int, message: String)...) {
        self.name = name
        self.from = from
        self.to = to
        self.said = said
    }

    var testDescription: String { name }
}

@Suite struct MistakeTests {
    static let values: [Slip] = [
        Slip("not YAML", "version: 2020-11-01", "version: 2020-11-01: x",
             ("version: 2020-11-01: x", 20, "YAML 写法有误（mapping values are not allowed in this context）；请检查缩进、冒号、引号和括号")),
        Slip("a key twice", "version: 2020-11-01\n", "version: 2020-11-01\n#\nversion: 2020-11-01\n",
             ("version: 2020-11-01\ntime", 1, "键 version 重复，第 ⟨version: 2020⟩ 行已有；删去一个，或改名")),
        Slip("misspelt key", "lasts: 5 workdays\n        within: 10 workdays\n        redact: [phone, person]\n        objections: objection\n",
             "lasts: 5 workdays\n        witin: 10 workdays\n        redact: [phone, person]\n        objections: objection\n",
             ("witin:", 9, "procedures.recognition.steps.notice.witin: 不认识的键 witin；是否为 within？")),
        Slip("misspelt section", "\ntargets:", "\ntargts:", ("targts:", 1, "targts: 不认识的键 targts；是否为 targets？")),
        Slip("missing key", "    name: { zh: 市财政局, en: City finance bureau }\n", "",
             ("  finance:\n    does", 3, "offices.finance: 缺少 name；请补上“name: …”")),
        Slip("one language missing", "name: { zh: 市财政局, en: City finance bureau }", "name: { zh: 市财政局 }",
             ("name: { zh: 市财政局 }", 5, "offices.finance.name: 缺少 en；请补上“en: …”")),
        Slip("wrong type: text for words", "name: { zh: 市财政局, en: City finance bureau }", "name: 市财政局",
             ("name: 市财政局", 11, "offices.finance.name: name 应写两种语言；写成 { zh: …, en: … }")),
        Slip("wrong type: set for list", "does: [review, determine, supervise, evaluate, allocate]", "does: { review: yes }",
             ("does: { review", 5, "offices.finance.does: does 应是列表；写成 [ … ] 或每行以“- ”开头")),
        Slip("wrong type: list for text", "version: 2020-11-01", "version: [2020-11-01]", ("version: [", 1, "version: version 应是文字")),
        Slip("no such date", "version: 2020-11-01", "version: 2020-11-31", ("version: 2020-11-31", 10, "version: 2020-11-31 不是日期；写成 2020-11-16 的样子")),
        Slip("no number", "goal: 100\n", "goal: many\n", ("goal: many", 11, "targets.events.goal: many 不是整数")),
        Slip("out of range", "goal: 100\n", "goal: 0\n", ("goal: 0", 11, "targets.events.goal: 0 超出范围；应在 1 到 100000000 之间")),
        Slip("clock without its unit", "by: area.lead\n        within: 5 workdays", "by: area.lead\n        within: 5",
             ("within: 5\n", 17, "procedures.recognition.steps.forward.within: “5”写法有误；写成“5 workdays”的样子")),
        Slip("neither yes nor no", "must: yes", "must: maybe", ("must: maybe", 19, "forms.recognition.conditions.venue.asks.separate.must: maybe 应是 yes 或 no")),
        Slip("unknown time zone", "Asia/Shanghai", "Asia/Shanghia", ("Asia/Shanghia", 12, "time_zone: 不认识时区 Asia/Shanghia；是否为 Asia/Shanghai？")),
        Slip("unknown power", "does: [intake, site_check,", "does: [intake, sitecheck,",
             ("sitecheck", 20, "offices.centre.does.2: 不认识 sitecheck；是否为 site_check？")),
        Slip("unknown place in the line", "[handler, checker, signer]", "[handler, cheker, signer]",
             ("cheker", 25, "offices.centre.sign_off.2: 不认识 cheker；是否为 checker？")),
        Slip("line in the wrong order", "[handler, checker, signer]", "[signer, handler]",
             ("[signer, handler]", 5, "offices.centre.sign_off: 办理环节应依次为经办、复核、签发，各至多一次；写成 [handler, signer]")),
        Slip("unknown step kind", "- step: site_check", "- step: site_chek",
             ("site_chek", 15, "procedures.recognition.steps.site_chek.step: 不认识 site_chek；是否为 site_check？")),
        Slip("unknown question type", "type: phone", "type: phon",
             ("type: phon ", 71, "forms.recognition.conditions.team.asks.staff.columns.phone.type: 不认识 phon；是否为 phone？")),
        Slip("unknown count", "count: held_events", "count: held_event", ("count: held_event", 12, "targets.events.count: 不认识 held_event；是否为 held_events？")),
        Slip("unknown type of record", "types: [exchange]", "types: [exchang]", ("[exchang]", 13, "targets.events.types.1: 不认识 exchang；是否为 exchange？")),
        Slip("an id twice", "id: big_data,", "id: ai,", ("id: ai,            name: { zh: 大", 5, "fields.ai: 编号 ai 重复，第 ⟨id: ai,⟩ 行已有；换一个编号")),
        Slip("an area's id twice", "id: hightech,", "id: shinan,", ("{ id: shinan,    middle: \"36.260", 9, "areas.zone.list.shinan: 编号 shinan 重复，areas.district 已有")),
        Slip("an id that is none", "- { id: big_data,", "- { id: Big Data,", ("id: Big Data", 11, "fields.Big Data.id: 编号 Big Data 只能用小写字母、数字、- 和 _，至多 40 位")),
        Slip("bounds that cross", "at_most: 3000", "at_most: 50",
             ("at_most: 50\n            assumed: { at_least: 通知未定字数 }\n          - id: events", 22,
              "forms.recognition.conditions.plan.asks.summary.at_most: 至多 50，却少于至少 100；应不小于 100")),
        Slip("more choices wanted than offered", "several: yes\n            at_least: 2", "several: yes\n            at_least: 9",
             ("at_least: 9", 23, "forms.recognition.conditions.venue.asks.spaces.at_least: 至少选 9 项，多于可选的项数")),
        Slip("limit that is not there", "not_above: usual_price", "not_above: usual_prise",
             ("usual_prise", 125, "forms.recognition.conditions.lodging.asks.rooms.columns.price.not_above: 旁边没有 usual_prise；是否为 usual_price？")),
        Slip("limit of another type", "not_above: usual_price", "not_above: rooms",
             ("not_above: rooms", 125, "forms.recognition.conditions.lodging.asks.rooms.columns.price.not_above: rooms 与 price 类型不同，不能比较；可用：usual_price")),
        Slip("limited by itself", "not_above: usual_price", "not_above: price",
             ("not_above: price", 125, "forms.recognition.conditions.lodging.asks.rooms.columns.price.not_above: 旁边没有 price；可用：usual_price")),
        Slip("limit on what is no amount", "id: kind,        name: { zh: 房型, en: Kind of room }, type: text,", "id: kind,        name: { zh: 房型, en: Kind of room }, type: text, not_above: price,",
             ("not_above: price,", 84, "forms.recognition.conditions.lodging.asks.rooms.columns.kind.not_above: 不认识的键 not_above；可用：at_most、hint、id、name、required、type")),
        Slip("limit whose type is not read", "en: Usual price }, type: money", "en: Usual price }, type: mony",
             ("type: mony", 78, "forms.recognition.conditions.lodging.asks.rooms.columns.usual_price.type: 不认识 mony；是否为 money？")),
        Slip("no division code", "division: 370202", "division: 3702", ("division: 3702,", 36, "areas.district.list.shinan.division: 3702 不是六位行政区划代码")),
        Slip("no place on earth", "\"36.260 120.250\"", "\"96.260 120.250\"",
             ("middle: \"96.260", 36, "areas.zone.list.hightech.middle: 96.260 120.250 不是经纬度；写纬度、经度（WGS 84），如 \"36.07 120.38\"")),
        Slip("number without its count", "QDYZ-{year}-{n}", "QDYZ-{year}",
             ("QDYZ-{year}\n", 26, "procedures.recognition.steps.issue.gives.plaque_number: 编号“QDYZ-{year}”须有 {year} 和 {n}，不能有其他花括号")),
    ]

    static let sources: [Slip] = [
        Slip("no source", "en: Service },             clause: 一(二)2 }", "en: Service } }",
             ("en: Service } }", 5, "station_kinds.service: 没有写明依据；加上“clause: 条款号”，或“assumed: 理由”")),
        Slip("clause that is not listed", "en: Service },             clause: 一(二)2", "en: Service },             clause: 一(二)4",
             ("clause: 一(二)4", 78, "station_kinds.service.clause: 通知中没有列出 一(二)4；是否为 一(二)1？")),
        Slip("assumed without reason", "assumed: 通知写“免费职介”和“非营利性”，据此列入", "assumed: true",
             ("assumed: true", 110, "placement_grounds.free.assumed: assumed 没有写理由；写成“assumed: 理由”，或“assumed: { 键: 理由 }”")),
        Slip("assumed value without reason", "assumed: { at_least: 通知写“空间大小合适”，未定面积 }", "assumed: { at_least: yes }",
             ("at_least: yes", 34, "forms.recognition.conditions.venue.asks.area.assumed.at_least: assumed 没有写理由；写成“assumed: 理由”，或“assumed: { 键: 理由 }”")),
        Slip("assumed value that is not there", "assumed: { at_least: 通知写“空间大小合适”，未定面积 }", "assumed: { at_lest: 未定 }",
             ("at_lest: 未定", 33, "forms.recognition.conditions.venue.asks.area.assumed.at_lest: 这一项没有 at_lest；是否为 at_least？")),
    ]

    static let parts: [Slip] = [
        Slip("unknown office", "by: [hrss, industry, finance]", "by: [hrss, industy, finance]",
             ("industy", 20, "procedures.recognition.steps.review.by.2: 没有部门 industy；是否为 industry？")),
        Slip("unknown area office", "by: area.lead\n        within: 5", "by: area.leed\n        within: 5",
             ("area.leed", 13, "procedures.recognition.steps.forward.by: 没有部门 area.leed；是否为 area.lead？")),
        Slip("office without the power", "with: [industry, finance]", "with: [industry, organisation]",
             ("[industry, organisation]", 26, "procedures.recognition.steps.determine.with.2: 市委组织部没有“审定”的职能；在它的 does 中加上 determine，或换一个部门")),
        Slip("step without office", "        by: hrss\n        with: [industry", "        with: [industry",
             ("step: determine", 9, "procedures.recognition.steps.determine: 步骤 determine 没有部门办理；加上“by: 部门”")),
        Slip("area's lead unknown", "lead: hrss", "lead: hrs", ("lead: hrs\n", 11, "areas.district.lead: 这类区域没有部门 hrs；是否为 hrss？")),
        Slip("step that nobody reaches", "may_refuse: yes\n        clause: 二(二)2", "may_refuse: yes\n        then: { pass: review }\n        clause: 二(二)2",
             ("step: site_check", 9, "procedures.recognition.steps.site_check: 没有一步通到 site_check；检查前面各步的 then")),
        Slip("procedure that never ends", "may_refuse: yes                   #", "may_refuse: yes\n        then: { pass: answer, refuse: answer } #",
             ("step: work", 9, "procedures.objection.steps.answer: 从 answer 起程序没有尽头；让 then 通到后面的步骤、done 或 refused")),
        Slip("procedure that can only refuse", "may_refuse: yes                   #", "may_refuse: yes\n        then: { pass: answer } #",
             ("then: { pass: answer }", 9, "procedures.objection.steps.answer.then: 这个程序没有办成的结局，只能不予通过；让某一步的 then 通到 done")),
        Slip("destination unknown", "may_refuse: yes                   #", "may_refuse: yes\n        then: { refuse: refuse } #",
             ("then: { refuse: refuse }", 25, "procedures.objection.steps.answer.then.refuse: 没有步骤 refuse；是否为 refused？")),
        Slip("refusal where none is allowed", "may_refuse: yes                   #", "then: { refuse: done } #",
             ("then: { refuse: done }", 25, "procedures.objection.steps.answer.then.refuse: 这一步不能不予通过，却写了不通过后的去向；加上“may_refuse: yes”，或删去")),
        Slip("first step that is no submission", "      - step: submit\n        name: { zh: 申报, en: Application }\n        clause: 二(二)1\n", "",
             ("step: forward", 9, "procedures.recognition.steps.forward: 第一步应是申报；先写“step: submit”")),
        Slip("submission in the middle", "- step: work\n        id: answer\n        name: { zh: 核实答复, en: Answer }\n        by: centre\n        within: 5 workdays\n",
             "- step: submit\n        id: answer\n        name: { zh: 核实答复, en: Answer }\n        within: 5 workdays\n",
             ("step: submit\n        id: answer", 9, "procedures.objection.steps.answer: 申报只能是第一步")),
        Slip("notice without end", "        lasts: 5 workdays\n        within: 10 workdays\n        redact: [phone, person]\n        objections: district",
             "        within: 10 workdays\n        redact: [phone, person]\n        objections: district",
             ("step: notice\n        name: { zh: 社会公示, en: Public notice }\n        by: area", 9,
              "procedures.district_recognition.steps.notice: 公示没有写明多久；加上“lasts: 5 workdays”")),
        Slip("condition that nobody judges", "        judged_by: [hrss]\n        assumed: { judged_by: 通知写“会同相关部门审核”，按职能分工设定 }\n        asks:\n          - id: staff", "        asks:\n          - id: staff",
             ("id: team", 9, "forms.recognition.conditions.team: 条件“管理团队”没有部门审核；加上“judged_by: [ … ]”")),
        Slip("judged by an office that does not review", "judged_by: [hrss, industry]", "judged_by: [hrss, organisation]",
             ("[hrss, organisation]", 27, "forms.recognition.conditions.plan.judged_by.2: organisation 不参加程序 recognition 的审核；改为 hrss、industry、finance，或把它加进审核"),
             ("[hrss, organisation]", 27, "forms.recognition.conditions.plan.judged_by.2: organisation 不参加程序 district_recognition 的审核；改为 hrss、industry、finance，或把它加进审核")),
        Slip("judge unknown", "judged_by: [hrss, industry]", "judged_by: [hrss, indstry]",
             ("indstry", 27, "forms.recognition.conditions.plan.judged_by.2: 没有部门 indstry；是否为 industry？")),
        Slip("weights too small", "weight: 40", "weight: 35", ("indicators:", 3, "evaluation.indicators: 权重合计 95，应为 100；还差 5")),
        Slip("weights too big", "weight: 40", "weight: 45", ("indicators:", 3, "evaluation.indicators: 权重合计 105，应为 100；多了 5")),
        Slip("round that closes before it opens", "closes: 2020-12-11", "closes: 2020-11-11",
             ("closes: 2020-11-11", 13, "rounds.2020-1.closes: 截止 2020-11-11 早于开始 2020-11-16；应不早于 2020-11-16")),
        Slip("trial that ends before it begins", "to: 2021-10-31", "to: 2020-10-31", ("to: 2020-10-31", 34, "notice.trial.to: 试点结束早于开始；应不早于 2020-11-01")),
        Slip("round outside the trial", "opens: 2020-11-16\n    closes: 2020-12-11\n    places: 10\n    clause: 一(三)\n    assumed:\n      opens, closes:",
             "opens: 2020-10-16\n    closes: 2020-12-11\n    places: 10\n    clause: 一(三)\n    assumed:\n      closes:",
             ("opens: 2020-10-16", 12, "rounds.2020-1.opens: 2020-10-16 在试点时间之外；改在 2020-11-01 至 2021-10-31 之间，或标明 assumed")),
        Slip("rounds that overlap", "level: district\n    opens: 2021-03-01", "level: city\n    opens: 2020-12-01",
             ("opens: 2020-12-01", 12, "rounds.2021-district-1.opens: 与批次 2020-1 的申报时间重叠；错开两批的申报时间")),
        Slip("target before the trial", "by: 2021-12-31\n    clause: 一(三)\n  - id: events", "by: 2019-12-31\n    clause: 一(三)\n  - id: events",
             ("by: 2019-12-31", 9, "targets.stations.by: 2019-12-31 早于试点开始；应不早于 2020-11-01")),
        Slip("a district's plaque that reads like the city's", "plaque: 区级人才工作驿站", "plaque: 青岛市人才驿站（区级）",
             ("plaque: 青岛市人才驿站（区级）", 19, "procedures.district_recognition.steps.issue.gives.plaque: 牌匾“青岛市人才驿站（区级）”与级别 city 的牌匾分不清；换成“区级人才工作驿站”一类的文字")),
        Slip("unknown form field", "redact: [phone, person]\n        objections: objection", "redact: [phon, person]\n        objections: objection",
             ("[phon, person]", 18, "procedures.recognition.steps.notice.redact.1: 没有申报表字段 phon；是否为 phone？")),
        Slip("unknown procedure of objections", "objections: objection", "objections: objections",
             ("objections: objections", 21, "procedures.recognition.steps.notice.objections: 没有程序 objections；是否为 objection？")),
        Slip("unknown form", "form: recognition\n    reopening", "form: recogniton\n    reopening",
             ("form: recogniton", 11, "procedures.recognition.form: 没有申报表 recogniton；是否为 recognition？")),
        Slip("reopening at an unknown step", "at: intake,", "at: intak,", ("at: intak,", 34, "procedures.recognition.reopening.at: 没有步骤 intak；是否为 intake？")),
        Slip("level's procedure that issues nothing", """
                  - step: issue
                    name: { zh: 认定授牌, en: Recognition and plaque }
                    by: area.hrss
                    within: 5 workdays
                    gives:
                      plaque: 区级人才工作驿站
                      document: 区级认定文件
                      number: 区级驿站认定〔{year}〕{n}号
                      plaque_number: QDYZ-D-{year}-{n}
                      clause: 三(一)
                      assumed:
                        document, number, plaque_number: 通知未定文件名称和编号
                    clause: 三(一)
                    assumed: 通知未定区级程序，参照市级从简

            """, "",
             ("  district_recognition:\n", 3, "procedures.district_recognition: 级别 district 的程序没有认定授牌，不颁发牌匾和文件；加上“step: issue”和 gives")),
        Slip("level's procedure that nobody determines", """
                  - step: determine
                    name: { zh: 组织审定, en: Determination }
                    by: area.hrss
                    with: [area.industry, area.finance]
                    within: 10 workdays
                    may_refuse: yes
                    clause: 三(一)
                    assumed: 通知未定区级程序，参照市级从简

            """, "",
             ("  district_recognition:\n", 3, "procedures.district_recognition: 级别 district 的程序在认定授牌之前没有审定；在 issue 之前加上“step: determine”")),
        Slip("procedure that nothing uses", "        objections: district_objection\n", "",
             ("  district_objection:\n", 3, "procedures.district_objection: 没有用到程序 district_objection；在级别的 procedure、公示的 objections、住宿的 proof、no_show、岗位的 report 或配置的 dispute 中写上它，或删去")),
        Slip("return where nobody can correct", "may_refuse: yes                   #", "may_return: 1 times #",
             ("may_return: 1 times #", 21, "procedures.objection.steps.answer.may_return: 程序没有申报表，退回后没有人补正；删去，或给程序加上“form: 申报表”")),
        Slip("a clause that many offices take over", "  zone:\n    clause: 三(一)", "  zone:\n    clause: 三(九)",
             ("clause: 三(九)", 13, "areas.zone.clause: 通知中没有列出 三(九)；是否为 三(一)？")),
        Slip("level's procedure unknown", "procedure: district_recognition", "procedure: distict_recognition",
             ("distict_recognition", 74, "levels.district.procedure: 没有程序 distict_recognition；是否为 district_recognition？")),
        Slip("round's level unknown", "level: district", "level: disrict", ("level: disrict", 12, "rounds.2021-district-1.level: 没有级别 disrict；是否为 district？")),
    ]

    @Test(arguments: values + sources + parts)
    func everyMistakeIsNamedWithItsLine(_ slip: Slip) throws {
        let real = try text(realFile)
        let place = try #require(real.firstRange(of: slip.from), "the real file has: \(slip.from)")
        let edited = real.replacingCharacters(place, with: slip.to)
        let (programme, mistakes) = readProgramme(edited)
        let expected = try slip.said.map { said in
            "p.yaml:\(try #require(line(of: said.at, in: edited), "the edited file has: \(said.at)")):\(said.column): \(try lines(said.message, edited))"
        }
        #expect(mistakes.map(\.description) == expected)
        #expect((programme == nil) == !expected.isEmpty)
    }

    @Test func allMistakesAreSaidAtOnceInOrder() throws {
        let edited = try text(realFile)
            .replacing("time_zone: Asia/Shanghai", with: "time_zone: Asia").replacing("weight: 40", with: "weight: 30")
            .replacing("closes: 2021-03-31", with: "closes: 2021-02-31").replacing("plaque: 青岛市人才驿站", with: "plack: 青岛市人才驿站")
        #expect(readProgramme(edited).mistakes.map(\.path) == [
            "time_zone", "rounds.2021-district-1.closes", "procedures.recognition.steps.issue.gives",
            "procedures.recognition.steps.issue.gives.plack", "evaluation.indicators",
        ])
    }

    @Test(arguments: [
        ("", "p.yaml:1:1: 文件是空的"), ("# nothing\n", "p.yaml:1:1: 文件是空的"), ("- a\n- b\n", "p.yaml:1:1: 这里应是一组“键: 值”"),
        ("\u{0}", "p.yaml:1:1: 文件无法按 UTF-8 文本读取"), ("a: [", "p.yaml:2:1: YAML 写法有误（did not find expected node content）；请检查缩进、冒号、引号和括号"),
    ])
    func whatIsNoProgrammeAtAll(_ text: String, _ said: String) {
        let (programme, mistakes) = readProgramme(text)
        #expect(programme == nil)
        #expect(mistakes.map(\.description) == [said])
    }

    /// Cut off anywhere, or with any line gone, the file is refused or read; it never ends the process.
    @Test func noCutTraps() throws {
        let lines = try text(realFile).split(separator: "\n", omittingEmptySubsequences: false)
        for count in stride(from: 0, to: lines.count, by: 23) {
            let (programme, mistakes) = readProgramme(lines.prefix(count).joined(separator: "\n"))
            #expect((programme == nil) == !mistakes.isEmpty)
            // Lodging and evaluation stand last, and need not be there.
            if !lines.prefix(count).contains("lodging:") { #expect(programme == nil) }
        }
        for gone in stride(from: 1, to: lines.count, by: 29) {
            var rest = lines
            rest.remove(at: gone)
            let (programme, mistakes) = readProgramme(rest.joined(separator: "\n"))
            #expect((programme == nil) == !mistakes.isEmpty)
        }
    }

    /// Scrambled in a few places the file is still refused or read. The same scrambles each time, from a small generator.
    @Test func noScrambleTraps() throws {
        let real = Array(try text(realFile).unicodeScalars)
        let marks: [Unicode.Scalar] = ["{", "}", "[", "]", ":", "-", "0", "\n", "&", "*", "\"", "#", ","]
        var state: UInt64 = 2020
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        var refused = 0
        for _ in 0..<40 {
            var scrambled = real
            for _ in 0...random(5) {
                let place = random(scrambled.count)
                switch random(3) {
                case 0: scrambled.remove(at: place)
                case 1: scrambled.insert(scrambled[random(scrambled.count)], at: place)
                default: scrambled[place] = marks[random(marks.count)]
                }
            }
            let (programme, mistakes) = readProgramme(String(String.UnicodeScalarView(scrambled)))
            #expect((programme == nil) == !mistakes.isEmpty)
            refused += programme == nil ? 1 : 0
        }
        #expect(refused > 20)
    }

    @Test(arguments: ["[", "{a: ", "- "])
    func deepNestingIsRefused(_ opening: String) {
        let said = readProgramme(String(repeating: opening, count: 50_000)).mistakes
        #expect(said.map(\.words.zh) == ["YAML 写法有误（Maximum nesting level reached, set with yaml_set_max_nest_level())）"])
    }

    @Test func englishSaysTheSame() throws {
        let edited = try text(realFile).replacing("Asia/Shanghai", with: "Asia/Shanghia")
        #expect(readProgramme(edited).mistakes.map { $0.text(.en) }
            == ["p.yaml:14:12: time_zone: The time zone Asia/Shanghia is not known; did you mean Asia/Shanghai?"])
    }
}

/// The message with each ⟨text⟩ replaced by the line on which the text stands.
private func lines(_ message: String, _ text: String) throws -> String {
    let parts = message.split(separator: "⟨", maxSplits: 1)
    guard parts.count == 2, let close = parts[1].firstIndex(of: "⟩") else { return message }
    return parts[0] + String(try #require(line(of: String(parts[1][..<close]), in: text))) + parts[1][close...].dropFirst()
}

/// The line, from 1, on which a text first begins.
func line(of marker: String, in text: String) -> Int? {
    text.firstRange(of: marker).map { text[..<$0.lowerBound].count { $0 == "\n" } + 1 + marker.prefix { $0 == "\n" }.count }
}

extension String {
    func replacingCharacters(_ range: Range<String.Index>, with text: String) -> String { String(self[..<range.lowerBound]) + text + String(self[range.upperBound...]) }
}
