import Foundation
import Testing

@testable import Delivery

@Suite struct BodiesTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func webhooks() throws {
        #expect(text(WebhookBody.weCom("第\"1\"件\n\\ \u{1}")) == #"{"msgtype":"text","text":{"content":"第\"1\"件\n\\ \u0001"}}"#)
        #expect(text(WebhookBody.dingTalk("好")) == #"{"msgtype":"text","text":{"content":"好"}}"#)
        struct Body: Decodable {
            struct Text: Decodable { let content: String }
            let text: Text
        }
        let long = String(repeating: "站", count: 683)
        let cut = try JSONDecoder().decode(Body.self, from: Data(WebhookBody.weCom(long))).text.content
        #expect(cut == String(repeating: "站", count: 681) + "…")
        #expect(cut.utf8.count == 2046)
        #expect(text(WebhookBody.weCom(String(long.prefix(682)))).contains(String(long.prefix(682)) + "\""))
    }

    @Test func dingTalkSignature() {
        var asked: ([UInt8], [UInt8])?
        let query = WebhookBody.dingTalkQuery(secret: "SEC1", milliseconds: 1_605_488_400_000) { key, message in
            asked = (key, message)
            return [0xFB, 0xFF, 0xFE]
        }
        #expect(query == ["timestamp": "1605488400000", "sign": "+//+"])
        #expect(asked?.0 == Array("SEC1".utf8))
        #expect(asked?.1 == Array("1605488400000\nSEC1".utf8))
    }

    @Test func answers() {
        func accepted(_ status: Int, _ body: String) -> Bool { WebhookBody.accepted(Gateway.Answer(status: status, body: Array(body.utf8))) }
        #expect(accepted(200, #"{"errcode":0,"errmsg":"ok"}"#))
        #expect(!accepted(200, #"{"errcode":93000,"errmsg":"invalid webhook url"}"#))
        #expect(!accepted(500, #"{"errcode":0}"#))
        #expect(!accepted(200, "ok"))
        #expect(!accepted(200, ""))
    }

    @Test func sms() throws {
        let body = try SMSBody(template: #"{"sign":"驿站","to":["{phone}"],"msg":"{text} 退订回T"}"#)
        #expect(text(body.bytes(phone: "13800138000", text: "您的\"申报\"\n已受理"))
            == #"{"sign":"驿站","to":["13800138000"],"msg":"您的\"申报\"\n已受理 退订回T"}"#)
        // what is filled in is not filled again, and stays inside its string
        #expect(text(body.bytes(phone: "{text}", text: "{phone}\",\"x\":\"")) == #"{"sign":"驿站","to":["{text}"],"msg":"{phone}\",\"x\":\" 退订回T"}"#)
        let wrong = ["", "{}", #"{"p":"{phone}"}"#, #"{"p":"{phone}","t":{text}}"#, #"{"p":{phone},"t":"{text}"}"#, #"{"p":"{phone}","t":"{text}""#]
        for template in wrong { #expect(throws: DeliveryError.self) { try SMSBody(template: template) } }
    }
}
