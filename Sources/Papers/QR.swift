import CQREncode
import Foundation

/// QR codes (GB/T 18284, ISO/IEC 18004) at error correction level M, for plaques, check-in and authenticator apps.
public enum QR {
    public enum Failure: Error, Equatable, Sendable {
        /// Nothing to encode, or a NUL in the text.
        case unusable
        /// More than the largest code holds: 2331 bytes at level M.
        case tooLong
    }

    /// Light modules that the standard asks for on each side.
    static let quietZone = 4

    /// The code without its quiet zone, row by row; true is dark.
    public static func matrix(_ text: String) throws -> [[Bool]] {
        guard !text.isEmpty, !text.utf8.contains(0) else { throw Failure.unusable }
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
            if errno == ERANGE { throw Failure.tooLong }
            throw Failure.unusable
        }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard width > 0, let modules = code.pointee.data else { throw Failure.unusable }
        return (0..<width).map { row in (0..<width).map { modules[row * width + $0] & 1 == 1 } }
    }

    /// The code as an SVG image of its own colours (dark on light in every colour scheme), scaled by whoever places it.
    /// It has no style attribute, which the site's content security policy would refuse.
    /// - Parameter title: what the image is, for screen readers; without one the image is decoration.
    public static func svg(_ text: String, title: String?) throws -> String {
        let matrix = try matrix(text)
        let size = matrix.count + 2 * quietZone
        var path = ""
        for (y, row) in matrix.enumerated() {
            var x = 0
            while x < row.count {
                guard row[x] else {
                    x += 1
                    continue
                }
                let end = row[x...].firstIndex(of: false) ?? row.count
                path += "M\(x + quietZone) \(y + quietZone)h\(end - x)v1H\(x + quietZone)z"
                x = end
            }
        }
        let name = title.map { " role=\"img\"><title>\(escaped($0))</title>" } ?? " aria-hidden=\"true\">"
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size) \(size)\" shape-rendering=\"crispEdges\"\(name)"
            + "<rect width=\"\(size)\" height=\"\(size)\" fill=\"#fff\"/><path fill=\"#000\" d=\"\(path)\"/></svg>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }
}
