import Foundation

/// What group robots take, and how they say no.
public enum WebhookBody {
    /// A text for a group robot of 企业微信: `{"msgtype":"text","text":{"content":…}}`.
    ///
    /// It takes 2048 bytes; a longer text is cut, and ends with ….
    public static func weCom(_ text: String) -> [UInt8] { body(cut(text, 2048)) }

    /// A text for a group robot of 钉钉: the same shape, up to 20,000 bytes.
    public static func dingTalk(_ text: String) -> [UInt8] { body(cut(text, 20_000)) }

    /// The query that a robot of 钉钉 with 加签 wants: `timestamp`, and `sign`, the base64 of an HMAC-SHA256 over
    /// timestamp, line feed, secret under the secret. Pass it to `Gateway.adding(query:)`.
    /// - Parameters:
    ///   - milliseconds: real time since 1970; robots refuse what is an hour off
    ///   - hmac: HMAC-SHA256 of (key, message)
    public static func dingTalkQuery(
        secret: String, milliseconds: Int64, hmac: (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
    ) -> [String: String] {
        let sign = hmac(Array(secret.utf8), Array("\(milliseconds)\n\(secret)".utf8))
        return ["timestamp": String(milliseconds), "sign": Data(sign).base64EncodedString()]
    }

    /// Whether a robot took it. Both kinds answer 200 either way, with `errcode` 0 for yes.
    public static func accepted(_ answer: Gateway.Answer) -> Bool {
        struct Verdict: Decodable { let errcode: Int }
        guard (200..<300).contains(answer.status) else { return false }
        return (try? JSONDecoder().decode(Verdict.self, from: Data(answer.body)))?.errcode == 0
    }

    private static func body(_ text: String) -> [UInt8] {
        Array(#"{"msgtype":"text","text":{"content":"\#(inJSON(text))"}}"#.utf8)
    }

    private static func cut(_ text: String, _ longest: Int) -> String {
        guard text.utf8.count > longest else { return text }
        var length = "…".utf8.count
        return String(text.prefix { character in
            length += character.utf8.count
            return length <= longest
        }) + "…"
    }
}

/// The body that an SMS gateway takes: a JSON text of its own shape in which `{phone}` and `{text}` stand inside strings.
public struct SMSBody: Sendable {
    private enum Part: Sendable {
        case text(String)
        case phone
        case message
    }

    private let parts: [Part]

    /// Throws `DeliveryError.invalid` when the template lacks one of the two, or does not give JSON.
    public init(template: String) throws {
        var parts: [Part] = []
        var rest = template[...]
        while let place = rest.firstMatch(of: /\{(phone|text)\}/) {
            parts.append(.text(String(rest[..<place.range.lowerBound])))
            parts.append(place.1 == "phone" ? .phone : .message)
            rest = rest[place.range.upperBound...]
        }
        parts.append(.text(String(rest)))
        self.parts = parts
        let phones = parts.count { if case .phone = $0 { true } else { false } }
        let messages = parts.count { if case .message = $0 { true } else { false } }
        guard phones > 0, messages > 0 else { throw DeliveryError.invalid("template without {phone} and {text}") }
        // quotes and commas come out as they went in only where the places stand inside strings
        let sample = bytes(phone: "\",1", text: "\",\n1")
        guard (try? JSONSerialization.jsonObject(with: Data(sample))) != nil else { throw DeliveryError.invalid("template that gives no JSON") }
    }

    public func bytes(phone: String, text: String) -> [UInt8] {
        Array(parts.map { part in
            switch part {
            case .text(let text): text
            case .phone: inJSON(phone)
            case .message: inJSON(text)
            }
        }.joined().utf8)
    }
}

/// A text as it stands between the quotes of a JSON string (RFC 8259).
func inJSON(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\r": out += "\\r"
        case "\t": out += "\\t"
        default:
            if scalar.value < 32 {
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
    }
    return out
}
