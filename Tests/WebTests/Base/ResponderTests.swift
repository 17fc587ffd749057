import Domain
import HTTPTypes
import Synchronization
import Testing
@testable import Web

@Suite("Answers") struct ResponderTests {
    let house = TestHouse()

    @Test func onePageTwoFaces() async throws {
        let server = try house.server()
        let html = try await server.send("GET", "/shelves/a1", ["Accept": "text/html"])
        #expect(html.status == 200)
        #expect(html.header("Content-Type") == "text/html; charset=utf-8")
        #expect(html.text.contains("<li>三国演义 &lt;0&gt; 2019-04-14</li>"))
        #expect(html.header("Vary") == "Accept, Accept-Encoding, Accept-Language, Cookie")
        let json = try await server.send("GET", "/shelves/a1?from=2020-11-16", ["Accept": "application/json"])
        #expect(json.status == 200)
        #expect(json.header("Content-Type") == "application/json")
        #expect(try json.json["books"]?.items?.first == ["name": "三国演义 <0>", "since": "2020-11-16"])
    }

    @Test("statuses of what is not there", arguments: [
        ("GET", "/nowhere", 404), ("GET", "/shelves/a%20b", 404), ("GET", "/shelves/a%00", 404), ("GET", "/shelves/%zz", 404), ("GET", "/shelves//list.csv", 404), ("GET", "/shelves/a1/", 404),
        ("DELETE", "/shelves/a1", 405), ("POST", "/shelves/a1", 405), ("GET", "/shelves/a1?from=x", 422), ("GET", "/shelves/a1?a=%zz", 400), ("GET", "/demo", 404),
        ("GET", "/desk", 401), ("GET", "/assets/none.css", 404), ("POST", "/assets/none.css", 405), ("GET", "/broken", 500),
    ])
    func statuses(method: String, path: String, status: Int) async throws {
        let server = try house.server()
        for accept in ["text/html", "application/json"] {
            let got = try await server.send(method, path, ["Accept": accept])
            #expect(got.status == status)
            #expect(got.header("Content-Security-Policy") == SecurityHeaders.policy)
            #expect(got.header("X-Content-Type-Options") == "nosniff")
            #expect(got.header("Strict-Transport-Security") == "max-age=63072000; includeSubDomains")
            #expect(got.header("Cache-Control") == "no-store")
            #expect(!got.text.contains("/etc/secret"))
            if accept == "application/json" {
                #expect(got.header("Content-Type") == "application/problem+json")
                #expect(try got.json["status"] == .number(String(status)))
                #expect(try got.json["request_id"]?.string == got.header("X-Request-Id"))
            }
        }
    }

    @Test func problemDetails() async throws {
        let server = try house.server()
        let got = try await server.json("/shelves/a1/books", "{\"name\":\"禁书\"}", ["Accept-Language": "en"])
        #expect(got.status == 409)
        #expect(try got.json == [
            "type": "urn:yizhan:problem:banned", "title": "Not on this shelf", "status": 409, "code": "banned", "clause": "一", "errors": [],
            "request_id": .text(got.header("X-Request-Id")!),
        ])
        let other = try await server.send("PUT", "/shelves/a1/books", ["Accept": "application/json"])
        #expect(other.header("Allow") == "POST")
    }

    @Test func hosts() async throws {
        let server = try house.server()
        #expect(try await server.send("GET", "/health", host: nil).status == 400)
        #expect(try await server.send("GET", "/health", ["Host": "talent.example"]).status == 400)
        #expect(try await server.send("GET", "/health", host: "evil.example").status == 421)
        #expect(try await server.send("GET", "/health", host: "TALENT.example:443").status == 200)
        let demo = try house.server { $0.origin = nil; $0.isDemo = true }
        #expect(try await demo.send("GET", "/demo", host: "localhost:8080").status == 200)
        #expect(try await demo.send("GET", "/demo", host: "[::1]:8080").status == 200)
        #expect(try await demo.send("GET", "/demo", host: "127.0.0.1").status == 200)
        #expect(try await demo.send("GET", "/demo", host: "talent.example").status == 421)
        #expect(throws: RouteTable.Mistake.self) { try house.server { $0.origin = nil } }
    }

    @Test func jsonPostGetsAReceiptAndALocation() async throws {
        let server = try house.server()
        let got = try await server.json("/shelves/a1/books", "{\"name\":\"水浒\",\"since\":\"2020-01-02\"}", ["Idempotency-Key": "k-1"])
        #expect(got.status == 201)
        #expect(got.header("Location") == "/shelves/a1")
        #expect(try got.json == ["books": [], "shelf": "a1"])
        #expect(house.seen.all.first == " a1 水浒 2020-01-02 - 3")
    }

    @Test("bodies that are refused", arguments: [
        ("application/json", "{\"name\":", 400), ("application/json", "[]", 400), ("application/json", "{\"name\":\"a\",\"nmae\":1}", 422), ("application/json", "{}", 422),
        ("text/plain", "name=a", 415), ("application/xml", "<a/>", 415), ("application/json", "{\"name\":\"" + String(repeating: "a", count: 70_000) + "\"}", 413),
    ])
    func refusedBodies(type: String, body: String, status: Int) async throws {
        let got = try await house.server().send("POST", "/shelves/a1/books", ["Content-Type": type, "Accept": "application/json"], Array(body.utf8))
        #expect(got.status == status)
        #expect((got.header("Connection") == "close") == (status == 413 || status == 415))
        #expect(house.seen.all == [])
        if status == 422 { #expect(try got.json["errors"]?.items?.isEmpty == false) }
    }

    @Test func formComesBackWithWhatWasTyped() async throws {
        let server = try house.server()
        let (cookie, token) = try await server.visitor()
        #expect(cookie.hasPrefix("__Host-visit="))
        let body = "_token=\(token)&_key=abc&name=%3Cb%3E&since=never&password=geheim"
        let got = try await server.form("/shelves/a1/books", body, ["Cookie": cookie])
        #expect(got.status == 422)
        #expect(got.text.contains("<input name=\"name\" value=\"&lt;b&gt;\">"))
        #expect(got.text.contains("<p>since: 请填写日期，如 2020-11-16</p>"))
        #expect(!got.text.contains("geheim"))
        let conflict = try await server.form("/shelves/a1/books", "_token=\(token)&name=%E7%A6%81%E4%B9%A6", ["Cookie": cookie])
        #expect(conflict.status == 409)
        #expect(conflict.text.contains("<p>: 不能上架</p>"))
        let good = try await server.form("/shelves/a1/books", "_token=\(token)&_key=abc&name=x", ["Cookie": cookie])
        #expect(good.status == 303)
        #expect(good.header("Location") == "/shelves/a1")
        #expect(house.seen.all.first == " a1 x - - 3")
    }

    @Test func filesComeWithForms() async throws {
        let server = try house.server { $0.limits.file = 1000 }
        let (cookie, token) = try await server.visitor()
        func send(_ size: Int) async throws -> Got {
            let body = "--B\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n\(token)\r\n--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--B\r\n"
                + "Content-Disposition: form-data; name=\"scan\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n" + String(repeating: "z", count: size) + "\r\n--B--\r\n"
            return try await server.form("/shelves/a1/books", body, ["Content-Type": "multipart/form-data; boundary=B", "Cookie": cookie])
        }
        #expect(try await send(1000).status == 303)
        #expect(house.seen.all.first == " a1 x - a.pdf:1000 0")
        let large = try await send(1001)
        #expect(large.status == 413)
        #expect(large.text.contains("<p>scan: 文件不能超过 1 MB</p>"))
        #expect(large.text.contains("value=\"x\""))
    }

    @Test func forgery() async throws {
        let server = try house.server()
        let (cookie, token) = try await server.visitor()
        func status(_ headers: [String: String], _ body: String) async throws -> Int { try await server.form("/shelves/a1/books", body, headers).status }
        #expect(try await status(["Cookie": cookie], "name=x") == 403)
        #expect(try await status([:], "_token=\(token)&name=x") == 403)
        #expect(try await status(["Cookie": cookie, "Sec-Fetch-Site": "cross-site"], "_token=\(token)&name=x") == 403)
        #expect(try await status(["Cookie": cookie, "Sec-Fetch-Site": "same-site"], "_token=\(token)&name=x") == 403)
        #expect(try await status(["Cookie": cookie, "Origin": "https://evil.example"], "_token=\(token)&name=x") == 403)
        #expect(try await status(["Cookie": cookie, "Origin": "null"], "_token=\(token)&name=x") == 403)
        #expect(try await status(["Cookie": "__Host-session=person"], "_token=\(token)&name=x") == 403)
        #expect(house.seen.all == [])
        #expect(try await status(["Cookie": cookie], "_token=\(token)&name=x") == 303)
        // A session's own token, in a form and in a header for JSON.
        let page = try await server.send("GET", "/form", ["Accept": "text/html", "Cookie": "__Host-session=person"])
        let own = page.hidden("_token")!
        #expect(page.header("Set-Cookie") == nil)
        let again = try await server.send("GET", "/form", ["Accept": "text/html", "Cookie": "__Host-session=person"]).hidden("_token")!
        #expect(own != again)
        #expect(try await status(["Cookie": "__Host-session=person"], "_token=\(again)&name=x") == 303)
        #expect(try await server.json("/shelves/a1/books", "{\"name\":\"x\"}", ["Cookie": "__Host-session=person"]).status == 403)
        #expect(try await server.json("/shelves/a1/books", "{\"name\":\"x\"}", ["Cookie": "__Host-session=person", "X-CSRF-Token": own]).status == 201)
        #expect(try await server.json("/shelves/a1/books", "{\"name\":\"x\"}", ["Origin": "https://evil.example"]).status == 403)
    }

    @Test func bearers() async throws {
        let server = try house.server()
        #expect(try await server.json("/shelves/a1/books", "{\"name\":\"x\"}", ["Authorization": "Bearer program"]).status == 201)
        #expect(house.seen.all == ["李雷 a1 x - - 0"])
        #expect(try await server.send("GET", "/form", ["Authorization": "Bearer nobody"]).status == 401)
        #expect(try await server.send("GET", "/form", ["Authorization": "Bearer person"]).status == 401)
        #expect(try await server.send("GET", "/form", ["Authorization": "Basic cGVyc29u"]).header("WWW-Authenticate") == "Bearer")
        #expect(try await server.send("GET", "/form", ["Authorization": "Bearer program", "Cookie": "__Host-session=person"]).status == 400)
        #expect(try await server.send("GET", "/form", ["Cookie": "__Host-session=program", "Accept": "application/json"]).status == 200)
    }

    @Test func access() async throws {
        let server = try house.server()
        #expect(try await server.send("GET", "/desk", ["Cookie": "__Host-session=staff", "Accept": "text/html"]).status == 200)
        #expect(try await server.send("GET", "/desk", ["Cookie": "__Host-session=person", "Accept": "text/html"]).status == 403)
        let asked = try await server.send("GET", "/desk?a=b", ["Accept": "text/html"])
        #expect(asked.status == 401)
        #expect(asked.text.contains("<i>/desk?a=b</i>"))
        // The session ended in the middle of a form: what was typed waits on the page for signing in.
        let ended = try await server.form("/desk", "_token=old&name=%E7%8E%8B", ["Cookie": "__Host-session=gone"])
        #expect(ended.status == 401)
        let held = Held(text: ended.hidden("held")!.replacing("&quot;", with: "\""))
        #expect(held?.to == "/desk")
        #expect(held?.values == ["name": ["王"]])
    }

    @Test func signingInSetsACookieForBrowsersAlone() async throws {
        let server = try house.server()
        let (cookie, token) = try await server.visitor()
        let form = try await server.form("/session", "_token=\(token)&login=li&password=right", ["Cookie": cookie])
        #expect(form.status == 303)
        #expect(form.header("Set-Cookie") == "__Host-session=person; Path=/; HttpOnly; SameSite=Lax; Secure")
        // A page that is shown at once has the new session's token: what was held can be sent again from it.
        let shown = try await server.form("/session", "_token=\(token)&login=back&password=right", ["Cookie": cookie])
        #expect(shown.status == 200)
        #expect(try await server.form("/shelves/a1/books", "_token=\(shown.hidden("_token")!)&name=x", ["Cookie": "__Host-session=person"]).status == 303)
        #expect(house.seen.all.first == "李雷 a1 x - - 0")
        let json = try await server.json("/session", "{\"login\":\"li\",\"password\":\"right\"}")
        #expect(json.status == 200)
        #expect(json.header("Set-Cookie") == nil)
        let text = try await server.send("POST", "/session", ["Content-Type": "text/plain", "Accept": "application/json"], Array("{\"login\":\"li\",\"password\":\"right\"}".utf8))
        #expect(text.status == 415)
        let wrong = try await server.form("/session", "_token=\(token)&login=li&password=wrong", ["Cookie": cookie])
        #expect(wrong.status == 401)
        #expect(wrong.text.contains("<p>: 账号或密码不正确</p>"))
        let demo = try house.server { $0.origin = nil; $0.isDemo = true }
        let page = try await demo.send("GET", "/form", ["Accept": "text/html"], host: "localhost")
        #expect(page.header("Set-Cookie")?.hasPrefix("visit=") == true)
        #expect(page.header("Set-Cookie")?.contains("Secure") == false)
        #expect(page.header("Strict-Transport-Security") == nil)
    }

    @Test func tooOften() async throws {
        let server = try house.server { $0.limits.secretsPerAccountAndClient = .init(burst: 3, secondsEach: 30); $0.limits.secretsPerClient = .init(burst: 5, secondsEach: 6) }
        func status(_ login: String) async throws -> Got { try await server.json("/session", "{\"login\":\"\(login)\",\"password\":\"wrong\"}") }
        for _ in 0..<3 { #expect(try await status("li").status == 401) }
        let fourth = try await status("LI")
        #expect(fourth.status == 429)
        #expect(fourth.header("Retry-After") == "30")
        #expect(try await status("other").status == 401)
        let sixth = try await status("third")
        #expect(sixth.status == 429)
        #expect(sixth.header("Retry-After") == "6")
        house.time.withLock { $0 += 30_000 }
        #expect(try await status("li").status == 401)
    }

    @Test func anonymousWritesArePaced() async throws {
        let server = try house.server { $0.limits.anonymousWrites = .init(burst: 2, secondsEach: 2) }
        for _ in 0..<2 { #expect(try await server.json("/shelves/a1/books", "{\"name\":\"x\"}").status == 201) }
        #expect(try await server.json("/shelves/a1/books", "{\"name\":\"x\"}").header("Retry-After") == "2")
        #expect(try await server.json("/shelves/a1/books", "{\"name\":\"x\"}", ["Authorization": "Bearer program"]).status == 201)
    }

    @Test func bucketsStaySmall() {
        let buckets = Buckets(.init(burst: 1, secondsEach: 10), most: 100)
        for number in 0..<1000 { _ = buckets.take("client \(number)", at: Instant(milliseconds: 0)) }
        #expect(buckets.count == 101)
        #expect(buckets.take("new", at: Instant(milliseconds: 1000)) == 9)
        #expect(buckets.take("new", at: Instant(milliseconds: 10_000)) == nil)
        #expect(buckets.count == 1)
    }

    @Test func busy() async throws {
        let server = try house.server { $0.limits.concurrent = 0 }
        let got = try await server.send("GET", "/form", ["Accept": "application/json"])
        #expect(got.status == 503)
        #expect(got.header("Retry-After") == "2")
    }

    @Test func etagsAndCompression() async throws {
        let server = try house.server()
        let plain = try await server.send("GET", "/shelves/a1", ["Accept": "text/html"])
        let zipped = try await server.send("GET", "/shelves/a1", ["Accept": "text/html", "Accept-Encoding": "gzip"])
        let tag = try #require(plain.header("ETag"))
        #expect(plain.header("Cache-Control") == "no-cache")
        #expect(zipped.header("ETag") == String(tag.dropLast()) + "-gz\"")
        #expect(zipped.header("Content-Encoding") == "gzip")
        #expect(zipped.bytes.count < plain.bytes.count / 3)
        #expect(zipped.bytes == Gzip.compress(plain.bytes, level: 4))
        let same = try await server.send("GET", "/shelves/a1", ["Accept": "text/html", "If-None-Match": "\"x\", \(tag)"])
        #expect(same.status == 304)
        #expect(same.bytes == [])
        #expect(same.header("ETag") == tag)
        #expect(same.header("Content-Length") == nil)
        #expect(try await server.send("GET", "/shelves/a1", ["Accept": "text/html", "Accept-Encoding": "gzip", "If-None-Match": tag]).status == 200)
        #expect(try await server.send("GET", "/shelves/a1", ["Accept": "text/html", "Accept-Language": "en", "If-None-Match": tag]).status == 200)
        let own = try await server.send("GET", "/shelves/a1", ["Accept": "text/html", "Cookie": "__Host-session=person"])
        #expect(own.header("ETag") == nil)
        #expect(own.header("Cache-Control") == "no-store")
        let form = try await server.send("GET", "/form", ["Accept": "text/html"])
        #expect(form.header("ETag") == nil)
        #expect(form.header("Cache-Control") == "no-store")
    }

    @Test func headIsGetWithoutABody() async throws {
        let server = try house.server()
        let get = try await server.send("GET", "/shelves/a1", ["Accept": "text/html"])
        let head = try await server.send("HEAD", "/shelves/a1", ["Accept": "text/html"])
        #expect(head.status == 200)
        #expect(head.bytes == [])
        #expect(head.header("Content-Length") == String(get.bytes.count))
        #expect(head.header("ETag") == get.header("ETag"))
    }

    @Test func assets() async throws {
        let server = try house.server()
        let address = TestHouse.assets.address("site.css")
        let sheet = try await server.send("GET", address)
        #expect(sheet.status == 200)
        #expect(sheet.header("Content-Type") == "text/css; charset=utf-8")
        #expect(sheet.header("Cache-Control") == "public, max-age=31536000, immutable")
        #expect(sheet.text.hasPrefix("body{background:url(\(TestHouse.assets.address("dot.png")))}"))
        #expect(try await server.send("GET", TestHouse.assets.address("dot.png")).bytes == [1, 2, 3])
        let zipped = try await server.send("GET", address, ["Accept-Encoding": "gzip"])
        #expect(zipped.header("Content-Encoding") == "gzip")
        #expect(zipped.header("ETag") != sheet.header("ETag"))
        #expect(try await server.send("GET", address, ["If-None-Match": sheet.header("ETag")!]).status == 304)
        #expect(address.wholeMatch(of: /\/assets\/site\.[0-9a-f]{8}\.css/) != nil)
    }

    @Test func downloads() async throws {
        let server = try house.server()
        let list = try await server.send("GET", "/shelves/a1/list.csv")
        #expect(list.text == "a,b\n")
        #expect(list.header("Content-Disposition") == "attachment; filename=\"__ _1_.csv\"; filename*=UTF-8''%E6%B8%85%E5%8D%95%20%221%22.csv")
        #expect(list.header("Content-Security-Policy") == "sandbox; default-src 'none'; style-src 'unsafe-inline'")
        #expect(list.header("X-Content-Type-Options") == "nosniff")
        #expect(try await server.send("GET", "/stream").text == "0\n1\n2\n")
    }

    @Test func languages() async throws {
        let server = try house.server()
        func language(_ path: String, _ headers: [String: String]) async throws -> String {
            try await String(server.send("GET", path, ["Accept": "text/html"].merging(headers) { $1 }).text.dropFirst("<!DOCTYPE html><html lang=\"".count).prefix(2))
        }
        #expect(try await language("/shelves/a1", [:]) == "zh")
        #expect(try await language("/shelves/a1", ["Accept-Language": "en"]) == "en")
        #expect(try await language("/shelves/a1", ["Accept-Language": "en", "Cookie": "__Host-language=zh"]) == "zh")
        #expect(try await language("/shelves/a1?lang=en", [:]) == "en")
        let changed = try await server.send("GET", "/shelves/a1?lang=en", ["Accept": "text/html"])
        #expect(changed.header("Set-Cookie") == "__Host-language=en; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000")
    }

    @Test func repetitionsAreTold() async throws {
        let server = try house.server()
        let (cookie, token) = try await server.visitor()
        func once(_ body: String) async throws -> String? {
            let before = house.seen.all.count
            _ = try await server.form("/shelves/a1/books", "_token=\(token)&_key=k&" + body, ["Cookie": cookie])
            return house.seen.all.dropFirst(before).first { $0.hasPrefix("once ") }
        }
        let first = try await once("name=a&since=2020-01-01")
        #expect(try await once("since=2020-01-01&name=a") == first)
        #expect(try await once("name=b&since=2020-01-01") != first)
        #expect(first?.split(separator: " ").last?.hasPrefix("browser:") == true)
    }

    @Test func describesItself() async throws {
        let server = try house.server()
        let document = try await server.send("GET", "/openapi.json").json
        #expect(document["openapi"] == "3.1.0")
        #expect(Set(document["paths"]!.fields!.names) == Set(server.routes.map(\.template)))
        let post = document["paths"]?["/shelves/{shelf}/books"]?["post"]
        #expect(post?["requestBody"]?["content"]?["application/json"]?["schema"] == ["$ref": "#/components/schemas/NewBook_input"])
        #expect(post?["responses"]?.fields?.names.contains("413") == true)
        let check = SchemaCheck(document: document)
        for (method, path, headers) in [("GET", "/shelves/a1", [:]), ("GET", "/health", [:]), ("GET", "/shelves/a1?from=x", [:]), ("GET", "/desk", [:]), ("GET", "/broken", [:]), ("GET", "/form", ["Cookie": "__Host-session=gone"])] as [(String, String, [String: String])] {
            let got = try await server.send(method, path, headers.merging(["Accept": "application/json"]) { $1 })
            let route = server.routes.first { Segment.parse($0.template).count == Segment.parse(String(path.prefix { $0 != "?" })).count && $0.template.dropFirst().prefix(3) == path.dropFirst().prefix(3) && !$0.isWrite }
            let answer = document["paths"]?[route?.template ?? ""]?["get"]?["responses"]?[String(got.status)]
            let schema = answer?["content"]?[got.header("Content-Type") ?? ""]?["schema"]
            #expect(schema != nil, "\(path) \(got.status)")
            #expect(check.problems(try got.json, schema ?? [:]) == [])
        }
        #expect(house.site.accessTable().split(separator: "\n").dropFirst(2).first == "| `GET /broken` | Broken | everyone |")
        #expect(house.site.accessTable().contains("| `POST /desk` | Rule | staff of an office that may `review` |\n"))
    }

    @Test func mistakesStopTheStart() {
        func mistake(_ change: (inout Site) -> Void) -> String? {
            var site = house.site
            change(&site)
            do {
                _ = try RouteTable(site.routes)
                return nil
            } catch { return "\(error)" }
        }
        #expect(mistake { _ in } == nil)
        #expect(mistake { $0.get(Path<Int>("/shelves/{n}"), access: .everyone, page: FormPage.self, summary: Words("", "")) { _, _ in FormPage(filled: .nothing) } } == "GET /shelves/{n} is there twice")
        #expect(mistake { $0.get(Path<Int>("/x"), access: .everyone, page: FormPage.self, summary: Words("", "")) { _, _ in FormPage(filled: .nothing) } } == "/x does not have one name for each of its types")
    }
}
