import Domain
import SQL

/// Somebody at the station reads a person's whole number, to call back; elsewhere it is masked. Not after the person has said that it was not them, and not
/// once the line is gone.
///
/// Effects: an audit record of who read it and what for.
public struct ShowContactNumber: Codable, Sendable {
    /// What the number is wanted for.
    public enum Use: String, Codable, Sendable, CaseIterable {
        /// To answer what the person asked.
        case answer
        /// To agree on a time.
        case appointment
        /// To see whether the line is right.
        case check

        public var words: Words {
            switch self {
            case .answer: Words("答复所找事项", "To answer what was asked")
            case .appointment: Words("约定时间", "To agree on a time")
            case .check: Words("核对登记", "To check the line")
            }
        }
    }

    public let use: Use

    public init(use: Use) { self.use = use }

    /// - Returns: the digits.
    public func callAsFunction(_ house: House, _ id: ID<Contact>, by actor: Actor) async throws -> String {
        _ = try await house.perform(by: actor, once: nil) { act in
            let contact = try act.loadContact(id, where: ContactAccess.asStation(actor))
            guard contact.state == .recorded || contact.state == .confirmed, try ContactReader.open(act.tx, house, id, "phone")?.isEmpty == false else { throw Self.gone }
            act.audit("contact", id.rawValue, "contact_number_read", from: contact.state.rawValue, to: contact.state.rawValue, detail: ["use": use.rawValue])
            return Receipt(.contact, id.rawValue)
        }
        // The record stands before the number is read.
        return try await house.read { tx, _ in
            guard let number = try ContactReader.open(tx, house, id, "phone"), !number.isEmpty else { throw Self.gone }
            return number
        }
    }

    private static let gone = Refusal(.conflict, "no_number", Words("这条记录没有可以查看的号码", "This line has no number to be read"))
}
