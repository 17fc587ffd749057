import Domain
import SQL

/// Somebody at a station writes a contact down: one line, in seconds, whether the person has an account or not.
///
/// Effects: the line, with name, number and words sealed; a request where it is handed on (`openRequest`); a message with a short link by which the person
/// confirms it, unless the line looks like one of the last ten minutes written down again (then the station is asked first, and the line does not count
/// until it has said so); audit records.
public struct RecordContact: Codable, Sendable {
    /// Wanted where somebody works for several.
    public let station: ID<Station>?
    /// A name or a number is wanted, of either.
    public let name: String?
    public let phone: String?
    public let channel: ContactChannel
    /// `service.lodging` or `find.jobs`, of `ContactSubject.choices`.
    public let subject: String
    public let result: ContactResult
    /// A few words, if they help.
    public let line: String?

    public init(station: ID<Station>? = nil, name: String? = nil, phone: String? = nil, channel: ContactChannel, subject: String, result: ContactResult, line: String? = nil) {
        self.station = station
        self.name = name
        self.phone = phone
        self.channel = channel
        self.subject = subject
        self.result = result
        self.line = line
    }

    public struct Recorded: Sendable {
        public let receipt: Receipt
        /// In demo mode alone, where no message leaves: the words that would be sent.
        public let message: String?
    }

    /// Minutes in which a slip of the finger is undone.
    public static let undoMinutes = 5
    /// Minutes in which the same number for the same service looks like one contact written down twice.
    static let doubleMinutes = 10
    /// Messages to one number in 24 hours.
    static let messagesADay = 3

    static let ownContact = Refusal(.forbidden, "own_contact", Words("不能登记本人的服务，请由同事办理", "Nobody writes their own contacts down; a colleague does"))
    static let noLog = Refusal(.conflict, "no_service_log", Words("本方案没有服务台账", "This programme has no service log"))

    /// - Parameter link: the whole address that leads to a token's page.
    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil, link: @Sendable @escaping (String) -> String) async throws -> Recorded {
        let name = (name ?? "").trimmed, number = Phone.normalised(phone ?? ""), typed = (phone ?? "").trimmed, line = (line ?? "").trimmed
        var fields: [Refusal.Field] = []
        if name.isEmpty, typed.isEmpty { fields.append(.init("name", Words("请填写姓名或电话，有一项即可", "A name or a number, either will do"))) }
        if name.count > 50 { fields.append(.init("name", Words("姓名最多 50 字", "At most 50 characters"))) }
        if !typed.isEmpty, !Phone.isPlausible(typed) { fields.append(.init("phone", Words("请填写手机号，或带区号的座机号", "A mobile number, or a landline with its area code"))) }
        if line.count > 200 { fields.append(.init("line", Words("最多 200 字", "At most 200 characters"))) }
        if !ContactChannel.recorded.contains(channel) { fields.append(.init("channel", Words("请选择方式", "Please choose how"))) }
        let about = ContactSubject(rawValue: subject)
        if about == nil { fields.append(.init("subject", Words("请选择服务", "Please choose a service"))) }
        guard fields.isEmpty, let about else { throw Refusal.invalid(fields) }
        let token = try ContactToken(house.secrets, link: link)
        let receipt = try await house.perform(by: actor, once: once) { act in
            let (station, programme, rules) = try act.contactStation(self.station)
            guard ContactSubject.choices(in: programme).contains(about) else { throw Refusal.invalid([.init("subject", Words("请选择服务", "Please choose a service"))]) }
            try Self.mustBeOther(act, number)
            let person = number.isEmpty ? nil : try act.contactPerson(number)
            let doubles: ID<Contact>? = try person.flatMap { person in
                try act.tx.value("""
                    SELECT c.id FROM contacts c WHERE c.person_id = \(person.id) AND c.station_id = \(station) AND c.subject = \(about.rawValue) AND c.state IN ('recorded', 'confirmed')
                        AND c.doubles_id IS NULL AND c.recorded_at > \(act.now.adding(seconds: -Self.doubleMinutes * 60)) ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1
                    """)
            }
            let request = result == .handedOn && doubles == nil ? try act.handOn(about, line, person?.account, (name, number), station, programme) : nil
            let new = NewContact(
                programme: programme, station: station, channel: channel, subject: about, result: result, name: name, phone: number, line: line, person: person, doubles: doubles, request: request)
            let id = try act.write(new)
            if doubles == nil { try act.askToConfirm(id, new, rules: rules, by: token) }
            return Receipt(.contact, id.rawValue)
        }
        return Recorded(receipt: receipt, message: try await house.contactMessage(receipt, token))
    }

    /// Nobody helps themselves.
    private static func mustBeOther(_ act: Act, _ number: String) throws {
        guard !number.isEmpty, let own: [UInt8] = try act.tx.value("SELECT phone FROM accounts WHERE id = \(act.actor.account) AND phone IS NOT NULL"), let account = act.actor.account else { return }
        guard try act.house.secrets.text(own, table: "accounts", column: "phone", row: account.rawValue) != number else { throw ownContact }
    }
}

/// The station says that a line that looked doubled was a contact of its own.
///
/// Effects: the line counts as others do; the request where it was handed on; the person is asked to confirm; audit records.
public struct KeepDoubled: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Contact>, by actor: Actor, once: Once? = nil, link: @Sendable @escaping (String) -> String) async throws -> RecordContact.Recorded {
        let token = try ContactToken(house.secrets, link: link)
        let receipt = try await house.perform(by: actor, once: once) { act in
            let contact = try act.loadContact(id, where: ContactAccess.asStation(actor))
            guard contact.state == .recorded, contact.doubles != nil else { throw Refusal(.conflict, "not_doubled", Words("这条记录没有标为重复", "This line is not marked as doubled")) }
            let (station, programme, rules) = try act.contactStation(contact.station)
            let name = try ContactReader.open(act.tx, act.house, id, "name") ?? "", phone = try ContactReader.open(act.tx, act.house, id, "phone") ?? ""
            let line = try ContactReader.open(act.tx, act.house, id, "line") ?? ""
            let person = phone.isEmpty ? nil : try act.contactPerson(phone)
            let request = contact.result == .handedOn ? try act.handOn(contact.subject, line, person?.account, (name, phone), station, programme) : nil
            let changed = try act.tx.run("UPDATE contacts SET doubles_id = \(nil as ID<Contact>?), request_id = \(request) WHERE id = \(id) AND doubles_id IS NOT NULL AND state = 'recorded'")
            guard changed == 1 else { throw Refusal.notFound }
            act.audit("contact", id.rawValue, "contact_kept", from: contact.state.rawValue, to: contact.state.rawValue)
            let new = NewContact(
                programme: programme, station: station, channel: contact.channel, subject: contact.subject, result: contact.result, name: name, phone: phone, line: line, person: person, request: request)
            try act.askToConfirm(id, new, rules: rules, by: token)
            return Receipt(.contact, id.rawValue)
        }
        return RecordContact.Recorded(receipt: receipt, message: try await house.contactMessage(receipt, token))
    }
}

extension Act {
    /// The station for which the actor writes down, with its programme. Its plaque is valid.
    /// - Throws: `notFound` for somebody else's; `invalid` where none is named and there is not exactly one.
    func contactStation(_ wanted: ID<Station>?) throws -> (ID<Station>, Programme, ServiceLogRules) {
        var station = wanted
        if station == nil {
            let own = try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))")
            guard own.count <= 1 else { throw Refusal.invalid([.init("station", Words("请选择驿站", "Please choose the station"))]) }
            station = own.first?.id
        }
        guard let station else { throw Refusal.notFound }
        _ = try mustBroker(station)
        guard let id: String = try tx.value("SELECT programme_id FROM stations WHERE id = \(station)") else { throw Refusal.notFound }
        let programme = try house.library.programme(id)
        guard let rules = programme.serviceLog else { throw RecordContact.noLog }
        return (station, programme, rules)
    }

    fileprivate func handOn(_ about: ContactSubject, _ line: String, _ account: ID<Account>?, _ person: (name: String, phone: String), _ station: ID<Station>, _ programme: Programme) throws -> ID<Request> {
        let text = line.isEmpty ? "由服务台账转办：\(about.words(in: programme).zh)" : line
        return try openRequest(
            about.topic, text: text, account: account, station: station, in: programme, name: person.name.isEmpty ? nil : person.name, phone: person.phone.isEmpty ? nil : person.phone)
    }
}
