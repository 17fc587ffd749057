import Domain
import Yams

/// One mapping of the file. Reading a key makes it known; `done` reports the keys that nobody asked for.
/// A missing or mistyped value is reported once and replaced by an empty one, so that the rest is still read.
final class Entry {
    let reading: Reading
    let path: String
    let place: Place
    private let pairs: [String: Node]
    private let keys: [(name: String, place: Place)]
    private var known: Set<String> = []
    private var stated: [(key: String, value: Words)] = []

    init(_ reading: Reading, _ mapping: Node.Mapping, path: String, at place: Place) {
        self.reading = reading
        self.path = path
        self.place = place
        var pairs: [String: Node] = [:]
        var keys: [(String, Place)] = []
        reading.note(path, place)
        for (key, value) in mapping {
            let keyPlace = Place(key.mark)
            guard let name = key.scalar?.string else {
                reading.report(path, at: keyPlace, Words("键应是文字", "A key must be text"))
                continue
            }
            pairs[name] = value
            keys.append((name, keyPlace))
            reading.note(path.isEmpty ? name : "\(path).\(name)", value.scalar == nil ? keyPlace : Place(value.mark))
        }
        self.pairs = pairs
        self.keys = keys
    }

    var names: [String] { keys.map(\.name) }

    func has(_ key: String) -> Bool { pairs[key] != nil }

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func report(_ key: String, _ words: Words, instead: Words? = nil) { reading.report(path(key), words, instead: instead) }

    /// Reports a mistake of the entry as a whole.
    func report(_ words: Words, instead: Words? = nil) { reading.report(path, at: place, words, instead: instead) }

    /// Whether a key has a part of its own under it, and not a text or list.
    func isPart(_ key: String) -> Bool { pairs[key]?.mapping != nil }

    /// The value of a key, if it is there.
    func node(_ key: String) -> Node? {
        known.insert(key)
        return pairs[key]
    }

    private func required(_ key: String) -> Node? {
        if let node = node(key) { return node }
        reading.report(path, at: place, Words("缺少 \(key)", "\(key) is missing"), instead: Words("请补上“\(key): …”", "add “\(key): …”"))
        return nil
    }

    /// Reports each key that is not known here, with the nearest that is.
    func done() {
        for (name, place) in keys where !known.contains(name) {
            let free = known.filter { pairs[$0] == nil }.sorted()
            let known = known.sorted()
            reading.report(path(name), at: place, Words("不认识的键 \(name)", "Unknown key \(name)"),
                           instead: nearest(name, among: free).map { Words("是否为 \($0)？", "did you mean \($0)?") } ?? advice(name, among: known))
        }
    }

    // MARK: One value

    func text(_ key: String) -> String { required(key).map { scalar($0, key) } ?? "" }

    func textIfGiven(_ key: String) -> String? { node(key).map { scalar($0, key) } }

    private func scalar(_ node: Node, _ key: String) -> String {
        guard let scalar = node.scalar else {
            report(key, Words("\(key) 应是文字", "\(key) must be text"))
            return ""
        }
        let text = scalar.string
        if text.isEmpty { report(key, Words("\(key) 没有内容", "\(key) is empty")) }
        return text
    }

    /// Words in both languages: `{ zh: …, en: … }`.
    func words(_ key: String) -> Words { required(key).map { words($0, key) } ?? Words("", "") }

    func wordsIfGiven(_ key: String) -> Words? { node(key).map { words($0, key) } }

    private func words(_ node: Node, _ key: String) -> Words {
        guard node.mapping != nil, let entry = reading.entry(node, path: path(key), at: reading.place(path(key))) else {
            report(key, Words("\(key) 应写两种语言", "\(key) must be in both languages"), instead: Words("写成 { zh: …, en: … }", "write { zh: …, en: … }"))
            return Words("", "")
        }
        let words = Words(entry.text("zh"), entry.text("en"))
        entry.done()
        return words
    }

    func day(_ key: String) -> Day {
        let text = text(key)
        if let day = Day(text) { return day }
        if !text.isEmpty {
            report(key, Words("\(text) 不是日期", "\(text) is not a date"), instead: Words("写成 2020-11-16 的样子", "write it like 2020-11-16"))
        }
        return Day(number: 0)
    }

    func whole(_ key: String, in range: ClosedRange<Int>) -> Int { required(key).map { whole(scalar($0, key), key, range) } ?? range.lowerBound }

    func wholeIfGiven(_ key: String, in range: ClosedRange<Int>) -> Int? { node(key).map { whole(scalar($0, key), key, range) } }

    private func whole(_ text: String, _ key: String, _ range: ClosedRange<Int>) -> Int {
        guard let number = Int(text) else {
            if !text.isEmpty { report(key, Words("\(text) 不是整数", "\(text) is not a whole number")) }
            return range.lowerBound
        }
        guard range.contains(number) else {
            report(key, Words("\(number) 超出范围", "\(number) is out of range"),
                   instead: Words("应在 \(range.lowerBound) 到 \(range.upperBound) 之间", "from \(range.lowerBound) to \(range.upperBound)"))
            return range.lowerBound
        }
        return number
    }

    func flagIfGiven(_ key: String) -> Bool? {
        guard let text = textIfGiven(key) else { return nil }
        switch text {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            if !text.isEmpty { report(key, Words("\(text) 应是 yes 或 no", "\(text) must be yes or no")) }
            return nil
        }
    }

    /// `5 workdays`, or `2 times`: a number with its unit.
    func counted(_ key: String, _ unit: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = textIfGiven(key), !text.isEmpty else { return nil }
        let parts = text.split(separator: " ")
        let units = unit.hasSuffix("s") ? [unit, String(unit.dropLast())] : [unit]
        guard parts.count == 2, let number = parts.first, let given = parts.last, Int(number) != nil, units.contains(String(given)) else {
            report(key, Words("“\(text)”写法有误", "“\(text)” is not understood"), instead: Words("写成“5 \(unit)”的样子", "write it like “5 \(unit)”"))
            return nil
        }
        return whole(String(number), key, range)
    }

    // MARK: Names from a closed set

    func one<Name: RawRepresentable & CaseIterable>(_ key: String, of: Name.Type) -> Name? where Name.RawValue == String {
        let text = text(key)
        return text.isEmpty ? nil : name(text, at: path(key))
    }

    func several<Name: RawRepresentable & CaseIterable>(_ key: String, of: Name.Type) -> [Name] where Name.RawValue == String {
        texts(key).compactMap { name($0.text, at: $0.path) }
    }

    private func name<Name: RawRepresentable & CaseIterable>(_ text: String, at path: String) -> Name? where Name.RawValue == String {
        if let name = Name(rawValue: text) { return name }
        reading.report(path, Words("不认识 \(text)", "\(text) is not known here"), instead: advice(text, among: Name.allCases.map(\.rawValue)))
        return nil
    }

    // MARK: Lists and parts

    /// A list of texts, each with its own path for mistakes; one text stands for a list of one.
    func texts(_ key: String) -> [(text: String, path: String)] {
        guard let node = node(key) else { return [] }
        if let scalar = node.scalar { return scalar.string.isEmpty ? [] : [(scalar.string, path(key))] }
        return items(node, key).compactMap { item, path in
            guard let text = item.scalar?.string, !text.isEmpty else {
                reading.report(path, Words("这里应是文字", "Text is wanted here"))
                return nil
            }
            return (text, path)
        }
    }

    private func items(_ node: Node, _ key: String) -> [(Node, String)] {
        guard let sequence = node.sequence else {
            report(key, Words("\(key) 应是列表", "\(key) must be a list"),
                   instead: Words("写成 [ … ] 或每行以“- ”开头", "write [ … ] or begin each line with “- ”"))
            return []
        }
        return sequence.enumerated().map { index, item in
            let path = "\(path(key)).\(index + 1)"
            reading.note(path, Place(item.mark))
            return (item, path)
        }
    }

    func part(_ key: String) -> Entry? {
        guard let node = required(key) else { return nil }
        return reading.entry(node, path: path(key), at: reading.place(path(key)))
    }

    func partIfGiven(_ key: String) -> Entry? {
        known.insert(key)
        return has(key) ? part(key) : nil
    }

    /// A list of mappings that each name themselves by `id` (or by `step` or `fact`); a name that stands twice is reported.
    func list(_ key: String, required isRequired: Bool = true) -> [Entry] {
        guard let node = isRequired ? required(key) : node(key) else { return [] }
        var seen: [String: Int] = [:]
        return items(node, key).compactMap { item, path in
            let place = Place(item.mark)
            guard let mapping = item.mapping, let id = (mapping["id"] ?? mapping["step"] ?? mapping["fact"])?.scalar?.string else {
                return reading.entry(item, path: path, at: place)
            }
            if let line = seen[id] {
                reading.report("\(self.path(key)).\(id)", at: place, Words("编号 \(id) 重复，第 \(line) 行已有",
                                                                           "The id \(id) stands twice; line \(line) has it"),
                               instead: Words("换一个编号", "choose another id"))
                return nil
            }
            seen[id] = place.line
            return Entry(reading, mapping, path: "\(self.path(key)).\(id)", at: place)
        }
    }

    /// A mapping of mappings: each name with its own part.
    func members(_ key: String) -> [(id: String, entry: Entry)] {
        guard let all = part(key) else { return [] }
        return all.names.compactMap { name in
            all.checkID(name, at: all.path(name))
            return all.part(name).map { (name, $0) }
        }
    }

    /// An id: small letters, digits, `-` and `_`.
    func id(_ key: String = "id") -> String {
        let text = text(key)
        if !text.isEmpty { checkID(text, at: path(key)) }
        return text
    }

    func checkID(_ text: String, at path: String) {
        let allowed = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
        if !allowed || text.utf8.count > 40 {
            reading.report(path, Words("编号 \(text) 只能用小写字母、数字、- 和 _，至多 40 位",
                                       "The id \(text) may have small letters, digits, - and _ only, 40 at most"))
        }
    }

    // MARK: Where values come from

    /// Notes a value in words, to be shown with its source.
    func state(_ key: String, _ value: Words) { if has(key) { stated.append((key, value)) } }

    /// The entry's clause, without asking for one.
    func clauseIfGiven() -> Clause? {
        guard let text = textIfGiven("clause"), !text.isEmpty else { return nil }
        if let clauses = reading.clauses, !clauses.contains(text) {
            report("clause", Words("通知中没有列出 \(text)", "The notice section does not list \(text)"), instead: advice(text, among: clauses))
        }
        return Clause(text)
    }

    /// Reads `clause` and `assumed`, and turns the entry and what it stated into provisions.
    /// - Parameters:
    ///   - value: the entry itself in words.
    ///   - inherited: the source that an entry without marks takes over from the one around it.
    @discardableResult
    func source(_ value: Words, inherited: Programme.Provision.Source? = nil) -> (clause: Clause?, source: Programme.Provision.Source?) {
        let clause = clauseIfGiven()
        let (all, parts) = assumptions()
        let context = clause ?? inherited?.clause
        let own: Programme.Provision.Source? = all.map { .assumed(reason: $0, context) } ?? clause.map { .notice($0) } ?? inherited
        if own == nil, !(has("assumed") && all == nil && parts.isEmpty) {
            reading.report(path, at: place, Words("没有写明依据", "The source is missing"),
                           instead: Words("加上“clause: 条款号”，或“assumed: 理由”", "add “clause: …”, or “assumed: the reason”"))
        }
        if let own { reading.provide(path, value, own) }
        for (key, value) in stated {
            if let reason = parts[key] {
                reading.provide(path(key), value, .assumed(reason: reason, context))
            } else if let own {
                reading.provide(path(key), value, own)
            }
        }
        stated = []
        return (clause, own)
    }

    /// `assumed: reason` for the whole entry, or `assumed: { key: reason, "key, key": reason }` for some of its values.
    private func assumptions() -> (all: String?, parts: [String: String]) {
        guard let node = node("assumed") else { return (nil, [:]) }
        let wanted = Words("写成“assumed: 理由”，或“assumed: { 键: 理由 }”", "write “assumed: the reason”, or “assumed: { key: the reason }”")
        if let scalar = node.scalar {
            if ["", "true", "yes", "false", "no"].contains(scalar.string) {
                report("assumed", Words("assumed 没有写理由", "assumed gives no reason"), instead: wanted)
                return (nil, [:])
            }
            return (scalar.string, [:])
        }
        guard let entry = reading.entry(node, path: path("assumed"), at: reading.place(path("assumed"))) else { return (nil, [:]) }
        var parts: [String: String] = [:]
        for name in entry.names {
            let reason = entry.text(name)
            if ["true", "yes"].contains(reason) { entry.report(name, Words("assumed 没有写理由", "assumed gives no reason"), instead: wanted) }
            for key in name.split(separator: ",").map({ String($0.drop { $0 == " " }) }) {
                if has(key), key != "assumed" {
                    parts[key] = reason
                } else if nearest(key, among: names.filter { !known.contains($0) }) == nil {    // a misspelt key is reported by itself
                    entry.report(name, Words("这一项没有 \(key)", "There is no \(key) here"),
                                 instead: advice(key, among: names.filter { $0 != "assumed" }))
                }
            }
        }
        return (nil, parts)
    }
}

extension Programme.Provision.Source {
    var clause: Clause? {
        switch self {
        case .notice(let clause): clause
        case .assumed(_, let clause): clause
        }
    }
}
