/// Years of experience as postings write them: `5-10年`, `应届`, `1年以下`, `经验不限`, `3年以上`, `3`.
public enum YearsText: Sendable, Hashable {
    case years(JobTerms.Years)
    case unsaid
    case unknown

    public static func read(_ text: String) -> YearsText {
        let folded = PlainText.withDigits(PlainText.folded(text))
        if folded.isEmpty || folded == "-" || folded == "null" || folded == "nan" { return .unsaid }
        if folded.containsAny(["不限", "无需", "不要求", "无经验", "无要求", "不需要"]) || folded == "无" { return made(0, nil) }
        let numbers = WrittenNumber.all(in: folded)
        guard let first = numbers.first else { return folded.containsAny(["应届", "在校", "毕业生"]) ? made(0, 0) : .unknown }
        // the number of a class, `2024届`, is none of years
        if folded.containsAny(["届"]), first.whole > 60 { return made(0, 0) }
        if numbers.count == 1 {
            if first.after.containsAny(["以下", "以内"]) || first.before.contains("少于") { return made(0, first.whole) }
            return made(first.whole, nil)
        }
        guard numbers.count == 2, numbers[1].before.count <= 8 else { return .unknown }
        return made(min(first.whole, numbers[1].whole), max(first.whole, numbers[1].whole))
    }

    private static func made(_ from: Int, _ to: Int?) -> YearsText { JobTerms.Years(from: from, to: to).map { .years($0) } ?? .unknown }
}

/// Education as postings write it: `本科及以上`, `大专`, `中专/中技`, `学历不限`. Of several, the least.
public enum DegreeText: Sendable, Hashable {
    case degree(DegreeDemand)
    case unsaid
    case unknown

    private static let words: [(DegreeDemand, [String])] = [
        (.any, ["不限", "无要求", "不要求", "初中", "小学"]),
        (.seniorSecondary, ["高中", "中等", "技工", "中专", "中技", "中职", "职高", "技校", "secondary", "highschool"]),
        (.college, ["大专", "专科", "高职", "college", "associate"]),
        (.bachelor, ["本科", "学士", "大学", "bachelor"]),
        (.master, ["硕士", "研究生", "mba", "master"]),
        (.doctor, ["博士", "doctor", "phd"]),
    ]

    public static func read(_ text: String) -> DegreeText {
        let folded = PlainText.folded(text)
        if ["", "-", "--", "/", "null", "nan", "none", "其他"].contains(folded) { return .unsaid }
        if folded == "无" { return .degree(.any) }
        for (degree, words) in words where folded.containsAny(words) {
            // 大学专科 is 专科; 博士研究生 is 博士
            if degree == .master, folded.contains("博士"), !folded.containsAny(["硕士", "master", "mba"]) { continue }
            return .degree(degree)
        }
        return .unknown
    }
}

/// What kind of work: `全职`, `兼职`, `实习`, `柔性引才`.
public enum KindText {
    /// - Returns: nil where it is not understood.
    public static func read(_ text: String) -> JobKind? {
        let folded = PlainText.folded(text)
        if let kind = JobKind(rawValue: folded) { return kind }
        if folded.containsAny(["实习", "见习", "intern"]) { return .internship }
        if folded.containsAny(["兼职", "临时", "parttime", "part-time"]) { return .partTime }
        if folded.containsAny(["柔性", "顾问"]) { return .flexible }
        if folded.containsAny(["项目", "外包合作"]) { return .project }
        if folded.containsAny(["全职", "校招", "社招", "校园", "社会", "正式", "fulltime", "full-time"]) { return .fullTime }
        return nil
    }
}

/// How many people are wanted: `6`, `招3人`, `若干`, `5-10人` (ten).
public enum WantedText {
    /// - Returns: nil where no number is said; nil inside where one is not understood.
    public static func read(_ text: String) -> Int?? {
        let folded = PlainText.withDigits(PlainText.folded(text))
        if PlainText.isNothing(folded) || folded.containsAny(["若干", "多名"]) { return .some(nil) }
        guard let most = WrittenNumber.all(in: folded).map(\.whole).max() else { return nil }
        if most == 0 { return .some(nil) }
        guard (1...100_000).contains(most) else { return nil }
        return .some(most)
    }
}

/// A date in one of the ways in which files write it: `2023-12-31 00:00`, `2023/12/31`, `2023年12月31日`, `20231231`, a spreadsheet's number of a day.
public enum DayText {
    /// - Returns: nil where it is not understood; nil inside where none is said (`长期有效`).
    public static func read(_ text: String) -> Day?? {
        let folded = PlainText.folded(text)
        if PlainText.isNothing(folded) || folded.containsAny(["长期", "永久", "招满"]) { return .some(nil) }
        // blanks between date and time are gone: the first three numbers may run into a fourth
        let parts = PlainText.folded(text.split(whereSeparator: { $0 == " " || $0 == "T" || $0 == "t" }).first.map(String.init) ?? text)
        let numbers = WrittenNumber.all(in: parts.replacing(".", with: "-"))
        if numbers.count >= 3, let day = Day(year: numbers[0].whole, month: numbers[1].whole, day: numbers[2].whole), (1990...2100).contains(day.year) { return .some(day) }
        guard numbers.count == 1, let number = numbers.first?.whole else { return nil }
        if (19_900_101...21_001_231).contains(number) {
            guard let day = Day(year: number / 10_000, month: number / 100 % 100, day: number % 100) else { return nil }
            return .some(day)
        }
        // days since 1899-12-30
        if (32_874...73_415).contains(number) { return .some(Day(number: number - 25_569)) }
        return nil
    }
}
