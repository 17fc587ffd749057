/// What a job may not say: that it asks money of whoever applies, or prefers people by sex, age, origin, marriage or illness. Words alone are
/// judged; who writes a form is told the word, and what comes in a file is marked.
public enum JobScruples {
    public enum Ground: String, Sendable, Hashable, Codable, CaseIterable {
        case money, sex, age, family, origin, ethnicity, illness

        /// What the law says of it.
        public var law: Words {
            switch self {
            case .money: Words("不得向求职者收取财物（劳动合同法 第九条）", "nobody is asked for money or goods (Labour Contract Law, art. 9)")
            case .sex: Words("不得以性别为由限制录用（就业促进法 第三条、第二十七条）", "nobody is refused for their sex (Employment Promotion Law, art. 3, 27)")
            case .age: Words("平等就业，不得以年龄设限（就业促进法 第三条）", "equal employment: no limits by age (Employment Promotion Law, art. 3)")
            case .family: Words("不得以婚育状况为由限制录用（就业促进法 第二十七条）", "nobody is refused for marriage or children (Employment Promotion Law, art. 27)")
            case .origin: Words("不得以户籍、地域为由设限（就业促进法 第三条、第三十一条）", "nobody is refused for where they come from (Employment Promotion Law, art. 3, 31)")
            case .ethnicity: Words("不得以民族、宗教信仰为由设限（就业促进法 第三条、第二十八条）", "nobody is refused for ethnicity or belief (Employment Promotion Law, art. 3, 28)")
            case .illness: Words("不得以传染病病原携带者为由拒绝录用（就业促进法 第三十条）", "nobody is refused as a carrier of a disease (Employment Promotion Law, art. 30)")
            }
        }
    }

    public struct Finding: Sendable, Hashable {
        public let ground: Ground
        /// As it stands in the text, without blanks.
        public let word: String

        /// `“押金”：不得向求职者收取财物（劳动合同法 第九条）`
        public var words: Words { Words("“\(word)”：\(ground.law.zh)", "“\(word)”: \(ground.law.en)") }
    }

    /// Every ground at most once, in the order of the grounds.
    public static func findings(in text: String) -> [Finding] {
        let plain = Array(folded(text))
        guard !plain.isEmpty else { return [] }
        return Ground.allCases.compactMap { ground in
            (ground == .age ? age(plain) : word(of: ground, plain)).map { Finding(ground: ground, word: $0) }
        }
    }

    /// Small letters, half width, no blanks.
    private static func folded(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
            let half = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
            plain.append(half)
        }
        return String(plain).lowercased()
    }

    private static func word(of ground: Ground, _ text: [Character]) -> String? {
        for word in words[ground] ?? [] {
            let letters = Array(word)
            var from = 0
            while let at = place(of: letters, in: text, from: from) {
                if !isDenied(text, at, at + letters.count, ground) { return word }
                from = at + letters.count
            }
        }
        return nil
    }

    private static func place(of word: [Character], in text: [Character], from: Int) -> Int? {
        guard let first = word.first, text.count >= word.count, from <= text.count - word.count else { return nil }
        for at in from...(text.count - word.count) where text[at] == first && text[at..<(at + word.count)].elementsEqual(word) { return at }
        return nil
    }

    /// `不收押金`, `免培训费`, `报名费由公司承担`, `男女不限` say the opposite.
    private static func isDenied(_ text: [Character], _ from: Int, _ to: Int, _ ground: Ground) -> Bool {
        let before = clause(text[max(0, from - 12)..<from].reversed()), after = clause(text[to..<min(text.count, to + 10)])
        let said = String(before.reversed())
        for demand in demands where ground == .money && said.hasSuffix(demand) {
            return said.dropLast(demand.count).last.map { "不无毋免".contains($0) } ?? false
        }
        let opposed = ground == .money ? denials : ["不限", "不得", "禁止", "拒绝"]
        if opposed.contains(where: said.contains) { return true }
        return (ground == .money ? borne : ["不限", "均可"]).contains { String(after).contains($0) }
    }

    /// What stands in the same clause.
    private static func clause(_ text: some Sequence<Character>) -> [Character] { Array(text.prefix { !"，。；;,.!！?？\n、".contains($0) }) }

    /// Asked for, whatever else the clause says: `免费住宿需交押金`.
    private static let demands = ["需交", "须交", "要交", "先交", "需缴", "须缴", "需缴纳", "须缴纳", "需交纳", "先缴纳", "要缴纳"]
    private static let denials = ["不收", "免", "无需", "无须", "不需", "不用", "不交", "没有", "无", "不得", "禁止", "谢绝", "拒绝", "绝不", "不会", "不存在", "报销", "承担", "补贴", "返还", "严禁", "警惕", "退还客户", "管理", "收取客户", "客户"]
    private static let borne = ["全免", "免费", "报销", "承担", "补贴", "由公司", "公司出", "公司付", "公司支付", "管理", "的催收", "收缴", "核算", "结算", "催缴", "的收取"]

    private static let words: [Ground: [String]] = [
        .money: [
            "培训费", "押金", "服装费", "报名费", "保证金", "体检费自理", "体检费自费", "工装费", "服装押金", "建档费", "中介费", "介绍费", "资料费", "办证费", "入职费", "上岗费", "岗前费",
            "考试费自理", "贷款培训", "培训贷",
        ],
        .sex: [
            "限男", "限女", "男性优先", "女性优先", "男士优先", "女士优先", "男生优先", "女生优先", "男优先", "女优先", "男性为主", "女性为主", "只招男", "只招女", "只要男", "只要女", "招男性", "招女性", "性别:男", "性别:女",
            "性别男", "性别女", "性别要求:男", "性别要求:女", "要求男性", "要求女性", "男士勿扰", "女士勿扰", "适合男性应聘", "适合女性应聘", "不招男", "不招女", "不要男", "不要女", "招男工", "招女工", "(男)", "(女)", "男士若干", "女士若干",
        ],
        .family: ["已婚", "未婚", "已育", "未育", "婚育", "单身优先", "怀孕勿", "无生育计划", "生育计划"],
        .origin: [
            "本地户口", "本市户口", "本地户籍", "本市户籍", "青岛户口", "青岛户籍", "户口优先", "户籍优先", "本地人优先", "限本地", "城镇户口", "农村户口", "非农户口", "外地人勿", "外地勿", "不招外地", "不要外地", "限籍贯",
        ],
        .ethnicity: ["限汉族", "汉族优先", "少数民族勿", "不招少数民族", "不要少数民族", "无宗教信仰", "不信教"],
        .illness: ["无乙肝", "乙肝两对半", "非乙肝", "乙肝携带", "不招乙肝"],
    ]

    // MARK: age

    /// `35岁以下`, `18-40周岁`, `年龄:25至30`, `90后优先`. That somebody is of age (16 or 18), and how old children or guests are, says nothing against anybody.
    private static func age(_ text: [Character]) -> String? {
        for word in ["80后", "85后", "90后", "95后", "00后"] {
            if let at = place(of: Array(word), in: text, from: 0), !clause(text[min(text.count, at + 3)..<min(text.count, at + 11)]).contains(where: { "团队公司氛围".contains($0) }),
                at == 0 || !text[at - 1].isNumber { return word }
        }
        if let at = place(of: Array("年龄"), in: text, from: 0) {
            let rest = Array(clause(text[(at + 2)..<min(text.count, at + 14)]))
            let digits = rest.drop { !isDigit($0) }.prefix { isDigit($0) }
            let isFree = String(rest).contains("不限") || String(text[max(0, at - 2)..<at]) == "平均"
            if !isFree, let number = Int(String(digits)), (10...70).contains(number), !isOfAge(rest, number) { return "年龄" + String(rest) }
        }
        var at = 0
        while at < text.count {
            guard isDigit(text[at]) else { at += 1; continue }
            let start = at
            while at < text.count, isDigit(text[at]) || "-~—–至到周岁".contains(text[at]) { at += 1 }
            let run = text[start..<at]
            guard run.contains("岁"), let first = Int(String(run.prefix { isDigit($0) })), (10...70).contains(first) else { continue }
            let after = Array(clause(text[at..<min(text.count, at + 8)]))
            let tail = String(after), isRange = run.dropFirst(String(first).count).contains { isDigit($0) }
            if ["儿童", "孩", "学", "幼", "宝", "婴", "小朋友", "老人", "长者", "青少年", "少儿", "男童", "女童", "客", "患者", "的"].contains(where: tail.hasPrefix) { continue }
            let isBound = ["以下", "以内", "内", "之内", "下", "之下", "左右", "为宜", "优先", "之间", "前", "封顶"].contains(where: tail.hasPrefix)
            let isFrom = ["以上", "及以上", "起"].contains(where: tail.hasPrefix)
            if isRange || isBound || (isFrom && first > 18) { return String(run) + String(after.prefix { "以下内之左右为宜优先间前封顶及上起".contains($0) }) }
        }
        return nil
    }

    /// `年龄满18周岁`, `年龄18周岁以上`
    private static func isOfAge(_ rest: [Character], _ number: Int) -> Bool {
        guard number == 16 || number == 18 else { return false }
        let digits = rest.drop { !isDigit($0) }.dropFirst(2)
        return !digits.contains { isDigit($0) }
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
