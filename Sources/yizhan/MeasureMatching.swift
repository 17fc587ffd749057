import ArgumentParser
import Foundation
import Matching
import Tables

/// Search and matching over many postings of a file, in one thread: how long each kind of question takes, and what is ranked for judged profiles.
struct MeasureMatching: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matching",
        abstract: "Times search and matching over the postings of a file, and ranks for judged profiles.")

    @Option(help: "A .csv with the columns id, title, company, city, degree, years_min, years_max, salary_min, salary_max, skills, description.")
    var postings: String

    @Option(help: "A line of JSON for each question: a kind (profile, two) with profile or text and filters; or a qid with a judged profile.")
    var queries: String

    @Option(help: "The dictionary of words: a word a line, with its frequency.")
    var dictionary: String = "/usr/lib/python3/dist-packages/jieba/dict.txt"

    @Option(help: "How many rounds; the medians are printed.")
    var rounds = 3

    @Option(name: .customLong("run"), help: "Where the ranking for questions with a qid goes, as a line of JSON each.")
    var ranking: String?

    @Flag(help: "One round for each line of the input, so that others can be measured in turn.")
    var turns = false

    func run() throws {
        let trial = try MatchingTrial(postings: postings, queries: queries, dictionary: dictionary)
        guard turns else { return print(try trial.report(rounds: max(rounds, 1), run: ranking)) }
        repeat {
            print(try trial.report(rounds: 1, run: nil))
            fflush(nil)
        } while readLine() != nil
    }
}

/// An index over the postings of a file, and the questions put to it.
struct MatchingTrial {
    private let index: JobIndex
    private let questions: [Line]
    private var codes = CityCodes()
    private var figures: [String: Double] = [:]
    private static let day = 18_628

    /// A line of the questions' file.
    struct Line: Decodable {
        let qid: String?
        let kind: String?
        let text: String?
        let profile: Profile?
        let filters: Filters?
        let exclude: [Int]?

        struct Profile: Decodable {
            let occupation: [String]
            let skills: [String]
            let degree: String?
            let years: Int?
            let cities: [String]
            let salary_min: Int?
            let salary_max: Int?
        }

        struct Filters: Decodable {
            let cities: [String]
            let degree: Int?
        }
    }

    /// Codes for names of cities: what the file has is names, and only which are the same counts.
    struct CityCodes {
        private var codes: [String: String] = [:]

        mutating func code(_ name: String) -> String {
            guard !name.isEmpty else { return "" }
            if let code = codes[name] { return code }
            let code = codes.count < 9000 ? String(1000 + codes.count) : ""
            codes[name] = code
            return code
        }
    }

    init(postings: String, queries: String, dictionary: String, weights: Weights = .usual) throws {
        let words = try Data(contentsOf: URL(fileURLWithPath: dictionary))
        let clock = ContinuousClock()
        var began = clock.now
        let segmenter = Segmenter(dictionary: [UInt8](words))
        figures["dictionary_ms"] = (clock.now - began) / .milliseconds(1)
        let index = JobIndex(segmenter: segmenter, weights: weights)
        began = clock.now
        var batch: [Posting] = [], codes = CityCodes()
        let file = try TableFile(path: postings)
        let header = try file.next()?.cells ?? []
        let columns = ["id", "title", "company", "city", "degree", "years_min", "years_max", "salary_min", "salary_max", "skills", "description"].map { header.firstIndex(of: $0) }
        while let row = try file.next()?.cells {
            func cell(_ number: Int) -> String { columns[number].flatMap { $0 < row.count ? row[$0] : nil } ?? "" }
            let from = Int(cell(5)), low = Int(cell(7)), high = Int(cell(8))
            batch.append(
                Posting(
                    id: cell(0), title: cell(1), company: cell(2), skills: cell(9).split(separator: ",").map(String.init), body: cell(10), place: codes.code(cell(3)),
                    degree: Self.degree(cell(4)), years: from.map { Posting.Years(from: $0, to: Int(cell(6))) },
                    pay: low.flatMap { low in high.flatMap { low <= $0 ? low...$0 : nil } }, day: Self.day))
            if batch.count == 8192 {
                index.put(batch)
                batch.removeAll(keepingCapacity: true)
            }
        }
        index.put(batch)
        figures["put_s"] = (clock.now - began) / .seconds(1)
        let settling = clock.now
        index.settle()
        figures["settle_s"] = (clock.now - settling) / .seconds(1)
        figures["build_s"] = (clock.now - began) / .seconds(1)
        figures["postings"] = Double(index.count)
        figures["index_mb"] = Double(index.bytes) / 1e6
        figures["dictionary_mb"] = Double(segmenter.bytes) / 1e6
        self.index = index
        self.codes = codes
        questions = try String(contentsOfFile: queries, encoding: .utf8).split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    static func degree(_ name: String) -> UInt8? {
        ["不限": 0, "高中": 1, "大专": 2, "本科": 3, "硕士": 4, "博士": 5][name]
    }

    func report(rounds: Int, run: String?) throws -> String {
        var trial = self, figures = figures
        if let run { try trial.rank(to: run) }
        let profiles = questions.compactMap { $0.kind == "profile" ? $0.profile : nil }.map { trial.seeker($0) }
        let pairs = questions.filter { $0.kind == "two" }.map { trial.question($0) }
        let index = index
        var kinds: [(String, Int, (Int) -> Int)] = []
        if !profiles.isEmpty {
            kinds.append(("profile_filtered", profiles.count, { index.match(profiles[$0], Hunt(today: Self.day, places: profiles[$0].places, withinDegree: true)).count }))
            kinds.append(("profile_unfiltered", profiles.count, { index.match(profiles[$0], Hunt(today: Self.day)).count }))
            let bare = profiles.map { Seeker(occupations: $0.occupations, skills: $0.skills) }
            kinds.append(("words_unfiltered", bare.count, { index.match(bare[$0], Hunt(today: Self.day)).count }))
        }
        if !pairs.isEmpty {
            kinds.append(("two_words", pairs.count, { number in
                var question = pairs[number]
                question.isCounted = false
                return index.find(question).ids.count
            }))
            kinds.append(("two_words_counted", pairs.count, { index.find(pairs[$0]).ids.count }))
        }
        for (name, count, ask) in kinds {
            let times = Self.times(count, rounds: rounds, ask)
            figures["\(name)_p50_ms"] = times.p50
            figures["\(name)_p99_ms"] = times.p99
            figures["\(name)_hits"] = times.hits
        }
        // Without the file of postings, which is only mapped.
        figures["resident_mb"] = Self.resident("RssAnon")
        return "{" + figures.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \(($0.value * 1e4).rounded() / 1e4)" }.joined(separator: ", ") + "}"
    }

    private static func times(_ count: Int, rounds: Int, _ ask: (Int) -> Int) -> (p50: Double, p99: Double, hits: Double) {
        var hits = 0
        for number in 0..<count { hits += ask(number) }
        var middles: [Double] = [], lates: [Double] = []
        for _ in 0..<rounds {
            var times: [Double] = []
            for number in 0..<count {
                let began = ContinuousClock.now
                _ = ask(number)
                times.append((ContinuousClock.now - began) / .milliseconds(1))
            }
            times.sort()
            middles.append(times[max((count + 1) / 2 - 1, 0)])
            lates.append(times[max((count * 99 + 99) / 100 - 1, 0)])
        }
        return (middles.sorted()[rounds / 2], lates.sorted()[rounds / 2], Double(hits) / Double(max(count, 1)))
    }

    /// From /proc, MB.
    private static func resident(_ key: String) -> Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
        return line.flatMap { Double($0.split(separator: " ").dropFirst().first ?? "") }.map { $0 / 1024 } ?? 0
    }

    private mutating func rank(to file: String) throws {
        var text = ""
        for line in questions {
            guard let qid = line.qid, let profile = line.profile else { continue }
            let hunt = Hunt(today: Self.day, leaveOut: Set((line.exclude ?? []).map(String.init)), count: 20)
            text += "{\"qid\": \"\(qid)\", \"ids\": [\(index.match(seeker(profile), hunt).map(\.id).joined(separator: ", "))]}\n"
        }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    private mutating func seeker(_ profile: Line.Profile) -> Seeker {
        let pay = profile.salary_min.flatMap { low in profile.salary_max.flatMap { low <= $0 ? low...$0 : nil } }
        return Seeker(
            occupations: profile.occupation, skills: profile.skills, places: profile.cities.map { codes.code($0) }, degree: profile.degree.flatMap(Self.degree), years: profile.years,
            pay: pay)
    }

    private mutating func question(_ line: Line) -> Question {
        Question(
            text: line.text ?? "", places: (line.filters?.cities ?? []).map { codes.code($0) }, degree: line.filters?.degree.flatMap { UInt8(exactly: $0) }, today: Self.day)
    }
}
