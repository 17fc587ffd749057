import Domain
import Foundation
import Glibc
import Hummingbird
import Testing
@testable import Web

/// What one client can take from the others.
@Suite("Limits") struct LimitsTests {
    let house = TestHouse()

    private func large(_ bytes: Int) -> String { "{\"login\":\"li\",\"password\":\"" + String(repeating: "a", count: bytes) + "\"}" }

    private func multipart(_ parts: [(head: String, content: String)]) -> [UInt8] {
        Array((parts.map { "--b\r\nContent-Disposition: form-data; \($0.head)\r\n\r\n\($0.content)\r\n" }.joined() + "--b--\r\n").utf8)
    }

    private let browser = ["Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=b"]

    @Test func healthIsAnsweredUnderLoad() async throws {
        let server = try house.server { $0.limits.concurrent = 0 }
        #expect(try await server.send("GET", "/form", ["Accept": "application/json"]).status == 503)
        #expect(try await server.send("GET", "/health", ["Accept": "application/json"]).status == 200)
    }

    @Test func largeBodiesOfAnyKindShareTheUploads() async throws {
        let none = try house.server { $0.limits.concurrentUploads = 0 }
        #expect(try await none.json("/essay", large(1000)).status == 200)
        #expect(try await none.json("/essay", large(100_000)).status == 503)
        let form = "login=li&password=" + String(repeating: "a", count: 100_000)
        let urlencoded = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"]
        #expect(try await none.send("POST", "/essay", urlencoded, Array(form.utf8)).status == 503)
        #expect(house.seen.all == ["essay 1000"])
        // The place is given back with each answer.
        let one = try house.server { $0.limits.concurrentUploads = 1 }
        for _ in 0..<3 { #expect(try await one.json("/essay", large(100_000)).status == 200) }
    }

    @Test func onlyRoutesWithFilesTakeLargeForms() async throws {
        let server = try house.server()
        #expect(Set(server.routes.filter(\.takesFiles).map(\.template)) == ["/desk", "/shelves/{shelf}/books"])
        let body = multipart([("name=\"name\"", "x"), ("name=\"scan\"; filename=\"a.pdf\"", String(repeating: "a", count: 100_000))])
        #expect(try await server.send("POST", "/session", browser, body).status == 413)
        let (cookie, token) = try await server.visitor()
        let own = multipart([("name=\"_token\"", token), ("name=\"name\"", "x"), ("name=\"scan\"; filename=\"a.pdf\"", String(repeating: "a", count: 100_000))])
        #expect(try await server.send("POST", "/shelves/a1/books", browser.merging(["Cookie": cookie]) { $1 }, own).status == 303)
        #expect(house.seen.all.first == " a1 x - a.pdf:100000 0")
    }

    @Test func bodiesOfWhoMayNotAreNotRead() async throws {
        let server = try house.server()
        let visitor = try await server.json("/desk", "{\"broken", [:])
        #expect(visitor.status == 401)
        #expect(visitor.header("Connection") == "close")
        let person = try await server.form("/desk", "%zz", ["Cookie": "__Host-session=person"])
        #expect(person.status == 403)
        #expect(person.header("Connection") == "close")
    }

    @Test func whatWasTypedBesideFilesSurvivesTheSession() async throws {
        let server = try house.server()
        let body = multipart([("name=\"name\"", "王"), ("name=\"scan\"; filename=\"a.pdf\"", String(repeating: "a", count: 200_000)), ("name=\"since\"", "2020-01-01")])
        let got = try await server.send("POST", "/desk", browser.merging(["Cookie": "__Host-session=gone"]) { $1 }, body)
        #expect(got.status == 401)
        #expect(got.header("Connection") == nil)
        let held = Held(text: try #require(got.hidden("held")).replacing("&quot;", with: "\""))
        #expect(held?.values == ["name": ["王"]])
        // A form longer than forms are: the fields that are whole.
        let long = try await server.form("/desk", "name=a&x=" + String(repeating: "b", count: 70_000), ["Cookie": "__Host-session=gone"])
        #expect(Held(text: try #require(long.hidden("held")).replacing("&quot;", with: "\""))?.values == ["name": ["a"]])
        // A foreign page plants nothing.
        let foreign = try await server.form("/desk", "name=planted", ["Cookie": "__Host-session=gone", "Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"])
        #expect(foreign.status == 403)
        #expect(!foreign.text.contains("planted"))
    }

    @Test("one account, however it is written", arguments: [
        ("li", " LI "), ("li", "\u{3000}Li\u{3000}"), ("13800138000", "+86 138-0013-8000"), ("13800138000", "0086 138 0013 8000"),
    ])
    func accounts(one: String, other: String) { #expect(Pace.account(one) == Pace.account(other)) }

    @Test func accountNamesHaveALength() {
        #expect(Pace.account(String(repeating: "x", count: 5000)).count == 100)
        #expect(Pace.account("li") != Pace.account("lu"))
    }

    @Test func oneClientLocksNobodyOut() async throws {
        let server = try house.server {
            $0.limits.secretsPerAccountAndClient = .init(burst: 2, secondsEach: 30)
            $0.limits.secretsPerAccount = .init(burst: 5, secondsEach: 15)
        }
        func status(_ login: String, _ password: String, from peer: String) async throws -> Int {
            let body = Array("{\"login\":\"\(login)\",\"password\":\"\(password)\"}".utf8)
            return try await server.send("POST", "/session", ["Content-Type": "application/json", "Accept": "application/json"], body, peer: peer).status
        }
        var statuses: [Int] = []
        for login in ["li", "LI", " li", "\u{3000}li"] { statuses.append(try await status(login, "wrong", from: "192.0.2.1")) }
        #expect(statuses == [401, 401, 429, 429])
        // Somebody else is not hindered, and right passwords use nothing up.
        for _ in 0..<4 { #expect(try await status("li", "right", from: "192.0.2.2") == 200) }
        // Many clients together have a bound of their own.
        statuses = []
        for number in 3..<7 { statuses.append(try await status("li", "wrong", from: "192.0.2.\(number)")) }
        #expect(statuses == [401, 401, 401, 429])
    }

    @Test func permitsOfOneClient() {
        let permits = SharedPermits(3, each: 2)
        #expect([permits.take("a"), permits.take("a"), permits.take("a"), permits.take("b"), permits.take("c")] == [true, true, false, true, false])
        permits.giveBack("a")
        #expect(permits.take("c"))
        permits.giveBack("nobody")
        #expect(permits.inUse == 3)
    }

    @Test func theLogHoldsNothingThatWasSent() async throws {
        let logged = Seen()
        let server = try house.server(logged: logged)
        _ = try await server.send("GET", "/shelves/secretpath?from=secretquery&q=secretquery", ["Accept": "text/html", "Cookie": "__Host-session=secretcookie"])
        _ = try await server.json("/session", "{\"login\":\"secretlogin\",\"password\":\"secretword\"}")
        _ = try await server.form("/desk?x=secretquery", "name=secretfield", ["Cookie": "__Host-session=gone"])
        #expect(logged.all == [
            "info answered client=198.51.100.7 method=GET route=/shelves/{shelf} status=422",
            "info answered client=198.51.100.7 method=POST route=/session status=401",
            "info answered client=198.51.100.7 method=POST route=/desk status=401",
        ])
    }
}

/// A form whose session has ended, on its way through signing in.
@Suite("What is held") struct HeldTests {
    private let began = Instant(milliseconds: 1_605_488_400_000)

    @Test func isKeptForTwoHours() throws {
        let held = Held(to: TestPaths.desk(), ["name": "王 敏"])
        let text = held.kept(at: began)
        let later = try #require(Held(kept: text, now: began.adding(seconds: 7199)))
        #expect(later.to == "/desk")
        #expect(later.values == ["name": ["王 敏"]])
        #expect(Held(kept: text, now: began.adding(seconds: 7200)) == nil)
        #expect(Held(kept: held.text, now: began) == nil)
        #expect(Held(kept: "", now: began) == nil)
    }

    @Test func theLongestFitsIntoSigningIn() {
        // Signs that JSON writes with six bytes, sealed and in base64: what signing in takes is a megabyte.
        let held = Held(to: TestPaths.desk(), ["name": .text(String(repeating: "\u{1}", count: WebLimits().form))])
        #expect(held.kept(at: began).utf8.count * 4 / 3 + 1000 < 1024 * 1024)
    }
}

extension SocketTests {
    private static func head(_ length: Int) -> String {
        "POST /shelves/a1/books HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n{"
    }

    @Test func noBodyTakesLongerThanTheLongest() async throws {
        try await serving({ $0.limits.longestBody = 1 }) { port in
            let connection = try RawConnection(port: port)
            let began = ContinuousClock.now
            connection.write(Self.head(60_000))
            let (answer, isClosed) = await connection.read()
            #expect(began.duration(to: .now) < .seconds(15))
            #expect(self.status(answer) == "HTTP/1.1 408 Request Timeout")
            #expect(isClosed)
        }
    }

    @Test func slowBodiesKeepNobodyWaiting() async throws {
        try await serving({ $0.limits.concurrent = 1; $0.limits.bodiesPerClient = 2 }) { port in
            let slow = try [RawConnection(port: port), RawConnection(port: port)]
            for connection in slow {
                connection.write(Self.head(14))
                try await Task.sleep(for: .milliseconds(200))
            }
            let other = try RawConnection(port: port)
            other.write("GET /form HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            #expect(self.status(await other.read().text) == "HTTP/1.1 200 OK")
            let third = try RawConnection(port: port)
            third.write(Self.head(14))
            #expect(self.status(await third.read().text) == "HTTP/1.1 503 Service Unavailable")
            slow[0].write("\"name\":\"abc\"}")
            #expect(self.status(await slow[0].read(until: "\r\n\r\n").text) == "HTTP/1.1 201 Created")
        }
    }

    @Test func aBodyThatIsBrokenOffIsNoError() async throws {
        let logged = Seen()
        try await serving({ _ in }, logged: logged) { port in
            do {
                let connection = try RawConnection(port: port)
                connection.write(Self.head(100))
                try await Task.sleep(for: .milliseconds(200))
            }
            for _ in 0..<50 where !logged.all.contains(where: { $0.contains("answered") }) { try await Task.sleep(for: .milliseconds(100)) }
            #expect(logged.all.filter { $0.contains("answered") || $0.hasPrefix("error") } == ["info answered client=127.0.0.1 method=POST route=/shelves/{shelf}/books status=499"])
        }
    }

    @Test func endingDoesNotWaitForSlowBodies() async throws {
        let server = try house.server {
            $0.origin = nil
            $0.isDemo = true
            $0.limits.shutdown = 1
        }
        let ports = AsyncStream<Int>.makeStream()
        let running = Task { try await server.application { ports.continuation.yield($0) }.runService() }
        var iterator = ports.stream.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let connection = try RawConnection(port: port)
        connection.write(Self.head(1000))
        try await Task.sleep(for: .milliseconds(300))
        let began = ContinuousClock.now
        kill(getpid(), SIGTERM)
        try await running.value
        let took = began.duration(to: .now)
        #expect(took > .milliseconds(800))
        #expect(took < .seconds(15))
    }
}
