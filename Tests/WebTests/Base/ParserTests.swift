import Domain
import Foundation
import Testing
@testable import Web

@Suite("Reading what comes from outside") struct ParserTests {
    @Test("JSON is read strictly, with the place of what is wrong", arguments: [
        ("{\"a\":1,}", 1, 8), ("[1 2]", 1, 4), ("{\"a\":1,\"a\":2}", 1, 11), ("\n\n  tru", 3, 3), ("", 1, 1), ("\"\\ud800\"", 1, 8), ("\"\\u0000\"", 1, 8), ("01", 1, 2), ("[\"a\nb\"]", 1, 4),
    ])
    func brokenJSON(text: String, line: Int, column: Int) throws {
        let broken = #expect(throws: JSONText.Broken.self) { try JSONText.parse(Array(text.utf8)) }
        #expect(broken?.line == line)
        #expect(broken?.column == column)
    }

    @Test func readsAndWritesJSON() throws {
        let text = "{\"b\":[1,-2.50,true,null,\"\\u4eba\\ud83d\\ude00\\n\"],\"a\":{}}"
        let value = try JSONText.parse(Array(text.utf8))
        #expect(value == ["b": [1, .number("-2.50"), true, nil, "人😀\n"], "a": [:]])
        #expect(String(decoding: JSONText.write(value), as: UTF8.self) == "{\"b\":[1,-2.50,true,null,\"人😀\\u000a\"],\"a\":{}}")
        #expect(throws: JSONText.Broken.self) { try JSONText.parse(Array(String(repeating: "[", count: 40).utf8)) }
    }

    @Test func urlEncodedFieldsBecomeATree() throws {
        let form = try FormFields.urlEncoded(Array("a=1&team.0.name=%E7%8E%8B+%E6%95%8F&team.2.name=&b=x&b=y&_token=t&empty".utf8))
        #expect(try form.json() == ["a": "1", "team": ["0": ["name": "王 敏"], "2": ["name": ""]], "b": ["x", "y"], "empty": ""])
        #expect(form.own == ["_token": "t"])
    }

    @Test("forms that cannot be read", arguments: ["a=%zz", "a=%ff", "a=%00", "a=1&a.b=2", ".=1", "a..b=1", "=1", "a.b.c.d.e.f.g.h.i=1"])
    func brokenForms(text: String) { #expect(throws: FormFields.Broken.self) { try FormFields.urlEncoded(Array(text.utf8)).json() } }

    @Test func multipartWithFiles() throws {
        let body = """
            --XX\r\nContent-Disposition: form-data; name="name"\r\n\r\n三国\r\n--XX\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n\
            --XX\r\ncontent-disposition: form-data; name="scan"; filename="C:\\\\扫描\\\\a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--X\r\n\r\n--XX\r\n\
            Content-Disposition: form-data; name="none"; filename=""\r\n\r\n\r\n--XX--\r\n
            """
        let form = try Multipart.parse(Array(body.utf8), boundary: "XX", largestFile: 100)
        #expect(try form.fields.json() == [
            "name": "三国", "empty": "", "scan": .file(Upload(name: "a.pdf", type: "application/pdf", bytes: Array("%PDF\r\n--X\r\n".utf8))),
            "none": .file(Upload(name: "", type: "application/octet-stream", bytes: [])),
        ])
        let small = try Multipart.parse(Array(body.utf8), boundary: "XX", largestFile: 5)
        #expect(small.tooLarge == ["scan"])
        #expect(Multipart.boundary("multipart/form-data; boundary=\"a b\"") == nil)
        #expect(Multipart.boundary("multipart/form-data; boundary=----WebKit123") == "----WebKit123")
    }

    @Test("multipart that cannot be read", arguments: [
        "", "--XX", "--XX\r\n", "--XX\r\n\r\n", "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nx", "--XXy\r\n\r\n--XX--", "--XX\r\n\r\n\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\n\r\n--XX--", "--XX\r\nbroken\r\n\r\n\r\n--XX--",
    ])
    func brokenMultipart(text: String) { #expect(throws: FormFields.Broken.self) { try Multipart.parse(Array(text.utf8), boundary: "XX", largestFile: 100) } }

    /// Pieces that mean something to the parsers, in any order, with random bytes between. Nothing may trap; what is read again reads the same.
    @Test func nothingTraps() throws {
        let pieces = ["{", "}", "[", "]", "\"", ":", ",", "\\u", "d83d", "\\", "1e9", "-", "0", "true", "null", "a", ".", "=", "&", "%", "%E4", "+", "--XX", "\r\n", "\r\n\r\n", "--",
                      "Content-Disposition: form-data; name=\"a\"", "; filename=\"b", "name=", "\"a.0.b\"", ";", "\0", "\u{4eba}", "q=", "/", "*"].map { Array($0.utf8) }
        var random = Seeded(20_201_116)
        var read = (json: 0, form: 0, multipart: 0)
        for _ in 0..<6000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...24, using: &random) {
                if Int.random(in: 0..<8, using: &random) == 0 { bytes.append(UInt8.random(in: 0...255, using: &random)) } else { bytes += pieces.randomElement(using: &random) ?? [] }
            }
            if let value = try? JSONText.parse(bytes) {
                read.json += 1
                #expect(try JSONText.parse(JSONText.write(value)) == value)
            }
            if let form = try? FormFields.urlEncoded(bytes), (try? form.json()) != nil { read.form += 1 }
            if (try? Multipart.parse(Array("--XX\r\n".utf8) + bytes + Array("\r\n--XX--".utf8), boundary: "XX", largestFile: 10)) != nil { read.multipart += 1 }
            let text = String(decoding: bytes, as: UTF8.self)
            _ = HeaderValue(text)
            _ = Negotiation.face(accept: text, isProgram: false)
            _ = Cookies.read(text)
            _ = Base64.decode(text)
            _ = Address(text)
            _ = FormFields.query(text[...])
            _ = Href(returning: text)
            _ = Held(text: text)
        }
        // The generator reaches both sides of each parser.
        #expect(read.json > 20 && read.form > 500 && read.multipart > 5, "\(read)")
    }

    @Test func gzipIsWhatOthersRead() throws {
        let text = Array(String(repeating: "人才驿站 station ", count: 5000).utf8)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).gz")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(#require(Gzip.compress(text, level: 4))).write(to: file)
        let gunzip = Process()
        gunzip.executableURL = URL(filePath: "/bin/gzip")
        gunzip.arguments = ["-dc", file.path]
        let pipe = Pipe()
        gunzip.standardOutput = pipe
        try gunzip.run()
        #expect(Array(pipe.fileHandleForReading.readDataToEndOfFile()) == text)
        gunzip.waitUntilExit()
        #expect(gunzip.terminationStatus == 0)
    }

    @Test func base64BothWays() throws {
        var random = Seeded(7)
        for length in 0..<70 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encodeForURL(bytes)) == bytes)
        }
        #expect(Base64.encode(Array("Man".utf8)) == "TWFu")
        #expect(Base64.encode(Array("M".utf8)) == "TQ==")
        #expect(Base64.decode("T") == nil)
    }

    @Test func clientAddresses() throws {
        let proxies = [AddressRange("10.0.0.0/8"), AddressRange("fd00::/8")].compactMap { $0 }
        func client(_ peer: String, _ named: [String]) -> String { AddressRange.client(peer: peer, forwardedFor: named, trusted: proxies) }
        #expect(client("198.51.100.7", ["203.0.113.9"]) == "198.51.100.7")
        #expect(client("10.1.2.3", ["203.0.113.9"]) == "203.0.113.9")
        #expect(client("10.1.2.3", ["1.1.1.1, 203.0.113.9", "10.9.9.9"]) == "203.0.113.9")
        #expect(client("10.1.2.3", ["nonsense"]) == "10.1.2.3")
        #expect(client("fd00::1", ["2001:db8::5"]) == "2001:db8::5")
        #expect(Address("::ffff:192.0.2.1")?.bytes == [192, 0, 2, 1])
        #expect(Address("2001:db8::1")?.party == Address("2001:db8::ffff:2")?.party)
        #expect(AddressRange("10.0.0.0/33") == nil)
        #expect(Address("1.2.3.256") == nil && Address("::1::") == nil && Address("+1::") == nil)
    }

    @Test("addresses to go back to", arguments: [("/a?b=c", true), ("//evil.example", false), ("/\\evil.example", false), ("https://evil.example", false), ("/a b", false), ("", false), ("/a\r\nb", false)])
    func returning(text: String, isTaken: Bool) { #expect((Href(returning: text) != nil) == isTaken) }

    @Test func whatSomebodyAccepts() {
        func face(_ accept: String?, program: Bool = false) -> Ask.Face { Negotiation.face(accept: accept, isProgram: program) }
        #expect(face("application/json") == .json)
        #expect(face("application/problem+json") == .json)
        #expect(face("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8") == .html)
        #expect(face("*/*") == .html)
        #expect(face("*/*", program: true) == .json)
        #expect(face("application/json;q=0.5, text/html;q=0.4") == .json)
        #expect(face("application/json;q=0.4, text/html;q=0.5") == .html)
        #expect(face("application/json;q=0") == .html)
        #expect(Negotiation.language("en-GB,en;q=0.9,zh;q=0.8") == .en)
        #expect(Negotiation.language("zh-CN,zh;q=0.9,en;q=0.8") == .zh)
        #expect(Negotiation.language(nil) == .zh)
        #expect(Negotiation.takesGzip("br, gzip;q=0") == false)
        #expect(Negotiation.takesGzip("deflate, gzip") == true)
    }
}
