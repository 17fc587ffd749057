import Domain
import SQL

/// Sends a code of six digits to a mobile number, by which whoever holds it registers or signs in. The answer is the same whether the number is
/// known here or not.
///
/// Effects: the number's newest code, of which only a keyed hash is kept, good for five minutes of real time and five tries; a text message. At
/// most one a minute and ten a day for a number.
public struct SendPhoneCode: Codable, Sendable {
    public let phone: String

    public init(phone: String) { self.phone = phone }

    public struct Sent: Sendable {
        public let receipt: Receipt
        /// In demo mode alone, where no message leaves: the words that would be sent.
        public let message: String?
    }

    public static let minutes = 5

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Sent {
        guard Phone.isMobile(phone) else { throw Refusal.invalid([.init("phone", PhoneCodes.phoneWords)]) }
        guard house.demo || house.channels.contains(.sms) else {
            throw Refusal(.conflict, "no_messages", Words("本站暂不能发送短信验证码", "This site cannot send text messages at present"), next: Words("请用密码登录", "Please sign in with a password"))
        }
        let number = Phone.normalised(phone), secrets = house.secrets
        let code = PhoneCodes.code(try secrets.random(8))
        let body = "验证码 \(code)，\(Self.minutes) 分钟内有效，请勿告诉他人。Your code is \(code), valid for \(Self.minutes) minutes."
        let receipt = try await house.perform(by: actor, once: once) { act in
            let day = Zone.china.day(of: act.real)
            let stored = try act.tx.rows("""
                INSERT INTO phone_codes (phone_index, hash, sent_at, ends_at, tries, sent_on, sent_that_day)
                VALUES (\(try PhoneCodes.index(number, secrets)), \(try PhoneCodes.hash(number, code, secrets)), \(act.real), \(act.real.adding(seconds: Self.minutes * 60)), 0, \(day), 1)
                ON CONFLICT (phone_index) DO UPDATE SET hash = excluded.hash, sent_at = excluded.sent_at, ends_at = excluded.ends_at, tries = 0, used_at = NULL, sent_on = excluded.sent_on,
                    sent_that_day = CASE WHEN phone_codes.sent_on = excluded.sent_on THEN phone_codes.sent_that_day + 1 ELSE 1 END
                WHERE phone_codes.sent_at <= \(act.real.adding(seconds: -60)) AND (phone_codes.sent_on <> excluded.sent_on OR phone_codes.sent_that_day < \(PhoneCodes.mostADay))
                RETURNING sent_that_day
                """)
            guard !stored.isEmpty else {
                throw Refusal(.tooMany, "code_too_often", Words("每分钟只能获取一次验证码，每天最多 \(PhoneCodes.mostADay) 次", "One code a minute, and at most \(PhoneCodes.mostADay) a day"),
                    next: Words("请稍候再试；已收到的验证码 \(Self.minutes) 分钟内仍然有效", "Please wait a little; a code that has come is good for \(Self.minutes) minutes"))
            }
            if house.channels.contains(.sms) { try act.post(.sms, to: number, title: "验证码", body: body, account: nil) }
            return Receipt(.home)
        }
        return Sent(receipt: receipt, message: house.demo && !receipt.repeated ? body : nil)
    }
}

/// Codes that were sent to numbers. A try is counted in a transaction of its own, so that no refusal takes it back.
enum PhoneCodes {
    static let mostTries = 5
    static let mostADay = 10
    static let phoneWords = Words("请填写 11 位手机号", "An 11-digit mobile number, please")

    static let wrong = Refusal(.invalid, "wrong_code", Words("验证码不正确或已过期", "The code is wrong or has run out"), next: Words("请检查后重试，或重新获取", "Check it, or ask for a new one"),
        fields: [.init("code", Words("验证码不正确或已过期", "The code is wrong or has run out"))])

    static func index(_ number: String, _ secrets: any Secrets) throws -> [UInt8] { try secrets.blindIndex(number, table: "phone_codes", column: "phone") }
    static func hash(_ number: String, _ code: String, _ secrets: any Secrets) throws -> [UInt8] { try secrets.blindIndex("\(number):\(code)", table: "phone_codes", column: "hash") }

    /// Six digits.
    static func code(_ random: [UInt8]) -> String {
        let number = random.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
        let digits = String(number)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// - Throws: `wrong` when the number has no code, or its tries are used up.
    static func countTry(_ house: House, _ phone: String) async throws {
        let indexes = try house.secrets.blindIndexes(Phone.normalised(phone), table: "phone_codes", column: "phone")
        let counted = try await house.database.write { tx in
            try tx.run("UPDATE phone_codes SET tries = tries + 1 WHERE phone_index IN (\(list: indexes)) AND tries < \(mostTries)")
        }
        guard counted > 0 else { throw wrong }
    }

    /// Uses the number's code up. - Throws: `wrong` unless this is it, and it is still good.
    static func take(_ act: Act, _ phone: String, _ code: String) throws {
        let number = Phone.normalised(phone), secrets = act.house.secrets
        let typed = code.filter { !$0.isWhitespace }
        let hashes = try secrets.blindIndexes("\(number):\(typed)", table: "phone_codes", column: "hash")
        let used = try act.tx.run("""
            UPDATE phone_codes SET used_at = \(act.real) WHERE phone_index IN (\(list: try secrets.blindIndexes(number, table: "phone_codes", column: "phone")))
                AND hash IN (\(list: hashes)) AND used_at IS NULL AND ends_at > \(act.real)
            """)
        guard used == 1 else { throw wrong }
    }
}

/// Sends a code to the account's own number. Effects: those of `SendPhoneCode`.
public struct SendOwnCode: Sendable {
    public init() {}

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> SendPhoneCode.Sent {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard let sealed: [UInt8] = try await house.database.read({ tx in try tx.value("SELECT phone FROM accounts WHERE id = \(account) AND phone IS NOT NULL") }) else {
            throw Refusal(.conflict, "no_phone", Words("账号没有手机号", "The account has no mobile number"))
        }
        let number = try house.secrets.text(sealed, table: "accounts", column: "phone", row: account.rawValue)
        return try await SendPhoneCode(phone: number)(house, by: actor, once: once)
    }
}
