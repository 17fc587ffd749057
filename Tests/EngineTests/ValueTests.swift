import Cluster
import SQL
import Testing

@Suite("Values on both engines")
struct ValueTests {
    private struct Kept: Equatable, Sendable {
        var number: Int64?
        var text: String?
        var bytes: [UInt8]?
        var flag: Bool?
        var amount: Double?
    }

    private static let hostile: [Kept] = [
        Kept(number: .min, text: "'; DROP TABLE kept; --", bytes: [], flag: true, amount: .leastNonzeroMagnitude),
        Kept(number: .max, text: "", bytes: [0, 255, 0, 39], flag: false, amount: -.greatestFiniteMagnitude),
        Kept(
            number: 0, text: "青岛市人才驿站 👩🏽‍💻 e\u{301} \\ \" ' $1 ? \u{FEFF}\r\n\t", bytes: Array(0...255), flag: true, amount: .infinity),
        Kept(
            number: -1, text: String(repeating: "长", count: 100_000), bytes: Array(repeating: 7, count: 1_000_000), flag: false, amount: 0.1 + 0.2),
        Kept(number: nil, text: nil, bytes: nil, flag: nil, amount: nil),
    ]

    @Test("every value comes back as it was", arguments: Engine.allCases)
    func roundTrip(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let found = try await database.write { transaction in
                let types = transaction.dialect
                try transaction.run(
                    """
                    CREATE TABLE kept (id \(types.int64) PRIMARY KEY, number \(types.int64), text \(types.text), bytes \(types.bytes),
                        flag \(types.bool), amount \(types.double))\(types.tableEnd)
                    """)
                for (id, kept) in Self.hostile.enumerated() {
                    let changed = try transaction.run(
                        "INSERT INTO kept VALUES (\(id), \(kept.number), \(kept.text), \(kept.bytes), \(kept.flag), \(kept.amount))")
                    #expect(changed == 1)
                }
                return try transaction.rows("SELECT * FROM kept ORDER BY id").map { row in
                    Kept(number: try row("number"), text: try row("text"), bytes: try row("bytes"), flag: try row("flag"), amount: try row("amount"))
                }
            }
            #expect(found == Self.hostile)
            // Each value is also found by itself.
            let matches = try await database.read { transaction in
                try Self.hostile.filter { $0.text != nil }.map { kept -> Int? in
                    try transaction.value(
                        """
                        SELECT COUNT(*) FROM kept WHERE number = \(kept.number) AND text = \(kept.text) AND bytes = \(kept.bytes)
                            AND flag = \(kept.flag) AND amount = \(kept.amount)
                        """)
                }
            }
            #expect(matches == [1, 1, 1, 1])
        }
    }

    @Test("a null, and a value of another type, are typed errors where something else is wanted", arguments: Engine.allCases)
    func columnErrors(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let row = try #require(try await database.read { try $0.row("SELECT \("x") AS name, \(7) AS number, \(Int?.none) AS missing") })
            #expect(try row("name") == "x" && row("number") == 7 && row("missing") == Int?.none)
            #expect { let _: String = try row("nam") } throws: { if case SQLError.column("nam") = $0 { true } else { false } }
            #expect { let _: Int = try row("name") } throws: {
                if case SQLError.type("int64", .text("x")) = $0 { true } else { false }
            }
            #expect { let _: String = try row("number") } throws: {
                if case SQLError.type("text", .int64(7)) = $0 { true } else { false }
            }
            #expect { let _: Int = try row("missing") } throws: {
                if case SQLError.type("int64", .null) = $0 { true } else { false }
            }
        }
    }

    @Test("what one engine cannot keep, neither takes", arguments: Engine.allCases)
    func unstorable(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            await expect(engineError("22021")) { try await database.read { try $0.rows("SELECT \("a\0b") AS a") } }
            await expect(engineError("22003")) { try await database.read { try $0.rows("SELECT \(Double.nan) AS a") } }
        }
    }

    @Test("sums, averages and counts", arguments: Engine.allCases)
    func aggregates(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let row = try #require(
                try await database.write { transaction in
                    let types = transaction.dialect
                    try transaction.run("CREATE TABLE fees (fen \(types.fen) NOT NULL)\(types.tableEnd)")
                    try transaction.run("INSERT INTO fees VALUES (\(123_456_789_012_345)), (\(1)), (\(-10_000))")
                    return try transaction.row(
                        """
                        SELECT SUM(fen) AS total, COUNT(*) AS count, AVG(CAST(fen AS \(types.double))) AS mean, MIN(fen) AS least,
                            SUM(CASE WHEN fen > 1000000000000000 THEN fen END) AS none, SUM(CASE WHEN fen < 0 THEN fen END) AS below
                        FROM fees
                        """)
                })
            #expect(try row("total") == 123_456_789_002_346)
            #expect(try row("count") == 3)
            #expect(try row("mean") == 41_152_263_000_782.0)
            #expect(try row("least") == -10_000)
            #expect(try row("none") == Int?.none)
            #expect(try row("below") == -10_000)
        }
    }

    @Test("one value is nil where there is no row, and where the row holds NULL", arguments: Engine.allCases)
    func absent(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { transaction in
                let types = transaction.dialect
                try transaction.run("CREATE TABLE fees (fen \(types.fen))\(types.tableEnd)")
                #expect(try transaction.value("SELECT fen FROM fees") == Int?.none)
                #expect(try transaction.value("SELECT MAX(fen) FROM fees") == Int?.none)
                try transaction.run("INSERT INTO fees VALUES (NULL)")
                #expect(try transaction.value("SELECT fen FROM fees") == Int?.none)
                try transaction.run("INSERT INTO fees VALUES (\(7))")
                #expect(try transaction.value("SELECT MAX(fen) FROM fees") == 7)
            }
        }
    }

    @Test("PostgreSQL's numeric is int64 when whole and in range, double otherwise")
    func numeric() async throws {
        try await withDatabase(.postgres) { database in
            let values = try await database.read { transaction in
                try transaction.rows(
                    """
                    SELECT 0::numeric, 10000::numeric, 100000000::numeric, -9223372036854775808::numeric, 9223372036854775807::numeric,
                        9223372036854775808::numeric, 1.5::numeric, -0.00012::numeric, 12345.000::numeric, 1e30::numeric, 0.1::numeric
                    """
                ).first?.values
            }
            #expect(
                values == [
                    .int64(0), .int64(10_000), .int64(100_000_000), .int64(.min), .int64(.max), .double(9_223_372_036_854_775_808.0), .double(1.5),
                    .double(-0.00012), .int64(12_345), .double(1e30), .double(0.1),
                ])
        }
    }

    @Test("text sorts and compares by its bytes, whatever the database's own order", arguments: Engine.allCases)
    func order(_ engine: Engine) async throws {
        let names = ["b", "A", "a", "B", "青岛", "Z", "安徽", "é", "a b", "a-b", "北京", "", "_", "😀", "ａ"]
        try await withDatabase(engine) { database in
            let (sorted, from, like) = try await database.write { transaction in
                let types = transaction.dialect
                try transaction.run("CREATE TABLE names (name \(types.text) NOT NULL)\(types.tableEnd)")
                try transaction.batch(names.map { "INSERT INTO names VALUES (\($0))" })
                let sorted: [String] = try transaction.rows("SELECT name FROM names ORDER BY name").map { try $0("name") }
                let from: Int? = try transaction.value("SELECT COUNT(*) FROM names WHERE name >= \("a") AND name < \("b")")
                let like: Int? = try transaction.value("SELECT COUNT(*) FROM names WHERE name LIKE \("a%")")
                return (sorted, from, like)
            }
            #expect(sorted == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            #expect(from == 3)
            #expect(like == 3)
        }
    }
}
