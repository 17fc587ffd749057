import Domain

/// Reads a mapping of a file of jobs (mappings/*.yaml) and checks it.
public enum MappingReader {
    /// - Parameter file: the name to show in mistakes.
    /// - Returns: the mapping if there are no mistakes, and all mistakes in the order of the file.
    public static func read(_ text: String, file: String) -> (mapping: JobMapping?, mistakes: [Mistake]) {
        let reading = Reading(file: file)
        guard let top = reading.open(text) else { return (nil, reading.sorted) }
        _ = top.words("name")
        let source = top.id("mapping")
        var columns: [JobMapping.Field: [String]] = [:]
        if let part = top.part("columns") {
            for name in part.names {
                guard let field = field(name, part) else { continue }
                columns[field] = part.texts(name).map(\.text)
            }
        }
        var always: [JobMapping.Field: String] = [:]
        if let part = top.partIfGiven("always") {
            for name in part.names {
                guard let field = field(name, part) else { continue }
                always[field] = part.text(name)
            }
        }
        var codes: [JobMapping.Field: [String: String]] = [:]
        if let part = top.partIfGiven("codes") {
            for name in part.names {
                guard let field = field(name, part), let table = part.part(name) else { continue }
                for code in table.names { codes[field, default: [:]][code] = table.text(code) }
            }
        }
        for field in [JobMapping.Field.title, .company] where columns[field] == nil && always[field] == nil {
            reading.report("columns", Words("没有写明 \(field.rawValue) 一列", "No column says \(field.rawValue)"), instead: Words("请补上“\(field.rawValue): 表头”", "add “\(field.rawValue): heading”"))
        }
        for field in codes.keys.sorted(by: { $0.rawValue < $1.rawValue }) where columns[field] == nil {
            reading.report("codes.\(field.rawValue)", Words("columns 中没有 \(field.rawValue)", "columns does not have \(field.rawValue)"))
        }
        let musts = top.several("musts", of: JobTerms.Must.self)
        let pay = payRules(top)
        top.done()
        guard reading.mistakes.isEmpty else { return (nil, reading.sorted) }
        return (JobMapping(source: source, columns: columns, always: always, codes: codes, pay: pay, musts: Set(musts)), [])
    }

    private static func field(_ name: String, _ part: Entry) -> JobMapping.Field? {
        if let field = JobMapping.Field(rawValue: name) { return field }
        _ = part.node(name)
        part.report(name, Words("岗位没有 \(name) 这一项", "A job has no \(name)"), instead: advice(name, among: JobMapping.Field.allCases.map(\.rawValue)))
        return nil
    }

    private static func payRules(_ top: Entry) -> JobMapping.PayRules {
        var rules = JobMapping.PayRules()
        guard let part = top.partIfGiven("pay") else { return rules }
        if part.has("unit"), let unit = part.one("unit", of: PayText.Unit.self) { rules.unit = unit }
        if part.has("per"), let per = part.one("per", of: PayText.Per.self) { rules.per = per }
        rules.dayBelow = part.wholeIfGiven("day_below", in: 1...100_000)
        rules.hourBelow = part.wholeIfGiven("hour_below", in: 1...100_000)
        part.done()
        return rules
    }
}
