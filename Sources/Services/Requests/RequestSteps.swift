import Domain
import SQL

/// Whoever asks, or whoever has the request, writes to the other side.
///
/// Effects: the message (sealed); the owner's first one is the answer, and its reminders end; the other side is told; an audit record.
public struct WriteToRequest: Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }

    public func callAsFunction(_ house: House, _ id: ID<Request>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try RequestText.needed(text, "text", least: 1)
        return try await house.perform(by: actor, once: once) { act in
            let request = try act.loadRequest(id, where: RequestAccess.partyTo(actor)), side = try act.side(of: request)
            guard RequestState.live.contains(request.state) else { throw RequestRefusals.isOver }
            try act.write(text, to: id, as: side)
            if side == .owner, request.state == .open {
                try act.step(request, .answer, by: .owner, also: ", answered_at = \(act.now)")
            } else {
                act.audit("request", id.rawValue, "message_written", from: request.state.rawValue, to: request.state.rawValue, detail: ["side": side.rawValue])
            }
            try act.tell(request, but: side, Words("诉求有新消息：\(request.topic.words.zh)", "A message about your request: \(request.topic.words.en)"), Words("请到诉求页面查看。", "It stands on the request's page."))
            return request.receipt
        }
    }
}

enum RequestRefusals {
    static let staffAskNothing = Refusal(.forbidden, "staff_ask_nothing", Words("工作账号不能为自己提出诉求", "Staff accounts make no requests of their own"))
    static let isOver = Refusal(.conflict, "request_over", Words("诉求已经办结或撤回", "The request is closed or withdrawn"), next: Words("没有解决的，提出方可以重新打开", "Whoever asked may reopen it if it is not done"))
}

/// A file that belongs to a request, from either side.
///
/// Effects: the file, encrypted and synced before its row is committed; the other side is told; an audit record.
public struct AttachToRequest: Sendable {
    public let name: String
    public let bytes: [UInt8]

    public static let most = 20

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, to id: ID<Request>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name)
        try await house.database.read { tx in   // nothing is stored for what would be refused anyway
            guard try tx.row("SELECT r.id FROM requests r WHERE r.id = \(id) AND \(RequestAccess.partyTo(actor))") != nil else { throw Refusal.notFound }
        }
        let file = try Uploads.newName(house)
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let request = try act.loadRequest(id, where: RequestAccess.partyTo(actor)), side = try act.side(of: request)
            guard RequestState.live.contains(request.state) else { throw RequestRefusals.isOver }
            let there: Int = try act.tx.value("SELECT COUNT(*) FROM request_files WHERE request_id = \(id)") ?? 0
            guard there < Self.most else { throw Refusal.invalid([.init("file", Words("最多 \(Self.most) 份", "At most \(Self.most)"))]) }
            try Uploads.keep(act, file: file, programme: request.programme, caseID: nil, question: "request", name: name, type: type, bytes: bytes, by: actor)
            try act.tx.run("INSERT INTO request_files (request_id, file_id, side, at) VALUES (\(id), \(file), \(side), \(act.now))")
            act.audit("request", id.rawValue, "file_added", from: request.state.rawValue, to: request.state.rawValue, detail: ["side": side.rawValue, "file": file])
            try act.tell(request, but: side, Words("诉求有新文件：\(request.topic.words.zh)", "A file with your request: \(request.topic.words.en)"), Words("请到诉求页面查看。", "It stands on the request's page."))
            return request.receipt
        }
    }
}

/// Whoever has the request gives it to another station or office, with a reason. The clock goes on.
///
/// Effects: the owner; a line of who had it until when and why; the asker and the new owner are told; the reason kept; an audit record.
public struct HandOnRequest: Codable, Sendable {
    public let to: RequestOwner?
    public let reason: String

    public init(to: RequestOwner?, reason: String) {
        self.to = to
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<Request>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let to else { throw Refusal.invalid([.init("to", Words("请选择转给谁", "Please choose who is to have it"))]) }
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let request = try act.loadRequest(id, where: RequestAccess.asOwner(actor))
            guard to != request.owner, let known = try RequestReader.owners(act.tx, house, request.programme).first(where: { $0.owner == to }) else {
                throw Refusal.invalid([.init("to", Words("请从列表中选择其他驿站或部门", "Choose another station or office of the list"))])
            }
            let kept = try act.keepReason(text, audience: .applicant)
            try act.step(request, .handOn, by: .owner, also: ", station_id = \(to.station), office = \(to.office)", reason: kept, detail: ["from": request.owner.rawValue, "owner": to.rawValue])
            let messages: Int = try act.tx.value("SELECT MAX(n) FROM request_messages WHERE request_id = \(id)") ?? 0
            try act.tx.run("UPDATE request_owners SET until = \(act.now), messages = \(messages) WHERE request_id = \(id) AND until IS NULL")
            let before: Int = try act.tx.value("SELECT MAX(n) FROM request_owners WHERE request_id = \(id)") ?? 0
            try act.tx.run("INSERT INTO request_owners (request_id, n, station_id, office, since, reason_id) VALUES (\(id), \(before + 1), \(to.station), \(to.office), \(act.now), \(kept.id))")
            if let account = request.account {
                try act.tell(account, Words("您的诉求已转办", "Your request was handed on"), Words("现由\(known.name.zh)承办，理由见诉求页面。", "\(known.name.en) has it now; the reason is on its page."), link: request.receipt)
            }
            try act.tell(to, programme: request.programme, Words("转来一件诉求：\(request.topic.words.zh)", "A request was handed to you: \(request.topic.words.en)"),
                Words("时限不重新计算。", "Its clock goes on."), link: request.receipt)
            return request.receipt
        }
    }
}

/// Whoever has the request says what came of it.
///
/// Effects: the outcome with its words (sealed) and links; the clock ends; the asker is told and asked for a rating; an audit record.
public struct CloseRequest: Codable, Sendable {
    public struct Target: Codable, Sendable, Hashable {
        public let thing: RequestLink
        /// An id, or the address of its page.
        public let id: String

        public init(thing: RequestLink, id: String) {
            self.thing = thing
            self.id = id
        }
    }

    public let outcome: RequestOutcome?
    public let text: String
    public let links: [Target]?

    public init(outcome: RequestOutcome?, text: String, links: [Target]? = nil) {
        self.outcome = outcome
        self.text = text
        self.links = links
    }

    public func callAsFunction(_ house: House, _ id: ID<Request>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let outcome else { throw Refusal.invalid([.init("outcome", Words("请选择办理结果", "Please choose what came of it"))]) }
        let text = try RequestText.needed(text, "text", most: 1000)
        return try await house.perform(by: actor, once: once) { act in
            let request = try act.loadRequest(id, where: RequestAccess.asOwner(actor))
            var fields: [Refusal.Field] = [], targets: Set<Target> = []
            for (index, link) in (links ?? []).prefix(5).enumerated() {
                let target = Target(thing: link.thing, id: link.id.split(separator: "?").first?.split(separator: "/").last.map(String.init)?.trimmed ?? "")
                if try Self.exists(act.tx, target, request.programme) { targets.insert(target) } else { fields.append(.init("links.\(index).id", Words("没有找到，请粘贴页面地址", "Not found; paste the address of its page"))) }
            }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            let sealed = try house.secrets.seal(text: text, table: "requests", column: "outcome_note", row: id.rawValue)
            let answered: SQL = request.state == .open ? ", answered_at = \(act.now)" : .empty
            try act.step(request, .close, by: .owner, also: ", outcome = \(outcome), outcome_note = \(sealed)\(answered)", detail: ["outcome": outcome.rawValue, "turn": String(request.turn)])
            for target in targets.sorted(by: { ($0.thing.rawValue, $0.id) < ($1.thing.rawValue, $1.id) }) {
                try act.tx.run("INSERT INTO request_links (request_id, turn, thing, target) VALUES (\(id), \(request.turn), \(target.thing), \(target.id))")
            }
            try act.tell(request, but: .owner, Words("诉求已办结：\(outcome.words.zh)", "Your request is closed: \(outcome.words.en)"), Words("请评价；没有解决的可以重新打开。", "Please rate it; reopen it if it is not done."))
            return request.receipt
        }
    }

    /// That the asker can open what it points to.
    private static func exists(_ tx: any Transaction, _ target: Target, _ programme: String) throws -> Bool {
        switch target.thing {
        case .policy: try tx.row("SELECT id FROM policies WHERE id = \(target.id) AND programme_id = \(programme)") != nil
        case .job: try tx.row("SELECT id FROM jobs WHERE id = \(target.id) AND programme_id = \(programme) AND state = 'open'") != nil
        case .entry: try tx.row("SELECT id FROM directory_entries WHERE id = \(target.id) AND programme_id = \(programme) AND withdrawn_at IS NULL") != nil
        case .event: try tx.row("SELECT id FROM events WHERE id = \(target.id) AND programme_id = \(programme) AND state <> 'draft'") != nil
        }
    }
}

/// Whoever asked rates how it was dealt with, once for each time that it was closed.
///
/// Effects: the rating, with its words sealed; an audit record. Whoever has the request sees it.
public struct RateRequest: Codable, Sendable {
    /// 1, the least, to 5.
    public let stars: Int?
    public let text: String?

    public init(stars: Int?, text: String? = nil) {
        self.stars = stars
        self.text = text
    }

    public func callAsFunction(_ house: House, _ id: ID<Request>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let stars, (1...5).contains(stars) else { throw Refusal.invalid([.init("stars", Words("请选择 1 至 5 分", "Please choose 1 to 5"))]) }
        let note = try PursuitRules.note(text, "text")
        return try await house.perform(by: actor, once: once) { act in
            let request = try act.loadRequest(id, where: RequestAccess.asAsker(actor))
            guard request.state == .closed else { throw Refusal(.conflict, "not_closed", Words("办结后才能评价", "It can be rated once it is closed")) }
            let sealed = try note.map { try house.secrets.seal(text: $0, table: "request_ratings", column: "note", row: "\(id)/\(request.turn)") }
            let made = try act.tx.rows("""
                INSERT INTO request_ratings (request_id, turn, stars, note, at) VALUES (\(id), \(request.turn), \(stars), \(sealed), \(act.now)) ON CONFLICT (request_id, turn) DO NOTHING RETURNING stars
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "rated_already", Words("已经评价过", "It is rated already")) }
            act.audit("request", id.rawValue, "request_rated", from: request.state.rawValue, to: request.state.rawValue, detail: ["stars": String(stars), "side": RequestSide.asker.rawValue])
            return request.receipt
        }
    }
}

/// Whoever asked says that it is not done, within the days that the programme gives. For somebody without an account the station says so.
///
/// Effects: the request is open again with a new clock, and the reopening counted; the owner is told; the reason kept; an audit record.
public struct ReopenRequest: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Request>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let request = try act.loadRequest(id, where: RequestReader.asker(actor))
            let programme = try house.library.programme(request.programme)
            guard let rules = programme.requests else { throw Refusal.notFound }
            _ = try request.state.after(.reopen)
            if let ended = request.endedAt, ended.adding(seconds: rules.reopenWithin * 86_400) < act.now {
                throw Refusal(.conflict, "reopen_late", Words("办结已超过 \(rules.reopenWithin) 天", "It was closed more than \(rules.reopenWithin) days ago"), clause: rules.clause,
                    next: Words("请重新提出诉求", "Please make a new request"))
            }
            let turn = request.turn + 1, kept = try act.keepReason(text, audience: .applicant), clock = try act.startClock(of: id, turn: turn, rules, in: programme)
            // The outcome stays as the last one said it, until there is a new one.
            try act.step(request, .reopen, by: .asker, also: ", turn = \(turn), since = \(act.today), answer_due = \(clock.answer), close_due = \(clock.close), answered_at = \(nil as Instant?)",
                reason: kept, detail: ["turn": String(turn)])
            try act.tell(request, but: .asker, Words("诉求重新打开：\(request.topic.words.zh)", "A request was reopened: \(request.topic.words.en)"), Words("请在 \(clock.answer) 前答复，理由见诉求页面。",
                "Please answer by \(clock.answer); the reason is on its page."))
            return request.receipt
        }
    }
}

/// Whoever asked does not need it any more. For somebody without an account the station says so.
///
/// Effects: the request ends; hours of mentors that were booked under it and are still to come are given back; the owner is told; an audit record.
public struct WithdrawRequest: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Request>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let request = try act.loadRequest(id, where: RequestReader.asker(actor))
            try act.withdraw(request)
            return request.receipt
        }
    }
}

extension Act {
    /// The body of `WithdrawRequest`, also for an account that closes.
    func withdraw(_ request: StoredRequest) throws {
        try step(request, .withdraw, by: .asker)
        for booking in try tx.rows("SELECT id FROM mentor_bookings WHERE request_id = \(request.id) AND state = 'booked' ORDER BY id").map({ try $0("id") as ID<MentorBooking> }) {
            try end(booking, .cancel, detail: ["request": request.id.rawValue])
        }
        try tell(request, but: .asker, Words("诉求已撤回：\(request.topic.words.zh)", "A request was withdrawn: \(request.topic.words.en)"), Words("无需再办理。", "Nothing is to be done any more."))
    }
}

/// Whoever asks says of their project what funds ask for.
///
/// Effects: the project's profile; an audit record.
public struct DescribeProject: Codable, Sendable {
    public let field: String?
    public let stage: ProjectStage?
    public let sum: Fen?
    public let area: String?

    public init(field: String? = nil, stage: ProjectStage? = nil, sum: Fen? = nil, area: String? = nil) {
        self.field = field
        self.stage = stage
        self.sum = sum
        self.area = area
    }

    public func callAsFunction(_ house: House, _ id: ID<Request>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let request = try act.loadRequest(id, where: RequestReader.asker(actor)), programme = try house.library.programme(request.programme)
            guard RequestState.live.contains(request.state) else { throw RequestRefusals.isOver }
            guard request.topic.takesProject else { throw Refusal(.conflict, "no_project", Words("这类诉求不需要项目信息", "This request is not about a project")) }
            var fields: [Refusal.Field] = []
            if let field, !programme.fields.contains(where: { $0.id == field }) { fields.append(.init("field", Words("请从列表中选择", "Choose one of the list"))) }
            if let area, programme.area(area) == nil { fields.append(.init("area", Words("请从列表中选择", "Choose one of the list"))) }
            if let sum, sum.amount <= 0 { fields.append(.init("sum", Words("请填写大于 0 的金额", "More than nothing"))) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            let profile = ProjectProfile(field: field, stage: stage, sum: sum, area: area), text = profile.isEmpty ? nil : try Stored.json(profile)
            try act.tx.run("UPDATE requests SET project = \(text), version = version + 1, changed_at = \(act.now) WHERE id = \(id) AND version = \(request.version)")
            act.audit("request", id.rawValue, "project_described", from: request.state.rawValue, to: request.state.rawValue, detail: ["side": RequestSide.asker.rawValue])
            return request.receipt
        }
    }
}

/// 50, 80 or 100 % of a request's clock is used up: whoever has it is told. Harmless when repeated.
///
/// Effects: messages; an audit record.
struct RemindRequest {
    func callAsFunction(_ house: House, _ subject: String, at: Instant?) async throws {
        let parts = subject.split(separator: "/").map(String.init)
        guard parts.count == 4, let id = ID<Request>(rawValue: parts[0]), let turn = Int(parts[1]), let percent = Int(parts[3]) else { return }
        let isAnswer = parts[2] == "answer"
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let request = try act.loadRequest(id, where: "1 = 1")
            guard request.turn == turn, isAnswer ? request.state == .open : RequestState.live.contains(request.state) else { return request.receipt }
            let detail = ["turn": String(turn), "clock": parts[2], "percent": String(percent), "side": RequestSide.system.rawValue]
            let known = try act.tx.row("SELECT number FROM audit_records WHERE kind = 'request' AND subject = \(id) AND verb = 'reminded' AND detail = \(try Stored.json(detail))")
            guard known == nil else { return request.receipt }
            let what = isAnswer ? Words("首次答复", "first answer") : Words("办结", "outcome")
            let title = percent >= 100
                ? Words("今天到期：诉求\(what.zh)", "Due today: the \(what.en) of a request") : Words("诉求\(what.zh)时限已过 \(percent)%", "\(percent)% of the time for the \(what.en) of a request is used")
            try act.tell(request.owner, programme: request.programme, title, Words("\(request.topic.words.zh)，请抓紧办理。", "\(request.topic.words.en): please deal with it."), link: request.receipt)
            act.audit("request", id.rawValue, "reminded", from: request.state.rawValue, to: request.state.rawValue, detail: detail)
            return request.receipt
        }
    }
}
