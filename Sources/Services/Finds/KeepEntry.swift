import Domain
import SQL

/// An office writes a platform, a project or a fund into the directory.
///
/// Effects: the entry, checked on that day by that office, and found by everybody; a reminder falls due when it becomes stale; an audit record.
public struct AddEntry: Sendable {
    public let lane: Find
    public let draft: EntryDraft

    public init(_ lane: Find, _ draft: EntryDraft) {
        self.lane = lane
        self.draft = draft
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard lane.isDirectory else { throw Refusal.notFound }
        let (programme, office) = try EntryRules.office(draft.office, actor, house.library)
        let checked = try draft.checked(lane, programme)
        return try await house.perform(by: actor, once: once) { act in
            try act.mustBeFree(checked.name, lane, programme: programme.id)
            return Receipt(.entry, try act.addEntry(checked, lane, programme: programme, office: office).rawValue)
        }
    }
}

/// The office that keeps an entry changes what it says.
///
/// Effects: the entry's next version, checked on that day; the reminder moves; an audit record. Refused where somebody else changed it meanwhile.
public struct ChangeEntry: Sendable {
    public let draft: EntryDraft

    public init(_ draft: EntryDraft) { self.draft = draft }

    public func callAsFunction(_ house: House, _ id: ID<DirectoryEntry>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let entry = try act.loadEntry(id)
            guard draft.version == entry.version else { throw EntryRules.changedMeanwhile }
            let programme = try house.library.programme(entry.programme), checked = try draft.checked(entry.lane, programme)
            try act.mustBeFree(checked.name, entry.lane, programme: entry.programme, but: id)
            try act.changeEntry(entry, checked, programme, verb: "entry_changed")
            return entry.receipt
        }
    }
}

/// The office has looked at an entry, and it still holds.
///
/// Effects: the day of the check; the reminder moves; an audit record.
public struct CheckEntry: Codable, Sendable {
    public let version: Int

    public init(version: Int) { self.version = version }

    public func callAsFunction(_ house: House, _ id: ID<DirectoryEntry>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let entry = try act.loadEntry(id, version: version)
            try act.changeEntry(entry, entry.written, try house.library.programme(entry.programme), verb: "entry_checked")
            return entry.receipt
        }
    }
}

/// The office takes an entry out of the directory, with a reason.
///
/// Effects: nobody finds it any more, its page stays for its office with the reason; no reminder falls due; an audit record.
public struct WithdrawEntry: Codable, Sendable {
    public let version: Int
    public let reason: String

    public init(version: Int, reason: String) {
        self.version = version
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<DirectoryEntry>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = reason.trimmed
        guard (2...500).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请填写原因（2 至 500 字）", "Please give a reason (2 to 500 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let entry = try act.loadEntry(id, version: version), kept = try act.keepReason(text, audience: .office)
            act.later("UPDATE directory_entries SET withdrawn_at = \(act.now), version = version + 1, changed_at = \(act.now) WHERE id = \(id) AND version = \(entry.version)",
                changing: 1, otherwise: EntryRules.changedMeanwhile)
            try act.nothingDue([.remindEntry], id.rawValue)
            act.audit("entry", id.rawValue, "entry_withdrawn", from: "shown", to: "withdrawn", reason: kept)
            return entry.receipt
        }
    }
}

/// Nobody has checked an entry for as long as the programme says. By the worker; harmless when repeated.
///
/// Effects: a message to the office; the next reminder after a month; an audit record.
struct RemindEntry {
    /// Days until the office is reminded again.
    static let again = 30

    func callAsFunction(_ house: House, _ id: ID<DirectoryEntry>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let receipt = Receipt(.entry, id.rawValue)
            guard let row = try act.tx.row("SELECT \(StoredEntry.columns) FROM directory_entries d WHERE d.id = \(id) AND d.withdrawn_at IS NULL") else { return receipt }
            let entry = try StoredEntry(row), programme = try house.library.programme(entry.programme), day = act.today.description
            guard let stale = entry.staleFrom(programme.finds), stale <= act.today else { return receipt }
            let detail = try Stored.json(["day": day])
            guard try act.tx.row("SELECT number FROM audit_records WHERE kind = 'entry' AND subject = \(id) AND verb = 'entry_stale' AND detail = \(detail)") == nil else { return receipt }
            _ = try act.tx.row("SELECT id FROM directory_entries WHERE id = \(id)\(act.dialect.lock)")
            try act.tell(office: entry.office, programme: entry.programme, Words("目录信息待核对：\(entry.name)", "An entry to be checked: \(entry.name)"),
                Words("上次核对是 \(entry.checkedOn)。请核对后点“内容无误”，有变化的请修改，已不存在的请撤下。", "It was last checked on \(entry.checkedOn). Please look at it: confirm, change or withdraw it."), link: receipt)
            act.due(.remindEntry, id.rawValue, at: act.now.adding(seconds: Self.again * 86_400))
            act.audit("entry", id.rawValue, "entry_stale", detail: ["day": day])
            return receipt
        }
    }
}
