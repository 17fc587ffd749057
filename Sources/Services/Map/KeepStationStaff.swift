import Domain
import SQL

/// The own people of a station say who is on duty there. The list that is sent replaces the one that was.
///
/// Effects: who stands on the station's page, names and telephone numbers sealed; an audit record with how many.
public struct KeepStationStaff: Codable, Sendable {
    public struct Member: Codable, Sendable {
        public let name: String?
        /// What they do: 站长, 政策代办.
        public let role: String?
        /// When they are there, in words.
        public let hours: String?
        public let phone: String?
        /// Whether everybody sees the number; without it the station's people alone do.
        public let phoneShown: Bool?

        public init(name: String?, role: String?, hours: String?, phone: String? = nil, phoneShown: Bool? = nil) {
            self.name = name
            self.role = role
            self.hours = hours
            self.phone = phone
            self.phoneShown = phoneShown
        }

        fileprivate func text(_ part: KeyPath<Member, String?>) -> String { (self[keyPath: part] ?? "").trimmed }
        fileprivate var isBlank: Bool { [\Member.name, \.role, \.hours, \.phone].allSatisfy { text($0).isEmpty } }
    }

    public static let most = 12

    public let staff: [Member]?
    /// Everybody on the list has agreed to be published.
    public let agreed: Bool?

    public init(staff: [Member]?, agreed: Bool?) {
        self.staff = staff
        self.agreed = agreed
    }

    public func callAsFunction(_ house: House, at station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            try act.holdOwnStation(station)
            let staff = try self.checked()
            try act.tx.run("DELETE FROM station_staff WHERE station_id = \(station)")
            for (place, member) in staff.enumerated() {
                let id: ID<StationStaff> = try act.newID(), phone = member.text(\.phone)
                try act.tx.run("""
                    INSERT INTO station_staff (id, station_id, place, name, role, hours, phone, phone_shown, by_account, set_at)
                    VALUES (\(id), \(station), \(place), \(try house.secrets.seal(text: member.text(\.name), table: "station_staff", column: "name", row: id.rawValue)), \(member.text(\.role)),
                        \(member.text(\.hours)), \(phone.isEmpty ? nil : try house.secrets.seal(text: phone, table: "station_staff", column: "phone", row: id.rawValue)),
                        \(member.phoneShown ?? false), \(account), \(act.now))
                    """)
            }
            act.audit("station", station.rawValue, "staff_kept", detail: ["count": String(staff.count)])
            return Receipt(.station, station.rawValue)
        }
    }

    private func checked() throws(Refusal) -> [Member] {
        var fields: [Refusal.Field] = []
        let rows = (staff ?? []).enumerated().filter { !$0.element.isBlank }
        for (index, member) in rows {
            if !(2...30).contains(member.text(\.name).count) { fields.append(.init("staff.\(index).name", Words("请填写姓名（2 至 30 字）", "A name of 2 to 30 characters, please"))) }
            if !(2...30).contains(member.text(\.role).count) { fields.append(.init("staff.\(index).role", Words("请填写职责（2 至 30 字）", "What they do, in 2 to 30 characters"))) }
            if !(2...60).contains(member.text(\.hours).count) { fields.append(.init("staff.\(index).hours", Words("请填写在岗时间（2 至 60 字）", "When they are there, in 2 to 60 characters"))) }
            let phone = member.text(\.phone)
            if phone.isEmpty ? member.phoneShown == true : !Phone.isPlausible(phone) { fields.append(.init("staff.\(index).phone", Words("请填写联系电话", "Please give a telephone number"))) }
        }
        if rows.count > Self.most { fields.append(.init("staff", Words("最多 \(Self.most) 人", "At most \(Self.most) people"))) }
        if !rows.isEmpty, agreed != true { fields.append(.init("agreed", Words("请确认名单中的人员都同意公开", "Please confirm that everybody on the list has agreed"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return rows.map(\.element)
    }
}

/// Somebody on duty at a station.
public enum StationStaff {}
