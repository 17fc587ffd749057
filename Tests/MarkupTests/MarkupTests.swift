import Markup
import Testing

@Suite struct MarkupTests {
    @Test func literalsGoInAsTheyAre() {
        let html: HTML = "<p class=\"lead\">欢迎来青 & 回青</p>"
        #expect(html.string == "<p class=\"lead\">欢迎来青 & 回青</p>")
        #expect(HTML.empty.string == "")
        #expect(HTML.empty.isEmpty)
        #expect(!html.isEmpty)
    }

    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\" onmouseover=\"alert(1)", "&quot; onmouseover=&quot;alert(1)"),
        ("' onfocus='alert(1)", "&#39; onfocus=&#39;alert(1)"),
        ("</title><img src=x onerror=alert(1)>", "&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;"),
        ("]]>--><!--", "]]&gt;--&gt;&lt;!--"),
        ("&lt;b&gt; &amp; &#60;", "&amp;lt;b&amp;gt; &amp;amp; &amp;#60;"),
        ("青岛<人才>驿站", "青岛&lt;人才&gt;驿站"),
        ("𠮷野家 👩‍💻 é", "𠮷野家 👩‍💻 é"),
        ("", ""),
    ])
    func textIsEscaped(text: String, escaped: String) {
        let inText: HTML = "<td>\(text)</td>"
        #expect(inText.string == "<td>\(escaped)</td>")
        let inAttribute: HTML = "<td title=\"\(text)\"></td>"
        #expect(inAttribute.string == "<td title=\"\(escaped)\"></td>")
        #expect(HTML(text: text).string == escaped)
        let slice: HTML = "\(text[...])"
        #expect(slice.string == escaped)
    }

    @Test func everyCharacterOfMarkupIsEscapedWhereverItStands() {
        for character in ["<", ">", "&", "\"", "'"] {
            for text in [character, "a\(character)", "\(character)a", "\(character)\(character)"] {
                let html: HTML = "\(text)"
                let rest = html.string.replacing("&amp;", with: "").replacing("&lt;", with: "").replacing("&gt;", with: "")
                    .replacing("&quot;", with: "").replacing("&#39;", with: "")
                #expect(rest == text.replacing(character, with: ""), "\(text) became \(html.string)")
            }
        }
    }

    @Test func markupGoesIntoMarkupOnce() {
        let name = "A & B"
        let inner: HTML = "<b>\(name)</b>"
        let outer: HTML = "<p>\(inner)</p>"
        #expect(outer.string == "<p><b>A &amp; B</b></p>")
    }

    @Test func numbers() {
        let html: HTML = "\(42) \(Int64.min) \(UInt8(7))"
        #expect(html.string == "42 -9223372036854775808 7")
    }

    @Test func lists() {
        let names = ["<甲>", "乙", "丙"]
        let each: HTML = "<ul>\(each: names, { "<li>\($0)</li>" })</ul>"
        #expect(each.string == "<ul><li>&lt;甲&gt;</li><li>乙</li><li>丙</li></ul>")
        let none: HTML = "<ul>\(each: [String](), { "<li>\($0)</li>" })</ul>"
        #expect(none.string == "<ul></ul>")
        let pieces: [HTML] = ["<i>", "\("&" as String)", "</i>"]
        let list: HTML = "\(pieces)"
        #expect(list.string == "<i>&amp;</i>")
    }

    @Test func optionals() {
        let some: String? = "<一>"
        let none: String? = nil
        let markup: HTML? = "<br>"
        let noMarkup: HTML? = nil
        let html: HTML = "[\(some)][\(none)][\(markup)][\(noMarkup)]"
        #expect(html.string == "[&lt;一&gt;][][<br>][]")
        let with: HTML = "<a\(with: some, { " title=\"\($0)\"" })\(with: none, { " id=\"\($0)\"" })>"
        #expect(with.string == "<a title=\"&lt;一&gt;\">")
    }

    @Test func conditionsMakeTheirMarkupOnlyWhenTheyHold() {
        var made = 0
        func costly() -> HTML {
            made += 1
            return "<hr>"
        }
        let no: HTML = "a\(if: false, costly())b"
        #expect(no.string == "ab")
        #expect(made == 0)
        let yes: HTML = "a\(if: true, costly())b"
        #expect(yes.string == "a<hr>b")
        #expect(made == 1)
    }

    /// What is large stands in what is around it without being written again, and reads the same.
    @Test func largePieces() {
        func rows(_ count: Int) -> HTML { "<ul>\(each: Array(0..<count), { "<li>\($0) 和 \("a & b")</li>" })</ul>" }
        func plain(_ count: Int) -> String { "<ul>" + (0..<count).map { "<li>\($0) 和 a &amp; b</li>" }.joined() + "</ul>" }
        for count in [0, 1, 40, 41, 42, 200, 1000, 5000] {
            let inner = rows(count), outer: HTML = "<p>\(inner)—\(inner)</p>\(rows(3))\(inner)!"
            #expect(inner.string == plain(count))
            #expect(outer.string == "<p>\(plain(count))—\(plain(count))</p>\(plain(3))\(plain(count))!")
            #expect(outer.count == outer.bytes.count && outer.bytes == Array(outer.string.utf8))
            #expect((outer + outer).count == 2 * outer.count)
        }
        let text = String(repeating: "<长 & 短>", count: 3000)
        #expect(HTML(text: text).string == String(repeating: "&lt;长 &amp; 短&gt;", count: 3000))
    }

    @Test func joining() {
        let text = "<"
        var html: HTML = "<p>"
        html += "\(text)"
        #expect((html + "</p>").string == "<p>&lt;</p>")
        #expect((html + "</p>").bytes == Array("<p>&lt;</p>".utf8))
    }
}
