import Domain
import SQL
import Testing

/// Runs all at once. The results, in the order of the runs.
func together<Answer: Sendable>(_ runs: [@Sendable () async throws -> Answer]) async -> [Result<Answer, any Error>] {
    await withTaskGroup(of: (Int, Result<Answer, any Error>).self) { group in
        for (index, run) in runs.enumerated() {
            group.addTask {
                do { return (index, .success(try await run())) } catch { return (index, .failure(error)) }
            }
        }
        var results: [(Int, Result<Answer, any Error>)] = []
        for await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// `ok`, a refusal's code, or the error in words.
func outcome<Answer>(_ result: Result<Answer, any Error>) -> String {
    switch result {
    case .success: "ok"
    case .failure(let refusal as Refusal): refusal.code
    case .failure(let error): "\(error)"
    }
}

/// A database that lets every change be made and then takes it back: to ask what would happen.
struct DryDatabase: Database {
    let real: any Database

    struct TakenBack: Error {}

    var dialect: Dialect { real.dialect }
    func read<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer { try await real.read(body) }

    func write<Answer: Sendable>(_ body: @Sendable @escaping (any Transaction) throws -> Answer) async throws -> Answer {
        try await real.write { tx in
            _ = try body(tx)
            throw TakenBack()
        }
    }

    func close() async {}
}
