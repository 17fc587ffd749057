import Cluster
import Cryptography
import Domain
import Foundation
import SQL
@testable import Services
import Testing

@Suite struct PrivacyTests {
    /// Everything that the database's tables hold, as bytes: SQLite's file with its log, or PostgreSQL's own dump of all tables with bytes in hex.
    static func everything(_ test: TestHouse) async throws -> Data {
        switch test.database.dialect.engine {
        case .sqlite:
            let path: String = try await test.database.read { tx in try #require(try tx.value("SELECT file FROM pragma_database_list WHERE name = 'main'")) }
            var all = try Data(contentsOf: URL(fileURLWithPath: path))
            if let log = try? Data(contentsOf: URL(fileURLWithPath: path + "-wal")) { all += log }
            return all
        case .postgres:
            return try await test.database.read { tx in
                _ = try tx.row("SELECT set_config('xmlbinary', 'hex', true) AS x")
                let text: String = try #require(try tx.value("SELECT schema_to_xml('public', true, true, '')::text"))
                return Data(text.utf8)
            }
        }
    }

    static func found(_ secrets: [String], in all: Data) -> [String] {
        secrets.filter { secret in
            let hex = Digest.hex(Array(secret.utf8))
            return all.range(of: Data(secret.utf8)) != nil || all.range(of: Data(hex.utf8)) != nil || all.range(of: Data(hex.uppercased().utf8)) != nil
        }
    }

    @Test(arguments: Engine.allCases) func personalAndPrivateTextsStandEncryptedInTheTables(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.mail, .sms, .webhook]) { test in
            let house = test.house
            try await test.callRound()
            let id = try await test.toNotice(1)
            _ = try await AddNote(text: "内部备注绝不外传")(house, on: id, by: try await test.staff("hrss.handler"))
            let notice = try await test.publish([id])
            _ = try await RaiseObjection(about: id, name: "匿名不了的王先生", contact: "13666667777", text: "举报内容：没有所述的场地。")(
                house, in: notice, evidence: [.init(name: "证据文件名.pdf", bytes: Array("%PDF-1.7 证据内容明文".utf8))], by: .visitor,
                once: Once(key: "key-1", fingerprint: "fingerprint-in-plain", visitor: "v"))
            _ = try await RaiseObjection(about: id, name: nil, contact: nil, text: "匿名线索的全文在此。")(house, in: notice, by: .visitor)
            let objection = try #require(try await test.objections(id).first)
            let code = try ObjectionRules.receiptCode(house, objection)
            try await test.rule(objection, "centre", .refuse, reason: "答复理由只给本人看。")
            let secret = try house.secrets.totpSecret()
            let step = test.clock.now.milliseconds / 30_000
            _ = try await BindAuthenticator(secret: Digest.hex(secret), code: TOTP.code(secret: secret, step: step), password: TestHouse.password)(house, by: try await test.staff("hrss.handler"))
            let opened = try await SignIn(login: TestHouse.phone(1), password: TestHouse.password)(house, kind: .cookie)
            _ = try await test.draft(2)   // a draft that is not handed in

            let all = try await Self.everything(test)
            #expect(Self.found([TestHouse.organisationName(1), "驿站1"], in: all) == [TestHouse.organisationName(1), "驿站1"])   // what is public is found this way
            let secrets = [
                TestHouse.phone(1), TestHouse.phone(2), TestHouse.staffPhone, TestHouse.staffName, TestHouse.plan, "鲁人服证字第2号", "驿站2", "主营人工智能软件研发",
                "匿名不了的王先生", "13666667777", "举报内容", "匿名线索的全文", "答复理由只给本人看", "内部备注绝不外传", "证据文件名", "证据内容明文", "venue.photos.pdf",
                TestHouse.password, opened.token, code, "fingerprint-in-plain", "请核对后发布", "已提交：驿站",
            ]
            // The venue's business is published in the snapshot, and the plan is the station's introduction later: not of draft 2 alone.
            let published = ["主营人工智能软件研发", TestHouse.plan]
            #expect(Self.found(secrets.filter { !published.contains($0) }, in: all) == [])
            let files = test.files.all.values.map { String(decoding: $0, as: UTF8.self) }
            #expect(files.filter { $0.contains("证据内容明文") || $0.contains("%PDF") } == [])
        }
    }

    /// Audit records: ids, codes, days and digests, nothing that a person wrote.
    @Test(arguments: Engine.allCases) func theTrailHoldsNoFreeTextAndNoPersonalValue(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            let (id, _) = try await test.toDetermine(1)
            _ = try await AddNote(text: "备注文字")(house, on: id, by: try await test.staff("hrss.handler"))
            let meeting = try await test.record([(id, .pass)], reason: "会议理由文字")
            _ = try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer"))
            _ = try await IssueDocument()(house, of: meeting, by: try await test.staff("hrss.signer"))
            #expect(await refused("invalid", .invalid) {
                try await ChangePlaque(state: .suspended, reason: "停业整顿一个月", clause: "某人电话 13912345678")(house, number: "QDYZ-2020-001", by: try await test.staff("hrss.signer"))
            }?.fields.map(\.field) == ["clause"])
            _ = try await ChangePlaque(state: .suspended, reason: "停业整顿一个月", clause: "二(二)3")(house, number: "QDYZ-2020-001", by: try await test.staff("hrss.signer"))
            let plaque = try await house.plaque("QDYZ-2020-001", for: .visitor)
            #expect(plaque.state == .suspended && plaque.reason == "停业整顿一个月" && plaque.clause == Clause("二(二)3"))
            let records = try await AuditStore.export(test.database).entries.map(\.record)
            #expect(records.count > 60)
            // Chinese stands nowhere but in clauses; every value is short, of letters, digits and a few signs.
            let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,")
            var wrong: [String] = []
            for record in records {
                for value in [record.subject, record.actor, record.post, record.verb, record.from, record.to, record.reason, record.reasonDigest] + record.detail.keys + record.detail.values
                where !value.allSatisfy(allowed.contains) || value.count > 64 {
                    wrong.append("\(record.verb): \(value)")
                }
                let clauses = Set(test.programme.notice.clauses.map(\.clause.text))
                if !record.clause.isEmpty, !clauses.contains(record.clause) { wrong.append("\(record.verb): clause \(record.clause)") }
                for phone in [TestHouse.phone(1), TestHouse.staffPhone] where "\(record)".contains(phone) { wrong.append("\(record.verb): \(phone)") }
            }
            #expect(wrong == [])
        }
    }
}
