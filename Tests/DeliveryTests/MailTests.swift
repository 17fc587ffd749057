import Foundation
import Testing

@testable import Delivery

@Suite(.timeLimit(.minutes(1)))
struct MailTests {
    /// A mail server that says yes, unless told otherwise for a command.
    private func mailbox(_ answers: [String: String] = [:]) -> Loopback {
        Loopback { connection in
            connection.say("220 mail.test\r\n")
            while let line = connection.line() {
                let verb = line.split(separator: " ").first.map { $0.uppercased() } ?? ""
                if let answer = answers[verb] {
                    connection.say(answer + "\r\n")
                } else if verb == "EHLO" {
                    connection.say("250-mail.test\r\n250 AUTH PLAIN\r\n")
                } else if verb == "AUTH" {
                    // the token stands behind the command, or on a line of its own
                    if line.split(separator: " ").count < 3 {
                        connection.say("334 \r\n")
                        _ = connection.line()
                    }
                    connection.say("235 in\r\n")
                } else if verb == "DATA" {
                    connection.say("354 go on\r\n")
                    while let text = connection.line(), text != "." {}
                    connection.say(answers["."].map { $0 + "\r\n" } ?? "250 taken\r\n")
                } else {
                    connection.say("250 yes\r\n")
                }
                if verb == "QUIT" { return }
            }
        }
    }

    private func server(
        _ port: Int, username: String? = nil, name: String = "", security: MailServer.Security = .none, seconds: Double = 20
    ) throws -> MailServer {
        try MailServer(host: "127.0.0.1", port: port, security: security, username: username, password: username == nil ? nil : "秘密 x",
                       from: "yizhan@qd.example.cn", name: name, seconds: seconds)
    }

    @Test func messageArrivesByteForByte() async throws {
        let mailbox = mailbox()
        try await server(mailbox.port, name: "青岛市人才驿站").send(
            to: "li.wei@example.com", subject: "您的申报已受理", body: "李伟：\n您好。\n.\n", id: "<m1@qd.example.cn>", date: 1_605_488_400)
        let name = Data("青岛市人才驿站".utf8).base64EncodedString()
        let subject = Data("您的申报已受理".utf8).base64EncodedString()
        let body = Data("李伟：\r\n您好。\r\n.\r\n".utf8).base64EncodedString()
        let expected = """
            EHLO qd.example.cn\r
            MAIL FROM:<yizhan@qd.example.cn>\r
            RCPT TO:<li.wei@example.com>\r
            DATA\r
            Date: Mon, 16 Nov 2020 01:00:00 +0000\r
            From: =?utf-8?B?\(name)?=\r
             <yizhan@qd.example.cn>\r
            To: li.wei@example.com\r
            Message-ID: <m1@qd.example.cn>\r
            Subject: =?utf-8?B?\(subject)?=\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: base64\r
            Auto-Submitted: auto-generated\r
            \r
            \(body)\r
            .\r
            QUIT\r

            """
        #expect(try await mailbox.received().map { String(decoding: $0, as: UTF8.self) } == [expected])
    }

    @Test func signsIn() async throws {
        let mailbox = mailbox()
        try await server(mailbox.port, username: "yizhan").send(to: "a@b.cn", subject: "x", body: "x", id: "<1@b.cn>", date: 0)
        let lines = String(decoding: try #require(try await mailbox.received().first), as: UTF8.self).split(separator: "\r\n")
        // the token may stand on the command's line or on its own
        let said = lines.dropFirst().prefix { !$0.hasPrefix("MAIL") }.joined(separator: " ")
        #expect(said == "AUTH PLAIN " + Data("\0yizhan\0秘密 x".utf8).base64EncodedString())
    }

    @Test(arguments: [("RCPT", "550 no such person", 550), ("MAIL", "451 later", 451), ("AUTH", "535 wrong", 535), (".", "554 spam", 554)])
    func refusalHasItsCode(_ verb: String, _ answer: String, _ code: Int) async throws {
        let mailbox = mailbox([verb: answer])
        let server = try server(mailbox.port, username: "yizhan")
        await #expect(throws: DeliveryError.rejected(code)) {
            try await server.send(to: "a@b.cn", subject: "x", body: "x", id: "<1@b.cn>", date: 0)
        }
    }

    @Test func withoutSTARTTLSNothingIsSent() async throws {
        let mailbox = mailbox()
        let server = try server(mailbox.port, username: "yizhan", security: .startTLS)
        await #expect(throws: DeliveryError.self) { try await server.send(to: "a@b.cn", subject: "secret", body: "x", id: "<1@b.cn>", date: 0) }
        let said = String(decoding: try await mailbox.received().joined(), as: UTF8.self)
        #expect(said.hasPrefix("EHLO qd.example.cn\r\n"))
        #expect(!said.contains("AUTH"))
        #expect(!said.contains("MAIL"))
    }

    @Test func serverThatNeverAnswers() async throws {
        let silent = Loopback { connection in _ = connection.line() }
        let server = try server(silent.port, seconds: 0.5)
        let start = ContinuousClock.now
        await #expect(throws: DeliveryError.timedOut) { try await server.send(to: "a@b.cn", subject: "x", body: "x", id: "<1@b.cn>", date: 0) }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func nobodyThere() async throws {
        let gone = Loopback.deserted()
        await #expect(throws: DeliveryError.unreachable("Couldn't connect to server")) {
            try await server(gone).send(to: "a@b.cn", subject: "x", body: "x", id: "<1@b.cn>", date: 0)
        }
    }

    private func message(
        to: String = "a@b.cn", name: String = "", subject: String = "x", body: String = "x", id: String = "<1@b.cn>", date: Int64 = 0
    ) -> MailMessage {
        MailMessage(from: "yizhan@qd.example.cn", name: name, to: to, subject: subject, body: body, id: id, seconds: date)
    }

    @Test func nothingBecomesAHeader() throws {
        let attack = "x\r\nBcc: all@example.com\r\n\r\nbody\n.\r\nRSET"
        let text = String(decoding: try message(name: attack, subject: attack, body: attack).bytes(), as: UTF8.self)
        let head = try #require(text.range(of: "\r\n\r\n").map { text[..<$0.lowerBound] })
        let names = head.components(separatedBy: "\r\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(names == [
            "Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted",
        ])
        #expect(!text.contains("Bcc"))
        #expect(text.utf8.count { $0 == 10 } == text.components(separatedBy: "\r\n").count - 1)
        let addresses = [
            "a@b.cn\r\nBcc: c@d.cn", "a@b.cn>\r\nRCPT TO:<c@d.cn", "a b@c.cn", "@b.cn", "a@", "a@b@c.cn", "a..b@c.cn", "", "李@b.cn", "a@-b.cn",
            "<a@b.cn>",
        ]
        for wrong in addresses {
            #expect(throws: DeliveryError.invalid("recipient's address")) { try message(to: wrong).bytes() }
            #expect(throws: DeliveryError.invalid("message id")) { try message(id: "<\(wrong)>").bytes() }
        }
        #expect(throws: DeliveryError.invalid("date")) { try message(date: .max).bytes() }
        #expect(MailServer.isAddress("li.wei+a@mail.example.com"))
    }

    @Test func settingsThatCannotWork() throws {
        func make(_ host: String, _ port: Int = 25, user: String? = nil, from: String = "a@b.cn") throws -> MailServer {
            try MailServer(host: host, port: port, security: .none, username: user, password: "x", from: from)
        }
        #expect(throws: DeliveryError.invalid("mail server's name")) { try make("mail.cn/x?") }
        #expect(throws: DeliveryError.invalid("mail server's name")) { try make("") }
        #expect(throws: DeliveryError.invalid("mail server's port")) { try make("mail.cn", 0) }
        #expect(throws: DeliveryError.invalid("sender's address")) { try make("mail.cn", from: "a") }
        #expect(throws: DeliveryError.invalid("a password in the clear")) { try make("mail.cn", user: "x") }
        #expect(try make("127.0.0.1", user: "x").description == "127.0.0.1:25 (none)")
    }

    /// Reads a header back as RFC 2047 says.
    private func decoded(_ words: String) throws -> String {
        var bytes = Data()
        for word in words.components(separatedBy: "\r\n ") {
            let inner = try #require(word.wholeMatch(of: /=\?utf-8\?B\?([A-Za-z0-9+\/=]*)\?=/)).1
            let piece = try #require(Data(base64Encoded: String(inner)))
            // each word holds whole characters
            #expect(String(validating: piece, as: UTF8.self) != nil)
            #expect(word.utf8.count <= 75)
            bytes += piece
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func encodedWords() throws {
        #expect(MailMessage.words("Your application 12", after: 9) == "Your application 12")
        #expect(MailMessage.words("", after: 9) == "")
        for text in ["=?utf-8?B?eA==?=", " lead", "a,b", "您好", String(repeating: "x", count: 80), String(repeating: "驿站𠮷a", count: 40), "x\r\ny"] {
            #expect(try decoded(MailMessage.words(text, after: 9)) == text)
        }
    }

    @Test func dates() throws {
        #expect(try MailMessage.date(0) == "Thu, 1 Jan 1970 00:00:00 +0000")
        #expect(try MailMessage.date(1_582_934_399) == "Fri, 28 Feb 2020 23:59:59 +0000")
        #expect(try MailMessage.date(1_582_934_400) == "Sat, 29 Feb 2020 00:00:00 +0000")
    }
}
