/// A row of a file, read into fields.
public struct JobRow: Sendable, Hashable, Codable {
    /// Nil where the file has no ids.
    public let sourceID: String?
    public let company: String
    public var terms: JobTerms
    /// Fields that say something which is not understood; they count as not said.
    public let notes: [JobMapping.Field]

    /// All that it says in free words.
    public var text: String { ([terms.title, terms.description, terms.address] + terms.skills).joined(separator: "\n") }

    /// The same, over at the latest on a day.
    public func ending(_ latest: Day) -> JobRow {
        var row = self
        row.terms.validUntil = min(terms.validUntil ?? latest, latest)
        return row
    }
}

/// Why a row is not taken.
public enum JobRowRefusal: String, Error, Sendable, Hashable, Codable, CaseIterable {
    // what the file's reader could not make out
    case quote, encoding, nul, cell
    case tooLong = "too_long"
    case tooWide = "too_wide"
    // what the mapping could not
    case noTitle = "no_title"
    case noCompany = "no_company"
    case badID = "bad_id"
    /// The last day has passed already.
    case over
    /// An office took this very posting away before.
    case removed
    /// An office has barred its employer.
    case barred
    /// The same id stands in the file with another posting.
    case twice
    /// Its words ask money of people, or prefer them by sex, age or origin (`JobScruples`).
    case unlawful

    public var words: Words {
        switch self {
        case .quote: Words("引号不成对", "A quote is not closed")
        case .encoding: Words("文字编码有误", "Bytes that are no text")
        case .nul: Words("含有空字符（NUL）", "It holds a NUL")
        case .cell: Words("单元格内容缺失", "A cell refers to a text that is not there")
        case .tooLong: Words("内容过长", "It is too long")
        case .tooWide: Words("列数多于表头", "It has more cells than there are headings")
        case .noTitle: Words("没有岗位名称", "There is no title")
        case .noCompany: Words("没有单位名称", "There is no employer")
        case .badID: Words("岗位编号过长或含有不允许的字符", "The id is too long or has characters that are not taken")
        case .over: Words("有效期已过", "Its last day has passed")
        case .removed: Words("该岗位已被部门下架", "An office took this posting away")
        case .barred: Words("该单位被限制招聘", "An office has barred this employer")
        case .unlawful: Words("含有向求职者收费或歧视性的内容", "Its words ask money of people or discriminate")
        case .twice: Words("岗位编号与前面的行重复，内容不同", "An earlier row has this id with another posting")
        }
    }
}

/// Reads rows of one file by a mapping.
public struct JobRowReader: Sendable {
    public let mapping: JobMapping
    /// Headings that the mapping names and the file does not have.
    public let missing: [String]
    private let places: [JobMapping.Field: [Int]]
    private let width: Int
    /// The employer of every row, where the file is an organisation's own.
    private let company: String?

    static let longestTitle = 200
    static let longestCompany = 200
    static let longestAddress = 200

    /// - Parameters:
    ///   - headings: the first row of the file.
    ///   - company: of every row; nil takes it from the rows.
    /// - Throws: a refusal at `columns` if no column says the title, or the employer.
    public init(_ mapping: JobMapping, headings: [String], company: String? = nil) throws(Refusal) {
        let known = headings.map { PlainText.folded($0) }
        var places: [JobMapping.Field: [Int]] = [:], missing: [String] = []
        for field in JobMapping.Field.allCases {
            for heading in mapping.columns[field] ?? [] {
                if let place = known.firstIndex(of: PlainText.folded(heading)) { places[field, default: []].append(place) } else { missing.append(heading) }
            }
        }
        for field in [JobMapping.Field.title] + (company == nil ? [.company] : []) where places[field] == nil && mapping.always[field] == nil {
            let named = (mapping.columns[field] ?? []).joined(separator: "、")
            throw Refusal(.invalid, "no_column", Words("没有“\(field.words.zh)”一列", "No column says: \(field.words.en)"),
                next: Words("请核对列的对应关系；文件的表头为：\(headings.prefix(30).joined(separator: "、"))", "Check which column says what; the file's headings are: \(headings.prefix(30).joined(separator: ", "))"),
                fields: [.init("columns", named.isEmpty ? Words("请指定“\(field.words.zh)”一列", "Choose the column for: \(field.words.en)")
                    : Words("文件中没有“\(named)”一列", "The file has no column “\(named)”"))])
        }
        self.mapping = mapping
        self.missing = missing
        self.places = places
        self.company = company
        width = headings.count
    }

    /// What a row says in one field, as far as it can be shown of a row that is not taken.
    public func text(_ field: JobMapping.Field, of cells: [String]) -> String {
        PlainText.line((places[field] ?? []).lazy.compactMap { cells.indices.contains($0) ? cells[$0] : nil }.first ?? "", atMost: 60)
    }

    /// - Parameter cells: may be fewer than there are headings; the rest is empty.
    public func read(_ cells: [String]) throws(JobRowRefusal) -> JobRow {
        if cells.count > width, cells[width...].contains(where: { !$0.isEmpty }) { throw .tooWide }
        func texts(_ field: JobMapping.Field) -> [String] {
            let said = (places[field] ?? []).compactMap { cells.indices.contains($0) ? cells[$0] : nil }.filter { !$0.isEmpty }
            return (said.isEmpty ? mapping.always[field].map { [$0] } ?? [] : said).map { coded($0, field) }
        }
        func text(_ field: JobMapping.Field) -> String { texts(field).first ?? "" }

        let title = PlainText.line(text(.title), atMost: Self.longestTitle)
        guard !PlainText.isNothing(PlainText.folded(title)) else { throw .noTitle }
        let company = company ?? PlainText.line(text(.company), atMost: Self.longestCompany)
        guard !PlainText.isNothing(PlainText.folded(company)) else { throw .noCompany }
        let id = PlainText.line(text(.id), atMost: 200)
        guard id.utf8.count <= 120 else { throw .badID }

        var notes: [JobMapping.Field] = []
        func code(_ field: JobMapping.Field, _ read: (String) -> TreeCode?) -> TreeCode? {
            let said = text(field)
            guard !PlainText.isNothing(PlainText.folded(said)) else { return nil }
            let code = read(said)
            if code == nil { notes.append(field) }
            return code
        }
        var terms = JobTerms(title: title)
        terms.occupation = code(.occupation) { Self.leadingCode($0) }
        terms.industry = code(.industry) { text in Self.leadingCode(text).flatMap { TreeCode($0.text.prefix(2)) } }
        let kind = text(.kind)
        if let read = KindText.read(kind) { terms.kind = read } else if !PlainText.isNothing(PlainText.folded(kind)) { notes.append(.kind) }

        terms.address = PlainText.line(texts(.address).first ?? "", atMost: Self.longestAddress)
        let named = texts(.place)
        if let division = PlaceText.read(named + [terms.address]) {
            terms.division = TreeCode(division: division.code)
        } else if named.contains(where: { !PlainText.isNothing(PlainText.folded($0)) }) {
            notes.append(.place)
        }
        if terms.address.isEmpty, let place = named.first { terms.address = PlainText.line(place, atMost: Self.longestAddress) }
        terms.point = Self.point(text(.latitude), text(.longitude))

        switch pay(text) {
        case .pay(let pay): terms.pay = pay
        case .unsaid: break
        case .unknown: notes.append(places[.pay] == nil ? .payFrom : .pay)
        }
        switch DegreeText.read(text(.degree)) {
        case .degree(let degree): terms.degree = degree
        case .unsaid: break
        case .unknown: notes.append(.degree)
        }
        switch YearsText.read(text(.years)) {
        case .years(let years): terms.years = years
        case .unsaid: break
        case .unknown: notes.append(.years)
        }
        terms.skills = SkillsText.read(texts(.skills).joined(separator: ","))
        if let wanted = WantedText.read(text(.wanted)) { terms.wanted = wanted } else { notes.append(.wanted) }
        terms.description = DescriptionText.read(texts(.description).joined(separator: "\n"))
        if let until = DayText.read(text(.validUntil)) { terms.validUntil = until } else { notes.append(.validUntil) }
        terms.musts = mapping.musts
        return JobRow(sourceID: id.isEmpty ? nil : id, company: company, terms: terms, notes: notes)
    }

    private func coded(_ text: String, _ field: JobMapping.Field) -> String {
        guard let codes = mapping.codes[field] else { return text }
        return codes[PlainText.line(text, atMost: 100)] ?? text
    }

    private func pay(_ text: (JobMapping.Field) -> String) -> PayText {
        let rules = mapping.pay, said = PlainText.folded(text(.payPer))
        var per = rules.per
        if let known = PayText.Per(rawValue: said) {
            per = known
        } else if said.containsAny(["年"]) { per = .year } else if said.containsAny(["小时", "时"]) { per = .hour } else if said.containsAny(["天", "日"]) { per = .day } else if said.containsAny(["月"]) { per = .month }
        if places[.pay] != nil {
            let read = PayText.read(text(.pay), unit: rules.unit == .yuan ? nil : rules.unit, per: per)
            if read != .unsaid || places[.payFrom] == nil { return read }
        }
        return PayText.read(from: text(.payFrom), to: text(.payTo), months: text(.payMonths), unit: rules.unit, per: per, dayBelow: rules.dayBelow, hourBelow: rules.hourBelow)
    }

    /// `2-02-10-03 计算机软件工程技术人员`, `I65 软件和信息技术服务业`
    private static func leadingCode(_ text: String) -> TreeCode? {
        let head = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "/") || $0 == " " }
        return head.split(separator: " ").first.flatMap { TreeCode($0) }
    }

    private static func point(_ latitude: String, _ longitude: String) -> JobTerms.Point? {
        guard let latitude = Double(PlainText.folded(latitude)), let longitude = Double(PlainText.folded(longitude)), (3...54).contains(latitude), (73...136).contains(longitude) else { return nil }
        return JobTerms.Point(latitude: latitude, longitude: longitude)
    }
}
