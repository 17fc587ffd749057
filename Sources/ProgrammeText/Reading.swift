import Domain
import Yams

/// One file being read: collects every mistake and every provision, and knows where each path stands.
final class Reading {
    let file: String
    private(set) var mistakes: [Mistake] = []
    private(set) var provisions: [Programme.Provision] = []
    /// The clauses that the notice section lists; nil until it has been read.
    var clauses: [String]?
    /// Names of offices and roles, for the words of provisions.
    var officeNames: [String: Words] = [:]
    /// Names of a form's questions, likewise.
    var fieldNames: [String: Words] = [:]
    /// Offices whose powers could not be read whole: that they lack one is no second mistake.
    var unclearOffices: Set<String> = []
    /// Where rules ask facts, by fact id.
    var factUses: [(fact: String, path: String)] = []
    /// Where rules ask for places that the programme's own division decides: the city, the station's area.
    var placeUses: [String] = []
    private var said: Set<Said> = []
    private var places: [String: Place] = [:]

    init(file: String) { self.file = file }

    /// Reads YAML text into its top mapping.
    func open(_ text: String) -> Entry? {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                report("", at: Place(line: 1, column: 1), Words("文件是空的", "The file is empty"))
                return nil
            }
            return entry(node, path: "", at: Place(line: 1, column: 1))
        } catch let error as YamlError {
            report(error, text)
        } catch {
            report("", at: Place(line: 1, column: 1), Words("文件无法读取", "The file cannot be read"))
        }
        return nil
    }

    func entry(_ node: Node, path: String, at place: Place) -> Entry? {
        guard let mapping = node.mapping else {
            report(path, at: place, Words("这里应是一组“键: 值”", "A set of “key: value” is wanted here"))
            return nil
        }
        return Entry(self, mapping, path: path, at: place)
    }

    func note(_ path: String, _ place: Place) { places[path] = place }

    func isNoted(_ path: String) -> Bool { places[path] != nil }

    /// Whether a value has a mistake of its own, so that it says nothing about others.
    func isFaulty(_ path: String) -> Bool { mistakes.contains { $0.path == path } }

    func place(_ path: String) -> Place {
        if let place = places[path] { return place }
        guard let dot = path.lastIndex(of: ".") else { return Place(line: 1, column: 1) }
        return place(String(path[..<dot]))
    }

    /// What makes two mistakes one for the reader of the file.
    private struct Said: Hashable {
        let line: Int
        let path: String
        let words: Words
    }

    /// Collects a mistake. What several offices or areas take over from one line is said once.
    func report(_ path: String, at place: Place? = nil, _ words: Words, instead: Words? = nil) {
        let place = place ?? self.place(path)
        guard said.insert(Said(line: place.line, path: path, words: words)).inserted else { return }
        mistakes.append(Mistake(file: file, line: place.line, column: place.column, path: path, words: words, instead: instead))
    }

    func provide(_ path: String, _ value: Words, _ source: Programme.Provision.Source) {
        provisions.append(Programme.Provision(path: path, value: value, source: source, line: place(path).line))
    }

    /// All mistakes, in the order of the file.
    var sorted: [Mistake] {
        mistakes.enumerated()
            .sorted { ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset) }
            .map(\.element)
    }

    private func report(_ error: YamlError, _ text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            report("", at: Place(mark), Words("YAML 写法有误（\(problem)）", "This is not YAML (\(problem))"),
                   instead: Words("请检查缩进、冒号、引号和括号", "check indentation, colons, quotes and brackets"))
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            let first = Place(context.mark)
            report("", at: repeated(key, after: first, in: text), Words("键 \(key) 重复，第 \(first.line) 行已有",
                                                                        "The key \(key) stands twice; line \(first.line) has it"),
                   instead: Words("删去一个，或改名", "remove one, or rename it"))
        default:
            report("", at: Place(line: 1, column: 1), Words("文件无法按 UTF-8 文本读取", "The file cannot be read as UTF-8 text"))
        }
    }

    /// Where the same key stands a second time at the same depth.
    private func repeated(_ key: String, after first: Place, in text: String) -> Place {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where index + 1 > first.line {
            let indent = line.prefix { $0 == " " }.count
            let rest = line.dropFirst(indent)
            if indent + 1 == first.column, rest.hasPrefix("\(key):") { return Place(line: index + 1, column: first.column) }
        }
        return first
    }
}

extension Sequence<Words> {
    /// `经办、签发`, `handler, signer`
    func listed(_ zh: String = "、", _ en: String = ", ") -> Words { Words(map(\.zh).joined(separator: zh), map(\.en).joined(separator: en)) }
}

extension Words {
    /// What is the same in both languages: a date, a number, the words on a plaque.
    init(same text: String) { self.init(text, text) }
}

extension Place {
    init(_ mark: Mark?) { self.init(line: max(mark?.line ?? 1, 1), column: max(mark?.column ?? 1, 1)) }
}
