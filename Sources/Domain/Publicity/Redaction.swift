/// Takes out of a text what a public notice must not show: telephone numbers, resident ids, mail addresses, and given names.
public struct Redaction: Sendable {
    private let names: [String]
    /// What stands in their place.
    public static let mark = "〔已隐去〕"

    /// - Parameter names: of the contact and the people who were named, at least two characters each; shorter ones are not looked for.
    public init(names: [String]) {
        self.names = Array(Set(names.filter { $0.count >= 2 })).sorted { ($0.count, $0) > ($1.count, $1) }
    }

    public func callAsFunction(_ text: String) -> String {
        var text = text
        for name in names { text = text.replacing(name, with: Self.mark) }
        return Self.withoutContacts(text)
    }

    /// Whether a text names a telephone number, a resident id or a mail address.
    public static func findsContacts(in text: String) -> Bool { withoutContacts(text) != text }

    private static func withoutContacts(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while !rest.isEmpty {
            if let length = number(rest) ?? mail(rest) {
                // What went before belongs to a mail address only up to the first character that cannot stand in one.
                out += mark
                rest = rest.dropFirst(length)
            } else {
                out.append(rest[rest.startIndex])
                let wasWord = isWord(rest[rest.startIndex])
                rest = rest.dropFirst()
                // A number or address is looked for only at its beginning.
                if wasWord {
                    while let next = rest.first, isWord(next) {
                        out.append(next)
                        rest = rest.dropFirst()
                    }
                }
            }
        }
        return out
    }

    private static func isWord(_ character: Character) -> Bool { character.isASCII && (character.isLetter || character.isNumber || "._%+-@".contains(character)) }

    /// The length of a run of digits (with spaces, hyphens and brackets between) that is a telephone number or a resident id.
    private static func number(_ text: Substring) -> Int? {
        guard let first = text.first, first.isASCII, first.isNumber || first == "+" || first == "(" || first == "（" else { return nil }
        var digits = "", length = 0, last = 0
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                last = length + 1
            } else if character == "X" || character == "x", digits.count == 17 {
                digits.append("X")
                last = length + 1
                break
            } else if !" -+()（）－".contains(character) || digits.count > 20 {
                break
            }
            length += 1
        }
        let isID = digits.count == 18
        var national = digits
        if national.hasPrefix("86"), national.count == 13 { national.removeFirst(2) }
        let isMobile = national.count == 11 && national.hasPrefix("1") && !["10", "11", "12"].contains(String(national.prefix(2)))
        let isLandline = (10...12).contains(national.count) && national.hasPrefix("0") && !national.hasPrefix("00")
        return isID || isMobile || isLandline ? last : nil
    }

    private static func mail(_ text: Substring) -> Int? {
        let word = text.prefix(while: isWord)
        let parts = word.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), let end = parts[1].last, end.isLetter else { return nil }
        return word.count
    }
}
