import CExpat

/// A part of a workbook, element by element (expat). Names come without their namespace's prefix. A document type is refused, and with it every entity of its own.
final class XMLPieces {
    /// The name of an element that begins, and its attributes.
    var begin: (_ name: String, _ attributes: (String) -> String?) -> Void = { _, _ in }
    var end: (_ name: String) -> Void = { _ in }
    /// Text between elements, in pieces.
    var text: (UnsafeBufferPointer<UInt8>) -> Void = { _ in }

    private let parser: XML_Parser
    private var depth = 0
    /// Bytes since an element or a text was last whole: what the parser keeps until it is.
    private var waiting = 0
    private(set) var isRefused = false

    private static let mostDepth = 128
    /// No mark, attribute or comment of a workbook is longer.
    private static let mostWaiting = 1 << 20

    init?() {
        guard let parser = XML_ParserCreate(nil) else { return nil }
        self.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(parser, { user, name, attributes in
            guard let user, let name else { return }
            Unmanaged<XMLPieces>.fromOpaque(user).takeUnretainedValue().began(name, attributes)
        }, { user, name in
            guard let user, let name else { return }
            let pieces = Unmanaged<XMLPieces>.fromOpaque(user).takeUnretainedValue()
            pieces.waiting = 0
            pieces.depth -= 1
            pieces.end(XMLPieces.local(name))
        })
        XML_SetCharacterDataHandler(parser) { user, bytes, count in
            guard let user, let bytes, count > 0 else { return }
            bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                let pieces = Unmanaged<XMLPieces>.fromOpaque(user).takeUnretainedValue()
                pieces.waiting = 0
                pieces.text(UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            guard let user else { return }
            Unmanaged<XMLPieces>.fromOpaque(user).takeUnretainedValue().refuse()
        }
    }

    deinit { XML_ParserFree(parser) }

    /// - Returns: false if it is not well-formed, or refused.
    func feed(_ bytes: [UInt8], isLast: Bool) -> Bool {
        let status = bytes.withUnsafeBufferPointer { buffer in
            (buffer.baseAddress ?? UnsafePointer(bitPattern: 1)).map { base in
                base.withMemoryRebound(to: CChar.self, capacity: max(bytes.count, 1)) { XML_Parse(parser, $0, Int32(bytes.count), isLast ? 1 : 0) }
            }
        }
        waiting += bytes.count
        return status == XML_STATUS_OK && !isRefused && waiting <= Self.mostWaiting
    }

    private func began(_ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        waiting = 0
        depth += 1
        if depth > Self.mostDepth { return refuse() }
        begin(Self.local(name)) { wanted in
            guard let attributes else { return nil }
            var index = 0
            while let name = attributes[index], let value = attributes[index + 1] {
                if Self.local(name) == wanted { return String(cString: value) }
                index += 2
            }
            return nil
        }
    }

    private func refuse() {
        isRefused = true
        XML_StopParser(parser, 0)
    }

    private static func local(_ name: UnsafePointer<CChar>) -> String {
        let whole = String(cString: name)
        return whole.firstIndex(of: ":").map { String(whole[whole.index(after: $0)...]) } ?? whole
    }
}
