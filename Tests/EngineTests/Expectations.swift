import SQL
import Testing

/// What an error has to be: one of a kind, with its code where it has one.
struct Expected: Sendable {
    let name: String
    let matches: @Sendable (any Error) -> Bool
}

func engineError(_ codes: String...) -> Expected {
    Expected(name: "engine \(codes)") { if case SQLError.engine(let code, _) = $0 { codes.contains(code) } else { false } }
}

let constraintError = Expected(name: "constraint") { if case SQLError.constraint = $0 { true } else { false } }
let connectionError = Expected(name: "connection") { if case SQLError.connection = $0 { true } else { false } }
let unknownCommitError = Expected(name: "unknown commit") { if case SQLError.unknownCommit = $0 { true } else { false } }

func newerError(found: Int, known: Int) -> Expected {
    Expected(name: "newer, found \(found), known \(known)") {
        if case SQLError.newer(found, known) = $0 { true } else { false }
    }
}

/// Runs something that must fail in one way.
func expect<Answer>(
    _ expected: Expected, isolation: isolated (any Actor)? = #isolation, location: SourceLocation = #_sourceLocation,
    _ run: () async throws -> Answer
) async {
    do {
        let answer = try await run()
        Issue.record("expected the error \(expected.name), got \(answer)", sourceLocation: location)
    } catch {
        if !expected.matches(error) { Issue.record("expected the error \(expected.name), got \(error)", sourceLocation: location) }
    }
}

/// An error of a test's own.
struct Refused: Error, Equatable { let reason: String }
