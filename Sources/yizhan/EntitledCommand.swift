import ArgumentParser
import Domain
import Foundation
import ProgrammeText
import Services

/// Says what a person or an employer whom a file describes is entitled to, by the policies of a folder: without a server and without a database.
struct EntitledCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entitled", abstract: "Say what a profile is entitled to, with reasons, sums and the set that is worth most.",
        discussion: """
            A profile is JSON, by fact: {"degree": "硕士", "graduation_date": "2019-06-30", "insurance": ["370212"], "homes": [], "rents_home": true};
            what is not known is left out. Options go by id or by name. With --employer the facts are an organisation's: {"size": "small", "staff": 30}.
            """)

    @Option(help: "A file with a profile.")
    var profile: String

    @Option(help: "The day, such as 2020-12-07; today if left out.")
    var on: String?

    @Flag(help: "The profile is an employer's.")
    var employer = false

    @Option(help: "The folder of programme files. [YIZHAN_PROGRAMMES; default: programmes]")
    var programmes: String?

    @Option(help: "The folder of policies; the folder policies beside the programme files if left out.")
    var policies: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let folder = programmes ?? Environment.value("YIZHAN_PROGRAMMES") ?? "programmes"
        guard let programme = try TextFolder(folder).programmes().map(\.programme).max(by: { $0.version < $1.version }) else { throw Stop("there is no programme file in \(folder)") }
        let day = try on.map { text in
            guard let day = Day(text) else { throw Stop("\(text) is no date: write it like 2020-12-07") }
            return day
        } ?? programme.zone.day(of: Opening.realTime())
        let audience: PolicyTerms.Audience = employer ? .employer : .talent
        let terms = try Self.terms(policies ?? "\(folder)/policies", programme).filter { $0.audience == audience && $0.from <= day && $0.to.map { $0 >= day } ?? true }
        let facts = try Self.facts(profile, employer ? .employer : programme.facts, on: day)
        if terms.isEmpty { throw Stop("no policy of \(policies ?? "\(folder)/policies") for \(employer ? "employers" : "talents") is in force on \(day): name another day with --on") }
        let sheet = House.entitlements(terms, of: facts, in: programme, on: day)
        print(try json ? Self.json(sheet) : Self.text(sheet))
    }

    private static func terms(_ folder: String, _ programme: Programme) throws -> [PolicyTerms] {
        try TextFolder(folder).policies().map { path, text in
            let (terms, mistakes) = PolicyTextReader().read(policy: text, in: programme)
            guard let terms else { throw Stop(mistakes.map { "\(path):\($0.line): \($0.path): \($0.words.en)\($0.instead.map { "; \($0.en)" } ?? "")" }.joined(separator: "\n")) }
            return terms
        }
    }

    // MARK: the profile

    private static func facts(_ file: String, _ catalogue: FactCatalogue, on day: Day) throws -> Facts {
        guard let data = FileManager.default.contents(atPath: file) else { throw Stop("\(file) cannot be read") }
        let given: [String: Answer]
        do { given = try JSONDecoder().decode([String: Answer].self, from: data) } catch {
            throw Stop("\(file) is not a profile: write JSON like {\"degree\": \"master\", \"insurance\": [\"370212\"], \"rents_home\": true}")
        }
        var facts = Facts(), wrong: [String] = []
        for (id, answer) in given.sorted(by: { $0.key < $1.key }) {
            guard let fact = catalogue.fact(id) else {
                wrong.append("\(id): there is no such fact; known: \(catalogue.facts.map(\.id).joined(separator: ", "))")
                continue
            }
            let typed = answer.typed(fact)
            do throws(Profile.Mistake) {
                if case .fact(let value)? = try Profile.read(typed, for: .fact(fact), today: day) { facts[id] = value } else { wrong.append("\(id): no answer") }
            } catch { wrong.append("\(id): \(error.words.en)\(fact.options.isEmpty ? "" : "; one of \(fact.options.map { "\($0.id) (\($0.name.zh))" }.joined(separator: ", "))")") }
        }
        guard wrong.isEmpty else { throw Stop(wrong.map { "\(file): \($0)" }.joined(separator: "\n")) }
        return facts
    }

    /// A value of the file.
    private enum Answer: Decodable {
        case texts([String])
        case flag(Bool)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) { self = .flag(flag) } else if let number = try? container.decode(Int.self) {
                self = .texts([String(number)])
            } else if let text = try? container.decode(String.self) {
                self = .texts([text])
            } else {
                self = .texts(try container.decode([String].self))
            }
        }

        /// As a form would send it.
        func typed(_ fact: Fact) -> [String] {
            switch self {
            case .flag(let flag): return [flag ? "yes" : "no"]
            case .texts(let texts):
                if texts.isEmpty, case .divisions(several: true) = fact.kind { return [Profile.none] }
                return texts.map { text in fact.options.first { $0.id == text || $0.name.zh == text || $0.name.en == text }?.id ?? text }
            }
        }
    }

    // MARK: the answer

    private static func text(_ sheet: EntitlementSheet) -> String {
        var lines: [String] = []
        for (place, answer) in sheet.answers.enumerated() {
            let standing = sheet.standings[place], worth = sheet.worths[place]
            var head = "\(standing.words.zh)  \(answer.policy.terms.title.zh)  [\(answer.policy.terms.code)]"
            if sheet.due.contains(place), worth != .noMoney { head += "  \(worth.fen == nil ? "至少 " : "")\(worth.atLeast.text)" }
            lines.append(head)
            for change in answer.finding.changes {
                lines.append("   还差：\(change.words.zh)\(change.clause.map { "（\($0.text)）" } ?? "")\(change.comes.map { "，\($0) 起自然符合" } ?? "")")
            }
            let open = answer.finding.questions
            if !open.isEmpty { lines.append("   待定：\(open.map { $0.fact.name.zh + ($0.isAnswer ? "" : "（待核验）") }.joined(separator: "、"))") }
        }
        if !sheet.best.isEmpty {
            lines.append("可同时享受：\(sheet.best.map { sheet.answers[$0].policy.terms.title.zh }.joined(separator: "、"))，合计 \(sheet.worth.text)")
            for pair in sheet.conflicts { lines.append("   不能同时享受：\(sheet.answers[pair.one].policy.terms.title.zh) 与 \(sheet.answers[pair.other].policy.terms.title.zh)") }
        }
        return lines.joined(separator: "\n")
    }

    private struct Line: Encodable {
        let policy: String
        let title: Words
        let standing: PolicyStanding
        /// In fen, where it is due and known.
        let amount: Fen?
        let finding: Finding
    }

    private struct Whole: Encodable {
        let policies: [Line]
        let best: [String]
        let worth: Fen
    }

    private static func json(_ sheet: EntitlementSheet) throws -> String {
        let lines = sheet.answers.enumerated().map { place, answer in
            Line(policy: answer.policy.terms.code, title: answer.policy.terms.title, standing: sheet.standings[place], amount: sheet.due.contains(place) ? sheet.worths[place].fen : nil, finding: answer.finding)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Whole(policies: lines, best: sheet.best.map { sheet.answers[$0].policy.terms.code }, worth: sheet.worth)), as: UTF8.self)
    }
}
