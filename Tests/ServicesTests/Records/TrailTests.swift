import Cluster
import Domain
import Foundation
import SQL
@testable import Services
import Testing

@Suite struct TrailTests {
    @Test(arguments: Engine.allCases) func sealersAtOnceSealWithoutGaps(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 8) { test in
            let house = test.house
            try await test.callRound()
            let cases = [try await test.draft(1), try await test.draft(2), try await test.draft(3)]
            var runs: [@Sendable () async throws -> Int] = Array(repeating: { @Sendable in try await Sealer(house)(atMost: 7) }, count: 8)
            for (index, id) in cases.enumerated() {
                runs.append { @Sendable in
                    try await test.handIn(id, index + 1)
                    return 0
                }
            }
            #expect((await together(runs)).map(outcome) == Array(repeating: "ok", count: runs.count))
            while try await Sealer(house)(atMost: 7) > 0 {}
            let numbers = try await test.database.read { tx in try tx.rows("SELECT number FROM audit_seals ORDER BY number").map { try $0("number") as Int } }
            let records = try await test.count("SELECT COUNT(*) FROM audit_records")
            #expect(numbers == Array(1...records))
            let report = try await AuditStore.verify(test.database, secrets: house.secrets, exported: nil)
            #expect(report.findings == [])
            #expect(report.records == records && report.unsealed == 0)
            let exported = try await AuditStore.export(test.database)
            #expect(exported.verify(hash: house.secrets.sha256, signature: house.secrets.isGood).findings == [])
            let read = try JSONDecoder().decode(AuditTrail.self, from: JSONEncoder().encode(exported))
            #expect(read.verify(hash: house.secrets.sha256, signature: house.secrets.isGood, exported: exported.head).findings == [])
        }
    }

    /// What fell due while nothing ran is written with the time at which it was due: later in the chain, earlier in time.
    @Test(arguments: Engine.allCases) func recordsOfASubjectAreSealedInTheirOrder(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            while try await Sealer(house)() > 0 {}
            let known = try await test.count("SELECT MAX(number) FROM audit_seals")
            for (index, time) in ["2020-12-03", "2020-12-01", "2020-12-02"].enumerated() {
                _ = try await house.perform(by: .system, once: nil, at: try moment(time)) { act in
                    act.audit("case", "late", "step_\(index)")
                    return Receipt(.home)
                }
            }
            _ = try await house.perform(by: .system, once: nil, at: try moment("2020-12-02")) { act in
                act.audit("case", "other", "step")
                return Receipt(.home)
            }
            #expect(try await Sealer(house)(atMost: 1) == 1)
            #expect(try await Sealer(house)(atMost: 2) == 2)
            #expect(try await Sealer(house)() == 1)
            let sealed = try await test.database.read { tx in
                try tx.rows("SELECT subject, record_number FROM audit_seals WHERE number > \(known) ORDER BY number").map { "\(try $0("subject") as String) \(try $0("record_number") as Int)" }
            }
            #expect(sealed == ["other 1", "late 1", "late 2", "late 3"])
            #expect(try await AuditStore.verify(test.database, secrets: house.secrets, exported: nil).findings == [])
        }
    }

    @Test(arguments: Engine.allCases) func tamperingWithTheTablesIsFound(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            let id = try await test.handedIn(1)
            _ = try await Sealer(house)()
            let head = try #require(try await AuditStore.export(test.database).head)
            try await test.handIn(try await test.draft(2), 2)
            #expect(try await AuditStore.verify(test.database, secrets: house.secrets, exported: head).unsealed == 8)
            _ = try await Sealer(house)()
            let newer = try #require(try await AuditStore.export(test.database).head)
            #expect(newer.number > head.number)

            struct TakenBack: Error {}
            /// What is found after a change, which is then taken back.
            func findings(_ exported: AuditTrail.Head? = nil, _ changes: SQL...) async throws -> [AuditVerifier.Finding] {
                let kept = try await AuditStore.export(test.database)
                try await test.database.write { tx in for change in changes { try tx.run(change) } }
                let found = try await AuditStore.verify(test.database, secrets: house.secrets, exported: exported).findings
                try await restore(test, kept)
                #expect(try await AuditStore.verify(test.database, secrets: house.secrets, exported: newer).findings == [])
                return found
            }
            let last = try await test.count("SELECT MAX(number) FROM audit_records WHERE kind = 'case' AND subject = \(id)")
            #expect(try await findings(nil, "UPDATE audit_records SET actor = 'somebody' WHERE subject = \(id) AND number = 2") == [.changed(kind: "case", subject: id.rawValue, number: 2)])
            #expect(try await findings(nil, "UPDATE audit_records SET detail = '{}' WHERE subject = \(id) AND number = \(last)") == [.changed(kind: "case", subject: id.rawValue, number: last)])
            #expect(try await findings(nil, "DELETE FROM audit_records WHERE subject = \(id) AND number = 3").sorted == [
                "broken case 4", "missing case 3",
            ])
            #expect(try await findings(nil, "DELETE FROM audit_records WHERE subject = \(id) AND number = \(last)").sorted == ["differs case", "missing case \(last)"])
            #expect(try await findings(nil, "DELETE FROM audit_records WHERE subject = \(id)").sorted == ["differs case"] + (1...last).map { "missing case \($0)" }.sorted())
            #expect(try await findings(nil, "UPDATE audit_records SET number = 100 WHERE subject = \(id) AND number = 2", "UPDATE audit_records SET number = 2 WHERE subject = \(id) AND number = 3",
                "UPDATE audit_records SET number = 3 WHERE subject = \(id) AND number = 100").contains(.changed(kind: "case", subject: id.rawValue, number: 2)))
            #expect(try await findings(nil, "DELETE FROM audit_seals WHERE number = 5").sorted == ["seal 6"])
            #expect(try await findings(nil, "DELETE FROM audit_seals WHERE number > \(head.number)").sorted == ["cut \(newer.number) \(head.number)"])
            // Everything after the exported head is cut off cleanly, head and all: an export tells, and the case that its trail does not know any more.
            let cut: [SQL] = [
                "DELETE FROM audit_records WHERE EXISTS (SELECT 1 FROM audit_seals s WHERE s.number > \(head.number) AND s.kind = audit_records.kind AND s.subject = audit_records.subject AND s.record_number = audit_records.number)",
                "DELETE FROM audit_seals WHERE number > \(head.number)",
                "UPDATE audit_heads SET number = \(head.number), hash = \(head.hash), signature = \(head.signature)",
            ]
            #expect(try await findings(nil, cut[0], cut[1], cut[2]).sorted == ["differs case"])
            #expect(try await findings(newer, cut[0], cut[1], cut[2]).sorted == ["cut \(newer.number) \(head.number)", "differs case"])
            // A row that was changed beside the program is found too, without a touch on the trail.
            try await test.database.write { tx in _ = try tx.run("UPDATE cases SET state = 'done' WHERE id = \(id)") }
            #expect(try await AuditStore.verify(test.database, secrets: house.secrets, exported: newer).findings == [.differs(kind: "case", subject: id.rawValue)])
            try await test.database.write { tx in _ = try tx.run("UPDATE cases SET state = 'open' WHERE id = \(id)") }
            #expect(try await findings(nil, "UPDATE audit_heads SET signature = \(head.signature)") == [.signature])
            #expect(try await findings(nil, "DELETE FROM audit_heads").sorted == ["cut 0 \(newer.number)"])
        }
    }

    private func restore(_ test: TestHouse, _ trail: AuditTrail) async throws {
        try await test.database.write { tx in
            for table in ["DELETE FROM audit_records", "DELETE FROM audit_seals", "DELETE FROM audit_heads"] as [SQL] { try tx.run(table) }
            for entry in trail.entries {
                let record = entry.record
                try tx.run("""
                    INSERT INTO audit_records (kind, subject, number, previous, hash, actor, post, at, verb, state_from, state_to, reason, reason_digest, clause, detail, sealed)
                    VALUES (\(record.kind), \(record.subject), \(record.number), \(record.previous), \(entry.hash), \(record.actor), \(record.post), \(record.at), \(record.verb),
                        \(record.from), \(record.to), \(record.reason), \(record.reasonDigest), \(record.clause), \(try Stored.json(record.detail)), \(true))
                    """)
            }
            for entry in trail.seals {
                let seal = entry.seal
                try tx.run("""
                    INSERT INTO audit_seals (number, kind, subject, record_number, record_hash, previous, hash)
                    VALUES (\(seal.number), \(seal.kind), \(seal.subject), \(seal.recordNumber), \(seal.recordHash), \(seal.previous), \(entry.hash))
                    """)
            }
            if let head = trail.head {
                try tx.run("INSERT INTO audit_heads (number, hash, signature, public_key, real_at) VALUES (\(head.number), \(head.hash), \(head.signature), \(head.publicKey), 0)")
            }
        }
    }

    /// The digest of a reason is checked against its text, and tells nothing without the salt.
    @Test(arguments: Engine.allCases) func reasonsAreBoundByDigest(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.toIntake(1)
            try await test.rule(id, "centre", .return, reason: "缺少安全管理制度。")
            let house = test.house
            let (digest, body, salt, reason): (String, [UInt8], [UInt8], String) = try await test.database.read { tx in
                let row = try #require(try tx.row("""
                    SELECT r.reason_digest AS digest, x.body AS body, x.salt AS salt, x.id AS id FROM audit_records r JOIN reasons x ON x.id = r.reason
                    WHERE r.kind = 'case' AND r.subject = \(id) AND r.verb = 'case_propose' ORDER BY r.number DESC LIMIT 1
                    """))
                return (try row("digest"), try row("body"), try row("salt"), try row("id"))
            }
            let text = try house.secrets.open(body, table: "reasons", column: "body", row: reason)
            #expect(String(decoding: text, as: UTF8.self) == "缺少安全管理制度。")
            #expect(house.secrets.sha256(salt + text) == digest)
            #expect(house.secrets.sha256(text) != digest)
            #expect(salt.count == 16)
        }
    }
}

extension [AuditVerifier.Finding] {
    /// Short and in order: `missing case 3`.
    var sorted: [String] {
        map { finding in
            switch finding {
            case .changed(let kind, _, let number): "changed \(kind) \(number)"
            case .broken(let kind, _, let number): "broken \(kind) \(number)"
            case .seal(let number): "seal \(number)"
            case .missing(let kind, _, let number): "missing \(kind) \(number)"
            case .cut(let head, let found): "cut \(head) \(found)"
            case .signature: "signature"
            case .differs(let kind, _): "differs \(kind)"
            }
        }.sorted()
    }
}
