/// Lists in one cell: with commas of either kind, as Python writes lists (`['a', 'b']`), or as JSON.
public enum SkillsText {
    static let most = 40
    static let longest = 40

    /// Each once, in their order. Entries that are an education or years of experience are none.
    public static func read(_ text: String) -> [String] {
        var seen: Set<String> = []
        var skills: [String] = []
        for entry in entries(text) {
            let plain = PlainText.line(entry, atMost: longest + 1)
            let folded = PlainText.folded(plain)
            guard !folded.isEmpty, plain.count <= longest, !PlainText.isNothing(folded), !isDemand(folded), seen.insert(folded).inserted else { continue }
            skills.append(plain)
            if skills.count == most { break }
        }
        return skills
    }

    /// `5年及以上`, `本科`: asked elsewhere.
    private static func isDemand(_ folded: String) -> Bool {
        if folded.containsAny(["经验不限", "学历不限"]) { return true }
        if case .degree = DegreeText.read(folded), folded.count <= 6, !folded.containsAny(["大学英语", "mba"]) { return true }
        if folded.contains("年"), folded.count <= 8, let first = WrittenNumber.all(in: folded).first, first.whole <= 30, first.before.isEmpty { return true }
        return ["应届", "应届生", "应届毕业生", "无需经验", "在校生"].contains(folded)
    }

    static func entries(_ text: String) -> [String] {
        let trimmed = text.drop { $0.isWhitespace }
        guard trimmed.first == "[", let last = trimmed.lastIndex(of: "]") else {
            return text.split { ",，、;；|\n\r\t".contains($0) }.map(String.init)
        }
        // a list literal: quoted texts, in which a comma stays a comma
        var entries: [String] = [], entry = "", quote: Character?, isEscaped = false
        for letter in trimmed[trimmed.index(after: trimmed.startIndex)..<last] {
            if isEscaped {
                entry.append(letter)
                isEscaped = false
            } else if letter == "\\", quote != nil {
                isEscaped = true
            } else if let open = quote {
                if letter == open { quote = nil } else { entry.append(letter) }
            } else if letter == "'" || letter == "\"" {
                quote = letter
            } else if letter == "," {
                entries.append(entry)
                entry = ""
            } else {
                entry.append(letter)
            }
        }
        entries.append(entry)
        return entries
    }
}

/// Descriptions that were a web page's once: tags and entities become the text that they showed.
public enum DescriptionText {
    /// Longer ones are cut.
    public static let longest = 20_000

    public static func read(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars.prefix(longest * 4))
        var made = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "<", let (name, end) = tag(scalars, index) {
                if ["br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4"].contains(name) { made.append("\n") }
                index = end + 1
            } else if scalar == "&", let (meant, end) = entity(scalars, index) {
                made.append(contentsOf: meant.unicodeScalars)
                index = end + 1
            } else {
                if scalar.value >= 0x20 || scalar == "\n" || scalar == "\t" { made.append(scalar) } else if scalar == "\r", index + 1 >= scalars.count || scalars[index + 1] != "\n" { made.append("\n") }
                index += 1
            }
        }
        return lines(made)
    }

    /// No blanks at the ends of lines, and never two empty lines together. By scalars: a million descriptions are read one letter after the other.
    private static func lines(_ text: String.UnicodeScalarView) -> String {
        var kept = String.UnicodeScalarView(), line: [Unicode.Scalar] = [], isApart = false
        func end() {
            while let last = line.last, isBlank(last) { line.removeLast() }
            if line.isEmpty {
                isApart = !kept.isEmpty
            } else {
                if !kept.isEmpty { kept.append(contentsOf: isApart ? ["\n", "\n"] : ["\n"]) }
                kept.append(contentsOf: line)
                isApart = false
            }
            line.removeAll(keepingCapacity: true)
        }
        for scalar in text {
            if scalar == "\n" { end() } else if !line.isEmpty || !isBlank(scalar) { line.append(scalar) }
        }
        end()
        let made = String(kept)
        return made.utf8.count <= longest ? made : String(made.prefix(longest))
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\u{A0}" || scalar == "\u{3000}" }

    /// `<br />`, `</p>`: a letter or slash behind the sign, and an end not far away. `a < b` is none.
    private static func tag(_ scalars: [Unicode.Scalar], _ start: Int) -> (name: String, end: Int)? {
        var index = start + 1
        if index < scalars.count, scalars[index] == "/" { index += 1 }
        var name = ""
        while index < scalars.count, scalars[index].isASCII, scalars[index].properties.isAlphabetic || (!name.isEmpty && ("0"..."9").contains(scalars[index])) {
            name.unicodeScalars.append(scalars[index])
            index += 1
        }
        guard !name.isEmpty, name.utf8.count <= 10 else { return nil }
        let farthest = min(scalars.count, start + 400)
        while index < farthest {
            if scalars[index] == ">" { return (name.lowercased(), index) }
            if scalars[index] == "<" { return nil }
            index += 1
        }
        return nil
    }

    private static let entities = [
        "nbsp": " ", "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "ldquo": "“", "rdquo": "”", "lsquo": "‘", "rsquo": "’", "middot": "·", "hellip": "…", "mdash": "—",
        "ndash": "–", "bull": "•", "times": "×", "ensp": " ", "emsp": " ", "le": "≤", "ge": "≥",
    ]

    private static func entity(_ scalars: [Unicode.Scalar], _ start: Int) -> (String, end: Int)? {
        guard let end = scalars[(start + 1)..<min(scalars.count, start + 10)].firstIndex(of: ";") else { return nil }
        let name = String(String.UnicodeScalarView(scalars[(start + 1)..<end]))
        if let meant = entities[name] { return (meant, end) }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let value = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let value, let scalar = Unicode.Scalar(value), value >= 0x20 else { return nil }
        return (String(scalar), end)
    }
}
