import Cluster
import Domain
import Foundation
import SQL
import Testing
@testable import Services
@testable import Web

/// Budgets, batches, payees' accounts and the tracker over the demonstration world.
@Suite struct PaymentPagesTests {
    private static let clerk = "13800000001"

    /// Something is approved for the organisation of the clerk, by somebody of another office.
    private static func approved(_ site: LiveSite, _ yuan: Int64) async throws -> ID<PaymentOrder> {
        let house = site.house, programme = try #require(house.library.programmes.first { $0.payments != nil })
        let (actor, station, payee, year) = try await house.read { tx, now in
            let row = try #require(try tx.row("SELECT id, name, administers FROM accounts WHERE login = 'hrss-signer'"))
            let host = try #require(try tx.row("""
                SELECT s.id AS id, s.organisation_id AS organisation_id FROM stations s JOIN members m ON m.organisation_id = s.organisation_id JOIN accounts a ON a.id = m.account_id WHERE a.name = '林悦' ORDER BY s.id LIMIT 1
                """))
            return (try Accounts.actor(tx, row), try host("id") as ID<Station>, try host("organisation_id") as ID<Organisation>, Zone.china.day(of: now).year)
        }
        let receipt = try await house.perform(by: actor, once: nil) { act in
            Receipt(.home, try act.orderPayment(Fen(yuan * 100), for: Receipt(.event, "test\(yuan)"), purpose: .eventGrant, year: year, to: payee, station: station, programme).rawValue)
        }
        return try #require(ID<PaymentOrder>(rawValue: receipt.id))
    }

    @Test(arguments: Engine.allCases) func financeAllocatesTheCentrePaysAndEverybodySeesIt(_ engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let finance = try await site.token("finance"), handler = try await site.token("centre-handler"), signer = try await site.token("centre-signer"), clerk = try await site.token(Self.clerk)
            let budgets = try await site.page("/budgets", as: finance)
            #expect(budgets.status == 200 && budgets.text.contains("活动奖补") && budgets.text.contains("name=\"document\""))
            #expect(try await !site.page("/budgets", as: handler).text.contains("name=\"document\""))
            #expect(try await site.page("/budgets", as: clerk).status == 403)
            let budget: ID<Budget> = try #require(try await site.house.database.read { tx in try tx.value("SELECT id FROM budgets WHERE purpose = 'event_grant' ORDER BY year DESC LIMIT 1") })
            let wrong = try await site.form("/budgets/\(budget)/allocations", "way=lower&amount=99999999&document=%E6%96%87%E5%8F%B7&reason=%E8%B0%83%E5%87%8F", as: finance)
            #expect(wrong.status == 422 && wrong.text.contains("最多可调减") && wrong.text.contains("99999999"))
            #expect(try await site.post("/budgets/\(budget)/allocations", #"{"way":"raise","amount":100,"document":"青财预〔2020〕30号","reason":"追加"}"#, as: handler).status == 403)
            let raised = try await site.post("/budgets/\(budget)/allocations", #"{"way":"raise","amount":100,"document":"青财预〔2020〕30号","reason":"追加"}"#, as: finance)
            #expect((200..<400).contains(raised.status))
            let ledger = try await site.page("/budgets/\(budget)", as: handler)
            #expect(ledger.status == 200 && ledger.text.contains("青财预〔2020〕30号") && ledger.text.contains("追加"))

            let order = try await Self.approved(site, 8000)
            let due = try await site.page("/batches", as: handler)
            #expect(due.status == 200 && due.text.contains("value=\"\(order)\" checked") && due.text.contains("¥8,000.00") && !due.text.contains("6200000000000010001"))
            #expect(try await site.page("/batches", as: finance).status == 403)
            let none = try await site.form("/batches", "", as: handler)
            #expect(none.status == 422 && none.text.contains("请选择要拨付的款项"))
            #expect(try await site.post("/batches", "{\"orders\":[\"\(order)\"]}", as: handler).status == 201)
            let batch: ID<PaymentBatch> = try #require(try await site.house.database.read { tx in try tx.value("SELECT batch_id FROM payment_orders WHERE id = \(order)") })
            let drafted = try await site.page("/batches/\(batch)", as: handler)
            #expect(drafted.status == 200 && !drafted.text.contains("/batches/\(batch)/release\"") && !drafted.text.contains("bank.xlsx"))
            #expect(try await site.page("/batches/\(batch)", as: signer).text.contains("/batches/\(batch)/release\""))
            #expect((200..<400).contains(try await site.post("/batches/\(batch)/release", "{}", as: signer).status))
            #expect(try await site.server.send("GET", "/batches/\(batch)/bank.xlsx", ["Authorization": "Bearer \(handler)"], host: "127.0.0.1:8080").status == 200)
            let today = Zone.china.day(of: try await site.house.now())
            let unsaid = try await site.form("/batches/\(batch)/outcomes", "orders=\(order)&outcome=failed&day=\(today)", as: handler)
            #expect(unsaid.status == 422 && unsaid.text.contains("请写明理由"))
            #expect((200..<400).contains(try await site.post("/batches/\(batch)/outcomes", "{\"orders\":[\"\(order)\"],\"outcome\":\"paid\",\"day\":\"\(today)\"}", as: handler).status))

            let seen = try await site.page("/payments")
            #expect(seen.status == 200 && seen.text.contains("¥8,000.00") && seen.text.contains("海蓝软件人才驿站") && seen.text.contains("<svg"))
            #expect(try await site.page("/payments?which=late").status == 200)
            // The page's own content; the bar of the demonstration names people.
            let twin = try await site.get("/payments").text
            #expect(twin.contains("\"waiting\"") && !twin.contains("林悦"))
            let own = try await site.page("/payee-accounts", as: clerk)
            #expect(own.status == 200 && own.text.contains("¥8,000.00") && own.text.contains("6200 •••• 0001") && !own.text.contains("6200000000000010001"))
            #expect(try await site.page("/repayments", as: handler).status == 200)
            #expect(try await site.page("/repayments", as: clerk).status == 403)
        }
    }
}
