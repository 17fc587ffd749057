import Domain

public struct AccountView: Codable, Sendable, Hashable {
    public let id: ID<Account>
    public let login: String
    public let name: String
    public let phone: Masked?
    public let posts: [PostView]
    public let organisations: [OrganisationView]
    public let administers: Bool
    public let hasTOTP: Bool
    /// What is to be done before the places count.
    public let needs: [AccountNeed]
    /// Where mail goes; nil if nowhere.
    public let mail: Masked?
    public let isDisabled: Bool
    /// Who this is in the demonstration world.
    public let story: String
}

/// Somebody who acts for an organisation, as their colleagues see them.
public struct MemberView: Codable, Sendable, Hashable {
    public let organisation: ID<Organisation>
    public let organisationName: String
    public let account: ID<Account>
    public let name: String
    public let phone: Masked?
    public let role: MemberRole
    /// The actor.
    public let isSelf: Bool
}

/// What keeps an office person's places from counting.
public enum AccountNeed: String, Codable, Sendable, Hashable, CaseIterable {
    case authenticator
    case newPassword = "new_password"
}

public struct PostView: Codable, Sendable, Hashable {
    public let programme: String
    public let office: String
    public let officeName: Words
    public let place: Programme.Place
}

public struct OrganisationView: Codable, Sendable, Hashable {
    public let id: ID<Organisation>
    public let name: String
    public let creditCode: String
    public let address: String
    public let contact: String
    public let phone: Masked
}

public struct InboxView: Codable, Sendable, Hashable {
    public let messages: [InboxMessage]
    /// On all pages.
    public let total: Int
    public let unread: Int
    /// The `after` of the next page.
    public let next: String?
}

/// A message to a number without an account, as the demonstration shows it.
public struct TextMessage: Codable, Sendable, Hashable {
    public let id: String
    public let to: Masked
    public let title: String
    public let body: String
}

public struct InboxMessage: Codable, Sendable, Hashable {
    public let id: String
    public let at: Instant
    public let title: String
    public let body: String
    public let link: Receipt
    public let isRead: Bool
    /// To whom it went; only on demo mode's page of all messages.
    public let recipient: String?
}
