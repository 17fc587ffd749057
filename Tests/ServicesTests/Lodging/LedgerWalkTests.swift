import Cluster
import Domain
import Foundation
import SQL
@testable import Services
import Testing

/// The ledger beside a naive model of it: sets of nights in memory. What the model allows the verbs have to do, what it forbids they have to
/// refuse, and after each step both hold the same nights.
@Suite struct LedgerWalkTests {
    /// Steps on SQLite; a tenth of them on PostgreSQL.
    static let steps = ProcessInfo.processInfo.environment["YIZHAN_LEDGER_STEPS"].flatMap(Int.init) ?? 1500
    static let stepsOfAWalk = 150

    struct ModelStay {
        let person: Int
        var place: Int
        var nights: Nights
        var state: StayState
        var holdUntil: Instant?
        let created: Instant
        var changed: Instant
    }

    /// What there is, by the plainest means.
    struct Model {
        var stays: [ID<Stay>: ModelStay] = [:]
        /// Days of misses, and the day on which the ban ends, by person.
        var misses: [Int: [Day]] = [:]
        var bans: [Int: Day] = [:]
        var now: Instant
        let rooms: Int
        let rules: LodgingRules

        var today: Day { Zone.china.day(of: now) }

        func isLive(_ stay: ModelStay) -> Bool {
            if stay.state == .held { return stay.holdUntil.map { $0 > now } ?? false }
            return stay.state == .booked || stay.state == .checkedIn || stay.state == .checkedOut
        }

        func live(person: Int, except: ID<Stay>? = nil) -> [ModelStay] { stays.filter { $0.key != except && $0.value.person == person && isLive($0.value) }.map(\.value) }

        func taken(_ night: Day, at place: Int, except: ID<Stay>? = nil) -> Int {
            stays.filter { $0.key != except && $0.value.place == place && isLive($0.value) && $0.value.nights.contains(night) }.count
        }

        /// Whether the person may have these nights, beds aside. Every night is of the entitlement here.
        func isEntitled(_ person: Int, _ nights: Nights, except: ID<Stay>? = nil, isNew: Bool = true) -> Bool {
            if isNew, nights.count > rules.stay.nightsPerStay { return false }
            if let until = bans[person], until > today { return false }
            let own = live(person: person, except: except)
            if own.contains(where: { $0.nights.overlaps(nights) }) { return false }
            if isNew, own.count(where: { $0.nights.first.year == nights.first.year }) >= rules.stay.staysPerYear ?? .max { return false }
            let days = live(person: person).filter { except == nil || $0.nights != stays[except!]?.nights }.flatMap(\.nights.days) + nights.days
            return Dictionary(grouping: days, by: \.year).allSatisfy { $0.value.count <= rules.stay.nightsPerYear ?? .max }
        }
    }

    @Test(arguments: Engine.allCases) func theLedgerIsWhatTheModelSays(_ engine: Engine) async throws {
        let steps = engine == .sqlite ? Self.steps : Self.steps / 10
        var done: [String: Int] = [:]
        for walk in 0..<max(1, steps / Self.stepsOfAWalk) {
            // Every other walk has little of everything, and its year turns within it.
            let isTight = walk % 2 == 1
            let stay = LodgingRules.Stay(
                nightsPerStay: 3, staysPerYear: isTight ? 3 : 12, nightsPerYear: isTight ? 7 : 30, year: .calendar, leadDays: 0, bookAheadDays: 90, checkInFrom: LodgingProgramme.stay.checkInFrom,
                lateArrival: LodgingProgramme.stay.lateArrival, checkOutBy: LodgingProgramme.stay.checkOutBy, holdMinutes: 15, offerMinutes: 30)
            let rules = LodgingProgramme.rules(stay: stay)
            try await withLodging(engine, rules: rules) { test in
                if isTight { test.clock.set(try moment("2020-12-26")) }
                for (what, count) in try await self.walk(test, seed: UInt64(walk), rules, steps: min(steps, Self.stepsOfAWalk)) { done[what, default: 0] += count }
            }
        }
        print("lodging: ledger against the model on \(engine): " + done.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        // A short walk does not come to everything.
        let expected = ["book ok", "book refused", "cancel ok", "change ok"] + (steps < 600 ? [] : ["hold ok", "confirm ok", "check in ok", "leave early ok"])
        #expect(expected.filter { done[$0, default: 0] == 0 } == [])
    }

    private func walk(_ test: TestHouse, seed: UInt64, _ rules: LodgingRules, steps: Int) async throws -> [String: Int] {
        let house = test.house, people = try await test.guests(1...8), rooms = 3
        let places = [try await test.place(1, rooms: rooms), try await test.place(2, rooms: rooms)], desks = [try await test.applicant(1), try await test.applicant(2)]
        var random = Seeded(seed &+ 77), model = Model(now: test.clock.now, rooms: rooms, rules: rules), done: [String: Int] = [:]
        for step in 0..<steps {
            model.now = test.clock.now
            var person = Int.random(in: 0..<people.count, using: &random)
            let place = Int.random(in: 0..<2, using: &random)
            let first = model.today.adding(Int.random(in: 0...9, using: &random)), nights = try #require(Nights(first, first.adding(Int.random(in: 1...4, using: &random))))
            let dice = Int.random(in: 0..<20, using: &random)
            let seen = model
            // Mostly a stay to which the verb belongs, sometimes any.
            let fitting: (ModelStay) -> Bool = switch dice {
            case 13: { $0.state == .held && seen.isLive($0) }
            case 15: { $0.state == .booked && $0.nights.contains(seen.today) }
            case 16: { $0.state == .checkedIn && $0.nights.end > max(seen.today, $0.nights.first.adding(1)) }
            case 17: { $0.state == .checkedIn }
            default: { $0.state == .booked }
            }
            let own = (Int.random(in: 0..<4, using: &random) > 0 ? seen.stays.filter { fitting($0.value) }.keys.sorted().randomElement(using: &random) : nil)
                ?? model.stays.keys.sorted().randomElement(using: &random)
            if dice >= 8, let own, let stay = model.stays[own] { person = stay.person }
            func say(_ what: String, _ allowed: Bool, _ run: () async throws -> Receipt) async throws -> ID<Stay>? {
                do {
                    let receipt = try await run()
                    if !allowed { Issue.record("walk \(seed) step \(step): \(what) was done and should not be") }
                    done["\(what) ok", default: 0] += 1
                    return ID(rawValue: receipt.id)
                } catch let refusal as Refusal {
                    if allowed { Issue.record("walk \(seed) step \(step): \(what) was refused as \(refusal.code)") }
                    done["\(what) refused", default: 0] += 1
                    return nil
                }
            }
            switch dice {
            case 0..<8:
                let hold = Int.random(in: 0..<4, using: &random) == 0, mayMove = Bool.random(using: &random)
                // Without moving between beds one bed has to be free on all nights: that is asked of the calendar, which the model checks below.
                let filter = LodgingFilter(first: nights.first, end: nights.end)
                let whole = try await house.availability(filter).places.first { $0.lodging.id == places[place] }?.whole ?? 0
                let overdue = model.stays.values.contains { $0.state == .held && !model.isLive($0) && $0.place == place && $0.nights.overlaps(nights) }
                let everyNight = nights.days.allSatisfy { model.taken($0, at: place) < rooms }
                if whole > 0, !everyNight { Issue.record("walk \(seed) step \(step): the calendar shows a bed that the model does not have") }
                if !mayMove, overdue { continue }   // whether one bed suffices after the clean-up the model does not know
                let allowed = model.isEntitled(person, nights) && (mayMove ? everyNight : whole > 0)
                let id = try await say(hold ? "hold" : "book", allowed) {
                    hold ? try await BookStay(StayWish(first: nights.first, end: nights.end, mayMove: mayMove), hold: true)(house, at: places[place], by: people[person])
                        : try await BookStay(StayWish(first: nights.first, end: nights.end, mayMove: mayMove))(house, at: places[place], by: people[person])
                }
                if let id {
                    model.stays[id] = ModelStay(
                        person: person, place: place, nights: nights, state: hold ? .held : .booked, holdUntil: hold ? model.now.adding(seconds: 900) : nil, created: model.now, changed: model.now)
                }
            case 8..<10:
                guard let own, let stay = model.stays[own] else { continue }
                // A hold whose time is over was perhaps released by somebody who wanted the bed.
                if stay.state == .held, !model.isLive(stay) { continue }
                let allowed = stay.state == .booked || stay.state == .held
                if try await say("cancel", allowed, { try await CancelStay()(house, own, by: people[person]) }) != nil {
                    if stay.state == .booked, model.now >= rules.noShow.freeUntil(stay.nights.first, .china) { miss(&model, person) }
                    model.stays[own]?.state = .cancelled
                }
            case 10..<13:
                guard let own, let stay = model.stays[own] else { continue }
                let inTime = stay.state == .booked && model.now < rules.noShow.freeUntil(stay.nights.first, .china)
                var without = model
                without.stays[own]?.state = .cancelled
                without.bans = [:]   // who is banned may still move a booking that stands
                let allowed = inTime && without.isEntitled(person, nights) && nights.days.allSatisfy { without.taken($0, at: place) < rooms }
                if try await say("change", allowed, {
                    try await ChangeStay(first: nights.first, end: nights.end, lodging: places[place], mayMove: true)(house, own, by: people[person])
                }) != nil {
                    model.stays[own]?.nights = nights
                    model.stays[own]?.place = place
                    model.stays[own]?.changed = model.now
                }
            case 13:
                guard let own, let stay = model.stays[own] else { continue }
                if try await say("confirm", stay.state == .held && model.isLive(stay), { try await ConfirmStay()(house, own, by: people[person]) }) != nil {
                    model.stays[own]?.state = .booked
                    model.stays[own]?.changed = model.now
                }
            case 14:
                guard let own, let stay = model.stays[own], let more = Nights(stay.nights.end, stay.nights.end.adding(1)), let all = Nights(stay.nights.first, more.end) else { continue }
                let right = (stay.state == .booked || stay.state == .checkedIn) && all.count <= rules.stay.nightsPerStay && more.first >= model.today
                let allowed = right && model.isEntitled(person, more, isNew: false) && model.taken(more.first, at: stay.place) < rooms
                if try await say("extend", allowed, { try await ExtendStay(end: more.end, mayMove: true)(house, own, by: people[person]) }) != nil { model.stays[own]?.nights = all }
            case 15:
                guard let own, let stay = model.stays[own] else { continue }
                let allowed = stay.state == .booked && stay.nights.contains(model.today)
                if try await say("check in", allowed, { try await CheckIn(identitySeen: true)(house, own, by: desks[stay.place]) }) != nil { model.stays[own]?.state = .checkedIn }
            case 16:
                guard let own, let stay = model.stays[own] else { continue }
                let end = max(model.today, stay.nights.first.adding(1))
                let allowed = stay.state == .checkedIn && end < stay.nights.end
                if try await say("leave early", allowed, { try await LeaveEarly()(house, own, by: people[person]) }) != nil, let left = Nights(stay.nights.first, end) {
                    model.stays[own]?.nights = left
                }
            case 17 where Bool.random(using: &random):
                guard let own, let stay = model.stays[own] else { continue }
                if try await say("check out", stay.state == .checkedIn, { try await CheckOut()(house, own, by: desks[stay.place]) }) != nil {
                    model.stays[own]?.state = .checkedOut
                    let end = max(model.today, stay.nights.first.adding(1))
                    if end < stay.nights.end, let left = Nights(stay.nights.first, end) { model.stays[own]?.nights = left }
                }
            default:
                test.clock.advance(seconds: Int.random(in: 1...8, using: &random) * 3600)
                if Bool.random(using: &random) {
                    _ = try await DueWork(house)()
                    model.now = test.clock.now
                    settle(&model)
                }
                done["time passes", default: 0] += 1
            }
            try await compare(test, model, places: places, "walk \(seed) step \(step)")
        }
        #expect(try await test.wrongInLedger(nights: rules.stay.nightsPerYear ?? 0, stays: rules.stay.staysPerYear ?? 0) == [])
        return done
    }

    private func miss(_ model: inout Model, _ person: Int) {
        let before = model.misses[person, default: []]
        model.misses[person, default: []].append(model.today)
        if case .ban(let days)? = model.rules.noShow.consequence(after: before, on: model.today) { model.bans[person] = max(model.bans[person] ?? model.today, model.today.adding(days)) }
    }

    /// What the worker has done by now.
    private func settle(_ model: inout Model) {
        for (id, stay) in model.stays.sorted(by: { $0.key < $1.key }) {
            if stay.state == .held, !model.isLive(stay) { model.stays[id]?.state = .expired }
            guard stay.state == .booked else { continue }
            // Two hours at least are left to somebody who books late.
            let until = max(model.rules.givenUp(stay.nights.first, .china), stay.changed.adding(seconds: 7200))
            if model.now >= until {
                model.stays[id]?.state = .noShow
                miss(&model, stay.person)
            }
        }
    }

    /// The nights of both, person by person and place by place.
    private func compare(_ test: TestHouse, _ model: Model, places: [ID<Lodging>], _ where: String) async throws {
        let now = model.now
        let (beds, nights) = try await test.database.read { tx in
            let live: SQL = "b.released_at IS NULL AND NOT (s.state = 'held' AND s.hold_until <= \(now))"
            return (
                Set(try tx.rows("SELECT b.stay_id AS stay, b.lodging_id AS lodging, b.night AS night FROM bed_nights b JOIN stays s ON s.id = b.stay_id WHERE \(live)")
                    .map { "\(try $0("stay") as String) \(try $0("lodging") as String) \(try $0("night") as String)" }),
                Set(try tx.rows("SELECT b.stay_id AS stay, b.night AS night FROM person_nights b JOIN stays s ON s.id = b.stay_id WHERE \(live)")
                    .map { "\(try $0("stay") as String) \(try $0("night") as String)" })
            )
        }
        let stays = model.stays.filter { model.isLive($0.value) }
        let modelBeds = Set(stays.flatMap { id, stay in stay.nights.days.map { "\(id) \(places[stay.place]) \($0)" } })
        let modelNights = Set(stays.flatMap { id, stay in stay.nights.days.map { "\(id) \($0)" } })
        if beds != modelBeds { Issue.record("\(`where`): beds differ by \(beds.symmetricDifference(modelBeds).sorted().prefix(5))") }
        if nights != modelNights { Issue.record("\(`where`): nights differ by \(nights.symmetricDifference(modelNights).sorted().prefix(5))") }
    }
}
