import Domain

/// Who may use a route at all. It is part of each route, and cannot be left out. What belongs to whom is decided by the verb
/// or query behind it, inside the SQL; a refused read is 404.
public indirect enum Access: Sendable, Hashable {
    /// Visitors too.
    case everyone
    /// Anybody with an account.
    case signedIn
    /// Somebody with a place in an office, or an administrator.
    case staff
    /// Somebody with a place in an office of this power.
    case power(Programme.Power)
    /// Somebody who acts for an organisation.
    case organisation
    /// Keeps accounts and places.
    case administrator
    /// Only where the site runs as a demonstration, for everybody there; outside it the route does not exist.
    case demoOnly
    /// Any of these.
    case either(Access, Access)

    /// Any of these.
    public static func any(of first: Access, _ rest: Access...) -> Access { rest.reduce(first) { .either($0, $1) } }

    /// Whether the actor may pass.
    /// - Parameter powers: what the office of a place may do.
    public func admits(_ actor: Actor, powers: (Post) -> Set<Programme.Power>) -> Bool {
        switch self {
        case .everyone, .demoOnly: true
        case .signedIn: actor.isSignedIn
        case .staff: actor.isSignedIn && actor.isStaff
        case .power(let power): actor.isSignedIn && actor.posts.contains { powers($0).contains(power) }
        case .organisation: actor.isSignedIn && !actor.organisations.isEmpty
        case .administrator: actor.isSignedIn && actor.administers
        case .either(let left, let right): left.admits(actor, powers: powers) || right.admits(actor, powers: powers)
        }
    }

    /// Whether a visitor may pass.
    public var isPublic: Bool { admits(.visitor) { _ in [] } }

    var isDemoOnly: Bool { self == .demoOnly }

    /// In words, for the table of permissions.
    public var words: Words {
        switch self {
        case .everyone: Words("所有人", "everyone")
        case .signedIn: Words("已登录用户", "signed-in accounts")
        case .staff: Words("工作人员", "staff")
        case .power(let power): Words("具有“\(power.rawValue)”职责的单位人员", "staff of an office that may `\(power.rawValue)`")
        case .organisation: Words("代表单位的用户", "people who act for an organisation")
        case .administrator: Words("管理员", "administrators")
        case .demoOnly: Words("仅演示模式", "everyone, in demo mode only")
        case .either(let left, let right): Words("\(left.words.zh)、\(right.words.zh)", "\(left.words.en), \(right.words.en)")
        }
    }
}
