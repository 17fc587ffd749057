import Foundation

/// Style sheets, scripts, pictures and fonts, read once and served from memory under names that carry the hash of their content.
public struct Assets: Sendable {
    struct Asset: Sendable {
        let type: String
        let bytes: [UInt8]
        let zipped: [UInt8]?
        let hash: String
    }

    static let prefix = "/assets/"
    private let byAddress: [String: Asset]
    private let addresses: [String: String]

    /// - Parameters:
    ///   - files: by name: `site.css`, `fonts/plain.woff2`. In style sheets `url(NAME)` becomes the address with the hash.
    ///   - sha256: of the content; its first 8 hex digits go into the name.
    public init(files: [String: [UInt8]], sha256: ([UInt8]) -> [UInt8]) {
        var byAddress: [String: Asset] = [:]
        var addresses: [String: String] = [:]
        func hash(_ bytes: [UInt8]) -> String {
            sha256(bytes).prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        // Style sheets last: their text names the addresses of the others.
        for (name, content) in files.sorted(by: { ($0.key.hasSuffix(".css") ? 1 : 0, $0.key) < ($1.key.hasSuffix(".css") ? 1 : 0, $1.key) }) {
            var bytes = content
            if name.hasSuffix(".css") {
                var text = String(decoding: bytes, as: UTF8.self)
                for (other, address) in addresses {
                    for written in ["url(\(other))", "url(\"\(other)\")", "url('\(other)')"] { text = text.replacing(written, with: "url(\(address))") }
                }
                bytes = Array(text.utf8)
            }
            let hash = hash(bytes)
            let stem = name.lastIndex(of: ".").map { (name[..<$0], name[$0...]) } ?? (name[...], "")
            let address = Assets.prefix + stem.0 + "." + hash + stem.1
            let type = Assets.type(name)
            let isText = !type.hasPrefix("image/") && !type.hasPrefix("font/") || type == "image/svg+xml"
            let zipped = isText && bytes.count >= 200 ? Gzip.compress(bytes, level: 9) : nil
            addresses[name] = address
            byAddress[address] = Asset(type: type, bytes: bytes, zipped: zipped, hash: hash)
        }
        self.byAddress = byAddress
        self.addresses = addresses
    }

    /// The assets of this module's own folder.
    public static func bundled(sha256: ([UInt8]) -> [UInt8]) throws -> Assets {
        let folder = Bundle.module.bundleURL.appending(path: "Assets")
        guard let names = FileManager.default.enumerator(atPath: folder.path) else { throw CocoaError(.fileNoSuchFile) }
        var files: [String: [UInt8]] = [:]
        for case let name as String in names where !name.hasPrefix(".") {
            var isFolder: ObjCBool = false
            let file = folder.appending(path: name)
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
            files[name] = Array(try Data(contentsOf: file))
        }
        return Assets(files: files, sha256: sha256)
    }

    /// Where an asset is served: `/assets/site.3fa9c1b2.css`; for a name that does not exist, an address where nothing is.
    public func address(_ name: String) -> String { addresses[name] ?? Assets.prefix + Percent.encode(name) }

    /// Whether it is there: some are made by `scripts/setup` and may be missing.
    func has(_ name: String) -> Bool { addresses[name] != nil }

    func at(_ path: String) -> Asset? { byAddress[path] }

    private static func type(_ name: String) -> String {
        switch name.split(separator: ".").last.map(String.init) ?? "" {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webp": "image/webp"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "json": "application/json"
        case "webmanifest": "application/manifest+json"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
