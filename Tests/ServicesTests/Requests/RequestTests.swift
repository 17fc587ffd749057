import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct RequestTests {
    @Test(arguments: Engine.allCases) func aRequestIsAnsweredHandedOnClosedAndRated(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), first = try await test.applicant(1), second = try await test.applicant(2)
            let here = try await test.station(1), there = try await test.station(2)
            let id = try await test.ask(talent, .find(.platforms), "想找检测平台", at: here)
            #expect(try await test.messages(first) == ["新诉求：找平台"])
            _ = try await WriteToRequest(text: "请问什么设备？")(house, id, by: first)
            #expect(try await test.state(id) == "answered")
            _ = try await WriteToRequest(text: "嵌入式样机")(house, id, by: talent)
            _ = try await AttachToRequest(name: "样机.pdf", bytes: TestHouse.pdf)(house, to: id, by: talent)
            let file = try #require(try await house.request(id, for: first).files.first).file.id
            #expect(try await house.requestFile(file, of: id, for: first).bytes == TestHouse.pdf)
            _ = try await HandOnRequest(to: .station(there), reason: "对方有检测平台")(house, id, by: first)
            // The clock goes on, and the asker sees who has it and why.
            let seen = try await house.request(id, for: talent), end = try day("2020-11-27")
            #expect(seen.closeDue == end && seen.summary.owner.owner == .station(there) && seen.summary.handedOn == 1)
            #expect(seen.holders.map(\.reason) == [nil, "对方有检测平台"])
            _ = try await WriteToRequest(text: "周三可以测试")(house, id, by: second)
            // Whoever had it before reads what was written until then, and does nothing more.
            let former = try await house.request(id, for: first)
            #expect(former.reading == .former && former.messages.map(\.text) == ["想找检测平台", "请问什么设备？", "嵌入式样机"] && former.files.isEmpty && former.summary.asker.isEmpty)
            await refused("not_found", .notFound) { try await WriteToRequest(text: "还有一句")(house, id, by: first) }
            await refused("not_found", .notFound) { try await house.requestFile(file, of: id, for: first) }
            await refused("not_closed", .conflict) { try await RateRequest(stars: 5)(house, id, by: talent) }
            _ = try await CloseRequest(outcome: .solved, text: "已约定测试时间")(house, id, by: second)
            await refused("not_found", .notFound) { try await RateRequest(stars: 5)(house, id, by: second) }
            await refused("invalid", .invalid) { try await RateRequest(stars: 6)(house, id, by: talent) }
            _ = try await RateRequest(stars: 4, text: "很及时")(house, id, by: talent)
            await refused("rated_already", .conflict) { try await RateRequest(stars: 5)(house, id, by: talent) }
            await refused("request_over", .conflict) { try await WriteToRequest(text: "谢谢")(house, id, by: talent) }
            #expect(try await house.request(id, for: second).ratings.map(\.note) == ["很及时"])
            #expect(try await test.verbs("request", id.rawValue) == [
                "request_opened", "request_answer", "message_written", "file_added", "request_hand_on", "message_written", "request_close", "request_rated",
            ])
            #expect(try await test.due(id.rawValue).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func theClockReminds(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), station = try await test.station(1), owner = try await test.applicant(1)
            let id = try await test.ask(talent, at: station)
            #expect(try await test.due(id.rawValue) == [
                "remind_request 0/answer/50 2020-11-16T09:00:00+08:00", "remind_request 0/answer/100 2020-11-17T09:00:00+08:00", "remind_request 0/answer/80 2020-11-17T09:00:00+08:00",
                "remind_request 0/close/50 2020-11-20T09:00:00+08:00", "remind_request 0/close/80 2020-11-25T09:00:00+08:00", "remind_request 0/close/100 2020-11-27T09:00:00+08:00",
            ])
            try await test.move(to: try moment("2020-11-16", 8))
            #expect(try await test.messages(owner).last != "诉求首次答复时限已过 50%")
            try await test.move(to: Zone.china.instant(try day("2020-11-16"), hour: 10))
            #expect(try await test.messages(owner).last == "诉求首次答复时限已过 50%")
            _ = try await WriteToRequest(text: "已收到")(house, id, by: owner)
            #expect(try await test.due(id.rawValue).count == 3)
            try await test.move(to: Zone.china.instant(try day("2020-11-30"), hour: 10))
            #expect(try await test.messages(owner).filter { $0.contains("办结") } == ["诉求办结时限已过 50%", "诉求办结时限已过 80%", "今天到期：诉求办结"])
            let list = try await house.requests(RequestFilter(), for: owner)
            #expect(list.owned?.map(\.workdaysLeft) == [-1] && list.figures?.overdue == 1)
            // A reminder that comes twice is one.
            try await RemindRequest()(house, "\(id)/0/close/50", at: nil)
            #expect(try await test.verbs("request", id.rawValue).filter { $0 == "reminded" }.count == 4)
        }
    }

    @Test(arguments: Engine.allCases) func whatIsNotDoneIsReopenedWithinTheTime(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), station = try await test.station(1), owner = try await test.applicant(1)
            let id = try await test.ask(talent, at: station)
            await refused("request_goes_on", .conflict) { try await ReopenRequest(reason: "没有解决")(house, id, by: talent) }
            _ = try await CloseRequest(outcome: .partly, text: "已告知政策")(house, id, by: owner)
            _ = try await RateRequest(stars: 2)(house, id, by: talent)
            await refused("not_found", .notFound) { try await ReopenRequest(reason: "没有解决")(house, id, by: owner) }
            try await test.move(to: try moment("2020-11-18"))
            _ = try await ReopenRequest(reason: "材料清单没有给")(house, id, by: talent)
            let seen = try await house.request(id, for: owner), answer = try day("2020-11-20")
            #expect(seen.summary.state == .open && seen.summary.reopened == 1 && seen.answerDue == answer)
            #expect(seen.steps.last?.reason == "材料清单没有给")
            _ = try await CloseRequest(outcome: .solved, text: "清单已发")(house, id, by: owner)
            _ = try await RateRequest(stars: 5)(house, id, by: talent)   // once for each closing
            #expect(try await house.request(id, for: talent).ratings.map(\.stars) == [2, 5])
            try await test.move(to: try moment("2020-12-20"))
            await refused("reopen_late", .conflict) { try await ReopenRequest(reason: "还有问题")(house, id, by: talent) }
        }
    }

    @Test(arguments: Engine.allCases) func othersDoNotFindIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), station = try await test.station(1), owner = try await test.applicant(1)
            _ = try await test.station(2)
            let id = try await test.ask(talent, at: station), other = try await test.guest(2)
            for stranger in [other, try await test.applicant(2), try await test.staff("shinan.hrss.handler"), .visitor] {
                await refused("not_found", .notFound) { try await house.request(id, for: stranger) }
            }
            for stranger in [other, try await test.applicant(2), try await test.staff("hrss.handler")] {
                await refused("not_found", .notFound) { try await WriteToRequest(text: "您好")(house, id, by: stranger) }
                await refused("not_found", .notFound) { try await CloseRequest(outcome: .solved, text: "完成")(house, id, by: stranger) }
                await refused("not_found", .notFound) { try await HandOnRequest(to: .office("centre"), reason: "转办")(house, id, by: stranger) }
                await refused("not_found", .notFound) { try await AttachToRequest(name: "a.pdf", bytes: TestHouse.pdf)(house, to: id, by: stranger) }
                await refused("not_found", .notFound) { try await WithdrawRequest()(house, id, by: stranger) }
            }
            await refused("not_found", .notFound) { try await CloseRequest(outcome: .solved, text: "完成")(house, id, by: talent) }
            await refused("not_found", .notFound) { try await WithdrawRequest()(house, id, by: owner) }
            // An office that supervises sees how it goes, and nothing that was said.
            _ = try await WriteToRequest(text: "已收到")(house, id, by: owner)
            for office in ["hrss.handler", "laoshan.hrss.handler"] {
                let seen = try await house.request(id, for: try await test.staff(office))
                #expect(seen.reading == .office && seen.messages.isEmpty && seen.files.isEmpty && seen.summary.asker.isEmpty && seen.summary.state == .answered)
            }
            #expect(try await house.requests(RequestFilter(), for: try await test.staff("hrss.handler")).supervised.map(\.id) == [id])
            #expect(try await house.requests(RequestFilter(), for: try await test.guest(3)).own.isEmpty)
            _ = try await WithdrawRequest()(house, id, by: talent)
            #expect(try await test.state(id) == "withdrawn")
        }
    }

    @Test(arguments: Engine.allCases) func aRequestGoesWhereItIsWishedOrToTheOffice(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), near = try await test.station(1, area: "laoshan")
            let withoutWish = try await test.ask(talent)
            #expect(try await house.request(withoutWish, for: talent).summary.owner.owner == .office("centre"))
            #expect(try await house.request(withoutWish, for: try await test.staff("centre.handler")).reading == .owner)
            _ = try await SaveProfile(answers: ["wanted_places": ["370212"]])(house, "wishes", by: talent)
            let wished = try await test.ask(talent)
            #expect(try await house.request(wished, for: talent).summary.owner.owner == .station(near))
            // For somebody without an account the station writes it down, and speaks for them.
            let owner = try await test.applicant(1)
            let guest = MakeRequest(topic: .help, text: "来访咨询社保转移", for: .guest, name: "王来访", phone: "13900001234")
            let id = try #require(ID<Request>(rawValue: try await guest(house, by: owner).id))
            let seen = try await house.request(id, for: owner)
            #expect(seen.summary.asker == "王来访" && seen.phone?.text.contains("00001234") == false && seen.mayWithdraw && !seen.mayRate)
            await refused("no_station", .forbidden) { try await guest(house, by: try await test.applicant(3)) }
            await refused("invalid", .invalid) { try await MakeRequest(topic: .help, text: "来访", for: .guest, name: "王", phone: "12")(house, by: owner) }
            // An employer's people ask for their organisation, and each of them reads it.
            let hiring = try await test.applicant(4), company = try await test.ask(hiring, .find(.talents), "寻找工程师", at: near, for: .organisation)
            #expect(try await house.request(company, for: owner).summary.asker == TestHouse.organisationName(4))
            await refused("invalid", .invalid) { try await test.ask(talent, .help, "请帮助", for: .organisation) }
            await refused("staff_ask_nothing", .forbidden) { try await test.ask(try await test.staff("hrss.handler")) }
        }
    }

    @Test(arguments: Engine.allCases) func whatIsWrongIsRefused(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), station = try await test.station(1), owner = try await test.applicant(1)
            await refused("sign_in") { try await MakeRequest(topic: .help, text: "请帮助")(house, by: .visitor) }
            for bad in [
                MakeRequest(topic: nil, text: "请帮助"), MakeRequest(topic: .help, text: " "), MakeRequest(topic: .help, text: String(repeating: "字", count: 2001)),
                MakeRequest(topic: .help, text: "请帮助", station: try #require(ID(rawValue: "none"))), MakeRequest(topic: .startUp, text: "项目", field: "no_field"), MakeRequest(topic: .startUp, text: "项目", sum: Fen(0)),
                MakeRequest(topic: .startUp, text: "项目", area: "nowhere"),
            ] { await refused("invalid", .invalid) { try await bad(house, by: talent) } }
            let id = try await test.ask(talent, at: station)
            await refused("file_type", .unsupported) { try await AttachToRequest(name: "说明.pdf", bytes: Array("GIF89a".utf8))(house, to: id, by: talent) }
            await refused("invalid", .invalid) { try await AttachToRequest(name: "空.pdf", bytes: [])(house, to: id, by: talent) }
            #expect(test.files.all.isEmpty)
            await refused("invalid", .invalid) { try await CloseRequest(outcome: nil, text: "完成")(house, id, by: owner) }
            await refused("invalid", .invalid) { try await CloseRequest(outcome: .solved, text: "完成", links: [.init(thing: .job, id: "/jobs/none")])(house, id, by: owner) }
            await refused("invalid", .invalid) { try await HandOnRequest(to: .station(station), reason: "转给自己")(house, id, by: owner) }
            await refused("invalid", .invalid) { try await HandOnRequest(to: .office("nobody"), reason: "没有这个部门")(house, id, by: owner) }
            await refused("invalid", .invalid) { try await HandOnRequest(to: .office("centre"), reason: "")(house, id, by: owner) }
            await refused("no_project", .conflict) { try await DescribeProject(stage: .seed)(house, id, by: talent) }
            // An outcome points to a page that is there.
            let job = try await test.job(1)
            _ = try await CloseRequest(outcome: .solved, text: "推荐岗位", links: [.init(thing: .job, id: "https://x.example/jobs/\(job)?a=1")])(house, id, by: owner)
            #expect(try await house.request(id, for: talent).links.map(\.name.zh) == ["后端开发工程师"])
        }
    }

    @Test(arguments: Engine.allCases) func wordsAreSealedAndLeaveWithTheAccount(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), account = try #require(talent.account), station = try await test.station(1), owner = try await test.applicant(1)
            let id = try await test.ask(talent, .find(.funds), "秘密计划一号", at: station), open = try await test.ask(talent, .help, "秘密计划二号", at: station)
            _ = try await AttachToRequest(name: "计划.pdf", bytes: TestHouse.pdf)(house, to: id, by: talent)
            _ = try await CloseRequest(outcome: .solved, text: "秘密结果")(house, id, by: owner)
            _ = try await RateRequest(stars: 3, text: "秘密评价")(house, id, by: talent)
            let kept: [[UInt8]] = try await test.database.read { tx in
                try tx.rows("SELECT body AS b FROM request_messages UNION ALL SELECT outcome_note AS b FROM requests WHERE outcome_note IS NOT NULL UNION ALL SELECT note AS b FROM request_ratings").map { try $0("b") }
            }
            #expect(kept.count == 4)
            for bytes in kept { #expect(!String(decoding: bytes, as: UTF8.self).contains("秘密")) }
            #expect(try await test.count("SELECT COUNT(*) FROM audit_records WHERE detail LIKE '%秘密%'") == 0)
            let own = try await test.database.read { tx in try OwnDataRoom.requests.sections(tx, house, account) }
            let values = own.flatMap(\.rows).flatMap(\.values).map(\.value)
            #expect(values.contains("秘密计划一号") && values.contains("秘密结果") && values.contains("秘密评价"))
            _ = try await house.perform(by: talent, once: nil) { act in
                try OwnDataRoom.requests.leave(act, account)
                return Receipt(.home)
            }
            #expect(try await test.state(open) == "withdrawn")
            #expect(try await test.count("SELECT COUNT(*) FROM request_messages") == 0)
            #expect(try await test.count("SELECT COUNT(*) FROM request_files") == 0)
            #expect(try await test.count("SELECT COUNT(*) FROM requests WHERE outcome_note IS NOT NULL") == 0)
            let after = try await house.request(id, for: owner)
            #expect(after.summary.state == .closed && after.summary.stars == 3 && after.messages.isEmpty && after.outcomeNote == nil && after.ratings.map(\.note) == [nil])
        }
    }

    @Test(arguments: Engine.allCases) func anotherRoomOpensOneInItsOwnTransaction(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, programme = test.programme, station = try await test.station(1), owner = try await test.applicant(1)
            let receipt = try await house.perform(by: owner, once: nil) { act in
                Receipt(.request, try act.openRequest(.help, text: "来访咨询档案转移", account: nil, station: station, in: programme, name: "王来访", phone: "13900001234").rawValue)
            }
            let id = try #require(ID<Request>(rawValue: receipt.id)), seen = try await house.request(id, for: owner)
            #expect(seen.summary.asker == "王来访" && seen.messages.map(\.text) == ["来访咨询档案转移"] && seen.summary.owner.owner == .station(station))
            #expect(try await test.verbs("request", id.rawValue) == ["request_opened"])
            #expect(try await test.due(id.rawValue).count == 6)
            // The station speaks for somebody without an account.
            _ = try await WriteToRequest(text: "已电话答复")(house, id, by: owner)
            _ = try await WithdrawRequest()(house, id, by: owner)
            #expect(try await test.state(id) == "withdrawn")
        }
    }

    @Test(arguments: Engine.allCases) func theWorkbookHasWhatOneHas(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), here = try await test.station(1), there = try await test.station(2)
            _ = try await test.ask(talent, at: here)
            _ = try await test.ask(talent, .help, "请帮助", at: here)
            _ = try await test.ask(talent, .help, "请帮助", at: there)
            #expect(try await house.requestsWorkbook(RequestFilter(), for: try await test.applicant(1)) == "诉求 2")
            #expect(try await house.requestsWorkbook(RequestFilter(topic: .help), for: try await test.applicant(1)) == "诉求 1")
            #expect(try await house.requestsWorkbook(RequestFilter(), for: try await test.applicant(3)) == "诉求 0")
        }
    }

    @Test(arguments: Engine.allCases) func fundsAreRankedForAProject(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), station = try await test.station(1), programme = test.programme, now = test.clock.now
            try await test.database.write { tx in
                let account: String = try #require(try tx.value("SELECT id FROM accounts ORDER BY id LIMIT 1"))
                for (id, details) in [("a", "{\"stages\":\"expansion\",\"fields\":\"marine\"}"), ("b", "{\"stages\":\"种子期、angel\",\"fields\":\"人工智能\",\"least\":\"10000000\",\"most\":\"500000000\"}")] {
                    try tx.run("""
                        INSERT INTO directory_entries (id, programme_id, lane, name, summary, address, url, contact, details, office, checked_on, checked_by, version, created_at, changed_at)
                        VALUES (\(id), \(programme.id), 'funds', \("基金\(id)"), '', '', '', '', \(details), 'centre', '2020-11-01', \(account), 1, \(now), \(now))
                        """)
                }
            }
            let verb = MakeRequest(topic: .startUp, text: "寻找资金", station: station, field: "ai", stage: .angel, sum: Fen(300_000_000))
            let id = try #require(ID<Request>(rawValue: try await verb(house, by: talent).id))
            let funds = try await house.request(id, for: talent).funds
            #expect(funds.map(\.fit.name) == ["基金b", "基金a"])
            #expect(funds.first?.fit.reasons.map(\.answer) == [.fits, .fits, .fits, .unknown])
            _ = try await DescribeProject(field: "marine", stage: .expansion)(house, id, by: talent)
            #expect(try await house.request(id, for: talent).funds.first?.fit.name == "基金a")
            await refused("not_found", .notFound) { try await DescribeProject(field: "ai")(house, id, by: try await test.applicant(1)) }
        }
    }
}
