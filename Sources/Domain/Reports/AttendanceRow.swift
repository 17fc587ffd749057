/// A number of days with one decimal, as attendance is kept: 20.5 is 205. Never a floating-point number.
public struct TenthDays: Sendable, Hashable, Comparable, Codable {
    public let tenths: Int

    public init(tenths: Int) { self.tenths = tenths }

    /// Reads `20`, `20.5` or nothing (0); at most one decimal, at most 31 days.
    public init?(_ text: String) {
        let text = text.stripped
        if text.isEmpty || text == "-" || text == "—" {
            tenths = 0
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, parts.count <= 2, first.utf8.count <= 2, let days = Int(first), first.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        var tenth = 0
        if parts.count == 2 {
            // A spreadsheet may write 20.50.
            let decimals = parts[1]
            guard let leading = decimals.first, let digit = leading.wholeNumberValue, leading.isASCII, decimals.count <= 4, decimals.dropFirst().allSatisfy({ $0 == "0" }) else { return nil }
            tenth = digit
        }
        guard days * 10 + tenth <= 310 else { return nil }
        tenths = days * 10 + tenth
    }

    public static func < (left: TenthDays, right: TenthDays) -> Bool { left.tenths < right.tenths }

    /// `20`, `20.5`
    public var text: String { tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)" }

    public init(from decoder: any Decoder) throws { tenths = try decoder.singleValueContainer().decode(Int.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(tenths)
    }
}

/// A column of a month's attendance; headings are read with and without what stands in brackets.
public enum AttendanceColumn: String, Sendable, Hashable, Codable, CaseIterable {
    case name, present, leave, absent

    /// As the template calls it.
    public var heading: String {
        switch self {
        case .name: "姓名"
        case .present: "出勤天数"
        case .leave: "请假天数"
        case .absent: "缺勤天数"
        }
    }

    /// What attendance machines and offices call it too.
    public var also: [String] {
        switch self {
        case .name: ["人员", "员工姓名", "name"]
        case .present: ["出勤", "实际出勤", "实际出勤天数", "出勤日", "present"]
        case .leave: ["请假", "休假天数", "休假", "leave"]
        case .absent: ["缺勤", "旷工", "旷工天数", "absent"]
        }
    }

    public static let required: [AttendanceColumn] = [.name, .present]

    public static func named(_ heading: String) -> AttendanceColumn? {
        let plain = String(heading.filter { !$0.isWhitespace }.prefix { $0 != "（" && $0 != "(" }).lowercased()
        return allCases.first { $0.heading == plain || $0.also.contains(plain) }
    }
}

/// One person's month.
public struct AttendanceRow: Sendable, Hashable {
    public let name: String
    public let present: TenthDays
    public let leave: TenthDays
    public let absent: TenthDays

    /// - Parameters:
    ///   - cells: what stood in the row, by column.
    ///   - month: no more days than it has.
    /// - Throws: invalid fields in words that name the columns.
    public init(_ cells: [AttendanceColumn: String], _ month: ReportMonth) throws(Refusal) {
        var problems: [Refusal.Field] = []
        let name = (cells[.name] ?? "").stripped
        if !(1...40).contains(name.count) { problems.append(.init(AttendanceColumn.name.rawValue, Words("“姓名”须为 1 至 40 字", "A name has 1 to 40 characters"))) }
        var found: [AttendanceColumn: TenthDays] = [:]
        for column in [AttendanceColumn.present, .leave, .absent] {
            let text = cells[column] ?? ""
            guard let days = TenthDays(text), column != .present || !text.stripped.isEmpty else {
                problems.append(.init(column.rawValue, Words("“\(column.heading)”无法识别：\(text.prefix(20))", "“\(column.heading)” is not understood: \(text.prefix(20))")))
                continue
            }
            found[column] = days
        }
        let present = found[.present] ?? TenthDays(tenths: 0), leave = found[.leave] ?? TenthDays(tenths: 0), absent = found[.absent] ?? TenthDays(tenths: 0)
        let days = month.last.number - month.first.number + 1
        if problems.isEmpty, present.tenths + leave.tenths + absent.tenths > days * 10 {
            problems.append(.init(AttendanceColumn.present.rawValue, Words("各项天数合计超过当月 \(days) 天", "Together more than the \(days) days of the month")))
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        self.name = name
        self.present = present
        self.leave = leave
        self.absent = absent
    }
}

extension String {
    /// Without blanks at its ends.
    fileprivate var stripped: String {
        let begun = drop { $0.isWhitespace }
        guard let last = begun.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(begun[...last])
    }
}
