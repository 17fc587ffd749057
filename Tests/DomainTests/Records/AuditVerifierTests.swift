import Domain
import Testing

@Suite struct AuditVerifierTests {
    /// FNV-1a, four times over: enough for a test that knows no cryptography.
    private static func hash(_ bytes: [UInt8]) -> String {
        (0..<4).map { seed in
            var value: UInt64 = 0xcbf2_9ce4_8422_2325 &+ UInt64(seed)
            for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
            let text = String(value, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }

    private static func head(_ number: Int, _ hash: String) -> AuditTrail.Head {
        AuditTrail.Head(number: number, hash: hash, signature: "signed \(number) \(hash)", publicKey: "key")
    }

    /// Three subjects with 4, 3 and 2 records, sealed one after the other but for the last `unsealed`.
    private static func trail(unsealed: Int = 0) -> AuditTrail {
        var entries: [AuditTrail.Entry] = []
        for (kind, subject, count) in [("account", "a1", 3), ("case", "c1", 4), ("case", "c2", 2)] {
            var previous = AuditRecord.noPrevious
            for number in 1...count {
                let record = AuditRecord(
                    kind: kind, subject: subject, number: number, previous: previous, actor: "p\(number)", post: "hrss/signer", at: Instant(milliseconds: Int64(number) * 1000),
                    verb: "changed", from: "\(number - 1)", to: "\(number)", reason: "", reasonDigest: "", clause: "二", detail: ["step": "review"])
                previous = hash(record.canonical)
                entries.append(AuditTrail.Entry(record: record, hash: previous))
            }
        }
        var seals: [AuditTrail.SealEntry] = []
        var last = AuditRecord.noPrevious
        for (index, entry) in entries.dropLast(unsealed).enumerated() {
            let seal = AuditSeal(number: index + 1, kind: entry.record.kind, subject: entry.record.subject, recordNumber: entry.record.number, recordHash: entry.hash, previous: last)
            last = hash(seal.canonical)
            seals.append(AuditTrail.SealEntry(seal: seal, hash: last))
        }
        return AuditTrail(entries: entries, seals: seals, head: head(seals.count, last))
    }

    private func check(_ trail: AuditTrail, exported: AuditTrail.Head? = nil) -> AuditVerifier.Report {
        var verifier = AuditVerifier(hash: Self.hash)
        for entry in trail.entries { verifier.take(entry.record, hash: entry.hash) }
        for entry in trail.seals { verifier.take(entry.seal, hash: entry.hash) }
        return verifier.finish(heads: [trail.head, exported].compactMap { $0 }, verify: { $0.signature == "signed \($0.number) \($0.hash)" })
    }

    private func changed(_ record: AuditRecord, verb: String? = nil, number: Int? = nil, detail: [String: String]? = nil) -> AuditRecord {
        AuditRecord(
            kind: record.kind, subject: record.subject, number: number ?? record.number, previous: record.previous, actor: record.actor, post: record.post, at: record.at,
            verb: verb ?? record.verb, from: record.from, to: record.to, reason: record.reason, reasonDigest: record.reasonDigest, clause: record.clause, detail: detail ?? record.detail)
    }

    @Test func aWholeTrailIsGood() {
        let report = check(Self.trail())
        #expect(report.findings == [])
        #expect(report.records == 9 && report.sealed == 9 && report.unsealed == 0)
    }

    @Test func whatIsNotSealedYetIsCounted() {
        let report = check(Self.trail(unsealed: 2))
        #expect(report.findings == [])
        #expect(report.records == 9 && report.sealed == 7 && report.unsealed == 2)
        #expect(check(AuditTrail(entries: [], seals: [], head: nil)).findings == [])
    }

    /// Each record in turn is changed: with the old hash, and with a hash that fits.
    @Test func aChangedRecordIsFound() {
        let trail = Self.trail()
        for at in trail.entries.indices {
            let entry = trail.entries[at]
            for record in [changed(entry.record, verb: "forged"), changed(entry.record, detail: ["step": "notice"])] {
                var entries = trail.entries
                entries[at] = AuditTrail.Entry(record: record, hash: entry.hash)
                let finding = AuditVerifier.Finding.changed(kind: record.kind, subject: record.subject, number: record.number)
                #expect(check(AuditTrail(entries: entries, seals: trail.seals, head: trail.head)).findings == [finding])
                entries[at] = AuditTrail.Entry(record: record, hash: Self.hash(record.canonical))
                let missing = AuditVerifier.Finding.missing(kind: record.kind, subject: record.subject, number: record.number)
                #expect(check(AuditTrail(entries: entries, seals: trail.seals, head: trail.head)).findings.contains(missing))
            }
        }
    }

    @Test func aRemovedRecordIsFound() {
        let trail = Self.trail()
        for at in trail.entries.indices {
            var entries = trail.entries
            let gone = entries.remove(at: at).record
            let findings = check(AuditTrail(entries: entries, seals: trail.seals, head: trail.head)).findings
            #expect(findings.contains(.missing(kind: gone.kind, subject: gone.subject, number: gone.number)))
            let hasFollower = trail.entries.contains { $0.record.subject == gone.subject && $0.record.number == gone.number + 1 }
            #expect(findings.contains(.broken(kind: gone.kind, subject: gone.subject, number: gone.number + 1)) == hasFollower)
        }
    }

    /// Before it is sealed, a record in the middle of its subject is missed by the chain alone.
    @Test func anUnsealedRecordIsMissedByItsFollower() {
        let trail = Self.trail(unsealed: 9)
        var entries = trail.entries
        entries.remove(at: 4)
        #expect(check(AuditTrail(entries: entries, seals: [], head: nil)).findings == [.broken(kind: "case", subject: "c1", number: 3)])
    }

    @Test func reorderedRecordsAndSealsAreFound() {
        let trail = Self.trail()
        var entries = trail.entries
        // Two records of one subject change places and numbers.
        let (one, two) = (entries[3], entries[4])
        entries[3] = AuditTrail.Entry(record: changed(two.record, number: 1), hash: two.hash)
        entries[4] = AuditTrail.Entry(record: changed(one.record, number: 2), hash: one.hash)
        let findings = check(AuditTrail(entries: entries, seals: trail.seals, head: trail.head)).findings
        #expect(findings.contains(.changed(kind: "case", subject: "c1", number: 1)))
        #expect(findings.contains(.broken(kind: "case", subject: "c1", number: 1)))
        var seals = trail.seals
        seals.swapAt(2, 3)
        #expect(check(AuditTrail(entries: trail.entries, seals: seals, head: trail.head)).findings.contains(.seal(number: 4)))
        seals = trail.seals
        seals.remove(at: 5)
        #expect(check(AuditTrail(entries: trail.entries, seals: seals, head: trail.head)).findings == [.seal(number: 7)])
    }

    @Test func aCutEndIsFoundByTheHead() {
        let trail = Self.trail()
        // The stored head stays behind.
        let cut = AuditTrail(entries: Array(trail.entries.dropLast()), seals: Array(trail.seals.dropLast()), head: trail.head)
        #expect(check(cut).findings == [.cut(head: 9, found: 8)])
        // The head is put back to an older, well-signed one: only what was exported before tells.
        let older = Self.head(8, trail.seals[7].hash)
        let clean = AuditTrail(entries: cut.entries, seals: cut.seals, head: older)
        #expect(check(clean).findings == [])
        #expect(check(clean, exported: trail.head).findings == [.cut(head: 9, found: 8)])
        // Without seals too.
        #expect(check(AuditTrail(entries: trail.entries, seals: [], head: nil), exported: trail.head).findings == [.cut(head: 9, found: 0)])
    }

    @Test func whatIsAddedBehindTheHeadIsFound() {
        let trail = Self.trail()
        let shorter = Self.trail(unsealed: 1)
        #expect(check(AuditTrail(entries: trail.entries, seals: trail.seals, head: shorter.head)).findings == [.cut(head: 8, found: 9)])
        #expect(check(AuditTrail(entries: trail.entries, seals: trail.seals, head: nil)).findings == [.cut(head: 0, found: 9)])
    }

    @Test func aForgedHeadIsFound() {
        let trail = Self.trail()
        let forged = AuditTrail.Head(number: 9, hash: trail.head?.hash ?? "", signature: "forged", publicKey: "key")
        #expect(check(AuditTrail(entries: trail.entries, seals: trail.seals, head: forged)).findings == [.signature])
        let other = Self.head(9, String(repeating: "1", count: 64))
        #expect(check(AuditTrail(entries: trail.entries, seals: trail.seals, head: other)).findings == [.cut(head: 9, found: 9)])
    }

    @Test func noTwoRecordsShareAnEncoding() {
        func bytes(_ kind: String, _ subject: String, _ detail: [String: String]) -> [UInt8] {
            AuditRecord(
                kind: kind, subject: subject, number: 1, previous: "", actor: "", post: "", at: Instant(milliseconds: 0), verb: "", from: "", to: "", reason: "", reasonDigest: "",
                clause: "", detail: detail).canonical
        }
        let all = [
            bytes("ab", "c", [:]), bytes("a", "bc", [:]), bytes("a", "b\n1:c", [:]), bytes("ab", "c", ["x": "y"]), bytes("ab", "c", ["xy": ""]), bytes("ab", "c", ["x": "", "y": ""]),
        ]
        #expect(Set(all).count == all.count)
        #expect(bytes("a", "b", ["x": "1", "y": "2"]) == bytes("a", "b", ["y": "2", "x": "1"]))
    }
}
