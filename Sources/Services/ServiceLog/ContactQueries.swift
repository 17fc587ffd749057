import Domain
import SQL

extension House {
    /// What the form for a contact begins with: with what the same person chose last.
    /// - Throws: `forbidden` for somebody without a station.
    public func contactForm(for actor: Actor) async throws -> ContactFormView {
        let house = self
        return try await read { tx, now in
            let stations = actor.organisations.isEmpty ? [] : try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))")
            guard let programme = house.library.programmes.first(where: { $0.serviceLog != nil }) else { throw RecordContact.noLog }
            guard let first = stations.first else { throw Refusal(.forbidden, "no_station", Words("只有驿站可以登记服务台账", "Only stations keep a service log")) }
            let last = try tx.row("SELECT \(StoredContact.columns) FROM contacts c WHERE c.by_account = \(actor.account) ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1").map { try StoredContact($0) }
            let today: Int = try tx.value("""
                SELECT COUNT(*) FROM contacts c WHERE c.by_account = \(actor.account) AND c.recorded_at >= \(Zone.china.instant(Zone.china.day(of: now))) AND c.state <> 'undone'
                """) ?? 0
            return ContactFormView(
                stations: stations, subjects: ContactReader.subjects(programme), channel: last?.channel ?? .cameIn, subject: last?.subject.rawValue, result: last?.result ?? .helped,
                station: last.flatMap { last in stations.first { $0.id == last.station }?.id } ?? first.id, today: today)
        }
    }

    /// A line that the actor has just written down. - Throws: `Refusal.notFound`.
    public func recordedContact(_ id: ID<Contact>, message: String? = nil, for actor: Actor) async throws -> RecordedContact {
        let house = self
        return try await read { tx, _ in
            guard let row = try tx.row("SELECT \(StoredContact.columns) FROM contacts c WHERE c.id = \(id) AND \(ContactAccess.asStation(actor))") else { throw Refusal.notFound }
            let contact = try StoredContact(row), programme = try house.library.programme(contact.programme)
            let doubles: Instant? = try contact.doubles.flatMap { try tx.value("SELECT recorded_at FROM contacts WHERE id = \($0)") }
            return RecordedContact(
                id: id, subject: contact.subject.words(in: programme), result: contact.result, isAsked: contact.askUntil != nil, doubles: doubles,
                undoUntil: contact.at.adding(seconds: RecordContact.undoMinutes * 60), message: message)
        }
    }

    /// The log of the actor's stations.
    public func contacts(_ filter: ContactFilter, for actor: Actor, pageSize: Int = 50) async throws -> ContactList {
        let house = self
        return try await read { tx, _ in
            let stations = actor.organisations.isEmpty ? [] : try tx.rows("SELECT s.id AS id, s.name AS name FROM stations s WHERE s.organisation_id IN (\(list: actor.organisations.sorted())) ORDER BY s.name, s.id")
                .map { StationChoice(id: try $0("id"), name: try $0("name")) }
            return try ContactReader.list(tx, house, filter, within: ContactAccess.asStation(actor), named: true, stations: stations, pageSize: pageSize)
        }
    }

    /// - Returns: the path of a temporary file, which the caller removes.
    public func contactsWorkbook(_ filter: ContactFilter, for actor: Actor) async throws -> String {
        let house = self
        return try await read { tx, _ in try ContactReader.workbook(tx, house, ContactReader.condition(filter, within: ContactAccess.asStation(actor)), named: true) }
    }

    /// One line, for the station. - Throws: `Refusal.notFound`.
    public func contact(_ id: ID<Contact>, for actor: Actor) async throws -> ContactView {
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("SELECT \(ContactReader.columns) FROM \(ContactReader.tables) WHERE c.id = \(id) AND \(ContactAccess.asStation(actor))") else { throw Refusal.notFound }
            let contact = try StoredContact(row), today = Zone.china.day(of: now)
            let days = try house.library.programme(contact.programme).serviceLog?.voidWithin ?? 0
            let counts: Int = try tx.value("SELECT COUNT(*) FROM contacts c WHERE c.id = \(id) AND \(ContactCounts.condition(house.library))") ?? 0
            let by: String? = try contact.by.flatMap { try tx.value("SELECT name FROM accounts WHERE id = \($0)") }
            let mayUndo = contact.by == actor.account && contact.by != nil && contact.request == nil && (try? contact.state.after(.undo)) != nil
                && contact.at.adding(seconds: RecordContact.undoMinutes * 60) > now
            let phone = try ContactReader.open(tx, house, id, "phone").flatMap { $0.isEmpty ? nil : Phone.masked($0) }
            return ContactView(
                summary: try ContactReader.summary(row, house, named: true), name: try ContactReader.open(tx, house, id, "name"), phone: phone,
                line: try ContactReader.open(tx, house, id, "line"), also: contact.also, comment: try ContactReader.open(tx, house, id, "comment"), askedUntil: contact.askUntil,
                answeredAt: contact.answeredAt, isClaimed: contact.account != nil, request: contact.request, doubles: contact.doubles, reason: try ContactReader.reason(row, tx, house), counts: counts > 0, by: by,
                mayUndo: mayUndo, mayVoid: contact.channel != .own && (try? contact.state.after(.void)) != nil && Zone.china.day(of: contact.at).adding(days) >= today,
                mayKeep: contact.state == .recorded && contact.doubles != nil, mayShowNumber: phone != nil && (contact.state == .recorded || contact.state == .confirmed))
        }
    }

    /// What stands behind a message's link. - Throws: `ContactLink.unknown`.
    public func contact(link token: String, for actor: Actor) async throws -> ContactLinkView {
        let house = self, hash = ContactLink.hash(token, secrets)
        return try await read { tx, now in
            guard let row = try tx.row("SELECT \(ContactReader.columns) FROM \(ContactReader.tables) WHERE c.token_hash = \(hash) AND c.ask_until > \(now)") else { throw ContactLink.unknown }
            let contact = try StoredContact(row), number = try ContactReader.open(tx, house, contact.id, "phone") ?? ""
            let kept: Int = try tx.value("SELECT COUNT(*) FROM contact_phones WHERE person_id = \(contact.person) AND agreed_at IS NOT NULL") ?? 0
            var mayClaim = false
            if contact.account == nil, let account = actor.account, let sealed: [UInt8] = try tx.value("SELECT phone FROM accounts WHERE id = \(account) AND phone IS NOT NULL AND kind = 'public'") {
                mayClaim = try house.secrets.text(sealed, table: "accounts", column: "phone", row: account.rawValue) == number
            }
            return ContactLinkView(
                contact: try ContactReader.own(row, tx, house, whole: false), until: contact.askUntil ?? now, phone: Phone.masked(number), isKept: kept > 0, isClaimed: contact.account != nil, mayClaim: mayClaim)
        }
    }

    /// The contacts that stand in the actor's account.
    public func ownContacts(for actor: Actor) async throws -> [OwnContactView] {
        guard actor.isSignedIn else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, _ in
            try tx.rows("SELECT \(ContactReader.columns) FROM \(ContactReader.tables) WHERE \(ContactAccess.asPerson(actor)) AND c.state <> 'undone' ORDER BY c.recorded_at DESC, c.id DESC LIMIT 500")
                .map { try ContactReader.own($0, tx, house, whole: true) }
        }
    }

    /// Figures by station and month, for offices: no names.
    public func contactFigures(month: Day?, for actor: Actor) async throws -> ContactFigures {
        let house = self, library = library
        return try await read { tx, _ in
            let within = ContactAccess.supervised(actor, library)
            var condition = within
            if let month { condition += " AND c.month = \(String(month.description.prefix(7)))" }
            let rows = try tx.rows("""
                SELECT s.id AS id, s.name AS name, s.area AS area, s.programme_id AS programme_id, c.month AS month, \(ContactCounts.columns(library)) FROM \(ContactReader.tables)
                WHERE \(condition) GROUP BY s.id, s.name, s.area, s.programme_id, c.month ORDER BY c.month DESC, s.name, s.id LIMIT 1000
                """)
            let lines = try rows.compactMap { row -> ContactFigures.Line? in
                let area: String = try row("area")
                guard let of = Day(try row("month") as String + "-01") else { return nil }
                let programme = try library.programme(try row("programme_id"))
                return ContactFigures.Line(station: try row("id"), name: try row("name"), area: programme.area(area)?.name ?? Words(area, area), month: of, counts: try ContactCounts(row))
            }
            let programme = library.programmes.first { $0.serviceLog != nil }
            return ContactFigures(
                month: month, months: try ContactReader.months(tx, within), lines: lines,
                counts: try ContactCounts.of(tx, library, "c.id IN (SELECT c.id FROM \(ContactReader.tables) WHERE \(condition))"),
                unconfirmedCounts: programme?.serviceLog?.unconfirmedCounts ?? false, clause: programme?.serviceLog?.clause)
        }
    }

    /// The lines behind a figure, for offices: nothing personal.
    public func contactLines(_ filter: ContactFilter, for actor: Actor, pageSize: Int = 50) async throws -> ContactList {
        let house = self, within = ContactAccess.supervised(actor, library)
        return try await read { tx, _ in
            let stations = try tx.rows("SELECT DISTINCT s.id AS id, s.name AS name FROM \(ContactReader.tables) WHERE \(within) ORDER BY s.name, s.id").map { StationChoice(id: try $0("id"), name: try $0("name")) }
            return try ContactReader.list(tx, house, filter, within: within, named: false, stations: stations, pageSize: pageSize)
        }
    }

    /// - Returns: the path of a temporary file, which the caller removes.
    public func contactLinesWorkbook(_ filter: ContactFilter, for actor: Actor) async throws -> String {
        let house = self, within = ContactAccess.supervised(actor, library)
        return try await read { tx, _ in try ContactReader.workbook(tx, house, ContactReader.condition(filter, within: within), named: false) }
    }

    /// What a station's poster says. - Throws: `notFound` where its plaque is not valid or there is no service log.
    public func poster(_ id: ID<Station>) async throws -> PosterView {
        let house = self
        return try await read { tx, _ in
            let programme = try SayHello.programme(tx, house, id)
            guard let row = try tx.row("\(StationReader.select) WHERE s.id = \(id)"), let station = try StationReader.summaries([row], house.library).first,
                  let more = try tx.row("SELECT s.address AS address, d.office AS office FROM stations s JOIN documents d ON d.id = s.document_id WHERE s.id = \(id)") else { throw Refusal.notFound }
            let office: String = try more("office")
            let services = (programme.serviceLog?.services ?? []).compactMap { service in programme.services.first { $0.id == service }?.name }
            return PosterView(
                station: id, name: station.name, plaque: station.plaque, address: try more("address"), levelName: station.levelName, fieldName: station.fieldName, services: services, programme: programme.name,
                issuer: programme.office(office)?.name ?? Words(office, office))
        }
    }

    /// The poster of one's own station; of the first where none is named. - Throws: `notFound`.
    public func ownPoster(_ wanted: ID<Station>?, for actor: Actor) async throws -> (poster: PosterView, stations: [StationChoice]) {
        let stations = try await read { tx, _ in
            actor.organisations.isEmpty ? [] : try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))")
        }
        guard let station = wanted.map({ id in stations.first { $0.id == id } }) ?? stations.first else { throw Refusal.notFound }
        return (try await poster(station.id), stations)
    }
}
