import Domain
import SQL

/// What ids of files of entries name.
public enum EntryImport {}

/// The columns of a directory's table: the template, the export and what an import reads.
enum EntryColumn: String, CaseIterable, Sendable {
    case name, summary, field, area, address, longitude, latitude, url, contact, kind, services, stage, seeks, fields, stages, least, most

    static func of(_ lane: Find) -> [EntryColumn] {
        let common: [EntryColumn] = [.name, .summary, .field, .area, .address, .longitude, .latitude, .url, .contact]
        return common + EntryDetail.of(lane).compactMap { EntryColumn(rawValue: $0.rawValue) }
    }

    var heading: String {
        switch self {
        case .name: "名称"
        case .summary: "简介"
        case .field: "产业领域"
        case .area: "所在区市"
        case .address: "地址"
        case .longitude: "经度（WGS84）"
        case .latitude: "纬度（WGS84）"
        case .url: "网址"
        case .contact: "联系方式"
        case .kind: "平台类型"
        case .services: "提供的服务"
        case .stage: "所处阶段"
        case .seeks: "正在寻找"
        case .fields: "投资领域"
        case .stages: "投资阶段"
        case .least: "最低投资额（元）"
        case .most: "最高投资额（元）"
        }
    }

    var width: Double {
        switch self {
        case .summary, .services, .seeks: 48
        case .name, .address, .contact, .url, .fields: 28
        default: 16
        }
    }

    static let required: [EntryColumn] = [.name, .summary, .contact]

    /// Headings are the same with and without what stands in brackets.
    static func plain(_ heading: String) -> String { String(heading.filter { !$0.isWhitespace }.prefix { $0 != "（" && $0 != "(" }) }

    func cell(_ entry: StoredEntry, _ programme: Programme) -> PaperCell {
        func text(_ text: String?) -> PaperCell { text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty }
        switch self {
        case .name: return .text(entry.name)
        case .summary: return .text(entry.summary)
        case .field: return text(entry.field.flatMap { id in programme.fields.first { $0.id == id }?.name.zh })
        case .area: return text(entry.area.flatMap(programme.area)?.name.zh)
        case .address: return text(entry.address)
        case .longitude: return text(entry.point.map { "\($0.longitude)" })
        case .latitude: return text(entry.point.map { "\($0.latitude)" })
        case .url: return text(entry.url)
        case .contact: return text(entry.contact)
        case .least: return entry.money(.least).map { .money($0) } ?? .empty
        case .most: return entry.money(.most).map { .money($0) } ?? .empty
        case .kind, .services, .stage, .seeks, .fields, .stages:
            return text(EntryDetail(rawValue: rawValue).flatMap { EntryWords.value(of: $0, entry, programme)?.zh })
        }
    }
}

/// One row of a file, as it was read.
struct EntryRow: Codable, Sendable, Hashable {
    /// As a spreadsheet counts.
    let row: Int
    /// By `EntryColumn`.
    let cells: [String: String]

    /// - Throws: invalid fields, in words that name the columns.
    func draft(_ lane: Find, _ programme: Programme) throws(Refusal) -> EntryDraft.Checked {
        var problems: [Refusal.Field] = []
        func text(_ column: EntryColumn) -> String? { cells[column.rawValue].flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed } }
        func wrong(_ column: EntryColumn) {
            problems.append(.init(column.rawValue, Words("“\(column.heading)”无法识别：\(text(column)?.prefix(40) ?? "")", "“\(column.heading)” is not understood: \(text(column)?.prefix(40) ?? "")")))
        }
        func number(_ column: EntryColumn) -> Double? {
            guard let text = text(column) else { return nil }
            guard let number = Double(text), number.isFinite else {
                wrong(column)
                return nil
            }
            return number
        }
        func money(_ column: EntryColumn) -> Fen? {
            guard let text = text(column) else { return nil }
            guard let yuan = Double(text.filter { !",，¥￥元 ".contains($0) }), yuan.isFinite, (0...1e12).contains(yuan) else {
                wrong(column)
                return nil
            }
            return Fen(Int64((yuan * 100).rounded()))
        }
        func listed(_ text: String, _ choices: [(id: String, name: Words)]) -> String? { choices.first { $0.id == text || $0.name.zh == text || $0.name.en.lowercased() == text.lowercased() }?.id }
        func one(_ column: EntryColumn, _ choices: [(id: String, name: Words)]) -> String? {
            guard let text = text(column) else { return nil }
            guard let id = listed(text, choices) else {
                wrong(column)
                return nil
            }
            return id
        }
        func several(_ column: EntryColumn, _ choices: [(id: String, name: Words)]) -> [String] {
            guard let text = text(column) else { return [] }
            let ids = text.split(whereSeparator: { "、，,;；/".contains($0) }).map { listed(String($0).trimmed, choices) }
            guard ids.allSatisfy({ $0 != nil }) else {
                wrong(column)
                return []
            }
            return ids.compactMap(\.self)
        }
        let fields = programme.fields.map { (id: $0.id, name: $0.name) }, stages = ProjectStage.allCases.map { (id: $0.rawValue, name: $0.words) }
        let draft = EntryDraft(
            name: text(.name) ?? "", summary: text(.summary) ?? "", field: one(.field, fields), area: one(.area, programme.areas.map { ($0.id, $0.name) }), address: text(.address),
            latitude: number(.latitude), longitude: number(.longitude), url: text(.url), contact: text(.contact) ?? "",
            kind: one(.kind, PlatformKind.allCases.map { ($0.rawValue, $0.words) }).flatMap(PlatformKind.init(rawValue:)), services: text(.services),
            stage: one(.stage, stages).flatMap(ProjectStage.init(rawValue:)), seeks: text(.seeks), fields: several(.fields, fields), stages: several(.stages, stages).compactMap(ProjectStage.init(rawValue:)),
            least: money(.least), most: money(.most))
        guard problems.isEmpty else { throw .invalid(problems) }
        do { return try draft.checked(lane, programme) } catch {
            throw .invalid(error.fields.map { field in
                let heading = EntryColumn(rawValue: field.field)?.heading ?? field.field
                return .init(field.field, Words("“\(heading)”：\(field.words.zh)", "“\(heading)”: \(field.words.en)"))
            })
        }
    }
}

/// A file of entries as it was read: rows, and headings that mean nothing here.
struct EntryFile: Codable, Sendable {
    let rows: [EntryRow]
    let unread: [EntryRow.Unread]
    let strange: [String]

    static let mostRows = 5000
    static let mostBytes = 5 * 1024 * 1024

    /// - Throws: a refusal at `file` where it is no table, has too many rows, or lacks a column that is needed.
    static func read(_ bytes: [UInt8], _ lane: Find, _ papers: any PaperMaker) throws -> EntryFile {
        if bytes.isEmpty { throw Refusal.invalid([.init("file", Words("请选择文件", "Choose a file"))]) }
        guard bytes.count <= mostBytes else {
            throw Refusal(.tooLarge, "file_too_large", Words("文件超过 5 MB", "The file is larger than 5 MB"), next: Words("请分成几个文件上传", "Split it"), fields: [.init("file", Words("最大 5 MB", "At most 5 MB"))])
        }
        let table = try papers.rows(of: bytes)
        guard let headings = try table.next(), headings.problem == nil, headings.cells.contains(where: { !$0.isEmpty }) else { throw JobFiles.noHeadings }
        let known = Dictionary(EntryColumn.of(lane).map { (EntryColumn.plain($0.heading), $0) }, uniquingKeysWith: { first, _ in first })
        let columns = headings.cells.map { known[EntryColumn.plain($0)] }
        for needed in EntryColumn.required where !columns.contains(needed) {
            throw Refusal.invalid([.init("file", Words("文件缺少“\(needed.heading)”列，请使用模板", "The file lacks the column “\(needed.heading)”; please use the template"))])
        }
        var rows: [EntryRow] = [], unread: [EntryRow.Unread] = [], count = 0
        while let row = try table.next() {
            count += 1
            guard count <= mostRows else {
                throw Refusal.invalid([.init("file", Words("一次最多导入 \(mostRows) 行，请分成几个文件", "At most \(mostRows) rows at a time; please split the file"))])
            }
            if let problem = row.problem {
                unread.append(EntryRow.Unread(row: row.number, reason: problem.words))
                continue
            }
            var cells: [String: String] = [:]
            for (column, cell) in zip(columns, row.cells) { if let column, cells[column.rawValue] == nil { cells[column.rawValue] = String(cell.prefix(2000)) } }
            if cells.values.contains(where: { !$0.trimmed.isEmpty }) { rows.append(EntryRow(row: row.number, cells: cells)) }
        }
        guard !rows.isEmpty || !unread.isEmpty else { throw Refusal.invalid([.init("file", Words("文件只有表头，没有内容", "The file has headings and nothing else"))]) }
        let strange = zip(headings.cells, columns).compactMap { heading, column in column == nil && !heading.trimmed.isEmpty ? String(heading.trimmed.prefix(40)) : nil }
        return EntryFile(rows: rows, unread: unread, strange: strange)
    }
}

extension EntryRow {
    struct Unread: Codable, Sendable, Hashable {
        let row: Int
        let reason: Words
    }
}

/// What became of the rows of a file.
public struct EntryImportReport: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        /// As a spreadsheet counts.
        public let row: Int
        public let name: String
        public let reason: Words
    }

    public internal(set) var read = 0
    public internal(set) var added = 0
    public internal(set) var changed = 0
    /// There already, and left as they were.
    public internal(set) var left = 0
    /// Every row that was not taken, and why.
    public internal(set) var refused: [Line] = []
}
