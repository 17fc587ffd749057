/// Who acts. Passed explicitly to every verb and query; nothing is ambient.
public struct Actor: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Nobody who is known.
        case visitor
        /// Somebody who is signed in.
        case person(ID<Account>)
        /// The worker that carries out what falls due.
        case system
    }

    public let kind: Kind
    /// As shown to others: `王敏`; empty for a visitor.
    public let name: String
    /// Places in offices.
    public let posts: [Post]
    /// Organisations that the person acts for.
    public let organisations: Set<ID<Organisation>>
    /// One of them is a host 建站单位. For what is offered to the person alone; whose a station is, each query asks anew.
    public let hosts: Bool
    /// Keeps accounts and places, and nothing else.
    public let administers: Bool

    public init(kind: Kind, name: String, posts: [Post] = [], organisations: Set<ID<Organisation>> = [], hosts: Bool = false, administers: Bool = false) {
        self.kind = kind
        self.name = name
        self.posts = posts
        self.organisations = organisations
        self.hosts = hosts
        self.administers = administers
    }

    public static let visitor = Actor(kind: .visitor, name: "")
    public static let system = Actor(kind: .system, name: "")

    public var account: ID<Account>? {
        guard case .person(let id) = kind else { return nil }
        return id
    }

    public var isSignedIn: Bool { account != nil }
    public var isStaff: Bool { !posts.isEmpty || administers }

    /// Whether the person holds a place in this office.
    public func holds(_ office: String, in programme: String) -> Bool {
        posts.contains { $0.programme == programme && $0.office == office }
    }

    public func holds(_ office: String, _ place: Programme.Place, in programme: String) -> Bool {
        posts.contains(Post(programme: programme, office: office, place: place))
    }
}

/// A place in an office: who handles, checks or signs there.
public struct Post: Sendable, Hashable, Codable {
    public let programme: String
    public let office: String
    public let place: Programme.Place

    public init(programme: String, office: String, place: Programme.Place) {
        self.programme = programme
        self.office = office
        self.place = place
    }
}

/// What ids of accounts name.
public enum Account {}
/// What ids of organisations name.
public enum Organisation {}
