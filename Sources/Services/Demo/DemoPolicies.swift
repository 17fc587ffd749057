import Domain
import SQL

/// The library of the demonstration: the examples that lie beside the programme files, each written by one person and published by another.
struct DemoPolicies {
    let house: House
    /// Two people of offices that keep policies.
    let writer: Actor
    let publisher: Actor

    func play() async throws {
        for text in house.library.policies.examples {
            let receipt = try await WritePolicy(text: text, programme: DemoWorld.programme)(house, by: writer)
            guard let id = ID<Policy>(rawValue: receipt.id) else { throw Unexpected("policy") }
            _ = try await PublishPolicy()(house, id, 1, by: publisher)
        }
    }
}
