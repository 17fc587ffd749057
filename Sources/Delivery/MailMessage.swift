import Foundation

/// A mail in plain text as RFC 5322 and MIME write it: any subject and body, ASCII addresses.
struct MailMessage {
    let from: String
    let name: String
    let to: String
    let subject: String
    let body: String
    let id: String
    let seconds: Int64

    /// The whole message, lines ended by CRLF and none longer than 78 characters but the addresses'.
    ///
    /// Throws `DeliveryError.invalid` for an address or id that is none. A subject or name can hold anything: what is not plain
    /// is encoded, so no line of it can become a header.
    func bytes() throws -> [UInt8] {
        guard MailMessage.isAddress(from) else { throw DeliveryError.invalid("sender's address") }
        guard MailMessage.isAddress(to) else { throw DeliveryError.invalid("recipient's address") }
        guard id.hasPrefix("<"), id.hasSuffix(">"), MailMessage.isAddress(String(id.dropFirst().dropLast())) else {
            throw DeliveryError.invalid("message id")
        }
        let date = try MailMessage.date(seconds)
        let sender = name.isEmpty ? from : "\(MailMessage.words(name, after: 6))\r\n <\(from)>"
        let head = [
            "Date: \(date)", "From: \(sender)", "To: \(to)", "Message-ID: \(id)", "Subject: \(MailMessage.words(subject, after: 9))",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
            // keeps absence notes and their kin from answering (RFC 3834)
            "Auto-Submitted: auto-generated",
        ]
        let lines = body.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
            .replacingOccurrences(of: "\n", with: "\r\n")
        let text = Data(lines.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + text + "\r\n").utf8)
    }

    /// The form that mail servers take everywhere: a dot-atom of ASCII, an at sign, a host name.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count), isHost(String(parts[1])) else { return false }
        return parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy { isLetterOrDigit($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
        }
    }

    /// A text for a header (RFC 2047): as it is when short and plain, else in encoded words of at most 75 characters.
    /// - Parameter after: how far into its line it begins
    static func words(_ text: String, after: Int) -> String {
        // only what needs no quoting in a sender's name either
        let plain = text.utf8.allSatisfy { isLetterOrDigit($0) || " -!*+/'".utf8.contains($0) }
        if plain, after + text.utf8.count <= 76, text.trimmingCharacters(in: .whitespaces) == text { return text }
        var words: [String] = []
        var piece: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 42 bytes are 56 characters of base64, 68 with their frame
            if piece.count + bytes.count > (words.isEmpty ? 36 : 42) {
                words.append(Data(piece).base64EncodedString())
                piece = []
            }
            piece += bytes
        }
        words.append(Data(piece).base64EncodedString())
        return words.map { "=?utf-8?B?\($0)?=" }.joined(separator: "\r\n ")
    }

    static func date(_ seconds: Int64) throws -> String {
        var time = time_t(seconds)
        var parts = tm()
        guard gmtime_r(&time, &parts) != nil, (0...8099).contains(parts.tm_year) else { throw DeliveryError.invalid("date") }
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        guard days.indices.contains(Int(parts.tm_wday)), months.indices.contains(Int(parts.tm_mon)) else { throw DeliveryError.invalid("date") }
        return "\(days[Int(parts.tm_wday)]), \(parts.tm_mday) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) +0000"
    }
}
