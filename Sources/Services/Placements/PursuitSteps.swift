import Domain
import SQL

/// The employer proposes one to five times for an interview 面试, again or for the first time.
///
/// Effects: the times; those proposed before are out of use; messages; an audit record.
public struct ProposeInterview: Codable, Sendable {
    public struct Slot: Codable, Sendable {
        public let at: Instant
        public init(at: Instant) { self.at = at }
    }

    public let slots: [Slot]
    public let place: String
    /// How long it lasts; an hour if left out.
    public let minutes: Int?

    public init(slots: [Slot], place: String, minutes: Int? = nil) {
        self.slots = slots
        self.place = place
        self.minutes = minutes
    }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, as: .employer)
            try act.mustHire(pursuit.organisation, pursuit.programme)
            var fields: [Refusal.Field] = []
            if !(1...5).contains(slots.count) { fields.append(.init("slots", Words("请提出 1 至 5 个时间", "Propose one to five times"))) }
            if Set(slots.map(\.at)).count != slots.count { fields.append(.init("slots", Words("时间有重复", "A time stands twice"))) }
            for (index, slot) in slots.prefix(5).enumerated() where slot.at <= act.now || slot.at > act.now.adding(seconds: IssueInterview.furthest * 86_400) {
                fields.append(.init("slots.\(index).at", Words("请填写从现在起 \(IssueInterview.furthest) 天内的时间", "A time from now on, within \(IssueInterview.furthest) days")))
            }
            let place = place.trimmed, minutes = minutes ?? 60
            if !(1...120).contains(place.count) { fields.append(.init("place", Words("请填写面试地点（最多 120 字）", "Please give the place (at most 120 characters)"))) }
            if !(5...720).contains(minutes) { fields.append(.init("minutes", Words("时长为 5 至 720 分钟", "From 5 to 720 minutes"))) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            try act.step(pursuit, .proposeSlots, by: .employer, also: ", slot_id = \(nil as String?)", detail: ["slots": String(slots.count)])
            for slot in slots.sorted(by: { $0.at < $1.at }) {
                try act.tx.run("""
                    INSERT INTO pursuit_slots (id, pursuit_id, starts_at, minutes, place, by_account)
                    VALUES (\(try act.newID(PursuitSlot.self)), \(id), \(slot.at), \(minutes), \(place), \(actor.account))
                    """)
            }
            try act.tell(pursuit, but: .employer, Words("请选择面试时间", "Please choose a time for the interview"), Words("用人单位提出了 \(slots.count) 个面试时间。", "The employer proposes \(slots.count) times."))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// None of the times suits the talent, or one that was chosen does not any more.
///
/// Effects: the times are out of use; the reason kept; messages; an audit record. An interview code that was claimed stays as it is.
public struct AskForOtherTimes: Codable, Sendable {
    public let reason: String?

    public init(reason: String? = nil) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.note(reason, "reason")
        return try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, as: .talent)
            let kept = try text.map { try act.keepReason($0, audience: .applicant) }
            try act.step(pursuit, .askOthers, by: .talent, also: ", slot_id = \(nil as String?)", reason: kept)
            try act.tell(pursuit, but: .talent, Words("请另约面试时间", "Please propose other times"), Words("对方希望另约面试时间。", "The person asks for other times."))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// The talent chooses one of the times.
///
/// Effects: the time; an interview code for exactly this person and day, claimed for them at once, which proves why they come when they book a bed
/// (`ClaimInterview`); a reminder to both the day before; messages; audit records.
public struct ChooseInterview: Codable, Sendable {
    public let slot: ID<PursuitSlot>

    public init(slot: ID<PursuitSlot>) { self.slot = slot }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let account = try act.talent(), pursuit = try act.loadPursuit(id, as: .talent)
            _ = try pursuit.state.after(.chooseSlot)
            guard let row = try act.tx.row("SELECT starts_at, place, by_account FROM pursuit_slots WHERE id = \(slot) AND pursuit_id = \(id) AND ended_at IS NULL") else {
                throw Refusal.invalid([.init("slot", Words("请从列出的时间中选择", "Choose one of the times"))])
            }
            let at: Instant = try row("starts_at")
            guard at > act.now else { throw Refusal.invalid([.init("slot", Words("这个时间已经过去，请另约", "This time has passed; ask for others"))]) }
            guard let phone = try Pursuits.phone(act.tx, house.secrets, account) else { throw Unexpected("a talent without a number") }
            let day = Zone.china.day(of: at)
            let interview = try act.issue(NewInterview(
                organisation: pursuit.organisation, by: try row("by_account"), name: try Pursuits.name(act.tx, house.secrets, account), phone: phone,
                position: String(pursuit.title.prefix(60)), place: try row("place"), first: day, last: day))
            let known: Bool = try act.tx.value("SELECT \(InterviewReader.isKnown("o.id")) AS known FROM organisations o WHERE o.id = \(pursuit.organisation)") ?? false
            guard try act.claim(interview, for: account, proves: known) else { throw Unexpected("a code that was just issued is taken") }
            try act.step(pursuit, .chooseSlot, by: .talent, also: ", slot_id = \(slot), interview_id = \(interview)", detail: ["slot": slot.rawValue, "interview": interview.rawValue])
            let reminder = at.adding(seconds: -86_400)
            if reminder > act.now { act.due(.remindInterview, slot.rawValue, at: reminder) }
            try act.tell(pursuit, but: .talent, Words("面试时间已选定", "The interview is set"), Words("对方选定了 \(Zone.china.minute(at))。", "The person chose \(Zone.china.minute(at))."))
            try act.tell(account, Words("面试已约定：\(pursuit.title)", "Your interview is set: \(pursuit.title)"),
                Words("时间：\(Zone.china.minute(at))。面试码已自动登记，可直接用于预订特价住宿。", "On \(Zone.china.minute(at)). Your interview code is registered; it serves for booking a bed."), link: Receipt(.pursuit, id.rawValue))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// The day before an interview both sides are reminded.
///
/// Effects: messages; an audit record.
struct RemindInterview {
    func callAsFunction(_ house: House, _ slot: ID<PursuitSlot>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            guard let id: ID<Pursuit> = try act.tx.value("SELECT pursuit_id FROM pursuit_slots WHERE id = \(slot)") else { return Receipt(.home) }
            let pursuit = try act.loadPursuit(id, where: "1 = 1"), receipt = Receipt(.pursuit, id.rawValue)
            guard pursuit.state == .interviewSet, pursuit.slot == slot, let row = try act.tx.row("SELECT starts_at, place FROM pursuit_slots WHERE id = \(slot)") else { return receipt }
            let known = try act.tx.row("SELECT number FROM audit_records WHERE kind = 'pursuit' AND subject = \(id) AND verb = 'reminded' AND detail = \(try Stored.json(["side": "system", "slot": slot.rawValue]))")
            guard known == nil else { return receipt }
            let starts: Instant = try row("starts_at"), place: String = try row("place")
            try act.tell(pursuit, but: .system, Words("面试提醒", "Interview"), Words("\(Zone.china.minute(starts))，\(place)。", "\(Zone.china.minute(starts)), \(place)."))
            act.audit("pursuit", id.rawValue, "reminded", from: pursuit.state.rawValue, to: pursuit.state.rawValue, detail: ["side": "system", "slot": slot.rawValue])
            return receipt
        }
    }
}

/// The employer makes an offer 录用通知.
///
/// Effects: the offer; what was due for an interview is not any more; it lapses by itself when nobody answers; messages; an audit record.
public struct MakeOffer: Codable, Sendable {
    public let position: String
    /// Before tax.
    public let payFrom: Fen
    public let payTo: Fen?
    /// A month if left out.
    public let payPer: Pay.Period?
    public let startsOn: Day
    /// To the end of that day.
    public let replyUntil: Day

    public init(position: String, payFrom: Fen, payTo: Fen? = nil, payPer: Pay.Period? = nil, startsOn: Day, replyUntil: Day) {
        self.position = position
        self.payFrom = payFrom
        self.payTo = payTo
        self.payPer = payPer
        self.startsOn = startsOn
        self.replyUntil = replyUntil
    }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, as: .employer)
            try act.mustHire(pursuit.organisation, pursuit.programme)
            var fields: [Refusal.Field] = []
            if !(1...60).contains(position.trimmed.count) { fields.append(.init("position", Words("请填写岗位（最多 60 字）", "Please give the position (at most 60 characters)"))) }
            let pay = Pay(from: payFrom, to: payTo, per: payPer ?? .month)
            if pay == nil { fields.append(.init("payFrom", Words("请填写大于 0 的薪酬，上限不低于下限", "Pay is more than nothing, and its upper end not below the lower"))) }
            if replyUntil < act.today || replyUntil > act.today.adding(60) { fields.append(.init("replyUntil", Words("请填写今天起 60 天内的日期", "A day from today on, within 60 days"))) }
            if startsOn < act.today || startsOn > act.today.adding(366) { fields.append(.init("startsOn", Words("请填写今天起一年内的日期", "A day from today on, within a year"))) }
            guard fields.isEmpty, let pay else { throw Refusal.invalid(fields) }
            let offer = try act.newID(JobOffer.self), end = Zone.china.instant(replyUntil.adding(1))
            try act.step(pursuit, .offer, by: .employer, detail: ["offer": offer.rawValue])
            try act.tx.run("""
                INSERT INTO pursuit_offers (id, pursuit_id, position, pay_from, pay_to, pay_per, starts_on, reply_until, by_account, made_at)
                VALUES (\(offer), \(id), \(position.trimmed), \(pay.from.amount), \(pay.to?.amount), \(pay.per), \(startsOn), \(end), \(actor.account), \(act.now))
                """)
            act.due(.lapseOffer, offer.rawValue, at: end)
            try act.tell(pursuit, but: .employer, Words("收到录用通知", "You have an offer"), Words("请在 \(replyUntil) 前答复，逾期失效。", "Please answer by \(replyUntil); it lapses afterwards."))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// The talent accepts or declines an offer.
///
/// Effects: the offer's answer; an offer declined ends the pursuit; messages; an audit record.
public struct AnswerOffer: Codable, Sendable {
    public let accept: Bool?
    public let reason: String?

    public init(accept: Bool?, reason: String? = nil) {
        self.accept = accept
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let accept else { throw Refusal.invalid([.init("accept", Words("请选择是否接受", "Please say whether you accept"))]) }
        let text = try PursuitRules.note(reason, "reason")
        return try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, as: .talent)
            let event: PursuitEvent = accept ? .acceptOffer : .declineOffer
            _ = try pursuit.state.after(event)
            guard let row = try act.tx.row("SELECT id, reply_until FROM pursuit_offers WHERE pursuit_id = \(id) AND answer IS NULL") else { throw Casework.changedMeanwhile }
            let offer: ID<JobOffer> = try row("id"), until: Instant = try row("reply_until")
            guard until > act.now else { throw Refusal(.conflict, "offer_lapsed", Words("录用通知已过答复期限", "The time to answer has passed"), next: Words("请联系用人单位", "Ask the employer")) }
            let answer = accept ? "accepted" : "declined"
            try act.tx.run("UPDATE pursuit_offers SET answer = \(answer), answered_at = \(act.now) WHERE id = \(offer) AND answer IS NULL")
            try act.nothingDue([.lapseOffer], offer.rawValue)
            let kept = try text.map { try act.keepReason($0, audience: .applicant) }
            try act.step(pursuit, event, by: .talent, reason: kept, detail: ["offer": offer.rawValue])
            try act.tell(pursuit, but: .talent, accept ? Words("对方接受了录用", "Your offer was accepted") : Words("对方谢绝了录用", "Your offer was declined"),
                accept ? Words("入职后请在页面上确认。", "Please confirm on the page when the person has begun.") : Words("理由见求职进展页面。", "Reasons, if any, are on the page."))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// Nobody answered an offer in time.
///
/// Effects: the offer lapses and the pursuit ends; messages; an audit record.
struct LapseOffer {
    func callAsFunction(_ house: House, _ offer: ID<JobOffer>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            guard let id: ID<Pursuit> = try act.tx.value("SELECT pursuit_id FROM pursuit_offers WHERE id = \(offer)") else { return Receipt(.home) }
            let pursuit = try act.loadPursuit(id, where: "1 = 1"), receipt = Receipt(.pursuit, id.rawValue)
            guard pursuit.state == .offered else { return receipt }
            let changed = try act.tx.run("UPDATE pursuit_offers SET answer = 'lapsed', answered_at = \(act.now) WHERE id = \(offer) AND answer IS NULL AND reply_until <= \(act.now)")
            guard changed == 1 else { return receipt }
            try act.step(pursuit, .lapseOffer, by: .system, detail: ["offer": offer.rawValue])
            try act.tell(pursuit, but: .system, Words("录用通知已过期", "The offer has lapsed"), Words("期限内没有答复。岗位仍在招聘的，可以重新投递。", "It was not answered in time. While the job is open, one can apply anew."))
            return receipt
        }
    }
}

/// The employer confirms that the person has begun 入职.
///
/// Effects: the pursuit ends as hired; messages, to the station too that accompanied it; an audit record. A placement can be recorded from it.
public struct ConfirmHire: Codable, Sendable {
    public let startedOn: Day

    public init(startedOn: Day) { self.startedOn = startedOn }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, as: .employer)
            guard startedOn <= act.today, startedOn >= act.today.adding(-180) else {
                throw Refusal.invalid([.init("startedOn", Words("请填写今天或此前 180 天内的日期", "Today, or a day within the last 180"))])
            }
            try act.step(pursuit, .hire, by: .employer, also: ", started_on = \(startedOn), hired_by = \(actor.account)", detail: ["day": startedOn.description])
            try act.tell(pursuit, but: .employer, Words("已确认入职", "The start is confirmed"), Words("用人单位确认自 \(startedOn) 起入职。", "The employer confirms that it began on \(startedOn)."))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// The employer does not take somebody, or takes an invitation or offer back; with a reason.
///
/// Effects: the pursuit ends; the reason kept, for both sides to read; messages; an audit record.
public struct RefusePursuit: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, as: .employer)
            let kept = try act.keepReason(text, audience: .applicant)
            try act.step(pursuit, .refuse, by: .employer, also: ", reason_id = \(kept.id)", reason: kept)
            try act.tell(pursuit, but: .employer, Words("未予录用", "Not taken"), Words("理由见求职进展页面。", "The reason is on the page."))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// The talent ends it, at any time before the start; an invitation or a recommendation is declined by it.
///
/// Effects: the pursuit ends; the reason kept, if one is given; messages; an audit record. The employer does not see documents and number any more.
public struct WithdrawPursuit: Codable, Sendable {
    public let reason: String?

    public init(reason: String? = nil) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.note(reason, "reason")
        return try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, as: .talent)
            let kept = try text.map { try act.keepReason($0, audience: .applicant) }
            try act.step(pursuit, PursuitState.unnamed.contains(pursuit.state) ? .decline : .withdraw, by: .talent, also: ", reason_id = \(kept?.id)", reason: kept)
            try act.tell(pursuit, but: .talent, Words("对方已撤回或谢绝", "The person declined or withdrew"), Words("这次求职已经结束。", "This has ended."))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// The talent lets a station's broker accompany the pursuit, or ends that.
///
/// Effects: the station sees the steps from now on, or no more; a message to its people; an audit record.
public struct AccompanyPursuit: Codable, Sendable {
    /// Nobody, if left out.
    public let station: ID<Station>?

    public init(station: ID<Station>?) { self.station = station }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, as: .talent)
            guard !PursuitState.ended.contains(pursuit.state) else { _ = try pursuit.state.after(.accept); return Receipt(.pursuit, id.rawValue) }
            guard station != pursuit.station else { return Receipt(.pursuit, id.rawValue) }
            var host: ID<Organisation>?
            if let station {
                host = try act.tx.value("SELECT s.organisation_id FROM stations s JOIN plaques q ON q.station_id = s.id WHERE s.id = \(station) AND s.programme_id = \(pursuit.programme) AND q.state = 'valid'")
                guard host != nil else { throw Refusal.invalid([.init("station", Words("请从列表中选择驿站", "Choose a station of the list"))]) }
            }
            try act.tx.run("UPDATE pursuits SET station_id = \(station), changed_at = \(act.now) WHERE id = \(id)")
            act.audit("pursuit", id.rawValue, station == nil ? "company_ended" : "company_asked", from: pursuit.state.rawValue, to: pursuit.state.rawValue,
                detail: ["side": "talent", "station": (station ?? pursuit.station)?.rawValue ?? ""])
            if let host {
                try act.tell(organisation: host, Words("有人才请驿站陪同求职：\(pursuit.title)", "A talent asks the station to accompany them: \(pursuit.title)"),
                    Words("可以查看求职进展。", "You can follow the steps now."), link: Receipt(.pursuit, id.rawValue))
            }
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

extension Zone {
    /// `2020-12-03 14:00`
    func minute(_ instant: Instant) -> String {
        let second = secondOfDay(of: instant), hour = second / 3600, minute = second / 60 % 60
        return "\(day(of: instant)) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
