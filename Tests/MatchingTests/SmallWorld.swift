import Foundation
import Matching

/// Trials: many under YIZHAN_PROVE, few else.
let trials = ProcessInfo.processInfo.environment["YIZHAN_PROVE"] == nil ? 12 : 400

/// The same numbers for the same seed.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }

    mutating func pick<Element>(_ all: [Element], upTo count: Int) -> [Element] {
        (0..<Int.random(in: 0...count, using: &self)).compactMap { _ in all.randomElement(using: &self) }
    }

    mutating func maybe<Value>(_ value: (inout Dice) -> Value) -> Value? { Bool.random(using: &self) ? value(&self) : nil }
}

/// Small worlds of postings and people, of words that a plain split by blanks finds too.
enum SmallWorld {
    static let words = ["java", "go", "c++", "sql", "linux", "vue", "rust", "design", "sales", "audit", "nurse", "cook"]
    static let places = ["3702", "370202", "370203", "370212", "3701", "370102", "11", "110105", "", "370283"]
    static let industries = ["65", "64", "13", ""]
    static let stations = ["harbour", "campus", ""]
    static let today = 20_000
    static let segmenter = Segmenter(dictionary: [])

    static func posting(_ id: Int, _ dice: inout Dice) -> Posting {
        Posting(
            id: "job-\(id)", title: dice.pick(words, upTo: 3).joined(separator: " "), company: dice.pick(words, upTo: 1).joined(), skills: dice.pick(words, upTo: 4),
            body: dice.pick(words, upTo: 12).joined(separator: ", "), occupation: ["", "2020102", "202", "4010100"].randomElement(using: &dice) ?? "",
            industry: industries.randomElement(using: &dice) ?? "", place: places.randomElement(using: &dice) ?? "",
            point: dice.maybe { Posting.Point(latitude: .random(in: 35...37, using: &$0), longitude: .random(in: 119...121, using: &$0)) },
            degree: dice.maybe { UInt8.random(in: 0...5, using: &$0) },
            years: dice.maybe { dice in Posting.Years(from: .random(in: 0...6, using: &dice), to: dice.maybe { .random(in: 6...12, using: &$0) }) },
            pay: dice.maybe { dice in let low = Int.random(in: 3000...20_000, using: &dice); return low...(low + .random(in: 0...9000, using: &dice)) },
            kind: .random(in: 0...3, using: &dice), station: stations.randomElement(using: &dice) ?? "",
            musts: Posting.Musts(rawValue: Int.random(in: 0...3, using: &dice) == 0 ? .random(in: 0...15, using: &dice) : 0), day: today - .random(in: 0...120, using: &dice),
            lastDay: dice.maybe { today + .random(in: -5...30, using: &$0) }, isShortage: Bool.random(using: &dice))
    }

    static func seeker(_ dice: inout Dice) -> Seeker {
        Seeker(
            id: "person-\(Int.random(in: 0...999, using: &dice))", occupations: dice.pick(words, upTo: 2), skills: dice.pick(words, upTo: 4),
            background: dice.pick(words, upTo: 1).joined(), occupationCodes: dice.pick(["2020102", "2020103", "401"], upTo: 1), industries: dice.pick(industries, upTo: 2),
            places: dice.pick(places, upTo: 2), point: dice.maybe { Posting.Point(latitude: .random(in: 35...37, using: &$0), longitude: .random(in: 119...121, using: &$0)) },
            degree: dice.maybe { .random(in: 0...5, using: &$0) }, years: dice.maybe { .random(in: 0...12, using: &$0) },
            pay: dice.maybe { dice in let low = Int.random(in: 3000...20_000, using: &dice); return low...(low + .random(in: 0...9000, using: &dice)) })
    }

    static func question(_ dice: inout Dice) -> Question {
        Question(
            text: dice.pick(words, upTo: 2).joined(separator: " "), places: dice.pick(places.filter { !$0.isEmpty }, upTo: 2), degree: dice.maybe { .random(in: 0...5, using: &$0) },
            years: Int.random(in: 0...2, using: &dice) == 0 ? .random(in: 0...8, using: &dice) : nil,
            payAtLeast: Int.random(in: 0...2, using: &dice) == 0 ? .random(in: 3000...20_000, using: &dice) : nil, industries: dice.pick(industries.filter { !$0.isEmpty }, upTo: 1),
            kinds: Set(dice.pick([0, 1, 2, 3], upTo: 2)), stations: Set(dice.pick(stations.filter { !$0.isEmpty }, upTo: 1)),
            shortageOnly: Int.random(in: 0...4, using: &dice) == 0, order: Question.Order.allCases.randomElement(using: &dice) ?? .fit, today: today,
            skip: .random(in: 0...5, using: &dice), count: .random(in: 0...30, using: &dice))
    }
}

/// What an index must answer, found by looking at every posting.
struct Plain {
    var postings: [String: Posting] = [:]

    static func words(_ posting: Posting) -> Set<String> {
        Set(([posting.title, posting.company, posting.body] + posting.skills).flatMap { $0.split { " ,".contains($0) }.map(String.init) })
    }

    func lies(_ place: String, in places: [String]) -> Bool { places.contains { !place.isEmpty && place.hasPrefix($0) } }

    /// Names of the filters that a posting misses; nil where it may not be found.
    func missed(_ posting: Posting, _ question: Question) -> Set<String>? {
        if let last = posting.lastDay, last < question.today { return nil }
        var missed: Set<String> = []
        if !question.places.isEmpty, !lies(posting.place, in: question.places) { missed.insert("place") }
        if let degree = question.degree, let asked = posting.degree, asked > degree { missed.insert("degree") }
        if let years = question.years, posting.years.map({ $0.from > years }) ?? true { missed.insert("years") }
        if let least = question.payAtLeast, let pay = posting.pay, pay.upperBound < least { missed.insert("pay") }
        if !question.industries.isEmpty, !question.industries.contains(posting.industry) { missed.insert("industry") }
        if !question.kinds.isEmpty, !question.kinds.contains(posting.kind) { missed.insert("kind") }
        if !question.stations.isEmpty, !question.stations.contains(posting.station) { missed.insert("station") }
        if question.shortageOnly, !posting.isShortage { missed.insert("shortage") }
        return missed
    }

    /// All that have the words, with the filters that each misses.
    func hits(_ question: Question, _ words: [String]) -> [(posting: Posting, missed: Set<String>)] {
        postings.values.compactMap { posting in
            guard Set(words).isSubset(of: Self.words(posting)), let missed = missed(posting, question) else { return nil }
            return (posting, missed)
        }
    }

    func counts<Key: Hashable>(_ hits: [(posting: Posting, missed: Set<String>)], _ filter: String, _ key: (Posting) -> Key?) -> [Key: Int] {
        hits.reduce(into: [:]) { counts, hit in if hit.missed.isSubset(of: [filter]), let key = key(hit.posting) { counts[key, default: 0] += 1 } }
    }
}
