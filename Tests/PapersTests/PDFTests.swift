import Foundation
import Testing

@testable import Papers

private let tools = ["/usr/bin/python3", "/usr/bin/weasyprint", "/usr/bin/pdftotext"]

@Suite(.serialized, .timeLimit(.minutes(3)))
struct PDFTests {
    static let installed = tools.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    private func text(of pdf: [UInt8]) throws -> String {
        String(decoding: try Child.run(["/usr/bin/pdftotext", "-", "-"], input: pdf, seconds: 20), as: UTF8.self)
    }

    @Test(.enabled(if: installed, "weasyprint or poppler-utils is not installed")) func chinesePage() async throws {
        let html = """
            <!doctype html><html lang="zh-CN"><title>牌匾</title><body><h1>青岛市人才驿站</h1><p>编号 QD-2020-001</p>
            <img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='99' height='20'%3E%3Ctext y='15'%3Einside%3C/text%3E%3C/svg%3E">
            """
        let start = ContinuousClock.now
        let pdf = try await PDF(seconds: 60).render(html: html, stylesheet: "@page { size: A4 landscape } h1 { break-after: page }")
        print("a Chinese page of two faces in \(ContinuousClock.now - start), \(pdf.count) bytes")
        #expect(try text(of: pdf).split(whereSeparator: \.isWhitespace) == ["青岛市人才驿站", "编号", "QD-2020-001", "inside"])
        let facts = String(decoding: try Child.run(["/usr/bin/pdfinfo", "-"], input: pdf, seconds: 20), as: UTF8.self)
        #expect(facts.contains("Title:           牌匾\n"))
        #expect(facts.contains("Pages:           2\n"))
        #expect(facts.contains("841.89 x 595.276 pts (A4)"))
    }

    @Test(.enabled(if: installed, "weasyprint or poppler-utils is not installed")) func nothingIsFetched() async throws {
        // a door that counts who knocks
        let door = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        defer { close(door) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> UInt16? in
                guard bind(door, generic, length) == 0, listen(door, 16) == 0, getsockname(door, generic, &length) == 0 else { return nil }
                return UInt16(bigEndian: pointer.pointee.sin_port)
            }
        }
        let web = "http://127.0.0.1:\(try #require(port))"
        let secret = NSTemporaryDirectory() + "/secret-\(UUID().uuidString).svg"
        defer { try? FileManager.default.removeItem(atPath: secret) }
        let picture = "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='20'><text y='15'>SECRET</text></svg>"
        try picture.write(toFile: secret, atomically: false, encoding: .utf8)
        let nested = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='99' height='20'%3E"
            + "%3Cimage href='file://\(secret)' width='99' height='20'/%3E%3Cimage href='\(web)/n' width='9' height='9'/%3E%3C/svg%3E"
        let html = """
            <!doctype html><base href="\(web)/"><link rel=stylesheet href="\(web)/a.css"><link rel=attachment href="file://\(secret)">
            <style>@import url(\(web)/b.css); @font-face { font-family: x; src: url(\(web)/f.woff) } p { font-family: x }</style>
            <p>seen</p><img src="file:///etc/passwd"><img src="file://\(secret)"><img src="FILE://\(secret)"><img src="\(secret)"><img src="\(web)/i.png">
            <img src="\(nested)"><object data="\(web)/o"></object><embed src="file://\(secret)"><a rel=attachment href="file://\(secret)">x</a>
            <svg xmlns="http://www.w3.org/2000/svg" width="99" height="20"><use href="file://\(secret)#a"/><image href="\(web)/s.png"/></svg>
            """
        let pdf = try await PDF(seconds: 60).render(html: html, stylesheet: "@import url(\(web)/c.css); p { background: url(\(web)/d.png) }")
        #expect(try text(of: pdf).split(whereSeparator: \.isWhitespace) == ["seen", "x"])
        #expect(accept(door, nil, nil) == -1)
        #expect(errno == EAGAIN)
        let path = NSTemporaryDirectory() + "/made-\(UUID().uuidString).pdf"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(pdf).write(to: URL(fileURLWithPath: path))
        let attached = try Child.run(["/usr/bin/pdfdetach", "-list", path], input: [], seconds: 20)
        #expect(String(decoding: attached, as: UTF8.self) == "0 embedded files\n")
    }

    @Test func killedWithAllItsKinWhenTimeIsUp() async throws {
        let path = NSTemporaryDirectory() + "/pid-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let start = ContinuousClock.now
        await #expect(throws: PDF.Failure.timedOut) {
            try await PDF(seconds: 0.5).run(["/bin/sh", "-c", "sleep 60 & echo $! > \(path); wait"], [])
        }
        #expect(ContinuousClock.now - start < .seconds(20))
        let process = try #require(Int(try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        // gone, or dead and not yet buried by whoever adopts orphans
        var state: String?
        for _ in 0..<200 {
            let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            state = line.flatMap { $0.split(separator: " ").dropFirst(2).first.map(String.init) }
            if state == nil || state == "Z" { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(state == nil || state == "Z")
    }

    @Test func failureSaysWhy() async {
        let pdf = PDF(seconds: 20)
        await #expect(throws: PDF.Failure.failed("/nowhere/python: No such file or directory")) {
            try await PDF(python: "/nowhere/python").render(html: "", stylesheet: "")
        }
        await #expect(throws: PDF.Failure.failed("oh")) { try await pdf.run(["/bin/sh", "-c", "echo oh >&2; exit 1"], []) }
        await #expect(throws: PDF.Failure.failed("no PDF came out")) { try await pdf.run(["/bin/echo", "hello"], []) }
        // one that reads nothing of a large input
        await #expect(throws: PDF.Failure.failed("no PDF came out")) { try await pdf.run(["/bin/echo", "x"], .init(repeating: 1, count: 8 << 20)) }
    }

    @Test func inputGoesInWholeAndNothingElse() async throws {
        setenv("PAPERS_TEST_SECRET", "x", 1)
        let input = Array("%PDF-".utf8) + (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try await PDF().run(["/bin/cat"], input) == input)
        let environment = String(decoding: try await PDF().run(["/bin/sh", "-c", "printf '%%PDF-\\n'; env"], []), as: UTF8.self)
        let names = Set(environment.split(separator: "\n").dropFirst().compactMap { $0.split(separator: "=").first.map(String.init) })
        #expect(names.subtracting(["HOME", "XDG_CACHE_HOME", "TMPDIR", "_", "OLDPWD"]) == ["PATH", "LANG", "PWD"])
    }

    @Test func twoAtATimeTwoWaitTheRestAreTurnedAway() async throws {
        let path = NSTemporaryDirectory() + "/log-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let pdf = PDF(atOnce: 2, waiting: 2)
        let script = "echo + >> \(path); sleep 0.3; echo - >> \(path); printf '%%PDF-'"
        var made = 0, busy = 0
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<7 {
                group.addTask { (try? await pdf.run(["/bin/sh", "-c", script], [])) == Array("%PDF-".utf8) }
            }
            for await done in group { if done { made += 1 } else { busy += 1 } }
        }
        #expect(made == 4)
        #expect(busy == 3)
        var now = 0, most = 0
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            now += line == "+" ? 1 : -1
            most = max(most, now)
        }
        #expect(most == 2)
        #expect(now == 0)
    }
}
