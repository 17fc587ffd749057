import Domain

/// Reads `multipart/form-data` (RFC 7578) out of a body that is already in memory, within bounds.
enum Multipart {
    static let mostParts = 500
    static let longestHead = 2000

    struct Form {
        var fields = FormFields()
        /// Fields whose file is larger than one file may be; their bytes are not kept.
        var tooLarge: [String] = []
    }

    /// The boundary out of the content type. - Returns: nil if there is none that RFC 2046 allows.
    static func boundary(_ contentType: String) -> String? {
        guard let boundary = HeaderValue(contentType).parameters["boundary"], (1...70).contains(boundary.utf8.count),
              boundary.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return boundary
    }

    /// - Parameter isCut: the end of the body was not kept: the parts that are whole are read, the rest is left.
    static func parse(_ bytes: [UInt8], boundary: String, largestFile: Int, isCut: Bool = false) throws -> Form {
        let delimiter = Array("\r\n--\(boundary)".utf8)
        var form = Form()
        // The first delimiter may stand at the very beginning, without the line break before it.
        guard var at = bytes.starts(with: delimiter.dropFirst(2)) ? delimiter.count - 2 : find(delimiter, in: bytes, from: 0).map({ $0 + delimiter.count })
        else { throw FormFields.Broken(reason: "the first boundary is missing") }
        var parts = 0
        while true {
            if bytes[at...].starts(with: Array("--".utf8)) { return form }
            if isCut, find(delimiter, in: bytes, from: at) == nil { return form }
            while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
            guard bytes[at...].starts(with: [0x0D, 0x0A]) else { throw FormFields.Broken(reason: "a boundary does not end its line") }
            parts += 1
            guard parts <= mostParts else { throw FormFields.Broken(reason: "too many parts") }
            // A part without any header begins with the empty line at once.
            guard let headEnd = find([0x0D, 0x0A, 0x0D, 0x0A], in: bytes, from: at), headEnd - at <= longestHead else {
                throw FormFields.Broken(reason: "the head of a part is missing or too long")
            }
            let start = headEnd + 4
            guard let end = find(delimiter, in: bytes, from: start - 2) else { throw FormFields.Broken(reason: "the last boundary is missing") }
            let content = end >= start ? bytes[start..<end] : []
            try add(head: headEnd > at ? bytes[(at + 2)..<max(at + 2, headEnd)] : [], content, to: &form, largestFile)
            at = end + delimiter.count
        }
    }

    private static func add(head: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>, to form: inout Form, _ largestFile: Int) throws {
        guard let head = String(validating: head, as: UTF8.self) else { throw FormFields.Broken(reason: "the head of a part is not UTF-8") }
        var disposition: HeaderValue?
        var type = "application/octet-stream"
        for line in head.split(whereSeparator: { $0 == "\r\n" || $0 == "\n" }) {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw FormFields.Broken(reason: "a line in the head of a part is broken") }
            switch parts[0].lowercased() {
            case "content-disposition": disposition = HeaderValue(parts[1])
            case "content-type": type = HeaderValue(parts[1]).value
            default: break
            }
        }
        guard let disposition, disposition.value == "form-data", let name = disposition.parameters["name"] else {
            throw FormFields.Broken(reason: "a part has no name")
        }
        guard let file = disposition.parameters["filename"] else {
            guard let text = String(validating: content, as: UTF8.self), !text.utf8.contains(0) else {
                throw FormFields.Broken(reason: "a field is not UTF-8")
            }
            try form.fields.add(name, .text(text))
            return
        }
        guard content.count <= largestFile else {
            form.tooLarge.append(name)
            try form.fields.add(name, .null)
            return
        }
        // Old browsers send the whole path.
        let plain = String(file.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "").filter { !$0.isNewline && $0 != "\0" }
        try form.fields.add(name, .file(Upload(name: String(plain.prefix(200)), type: type, bytes: Array(content))))
    }

    /// Where the pattern begins at or after `from`. The first byte of every pattern here is CR, which is rare: looking for it is quick.
    static func find(_ pattern: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                guard let first = pattern.first, from >= 0 else { return nil }
                var at = from
                while at + pattern.count <= bytes.count {
                    guard bytes[at] == first else {
                        at += 1
                        continue
                    }
                    var same = 1
                    while same < pattern.count, bytes[at + same] == pattern[same] { same += 1 }
                    if same == pattern.count { return at }
                    at += 1
                }
                return nil
            }
        }
    }
}

/// `form-data; name="plan"; filename="a.pdf"`: a value and its parameters, names in lower case.
struct HeaderValue {
    let value: String
    private(set) var parameters: [String: String] = [:]

    init(_ text: some StringProtocol) {
        var rest = Substring(text)
        value = HeaderValue.trim(rest.prefix { $0 != ";" }).lowercased()
        rest = rest.drop { $0 != ";" }.dropFirst()
        while !rest.isEmpty {
            let name = HeaderValue.trim(rest.prefix { $0 != "=" && $0 != ";" }).lowercased()
            rest = rest.drop { $0 != "=" && $0 != ";" }
            guard rest.first == "=" else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            var parameter = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                // Browsers write a quote as %22; a backslash stands before a quote or a backslash, or is part of an old browser's path.
                while let character = rest.first, character != "\"" {
                    rest = rest.dropFirst()
                    if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                        parameter.append(next)
                        rest = rest.dropFirst()
                    } else {
                        parameter.append(character)
                    }
                }
                rest = rest.drop { $0 != ";" }.dropFirst()
            } else {
                parameter = HeaderValue.trim(rest.prefix { $0 != ";" })
                rest = rest.drop { $0 != ";" }.dropFirst()
            }
            if !name.isEmpty, parameters[name] == nil { parameters[name] = parameter }
        }
    }

    private static func trim(_ text: Substring) -> String {
        var text = text
        while text.first == " " || text.first == "\t" { text = text.dropFirst() }
        while text.last == " " || text.last == "\t" { text = text.dropLast() }
        return String(text)
    }
}
