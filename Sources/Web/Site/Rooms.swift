import Domain
import Markup
import Services

/// The handlers of all rooms stand on the house alone.
struct Rooms: Sendable {
    let house: House
    /// What this server draws maps with.
    var drawing = MapDrawing.none
}

extension Ask {
    /// The idempotency key of this write, as the verbs take it.
    var once: Once? { idempotency.map { Once(key: $0.key, fingerprint: $0.fingerprint, visitor: $0.visitor) } }
}

/// What a program gets back from a verb: the thing that it made or changed, and where to read it.
struct ReceiptPage: Page {
    let thing: Receipt.Thing
    let id: String
    /// The same request came before; nothing was done again.
    let repeated: Bool

    init(_ receipt: Receipt) {
        thing = receipt.thing
        id = receipt.id
        repeated = receipt.repeated
    }

    func title(in language: Language) -> String { Words("已办理", "Done")(language) }

    func body(_ view: View) -> HTML { "<h1>\(view("已办理", "Done"))</h1>" }
}
