import Foundation
import Testing

@testable import Papers

@Suite struct QRTests {
    static let texts = ["https://renshe.example.cn/plaques/QD-2020-001", "青岛市人才驿站", "0", String(repeating: "0aZ/", count: 500)]

    /// Draws the picture's one path on a grid, as a browser would.
    static func drawn(_ svg: String) throws -> [[Bool]] {
        let box = try #require(svg.firstMatch(of: /viewBox="0 0 (\d+) (\d+)"/))
        let size = try #require(Int(box.1))
        #expect(box.1 == box.2)
        var grid = [[Bool]](repeating: [Bool](repeating: false, count: size), count: size)
        let path = try #require(svg.firstMatch(of: /<path .*d="([^"]+)"/)).1
        for run in path.matches(of: /M(\d+) (\d+)h(\d+)v1H(\d+)z/) {
            let (x, y, length) = (try #require(Int(run.1)), try #require(Int(run.2)), try #require(Int(run.3)))
            for column in x..<x + length { grid[y][column] = true }
        }
        return grid
    }

    @Test(arguments: texts) func pictureIsTheMatrixWithAQuietZone(_ text: String) throws {
        let matrix = try QR.matrix(text)
        #expect((21...177).contains(matrix.count))
        #expect(matrix.allSatisfy { $0.count == matrix.count })
        let light = [Bool](repeating: false, count: matrix.count + 8)
        let framed = [light, light, light, light] + matrix.map { [false, false, false, false] + $0 + [false, false, false, false] }
            + [light, light, light, light]
        #expect(try Self.drawn(QR.svg(text, title: nil)) == framed)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zbarimg"), "zbar-tools is not installed"), arguments: texts)
    func anotherProgramReadsIt(_ text: String) throws {
        let grid = try Self.drawn(QR.svg(text, title: nil))
        // a portable bitmap, 4 pixels a module
        let rows = grid.flatMap { row in
            [String](repeating: row.map { $0 ? "1 1 1 1" : "0 0 0 0" }.joined(separator: " "), count: 4)
        }
        let path = NSTemporaryDirectory() + "/qr-\(UUID().uuidString).pbm"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "P1\n\(grid.count * 4) \(grid.count * 4)\n\(rows.joined(separator: "\n"))\n".write(toFile: path, atomically: false, encoding: .utf8)
        let read = try Child.run(["/usr/bin/zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path], input: [], seconds: 20)
        #expect(String(decoding: read, as: UTF8.self) == text + "\n")
    }

    @Test func nameForScreenReaders() throws {
        let named = try QR.svg("x", title: "牌匾 <A&B>")
        #expect(named.contains(" role=\"img\"><title>牌匾 &lt;A&amp;B&gt;</title>"))
        #expect(!named.contains("aria-hidden"))
        let plain = try QR.svg("x", title: nil)
        #expect(plain.contains(" aria-hidden=\"true\">"))
        for picture in [named, plain] {
            #expect(!picture.contains("style"))
            #expect(!picture.contains("script"))
        }
    }

    @Test func whatCannotBeEncoded() throws {
        #expect(throws: QR.Failure.unusable) { try QR.matrix("") }
        #expect(throws: QR.Failure.unusable) { try QR.matrix("a\0b") }
        #expect(throws: QR.Failure.tooLong) { try QR.matrix(String(repeating: "a", count: 2332)) }
        #expect(try QR.matrix(String(repeating: "a", count: 2331)).count == 177)
    }
}
