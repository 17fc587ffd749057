import Domain
import SQL

extension EventPaperKind: Bindable {}

/// The organiser adds a paper to an event: its emergency or safety plan before it, photographs and the sign-in sheet after it.
///
/// Effects: the file, encrypted and synced before its row is committed; an audit record.
public struct AddEventPaper: Sendable {
    public let kind: EventPaperKind
    public let name: String
    public let bytes: [UInt8]

    /// Of each kind.
    public static let most = 20

    public init(kind: EventPaperKind, name: String, bytes: [UInt8]) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, to id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name)
        if kind == .photo, type == "application/pdf" { throw Refusal.invalid([.init("file", Words("照片须为 JPG 或 PNG", "A photograph is a JPG or PNG"))]) }
        try await house.database.read { tx in   // nothing is stored for what would be refused anyway
            guard try tx.row("SELECT e.id FROM events e WHERE e.id = \(id) AND \(EventAccess.organised(by: actor))") != nil else { throw Refusal.notFound }
        }
        let file = try Uploads.newName(house)
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let event = try act.loadEvent(id, where: EventAccess.organised(by: actor))
            guard let account = actor.account else { throw Refusal.unauthenticated }
            try act.papersMayChange(event, kind)
            let there: Int = try act.tx.value("SELECT COUNT(*) FROM event_papers WHERE event_id = \(id) AND kind = \(kind) AND removed_at IS NULL") ?? 0
            guard there < Self.most else { throw Refusal.invalid([.init("file", Words("最多 \(Self.most) 份，请先移除旧的", "At most \(Self.most); remove one first"))]) }
            try Uploads.keep(act, file: file, programme: event.programme, caseID: nil, question: "event", name: name, type: type, bytes: bytes, by: actor)
            let paper = try act.newID(StoredFile.self)
            try act.tx.run("INSERT INTO event_papers (id, event_id, kind, file_id, by_account, at) VALUES (\(paper), \(id), \(kind), \(file), \(account), \(act.now))")
            act.audit("event", id.rawValue, "event_paper_added", from: event.state.rawValue, to: event.state.rawValue, detail: ["kind": kind.rawValue, "file": file, "sha256": house.secrets.sha256(bytes)])
            return event.deskReceipt
        }
    }
}

/// The organiser removes a paper. Effects: the mark on its row; an audit record. A paper of an announced event stays until the event is over.
public struct RemoveEventPaper: Codable, Sendable {
    public let file: ID<StoredFile>

    public init(file: ID<StoredFile>) { self.file = file }

    public func callAsFunction(_ house: House, from id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let event = try act.loadEvent(id, where: EventAccess.organised(by: actor))
            guard let kind: EventPaperKind = try act.tx.value("SELECT kind FROM event_papers WHERE event_id = \(id) AND file_id = \(file) AND removed_at IS NULL") else { return event.deskReceipt }
            try act.papersMayChange(event, kind)
            if event.state == .open, EventPaperKind.before.contains(kind), try act.tx.value("SELECT COUNT(*) FROM event_papers WHERE event_id = \(id) AND kind = \(kind) AND removed_at IS NULL") == 1 as Int? {
                throw Refusal(.conflict, "paper_needed", Words("活动已发布，请先上传新的再移除", "The event is announced: add the new one first"))
            }
            try act.tx.run("UPDATE event_papers SET removed_at = \(act.now) WHERE event_id = \(id) AND file_id = \(file) AND removed_at IS NULL")
            act.audit("event", id.rawValue, "event_paper_removed", from: event.state.rawValue, to: event.state.rawValue, detail: ["kind": kind.rawValue, "file": file.rawValue])
            return event.deskReceipt
        }
    }
}

extension Act {
    /// Plans come before the event, photographs and sheets after it begins; nothing changes under a record that an office looks at or has confirmed.
    fileprivate func papersMayChange(_ event: StoredEvent, _ kind: EventPaperKind) throws {
        if event.state == .cancelled { throw EventConsentRules.tooLate }
        guard !EventPaperKind.before.contains(kind) else {
            guard event.state == .draft || event.state == .open else { throw EventConsentRules.tooLate }
            return
        }
        guard event.beginsAt <= now else { throw EventRecordRules.notOver }
        let state: EventRecordState? = try tx.value("SELECT state FROM event_records WHERE event_id = \(event.id)")
        if let state, state != .returned { throw EventRecordRules.withOffice }
    }
}

/// The organiser names an employer that takes part in an event on site, by its credit code.
///
/// Effects: the employer at the event; an audit record.
public struct AddEventEmployer: Codable, Sendable {
    public let creditCode: String

    public init(creditCode: String) { self.creditCode = creditCode }

    public func callAsFunction(_ house: House, to id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let code: String
        do throws(CreditCode.Mistake) { code = try CreditCode(creditCode).text } catch { throw Refusal.invalid([.init("creditCode", error.words)]) }
        return try await house.perform(by: actor, once: once) { act in
            let event = try act.loadEvent(id, where: EventAccess.organised(by: actor))
            guard event.state == .draft || event.state == .open else { throw EventConsentRules.tooLate }
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard let organisation: ID<Organisation> = try act.tx.value("SELECT id FROM organisations WHERE credit_code = \(code)") else {
                throw Refusal.invalid([.init("creditCode", Words("这个单位尚未注册", "This employer is not registered here"))])
            }
            if event.state == .open, try EmployerStanding.of(organisation, programme: event.programme, act.tx, today: act.today) != .verified {
                throw Refusal.invalid([.init("creditCode", Words("活动已发布，只能增加已核验的单位", "The event is announced: only a verified employer can be added"))])
            }
            let made = try act.tx.rows("""
                INSERT INTO event_employers (event_id, organisation_id, by_account, at) VALUES (\(id), \(organisation), \(account), \(act.now)) ON CONFLICT DO NOTHING RETURNING event_id
                """)
            if !made.isEmpty { act.audit("event", id.rawValue, "event_employer_added", from: event.state.rawValue, to: event.state.rawValue, detail: ["organisation": organisation.rawValue]) }
            return event.deskReceipt
        }
    }
}

/// The organiser takes an employer off an event. Effects: the employer is not at the event any more; an audit record.
public struct RemoveEventEmployer: Codable, Sendable {
    public let organisation: ID<Organisation>

    public init(organisation: ID<Organisation>) { self.organisation = organisation }

    public func callAsFunction(_ house: House, from id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let event = try act.loadEvent(id, where: EventAccess.organised(by: actor))
            guard event.state == .draft || event.state == .open else { throw EventConsentRules.tooLate }
            let gone = try act.tx.run("DELETE FROM event_employers WHERE event_id = \(id) AND organisation_id = \(organisation)")
            if gone == 1 { act.audit("event", id.rawValue, "event_employer_removed", from: event.state.rawValue, to: event.state.rawValue, detail: ["organisation": organisation.rawValue]) }
            return event.deskReceipt
        }
    }
}
