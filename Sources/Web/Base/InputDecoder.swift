import Domain

/// Makes an input struct out of what was sent, whether a form or JSON, and names every field that does not fit, all at once.
///
/// In forms everything is text: `""` is nothing, a missing box is unticked, a missing list is empty, blank rows are left out, money is in yuan.
/// In JSON types are strict and unknown names are refused.
enum InputDecoder {
    static func decode<Input: Decodable>(_ type: Input.Type, from value: JSON, isForm: Bool, zone: Zone) throws -> Input {
        let reading = Reading(isForm: isForm, zone: zone)
        do {
            let input = try reading.read(type, value, "")
            if !isForm { reading.reportUnknown() }
            guard reading.problems.isEmpty else { throw Refusal.invalid(reading.problems) }
            return input
        } catch let error as SchemaBuilder.Unclear {
            // A field did not fit and nothing could stand in for it: say what is known so far.
            guard !reading.problems.isEmpty else { throw error }
            throw Refusal.invalid(reading.problems)
        }
    }
}

/// Why one value does not fit.
enum Misfit: Error {
    case missing
    case wrong(Words)
}

/// One decoding: what was wrong, and which names were asked for.
final class Reading {
    let isForm: Bool
    let zone: Zone
    private(set) var problems: [Refusal.Field] = []
    private var opened: [(name: String, fields: JSON.Fields)] = []
    private var asked: Set<String> = []

    init(isForm: Bool, zone: Zone) {
        self.isForm = isForm
        self.zone = zone
    }

    func open(_ name: String, _ fields: JSON.Fields) { opened.append((name, fields)) }
    func ask(_ name: String) { asked.insert(name) }

    static func join(_ name: String, _ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    func reportUnknown() {
        for (name, fields) in opened {
            for key in fields.names where !asked.contains(Reading.join(name, key)) {
                report(Reading.join(name, key), Words("没有这个字段", "There is no such field"))
            }
        }
    }

    private func report(_ name: String, _ words: Words) {
        guard problems.count < 200, !problems.contains(where: { $0.field == name }) else { return }
        problems.append(.init(name, words))
    }

    /// Whether there is nothing: no value, null, or the empty text of a form.
    func isNothing(_ value: JSON?) -> Bool {
        switch value {
        case nil, .null?: true
        case .text("")?: isForm
        case .list(let items)?: isForm && items.allSatisfy { isNothing($0) }
        case .file(let upload)?: upload.bytes.isEmpty && upload.name.isEmpty
        default: false
        }
    }

    /// A row of a form in which nothing was entered.
    func isBlank(_ value: JSON) -> Bool {
        if case .object(let fields) = value { return isForm && fields.names.allSatisfy { isBlank(fields[$0] ?? .null) } }
        return isNothing(value)
    }

    /// The value as the type; if it does not fit, that is written down and a sample stands in, so that the rest is read too.
    func read<Value: Decodable>(_ type: Value.Type, _ value: JSON?, _ name: String) throws -> Value {
        do {
            if let scalar: Value = try scalar(type, value) { return scalar }
            return try Value(from: ValueDecoder(reading: self, value: value, name: name))
        } catch Misfit.missing {
            report(name, Reading.missing(type))
        } catch Misfit.wrong(let words) {
            report(name, words)
        } catch is DecodingError {
            report(name, Reading.wrong(type))
        } catch let refusal as Refusal {
            report(name, refusal.words)
        }
        return try SchemaBuilder.sample(type)
    }

    /// What is read here and not by the type itself; nil for types that read themselves.
    private func scalar<Value: Decodable>(_ type: Value.Type, _ value: JSON?) throws -> Value? {
        switch type {
        case is String.Type: return try text(value) as? Value
        case is Bool.Type: return try bool(value) as? Value
        case is JSON.Type: return (value ?? .null) as? Value
        case is Upload.Type:
            guard !isNothing(value), let value else { throw Misfit.missing }
            if case .file(let upload) = value { return upload as? Value }
            if isForm { throw Misfit.wrong(Words("请选择文件", "Please choose a file")) }
            return nil
        case is Fen.Type where isForm:
            guard let fen = Reading.fen(try text(value)) else { throw Misfit.wrong(Reading.wrong(type)) }
            return fen as? Value
        case is Instant.Type where isForm:
            let text = try text(value)
            // `<input type="datetime-local">` sends `2020-11-16T09:00`, in the programme's zone.
            let local = text.utf8.count == 16 ? text + ":00" + zone.text(Instant(milliseconds: 0)).suffix(zone.offsetSeconds == 0 ? 1 : 6) : text
            guard let instant = Instant(local) else { throw Misfit.wrong(Reading.wrong(type)) }
            return instant as? Value
        default: break
        }
        if let number = type as? any FixedWidthInteger.Type { return try whole(number, value) as? Value }
        if type == Double.self || type == Float.self {
            let written = try numeral(value, type)
            guard let number = Double(written), number.isFinite else { throw Misfit.wrong(Reading.wrong(type)) }
            return type == Double.self ? number as? Value : Float(number) as? Value
        }
        return nil
    }

    func text(_ value: JSON?) throws -> String {
        guard !isNothing(value) else { throw Misfit.missing }
        switch value {
        case .text("")?: throw Misfit.missing
        case .text(let text)?:
            guard !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\r" && $0 != "\t" || $0.value == 0x7F }) else {
                throw Misfit.wrong(Words("含有不允许的字符", "It contains a character that is not taken"))
            }
            return isForm ? text.replacing("\r\n", with: "\n") : text
        case .list?: throw Misfit.wrong(Words("只能填写一个值", "Only one value is taken"))
        default: throw Misfit.wrong(Words("应为文字", "Text is expected"))
        }
    }

    private func bool(_ value: JSON?) throws -> Bool {
        if isNothing(value) {
            if isForm { return false }
            throw Misfit.missing
        }
        switch value {
        case .bool(let value)?: return value
        case .text(let text)? where isForm:
            switch text {
            case "on", "true", "yes", "1": return true
            case "off", "false", "no", "0": return false
            default: break
            }
        // A hidden `false` before a box that sends `true`.
        case .list(let items)? where isForm: return try bool(items.last)
        default: break
        }
        throw Misfit.wrong(Reading.wrong(Bool.self))
    }

    private func numeral(_ value: JSON?, _ type: any Decodable.Type) throws -> String {
        guard !isNothing(value) else { throw Misfit.missing }
        switch value {
        case .number(let text)?: return text
        case .text(let text)? where isForm: return text.filter { $0 != " " && $0 != "," }
        default: throw Misfit.wrong(Reading.wrong(type))
        }
    }

    private func whole<Number: FixedWidthInteger>(_ type: Number.Type, _ value: JSON?) throws -> Any {
        guard let number = Number(try numeral(value, Int.self)) else { throw Misfit.wrong(Reading.wrong(Int.self)) }
        return number
    }

    /// Yuan with up to two decimals, as people write it: `1,200.50`.
    static func fen(_ text: String) -> Fen? {
        let plain = text.filter { $0 != "," && $0 != " " && $0 != "¥" && $0 != "￥" }
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, !first.isEmpty, first.utf8.count <= 15, first.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
              let yuan = Int64(first) else { return nil }
        guard parts.count == 2 else { return Fen(yuan * 100) }
        guard (1...2).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
              let fen = Int64((parts[1] + "0").prefix(2)) else { return nil }
        return Fen(yuan * 100 + fen)
    }
}

extension Reading {
    private static func missing(_ type: any Decodable.Type) -> Words {
        if type is Upload.Type { return Words("请选择文件", "Please choose a file") }
        if type is any CaseIterable.Type { return Words("请选择", "Please choose one") }
        return Words("请填写", "Please fill this in")
    }

    static func wrong(_ type: any Decodable.Type) -> Words {
        switch type {
        case is Day.Type: Words("请填写日期，如 2020-11-16", "Please enter a date, such as 2020-11-16")
        case is Instant.Type: Words("请填写日期和时间，如 2020-11-16T09:00:00+08:00", "Please enter a date and time, such as 2020-11-16T09:00:00+08:00")
        case is Fen.Type: Words("请填写金额，如 1200.00", "Please enter an amount, such as 1200.00")
        case is Bool.Type: Words("请选择是或否", "Please choose yes or no")
        case is any FixedWidthInteger.Type: Words("请填写整数", "Please enter a whole number")
        case is Double.Type, is Float.Type: Words("请填写数字", "Please enter a number")
        case is any CaseIterable.Type: Words("请从列表中选择", "Please choose from the list")
        case is Upload.Type: Words("文件无法读取", "The file cannot be read")
        default: Words("内容无法识别", "This is not understood")
        }
    }
}
