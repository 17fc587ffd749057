import Cluster
import Domain
import Foundation
import FoundationXML
import Markup
import SQL
import Testing
@testable import Services
@testable import Web

/// Stories, feeds and maps of the site over the demonstration world.
@Suite struct StoryPagesTests {
    private static let park = "13800000001", centre = "centre-handler", reviewer = "hrss-handler", talent = "13800000021"
    private static let host = "127.0.0.1:8080"
    private static let hostile = "<script>alert(1)</script> & ]]> \"'\u{202E}"

    private static func story(_ site: LiveSite, state: String, kind: String = "visit") async throws -> String {
        try await site.house.database.read { tx in try #require(try tx.value("SELECT id FROM stories WHERE state = \(state) AND kind = \(kind) ORDER BY id") as String?) }
    }

    @Test(arguments: Engine.allCases) func everybodyReadsWhatIsPublished(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let id = try await Self.story(site, state: "published"), list = try await site.page("/stories")
            #expect(list.status == 200 && list.text.contains("/stories/\(id)") && list.text.contains("走进驿站") && !list.text.contains("待审核）"))
            let cases = try await site.page("/stories?kind=case").text
            #expect(cases.contains("典型案例：") && !cases.contains("/stories/\(id)"))
            #expect(try await site.page("/stories?kind=gossip").status == 422)
            let shown = try await site.page("/stories/\(id)")
            #expect(shown.status == 200 && shown.text.contains("<h2>到站十分钟</h2>") && shown.text.contains("<li>预约与用人单位的面谈"))
            for wanted in ["rel=\"canonical\" href=\"http://\(Self.host)/stories/\(id)\"", "property=\"og:type\" content=\"article\"", "property=\"og:url\" content=\"http://\(Self.host)/stories/\(id)\"",
                "property=\"og:description\"", "name=\"description\"", "name=\"twitter:card\""] { #expect(shown.text.contains(wanted), "\(wanted)") }
            // What waits is nobody's but its writers' and reviewers'.
            let waiting = try await Self.story(site, state: "review")
            let stranger = try await site.token(Self.talent), reviewer = try await site.token(Self.reviewer)
            #expect(try await site.page("/stories/\(waiting)").status == 404)
            #expect(try await site.page("/stories/\(waiting)", as: stranger).status == 404)
            let review = try await site.page("/stories/\(waiting)", as: reviewer)
            #expect(review.text.contains("审核通过并发布") && !review.text.contains("rel=\"canonical\""))
            #expect([401, 403].contains(try await site.page("/stories/keeping", as: stranger).status))
        }
    }

    /// The way of a story with forms alone: written, pictured, submitted, published, withdrawn; what was typed comes back with what is wrong.
    @Test(arguments: Engine.allCases) func aStoryGoesItsWayByForms(engine: Engine) async throws {
        try await LiveSite.with(engine) { site in
            let writer = try await site.token(Self.park), reviewer = try await site.token(Self.reviewer)
            var fields = ["kind": "visit", "title": Self.hostile, "summary": "短", "body": "## \(Self.hostile)\n\n正文 [原文](https://www.qingdao.gov.cn/) [坏](javascript:alert(1)) 以及足够长的说明文字，凑够三十个字。", "submit": "true"]
            let wrong = try await site.form("/stories", fields, as: writer)
            #expect(wrong.status == 422 && wrong.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && wrong.text.contains("均已同意公开") && !wrong.text.contains("<script>alert"))
            (fields["summary"], fields["agreed"], fields["submit"]) = ("摘要 <b>不是</b> 标记，也足够长。", "true", nil)
            let made = try await site.form("/stories", fields, as: writer)
            #expect(made.status == 303)
            let place = try #require(made.header("Location"))
            #expect(try await site.page(place + "/form", as: writer).text.contains("name=\"version\" value=\"1\""))
            // A real picture, with the camera's notes beside it.
            let camera: [UInt8] = Self.withNotes(DemoPicture.hills.png)
            let head = "--B\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\n山丘\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.png\"\r\nContent-Type: image/png\r\n\r\n"
            let sent = try await site.server.send(
                "POST", place + "/pictures", ["Authorization": "Bearer \(writer)", "Content-Type": "multipart/form-data; boundary=B", "Accept": "application/json"],
                Array(head.utf8) + camera + Array("\r\n--B--\r\n".utf8), host: "127.0.0.1:8080")
            #expect(sent.status == 200, "\(sent.text.prefix(300))")
            #expect(try await site.form(place + "/submission", [:], as: writer).status == 303)
            #expect(try await site.form(place + "/publication", ["version": "2"], as: writer).status == 403)
            #expect(try await site.form(place + "/return", ["reason": "短"], as: reviewer).status == 422)
            #expect(try await site.form(place + "/publication", ["version": "1"], as: reviewer).status == 409)
            #expect(try await site.form(place + "/publication", ["version": "2"], as: reviewer).status == 303)
            let shown = try await site.page(place)
            #expect(shown.status == 200 && !shown.text.contains("<script>alert") && !shown.text.contains("javascript:alert(1)\"") && !shown.text.contains("<b>不是"))
            #expect(shown.text.contains("<a href=\"https://www.qingdao.gov.cn/\" rel=\"noopener nofollow external\">原文</a>"))
            let cover = try #require(shown.text.firstMatch(of: /property="og:image" content="http:\/\/127\.0\.0\.1:8080(\/stories\/[^"]+)"/)?.output.1)
            let picture = try await site.page(String(cover), accept: "image/*")
            #expect(picture.status == 200 && picture.header("Content-Type") == "image/jpeg" && picture.header("X-Content-Type-Options") == "nosniff")
            #expect(picture.header("Cache-Control")?.hasPrefix("public, max-age=") == true && picture.header("Content-Disposition")?.hasPrefix("inline") == true)
            #expect(try #require(JPEGFacts(picture.bytes)).hasMetadata == false && Data(picture.bytes).range(of: Data("SecretCamera".utf8)) == nil)
            try await Self.feedsHold(site, place)
            #expect(try await site.form(place + "/withdrawal", ["reason": "图片中的人不再同意公开"], as: writer).status == 303)
            let gone = try await site.page(place)
            #expect(gone.status == 200 && gone.text.contains("图片中的人不再同意公开") && !gone.text.contains("alert(1)") && !gone.text.contains("og:title"))
            #expect(try await site.page(String(cover), accept: "image/*").status == 404)
            let feed = try await site.page("/feed.atom").text
            #expect(!feed.contains(place))
        }
    }

    /// A PNG with a text beside its pixels: chunk `tEXt` after the header. Its sum is not looked at here, so that it may be any.
    private static func withNotes(_ png: [UInt8]) -> [UInt8] {
        let note = Array("Make\u{0}SecretCamera".utf8)
        var sum: UInt32 = ~0
        for byte in Array("tEXt".utf8) + note {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
        }
        let chunk = [0, 0, 0, UInt8(note.count)] + Array("tEXt".utf8) + note + (0..<4).map { UInt8(truncatingIfNeeded: ~sum >> UInt32(24 - $0 * 8)) }
        return Array(png.prefix(33)) + chunk + png.dropFirst(33)
    }

    private static func feedsHold(_ site: LiveSite, _ place: String) async throws {
        let atom = try await site.page("/feed.atom"), rss = try await site.page("/feed.rss")
        #expect(atom.header("Content-Type") == "application/atom+xml; charset=utf-8" && rss.header("Content-Type") == "application/rss+xml; charset=utf-8")
        let read = try XMLReading(atom.bytes), other = try XMLReading(rss.bytes)
        #expect(read.root == "feed" && other.root == "rss")
        #expect(read.texts("title").contains(hostile) && other.texts("title").contains(hostile))
        #expect(read.texts("id").contains("http://\(host)\(place)") && other.texts("guid").contains("http://\(host)\(place)"))
        #expect(read.texts("updated").allSatisfy { Instant($0) != nil } && read.texts("entry").count == read.texts("published").count)
        #expect(other.texts("pubDate").allSatisfy { $0.wholeMatch(of: /[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0800/) != nil })
        let map = try XMLReading(try await site.page("/sitemap.xml").bytes)
        #expect(map.root == "urlset" && map.texts("loc").contains("http://\(host)\(place)"))
    }

    @Test func feedsAreWellFormedWhateverTheyHold() throws {
        let nasty = Self.hostile + "\u{0}\u{B}\u{FFFE}\u{1F600}", id = try #require(ID<Story>(rawValue: "s")), notice = try #require(ID<Notice>(rawValue: "n")), event = try #require(ID<Event>(rawValue: "e"))
        let at = try #require(Instant("2020-11-16T09:00:00+08:00"))
        let items = [NewsItem.Thing.story(id, .visit), .notice(notice), .event(event)].map { NewsItem(thing: $0, title: nasty, summary: nasty, author: Words(nasty, nasty), at: at) }
        for items in [items, []] {
            for language in Language.allCases {
                let feed = Feed(name: Words(nasty, nasty), items: items, origin: "https://talent.example", language: language, zone: .china)
                for text in [feed.atom, feed.rss] {
                    let read = try XMLReading(text.bytes)
                    #expect(read.texts("title").allSatisfy { $0 == Self.hostile + "\u{1F600}" } && read.texts("title").count == items.count + 1)
                }
            }
        }
        #expect(Feed.mailDate(at, .china) == "Mon, 16 Nov 2020 09:00:00 +0800")
        #expect(Feed.mailDate(at, .utc) == "Mon, 16 Nov 2020 01:00:00 +0000")
        let index = try XMLReading(ForRobots.map(.files(3), isFirst: true, origin: "https://talent.example", zone: .china).bytes)
        #expect(index.root == "sitemapindex" && index.texts("loc").last == "https://talent.example/sitemap.xml?file=3")
    }

    @Test func searchEnginesAreAskedToLeaveADemonstration() async throws {
        try await LiveSite.with(.sqlite) { site in
            let robots = try await site.page("/robots.txt")
            #expect(robots.header("Content-Type") == "text/plain; charset=utf-8" && robots.text == "User-agent: *\nDisallow: /\n")
            // Every address of the map answers.
            for place in try XMLReading(try await site.page("/sitemap.xml").bytes).texts("loc") {
                let path = String(place.dropFirst("http://\(Self.host)".count))
                #expect(path.hasPrefix("/"))
                #expect(try await site.page(path).status == 200, "\(path)")
            }
            #expect(try await site.page("/sitemap.xml?file=99").status == 404)
        }
        try await LiveSite.with(.sqlite, demo: false) { site in
            let robots = try await site.page("/robots.txt")
            let refused = robots.text.split(separator: "\n").filter { $0.hasPrefix("Disallow: ") }.map { $0.dropFirst("Disallow: ".count) }
            #expect(refused.contains("/desk$") && refused.contains("/desk/") && refused.contains("/me$") && refused.contains("/me/"))
            // A rule holds for whatever begins like it: what is for everybody stays open.
            for open in ["/", "/mentors", "/stories", "/events", "/policies", "/stations"] { #expect(!refused.contains { open.hasPrefix($0) }, "\(open)") }
            #expect(robots.text.hasSuffix("Sitemap: https://talent.example/sitemap.xml\n"))
            #expect(try XMLReading(try await site.page("/feed.atom").bytes).root == "feed")
        }
    }
}

/// A document as a reader of XML sees it: the name of its root, and the texts of each element.
private final class XMLReading: NSObject, XMLParserDelegate {
    struct Broken: Error { let line: Int }

    private(set) var root = ""
    private var open: [(name: String, text: String)] = []
    private var found: [String: [String]] = [:]

    init(_ bytes: [UInt8]) throws {
        super.init()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        guard parser.parse() else { throw Broken(line: parser.lineNumber) }
    }

    func texts(_ name: String) -> [String] { found[name] ?? [] }

    func parser(_ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
        if open.isEmpty { root = name }
        open.append((name, ""))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if !open.isEmpty { open[open.count - 1].text += text }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if let last = open.popLast() { found[last.name, default: []].append(last.text) }
    }
}
