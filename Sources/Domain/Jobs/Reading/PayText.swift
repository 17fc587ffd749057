/// Pay as postings write it: `20-30k·13薪`, `15k以上`, `8千-1.2万`, `200/天`, `20万-30万/年`, `面议`.
public enum PayText: Sendable, Hashable {
    case pay(Pay)
    /// 面议, or nothing: not said.
    case unsaid
    /// It says something that is not understood.
    case unknown

    /// What a bare number counts.
    public enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
        case yuan, thousand
        case tenThousand = "ten_thousand"

        var yuan: Int64 {
            switch self {
            case .yuan: 1
            case .thousand: 1000
            case .tenThousand: 10_000
            }
        }
    }

    /// What an amount is for. A year's is kept as its twelfth.
    public enum Per: String, Sendable, Hashable, Codable, CaseIterable {
        case month, day, hour, year
    }

    /// - Parameters:
    ///   - unit: of numbers that name none.
    ///   - per: what is paid for where the text does not say.
    public static func read(_ text: String, unit: Unit? = nil, per: Per = .month) -> PayText {
        var folded = PlainText.folded(text)
        if PlainText.isNothing(folded) || folded.containsAny(["面议", "面谈", "negotiable", "competitive"]) { return .unsaid }
        for word in ["元", "人民币", "rmb", "cny", "¥", "￥", "左右", "税前", "税后", "薪资", "工资", "月薪", "薪酬", "约", ":", "：", "(", ")", "（", "）"] {
            folded = folded.replacing(word, with: "")
        }
        var numbers = WrittenNumber.all(in: folded)
        // `13薪` counts months, wherever it stands
        var months: Int?
        if let place = numbers.firstIndex(where: { $0.after.hasPrefix("薪") || $0.after.hasPrefix("个月") && $0.whole >= 12 }) {
            months = numbers[place].whole
            numbers.remove(at: place)
        }
        guard let first = numbers.first, numbers.count <= 2 else { return .unknown }
        let second = numbers.count == 2 ? numbers[1] : nil
        if let second, !isRange(second.before) { return .unknown }
        let tail = (second ?? first).after, whole = folded
        let isOpen = tail.containsAny(["以上", "及以上", "起", "+", "不低于"]) || whole.containsAny(["不低于", "至少"])
        if second == nil, tail.containsAny(["以下", "以内"]) || whole.hasPrefix("最高") { return .unknown }
        guard let said = period(whole, otherwise: per) else { return .unknown }
        let secondUnit = second.flatMap { Self.unit($0.after) }, firstUnit = Self.unit(first.after) ?? secondUnit ?? unit
        guard let low = fen(first, firstUnit, said), let high = second.map({ fen($0, secondUnit ?? firstUnit, said) }) ?? .some(nil) else { return .unknown }
        return made(low, high ?? (isOpen ? nil : low), said, months)
    }

    /// Two columns with amounts, and perhaps one with the months that are paid a year.
    /// - Parameters:
    ///   - dayBelow: amounts in yuan below which a month's pay is taken for a day's; nil never.
    ///   - hourBelow: the same for an hour's.
    public static func read(
        from: String, to: String, months: String = "", unit: Unit = .yuan, per: Per = .month, dayBelow: Int? = nil, hourBelow: Int? = nil
    ) -> PayText {
        let texts = [from, to].map { PlainText.folded($0) }
        if texts.allSatisfy({ PlainText.isNothing($0) || $0.contains("面议") }) { return .unsaid }
        func number(_ text: String) -> WrittenNumber?? {
            if PlainText.isNothing(text) { return .some(nil) }
            let all = WrittenNumber.all(in: text)
            return all.count == 1 ? .some(all[0]) : nil
        }
        guard let low = number(texts[0]), let high = number(texts[1]) else { return .unknown }
        guard let first = low ?? high else { return .unsaid }
        var per = per
        let bare = first.scaled / 10_000 * unit.yuan
        if per == .month, bare > 0, Self.unit(first.after) == nil {
            // less than ten yuan is nobody's hour
            if let hourBelow, bare > 0, bare < min(10, Int64(hourBelow)) { return .unknown }
            if let hourBelow, bare < Int64(hourBelow) { per = .hour } else if let dayBelow, bare < Int64(dayBelow) { per = .day }
        }
        // both nothing or nought: not said
        if first.scaled == 0, high.map({ $0.scaled == 0 }) ?? true { return .unsaid }
        guard let least = fen(first, Self.unit(first.after) ?? unit, per), let most = high.map({ fen($0, Self.unit($0.after) ?? unit, per) }) ?? .some(nil) else { return .unknown }
        return made(least, most, per, WrittenNumber.all(in: PlainText.folded(months)).first?.whole)
    }

    private static func made(_ low: Fen, _ high: Fen?, _ per: Per, _ months: Int?) -> PayText {
        let period: Pay.Period = switch per {
        case .month, .year: .month
        case .day: .day
        case .hour: .hour
        }
        let ends = high.map { (min(low, $0), max(low, $0)) }
        let least = ends?.0 ?? low
        let months = months.flatMap { (12...36).contains($0) && period == .month ? $0 : nil }
        guard let pay = Pay(from: least.amount == 0 ? (ends?.1 ?? low) : least, to: ends?.1, per: period, months: months) else { return .unknown }
        return .pay(pay)
    }

    private static func isRange(_ between: String) -> Bool {
        let signs: Set<Character> = ["-", "—", "–", "~", "～", "－", "至", "到", "―", "_"]
        return between.contains { signs.contains($0) }
    }

    private static func unit(_ after: String) -> Unit? {
        switch after.first {
        case "k", "千": .thousand
        case "w", "万": .tenThousand
        default: nil
        }
    }

    private static func period(_ text: String, otherwise: Per) -> Per? {
        if text.containsAny(["/次", "/单", "/件", "/周", "每周", "周薪", "/场", "/课"]) { return nil }
        if text.containsAny(["/天", "/日", "每天", "日薪", "/day", "一天"]) { return .day }
        if text.containsAny(["/小时", "/时", "时薪", "每小时", "/hour", "/h"]) { return .hour }
        if text.containsAny(["/年", "年薪", "每年", "/year", "一年"]) { return .year }
        if text.containsAny(["/月", "每月", "/month"]) { return .month }
        return otherwise
    }

    private static func fen(_ number: WrittenNumber, _ unit: Unit?, _ per: Per) -> Fen? {
        // a bare number below a hundred says nothing of a month: thousands, or tens of thousands?
        if unit == nil, per == .month || per == .year, number.scaled < 1_000_000 { return nil }
        let (amount, overflow) = number.scaled.multipliedReportingOverflow(by: (unit ?? .yuan).yuan)
        guard !overflow else { return nil }
        return Fen(amount / 100 / (per == .year ? 12 : 1))
    }
}
