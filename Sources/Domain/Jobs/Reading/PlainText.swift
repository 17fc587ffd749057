/// How texts of postings are brought to one form before they are read.
enum PlainText {
    /// Full-width letters, digits and signs as plain ones, small letters, no blanks.
    static func folded(_ text: some StringProtocol) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: if let plain = Unicode.Scalar(scalar.value - 0xFEE0) { folded.append(plain) }
            case 0x3000, 0x00A0, 0x0009...0x000D, 0x0020, 0x200B...0x200D, 0xFEFF: break
            default: folded.append(scalar)
            }
        }
        return String(folded).lowercased()
    }

    /// One line, without blanks at its ends, and no longer than so many characters.
    static func line(_ text: String, atMost: Int) -> String {
        let words = text.split { $0.isWhitespace || $0.isNewline }
        return String(words.joined(separator: " ").prefix(atMost))
    }

    /// Whether a text says that nothing is asked or known: `不限`, `无`, `-`.
    static func isNothing(_ folded: String) -> Bool { nothing.contains(folded) }

    private static let nothing: Set<String> = ["", "-", "--", "/", "无", "不限", "null", "none", "nan", "n/a", "nil", "暂无", "未知", "其他", "[]", "不详"]

    /// Chinese numerals up to ninety-nine as digits: `三至五年` is `3至5年`.
    static func withDigits(_ text: String) -> String {
        let digits: [Character: Int] = ["一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9]
        var made = "", tens: Int?, ones: Int?
        func flush() {
            if tens != nil || ones != nil { made += String((tens ?? 0) * 10 + (ones ?? 0)) }
            (tens, ones) = (nil, nil)
        }
        for letter in text {
            if letter == "十" {
                tens = ones ?? 1
                ones = nil
            } else if let digit = digits[letter] {
                if ones != nil { flush() }
                ones = digit
            } else {
                flush()
                made.append(letter)
            }
        }
        flush()
        return made
    }
}

/// A number in a text with what stands around it, in ten-thousandths so that nothing is rounded.
struct WrittenNumber: Equatable {
    /// Ten-thousandths.
    let scaled: Int64
    /// What stands between it and the number before it, or the beginning.
    let before: String
    /// What stands between it and the next number, or the end.
    let after: String

    var whole: Int { Int(scaled / 10_000) }

    /// All numbers of a text, at most eight; a comma between groups of three digits belongs to a number.
    static func all(in text: String) -> [WrittenNumber] {
        let letters = Array(text.unicodeScalars)
        func digit(_ index: Int) -> Int64? {
            guard letters.indices.contains(index), (0x30...0x39).contains(letters[index].value) else { return nil }
            return Int64(letters[index].value) - 0x30
        }
        var found: [(scaled: Int64, before: String)] = [], between = String.UnicodeScalarView()
        var index = 0
        while index < letters.count, found.count < 8 {
            guard let first = digit(index) else {
                between.append(letters[index])
                index += 1
                continue
            }
            var value = first, digits = 1, isTooLong = false
            index += 1
            while true {
                if let next = digit(index) {
                    value = value * 10 + next
                    index += 1
                } else if letters.indices.contains(index), letters[index] == ",", digit(index + 1) != nil, digit(index + 2) != nil, digit(index + 3) != nil, digit(index + 4) == nil {
                    index += 1
                    continue
                } else { break }
                digits += 1
                if digits > 12 {
                    isTooLong = true
                    while digit(index) != nil { index += 1 }
                    break
                }
            }
            var scaled = value * 10_000, place: Int64 = 1000
            if letters.indices.contains(index), letters[index] == ".", digit(index + 1) != nil {
                index += 1
                while let next = digit(index) {
                    scaled += next * place
                    place /= 10
                    index += 1
                }
            }
            found.append((isTooLong ? 0 : scaled, String(between)))
            between = String.UnicodeScalarView()
        }
        while index < letters.count {
            between.append(letters[index])
            index += 1
        }
        return found.enumerated().map { place, number in
            WrittenNumber(scaled: number.scaled, before: number.before, after: place + 1 < found.count ? found[place + 1].before : String(between))
        }
    }
}

extension String {
    func containsAny(_ parts: [String]) -> Bool { parts.contains { contains($0) } }
}
