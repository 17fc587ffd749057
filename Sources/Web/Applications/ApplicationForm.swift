import Domain
import Services

/// What the form of an application sends: any part of the draft, files for its questions, and files to take away.
/// One form sends everything, so that no button can lose what was typed elsewhere on the page.
struct ApplicationForm: Decodable, Sendable {
    let draft: SaveApplication
    /// By condition and question: `files.rules.attendance`.
    let files: [String: [String: [Upload]]]
    let remove: [ID<StoredFile>]
    /// Where the browser goes on: a group, or a question of it.
    let at: String?
    /// Whether any part of the draft came along.
    let hasDraft: Bool

    private enum Key: String, CodingKey { case name, kind, field, area, ground, groundDetail, groundUntil, answers, files, remove, at }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // A part that is sent empty was emptied; a part that is not sent stays as it was.
        func text(_ key: Key) throws -> String? {
            guard container.contains(key) else { return nil }
            return try container.decodeNil(forKey: key) ? "" : try container.decode(String.self, forKey: key)
        }
        draft = SaveApplication(
            name: try text(.name), kind: try text(.kind), field: try text(.field), area: try text(.area), ground: try text(.ground),
            groundDetail: try text(.groundDetail), groundUntil: try text(.groundUntil),
            answers: try container.decodeIfPresent(JSON.self, forKey: .answers).map(Answers.init(typed:)))
        files = try container.decodeIfPresent([String: [String: [Upload]]].self, forKey: .files) ?? [:]
        remove = try container.decodeIfPresent([ID<StoredFile>].self, forKey: .remove) ?? []
        at = try container.decodeIfPresent(String.self, forKey: .at)
        hasDraft = draft.answers != nil || [draft.name, draft.kind, draft.field, draft.area, draft.ground, draft.groundDetail, draft.groundUntil].contains { $0 != nil }
    }
}

/// What handing in sends: the declaration, and in a browser the whole form once more.
struct HandInForm: Decodable, Sendable {
    let declared: Bool?
    let form: ApplicationForm

    private enum Key: String, CodingKey { case declared }

    init(from decoder: any Decoder) throws {
        declared = try decoder.container(keyedBy: Key.self).decodeIfPresent(Bool.self, forKey: .declared)
        form = try ApplicationForm(from: decoder)
    }
}

/// One file for one question, as programs send it.
struct AttachForm: Codable, Sendable {
    /// `rules.attendance`
    let question: String
    let file: Upload
}

extension Answers {
    /// Answers as they were sent. Rows of a table close ranks: blank ones are left out, so that numbers are those that the page shows.
    init(typed json: JSON) {
        switch json {
        case .text(let text): self = .text(Self.plain(text))
        case .number(let text): self = .text(text)
        case .bool(let flag): self = .text(flag ? "yes" : "no")
        case .null, .file: self = .text("")
        case .list(let items):
            let answers = items.map(Answers.init(typed:))
            let isTable = items.contains { $0.fields != nil }
            self = .list(isTable ? answers.filter { !$0.isBlank } : answers)
        case .object(let fields):
            let members = fields.names.map { ($0, Answers(typed: fields[$0] ?? .null)) }
            let rows = members.compactMap { name, answer in Int(name).map { ($0, answer) } }
            if !rows.isEmpty, rows.count == members.count {
                self = .list(rows.sorted { $0.0 < $1.0 }.map(\.1).filter { !$0.isBlank })
            } else {
                self = .group(Dictionary(members) { first, _ in first })
            }
        }
    }

    /// Lines end as in the program, and control characters, which no keyboard types, are left out.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.replacing("\r\n", with: "\n").unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\t" }))
    }
}
