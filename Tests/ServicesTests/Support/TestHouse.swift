import Cluster
import Domain
import ProgrammeText
import SQL
@testable import Services
import Testing

/// A house on a fresh database with the real programme and calendar, staff in every office that the tests need, and six organisations.
/// All of it was made by the verbs, once in a test process; each test gets a copy.
struct TestHouse: Sendable {
    let house: House
    let clock: TestClock
    let files: MemoryFiles
    let programme: Programme

    var database: any Database { house.database }

    static let start = Instant(milliseconds: 1_605_229_200_000)   // 2020-11-13T09:00:00+08:00, a Friday

    /// login, office, place
    static let staff: [(String, String, Programme.Place)] = [
        ("centre.handler", "centre", .handler), ("centre.handler2", "centre", .handler), ("centre.checker", "centre", .checker), ("centre.signer", "centre", .signer),
        ("centre.signer2", "centre", .signer), ("hrss.handler", "hrss", .handler), ("hrss.handler2", "hrss", .handler), ("hrss.signer", "hrss", .signer),
        ("hrss.signer2", "hrss", .signer), ("industry.handler", "industry", .handler), ("industry.handler2", "industry", .handler),
        ("finance.handler", "finance", .handler), ("finance.handler2", "finance", .handler), ("leading.handler", "leading", .handler),
        ("laoshan.hrss.handler", "laoshan.hrss", .handler), ("laoshan.hrss.signer", "laoshan.hrss", .signer), ("laoshan.industry.handler", "laoshan.industry", .handler),
        ("laoshan.finance.handler", "laoshan.finance", .handler), ("shinan.hrss.handler", "shinan.hrss", .handler), ("shinan.hrss.signer", "shinan.hrss", .signer),
        ("hightech.handler", "hightech.organisation_personnel", .handler), ("hightech.handler2", "hightech.organisation_personnel", .handler),
    ]
    static let organisations = 6
    static let password = "Long-Enough-1"

    static func phone(_ number: Int) -> String { "1395320000\(number)" }
    static func organisationName(_ number: Int) -> String { "青岛测试科技\(number)有限公司" }

    static let template = Template("house") { database in
        try await Migrator(Schema.migrations).migrate(database)
        let (programme, text) = try RealTexts.programme.get()
        let (calendar, calendarText) = try RealTexts.calendar.get()
        _ = try await KeepTexts(texts: [text, calendarText])(database, now: start)
        let house = try make(database, clock: TestClock(start), files: MemoryFiles(TestClock(start)), programme: programme, calendar: calendar)
        _ = try await OpenFirstAdministrator(login: "admin", name: "管理员", password: password)(house)
        let admin = try await actor(house, "admin")
        for (login, office, place) in staff {
            _ = try await OpenAccount(login: login, name: "人员\(login)", password: password, programme: programme.id, office: office, place: place)(house, by: admin)
        }
        for number in 1...organisations {
            _ = try await RegisterOrganisation(
                creditCode: creditCode(10_000 + number), organisation: organisationName(number), address: "青岛市崂山区松岭路\(number)号", name: "联系人\(number)",
                phone: phone(number), password: password, consent: true)(house, by: .visitor)
        }
    }

    static func make(
        _ database: any Database, clock: TestClock, files: MemoryFiles, programme: Programme, calendar: WorkCalendar, demo: Bool = true, channels: Set<House.Channel> = []
    ) throws -> House {
        House(
            database: database, secrets: try TestSecrets.shared.get(), passwords: FastPasswords(), files: files, papers: NoPaper(),
            library: Library(programmes: [programme], calendars: [calendar], policies: PolicyShelf(reader: PolicyTextReader(), examples: RealTexts.policies)), realTime: { clock.now }, demo: demo, channels: channels)
    }

    /// The account of a login, as it acts now.
    static func actor(_ house: House, _ login: String) async throws -> Actor {
        try await house.database.read { tx in
            let row = try tx.row("SELECT id, name, administers FROM accounts WHERE login = \(login)")
            return try Accounts.actor(tx, try #require(row, "no account \(login)"))
        }
    }

    func staff(_ login: String) async throws -> Actor { try await Self.actor(house, login) }

    /// The person who acts for organisation 1…6.
    func applicant(_ number: Int) async throws -> Actor {
        let code = creditCode(10_000 + number)
        return try await database.read { tx in
            let row = try tx.row("""
                SELECT a.id AS id, a.name AS name, a.administers AS administers FROM accounts a JOIN members m ON m.account_id = a.id
                    JOIN organisations o ON o.id = m.organisation_id WHERE o.credit_code = \(code) AND a.kind = 'public'
                """)
            return try Accounts.actor(tx, try #require(row, "no organisation \(number)"))
        }
    }

    /// The same house on another calendar, or with deliveries.
    func with(calendar: WorkCalendar? = nil, demo: Bool = true, channels: Set<House.Channel> = []) throws -> TestHouse {
        let house = try Self.make(database, clock: clock, files: files, programme: programme, calendar: try calendar ?? RealTexts.calendar.get().0, demo: demo, channels: channels)
        return TestHouse(house: house, clock: clock, files: files, programme: programme)
    }

    /// Programme time moves; what falls due on the way runs.
    func move(to instant: Instant) async throws { try await MoveClock.move(house, to: instant) }
}

/// Runs a test in a house of its own.
func withHouse(
    _ engine: Engine, channels: Set<House.Channel> = [], connections: Int = 6, isolation: isolated (any _Concurrency.Actor)? = #isolation,
    _ body: (TestHouse) async throws -> Void
) async throws {
    try await withDatabase(engine, template: TestHouse.template, connections: connections) { database in
        let (programme, _) = try RealTexts.programme.get()
        let clock = TestClock(TestHouse.start)
        let files = MemoryFiles(clock)
        let house = try TestHouse.make(database, clock: clock, files: files, programme: programme, calendar: try RealTexts.calendar.get().0, channels: channels)
        try await body(TestHouse(house: house, clock: clock, files: files, programme: programme))
    }
}

/// Runs something that must be refused, and answers with the refusal.
@discardableResult
func refused<Answer>(
    _ code: String, _ kind: Refusal.Kind? = nil, isolation: isolated (any _Concurrency.Actor)? = #isolation, location: SourceLocation = #_sourceLocation, _ run: () async throws -> Answer
) async -> Refusal? {
    do {
        let answer = try await run()
        Issue.record("expected a refusal \(code), got \(answer)", sourceLocation: location)
    } catch let refusal as Refusal {
        #expect(refusal.code == code, sourceLocation: location)
        if let kind { #expect(refusal.kind == kind, sourceLocation: location) }
        return refusal
    } catch {
        Issue.record("expected a refusal \(code), got \(error)", sourceLocation: location)
    }
    return nil
}
