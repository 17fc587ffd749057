import ArgumentParser
import Domain
import Foundation
import ProgrammeText

/// What `bench` asks to be measured; not shown in the help.
struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measures one thing, for bench.", shouldDisplay: false, subcommands: [MeasureEligibility.self, MeasureMatching.self])
}

/// Rules over many people and over one, each answer checked against the right one first.
struct MeasureEligibility: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eligibility", abstract: "Times the rules of a folder that bench/eligibility_cases.py has written.")

    @Argument(help: "The folder with rules.yaml and talents.csv.")
    var folder: String

    @Option(help: "How many rounds; the median is printed.")
    var rounds = 15

    func run() throws {
        let cases = try EligibilityCases(folder)
        let wrong = cases.wrongAnswers()
        guard wrong == 0 else { throw Stop("\(wrong) of \(cases.people.count * cases.rules.count) answers differ") }
        let times = cases.times(rounds: max(rounds, 1))
        print("{\"rules\": \(cases.rules.count), \"people\": \(cases.people.count), \"wrong\": 0, \"batch_ms\": \(times.batch * 1e3), \"load_ms\": \(times.load * 1e3), \"one_us\": \(times.one * 1e6), \"one_uncompiled_us\": \(times.plain * 1e6), \"one_with_reasons_us\": \(times.reasons * 1e6)}")
    }
}

/// Rules, people and the right answers, as bench/eligibility_cases.py writes them.
struct EligibilityCases {
    let rules: [Condition]
    let table: RuleTable
    let people: [Facts]
    /// Bit k of each: whether rule k says yes.
    let entitled: [UInt64]
    private let context = RuleContext(today: Day(number: 18_582), city: nil)

    init(_ folder: String) throws {
        let read = RuleReader.read(try String(contentsOfFile: "\(folder)/rules.yaml", encoding: .utf8), file: "rules.yaml")
        guard read.mistakes.isEmpty else { throw Stop(read.mistakes.map(\.description).joined(separator: "\n")) }
        rules = read.rules.map(\.condition)
        table = RuleTable(rules, in: context)
        var lines = try String(contentsOfFile: "\(folder)/talents.csv", encoding: .utf8).split(separator: "\n").makeIterator()
        let header = (lines.next() ?? "").split(separator: ",").map { read.facts.fact(String($0)) }
        var people: [Facts] = []
        var entitled: [UInt64] = []
        while let line = lines.next() {
            let cells = line.split(separator: ",")
            var person = Facts()
            for (fact, cell) in zip(header, cells) {
                guard let fact, let value = fact.value(fact.isDivision ? .list([.text(String(cell))]) : .text(String(cell))) else { continue }
                person[fact.id] = value
            }
            people.append(person)
            entitled.append(cells.last.flatMap { UInt64($0) } ?? 0)
        }
        self.people = people
        self.entitled = entitled
    }

    /// How many answers of the columns and of one person at a time differ from the right ones.
    func wrongAnswers() -> Int {
        let columns = table.verdicts(FactColumns(people, of: table.facts))
        return people.indices.reduce(0) { wrong, row in
            let single = table.verdicts(people[row])
            return wrong + rules.indices.count { rule in
                let right = Verdict(entitled[row] >> UInt64(rule) & 1 == 1)
                return columns[rule][row] != right || single[rule] != right
            }
        }
    }

    /// Seconds, medians: all people by columns; the columns filled from numbers as well; one person compiled, as written, and with all reasons.
    func times(rounds: Int) -> (batch: Double, load: Double, one: Double, plain: Double, reasons: Double) {
        let numbers = table.facts.map { fact in people.map { person in person[fact.id].map(fact.number) ?? FactColumns.missing } }
        let filled = FactColumns(people, of: table.facts)
        let some = people.prefix(1000)
        let per = Double(max(some.count, 1))
        return (
            median(rounds) { Double(table.verdicts(filled).count) },
            median(rounds) {
                var columns = FactColumns(rows: people.count)
                for (fact, numbers) in zip(table.facts, numbers) { columns.set(fact, numbers) }
                return Double(columns.rows)
            },
            median(rounds) { Double(some.reduce(0) { $0 + table.verdicts($1).count { $0 == .yes } }) } / per,
            median(rounds) { Double(some.reduce(0) { sum, person in sum + rules.count { $0.verdict(person, in: context) == .yes } }) } / per,
            median(min(rounds, 3)) { Double(some.prefix(100).reduce(0) { sum, person in sum + rules.count { $0.check(person, in: context).verdict == .yes } }) } / 100)
    }

    private func median(_ rounds: Int, _ work: () -> Double) -> Double {
        var kept = 0.0
        let times = (0..<rounds).map { _ in
            let began = ContinuousClock.now
            kept += work()
            return (ContinuousClock.now - began) / .seconds(1)
        }.sorted()
        return kept.isNaN ? 0 : times[times.count / 2]
    }
}

extension Fact {
    fileprivate var isDivision: Bool { if case .divisions = kind { true } else { false } }
}
