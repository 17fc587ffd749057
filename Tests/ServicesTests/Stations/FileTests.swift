import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct FileTests {
    static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    @Test(arguments: Engine.allCases) func filesAreTakenByTheirFirstBytes(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house, owner = try await test.applicant(1)
            let receipt = try await StartApplication(round: try test.roundID())(house, by: owner)
            let id = try #require(ID<Case>(rawValue: receipt.id))
            func attach(_ bytes: [UInt8], _ name: String = "照片.pdf", _ question: String = "venue.photos") async throws {
                _ = try await AttachFile(question: question, name: name, bytes: bytes)(house, on: id, by: owner)
            }
            await refused("invalid", .invalid) { try await attach([]) }
            await refused("file_type", .unsupported) { try await attach(Array("<html>".utf8)) }
            await refused("file_type", .unsupported) { try await attach(Array("MZ program".utf8), "真的.pdf") }
            await refused("file_type", .unsupported) { try await attach(Array("%PD".utf8)) }
            await refused("file_too_large", .tooLarge) { try await attach(TestHouse.pdf + [UInt8](repeating: 0, count: AttachFile.mostBytes)) }
            await refused("invalid", .invalid) { try await attach(TestHouse.pdf, "x.pdf", "venue.area") }
            await refused("invalid", .invalid) { try await attach(TestHouse.pdf, "x.pdf", "nothing") }
            #expect(try await test.count("SELECT COUNT(*) FROM files") == 0)

            try await attach(TestHouse.pdf + [UInt8](repeating: 0, count: AttachFile.mostBytes - TestHouse.pdf.count))
            try await attach(Self.png, "../../etc/图.png\r\n")
            try await attach([0xFF, 0xD8, 0xFF, 0xE0], "a.jpg")
            for index in 4...10 { try await attach(TestHouse.pdf, "\(index).pdf") }
            #expect(await refused("invalid", .invalid) { try await attach(TestHouse.pdf) }?.fields.map(\.field) == ["file"])
            let files = try await house.draft(id, for: owner).conditions.flatMap(\.questions).first { $0.path == "venue.photos" }?.files ?? []
            #expect(files.count == 10)
            #expect(files.map(\.type).sorted() == Array(repeating: "application/pdf", count: 8) + ["image/jpeg", "image/png"])
            #expect(files.first { $0.type == "image/png" }?.name == "....etc图.png")

            let png = try #require(files.first { $0.type == "image/png" })
            #expect(try await ReadFile(file: png.id)(house, by: owner).bytes == Self.png)
            _ = try await RemoveFile(file: png.id)(house, on: id, by: owner)
            try await attach(TestHouse.pdf, "11.pdf")
            #expect(try await test.verbs("case", id.rawValue).suffix(2) == ["file_removed", "file_attached"])
        }
    }

    @Test(arguments: Engine.allCases) func oneAtATimeFitsTheLastPlace(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house, owner = try await test.applicant(1)
            let receipt = try await StartApplication(round: try test.roundID())(house, by: owner)
            let id = try #require(ID<Case>(rawValue: receipt.id))
            let results = await together((0..<8).map { index in
                { @Sendable in try await AttachFile(question: "rules.safety", name: "\(index).pdf", bytes: TestHouse.pdf)(house, on: id, by: owner) }
            })
            #expect(results.map(outcome).sorted() == Array(repeating: "invalid", count: 5) + ["ok", "ok", "ok"])
            #expect(try await test.count("SELECT COUNT(*) FROM files WHERE removed_at IS NULL") == 3)
        }
    }

    @Test(arguments: Engine.allCases) func aFileIsForTheReadersOfItsCase(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let id = try await test.draft(1)
            let file = try #require(try await test.database.read { tx in try tx.value("SELECT id FROM files WHERE case_id = \(id) ORDER BY id LIMIT 1") as ID<StoredFile>? })
            func readers() async throws -> [String] {
                var found: [String] = []
                for (name, actor) in try await test.everybody() {
                    do {
                        let (view, bytes) = try await ReadFile(file: file)(house, by: actor)
                        #expect(bytes == TestHouse.pdf && view.type == "application/pdf")
                        found.append(name)
                    } catch let refusal as Refusal {
                        #expect(refusal.code == "not_found")
                    }
                }
                return found
            }
            #expect(try await readers() == ["applicant1"])
            try await test.handIn(id, 1)
            #expect(try await readers() == [
                "applicant1", "centre.checker", "centre.handler", "centre.signer", "finance.handler", "hrss.handler", "hrss.signer", "industry.handler", "laoshan.hrss.handler",
                "laoshan.hrss.signer", "leading.handler",
            ])
            // On the disk it is sealed, under a name that tells nothing; a changed file is not given out.
            let sealed = try #require(test.files.all[file.rawValue])
            #expect(!String(decoding: sealed, as: UTF8.self).contains("%PDF"))
            #expect(file.rawValue.count == 33)
            var broken = sealed
            broken[broken.count - 1] ^= 1
            test.files.replace(file.rawValue, with: broken)
            await #expect(throws: (any Error).self) { try await ReadFile(file: file)(house, by: try await test.applicant(1)) }
            // Another file, well sealed under this name, has another hash.
            test.files.replace(file.rawValue, with: try house.secrets.sealFile(Array("%PDF-other".utf8), id: file.rawValue))
            await #expect(throws: Unexpected.self) { try await ReadFile(file: file)(house, by: try await test.applicant(1)) }
        }
    }
}
