import Testing

@testable import Domain

@Suite struct StoryTextTests {
    /// `h:…`, `p:…|…`, `l:…|…`; links as `<words→address>`.
    private func shape(_ text: String) -> [String] {
        func words(_ pieces: [StoryText.Piece]) -> String {
            pieces.map { piece in
                switch piece {
                case .text(let text): text
                case .link(let words, let address): "<\(words)→\(address.text)>"
                }
            }.joined()
        }
        return StoryText(text).blocks.map { block in
            switch block {
            case .heading(let text): "h:\(text)"
            case .paragraph(let lines): "p:" + lines.map(words).joined(separator: "|")
            case .list(let points): "l:" + points.map(words).joined(separator: "|")
            }
        }
    }

    @Test func readsParagraphsHeadingsListsAndLinks() {
        let text = "第一段，\r\n换行。\n\n## 小标题\n- 一\n- 二 [原文](https://www.qingdao.gov.cn/a?b=1#c)\n第二段\n\n\n-不是列表\n##不是标题"
        #expect(shape(text) == ["p:第一段，|换行。", "h:小标题", "l:一|二 <原文→https://www.qingdao.gov.cn/a?b=1#c>", "p:第二段", "p:-不是列表|##不是标题"])
        #expect(StoryText(text).plain == "第一段，\n换行。\n小标题\n一\n二 原文\n第二段\n-不是列表\n##不是标题")
        #expect(shape("") == [])
        #expect(shape("  \n## \n- \n") == [])
        #expect(shape("[甲](https://a.example)[乙](https://b.example)") == ["p:<甲→https://a.example><乙→https://b.example>"])
    }

    @Test func whatIsWrittenAsHTMLStaysText() {
        #expect(shape("<script>alert(1)</script> & <b>") == ["p:<script>alert(1)</script> & <b>"])
    }

    @Test(arguments: [
        "javascript:alert(1)", "http://a.example/", "//a.example/", "HTTPS://a.example/", "https://", "https://a", "https://a.example@evil.example/", "https://a.example:8443/", "https://a .example/",
        "https://a.example/\"onclick=", "https://a.example/<b>", "https://.example/", "https://-a.example/", "https://127.0.0.1/", "https://[::1]/", "https://é.example/", "https://a.example/\u{202E}",
        "data:text/html,x", "https://a.example/\\", "https://a.example/" + String(repeating: "a", count: 500),
    ]) func refusesOtherAddresses(_ address: String) {
        #expect(OutsideAddress(address) == nil)
        #expect(shape("[x](\(address))").allSatisfy { !$0.contains("→") })
    }

    @Test func unclosedBracketsCostNoMoreThanOtherText() {
        for text in [
            String(repeating: "[", count: 20_000), String(repeating: "[a](", count: 5_000), String(repeating: "[a](https://a.example/", count: 900), String(repeating: "]", count: 20_000),
            String(repeating: "- \n## \n", count: 3_000), "[" + String(repeating: "a", count: 19_000) + "](https://a.example)",
        ] {
            #expect(StoryText(text).blocks.allSatisfy { block in
                if case .paragraph(let lines) = block { lines.joined().allSatisfy { if case .text = $0 { true } else { false } } } else { true }
            })
        }
    }

    /// Any text is read, and loses nothing but its marks.
    @Test func readsAnything() {
        var dice = SystemRandomNumberGenerator()
        let alphabet = Array("[]()#- \n\r\u{0}\u{2028}甲a<>\"'&https://a.b\u{301}👨‍👩‍👧")
        for _ in 0..<500 {
            let text = String((0..<200).map { _ in alphabet.randomElement(using: &dice) ?? "a" })
            let plain = StoryText(text).plain
            #expect(plain.unicodeScalars.count <= text.unicodeScalars.count)
        }
    }
}

@Suite struct StoryStateTests {
    @Test func everyStoryIsReviewedBeforeItIsPublished() {
        #expect(StoryState.draft.after(.publish) == nil)
        #expect(StoryState.draft.after(.submit) == .review)
        #expect(StoryState.review.after(.publish) == .published)
        #expect(StoryState.review.after(.return) == .draft)
        #expect(StoryState.review.after(.recall) == .draft)
        #expect(StoryState.published.after(.withdraw) == .withdrawn)
        for step in StoryState.Step.allCases { #expect(StoryState.withdrawn.after(step) == nil) }
        let intoPublished = StoryState.allCases.flatMap { from in StoryState.Step.allCases.filter { from.after($0) == .published }.map { "\(from) \($0)" } }
        #expect(intoPublished == ["review publish"])
        #expect(StoryState.diagram.contains("review --> published: publish"))
    }
}

@Suite struct JPEGFactsTests {
    private let head: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0x4A, 0x46]
    private let frame: [UInt8] = [0xFF, 0xC2, 0, 11, 8, 0x01, 0x40, 0x01, 0xE0, 1, 1, 0x11, 0]
    private let scan: [UInt8] = [0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]

    @Test func readsTheSizeAndSeesWhatStandsBeside() throws {
        let plain = try #require(JPEGFacts(head + frame + scan))
        #expect(plain.width == 480 && plain.height == 320 && !plain.hasMetadata)
        for marker: UInt8 in [0xE1, 0xE2, 0xED, 0xFE] {
            #expect(try #require(JPEGFacts(head + [0xFF, marker, 0, 4, 1, 2] + frame + scan)).hasMetadata, "marker \(marker)")
        }
    }

    @Test func brokenOnesAreNone() {
        let whole = head + frame + scan
        for end in 0..<(head.count + frame.count + 4) { #expect(JPEGFacts(Array(whole.prefix(end))) == nil, "\(end) bytes") }
        #expect(JPEGFacts(head + scan) == nil)
        #expect(JPEGFacts(Array("\u{89}PNG".utf8)) == nil)
        #expect(JPEGFacts([0xFF, 0xD8, 0xFF, 0xE1, 0, 0] + scan) == nil)
    }
}
