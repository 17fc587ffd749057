import Domain

/// A server of map tiles that the operator has chosen.
///
/// Maps shown to the public in China carry an approval number 审图号: there are no tiles without the note that says it.
public struct MapTiles: Codable, Sendable, Hashable {
    /// `https://tiles.example.cn/{z}/{x}/{y}.png`
    public let address: String
    /// What is shown on the map: `审图号：GS(2020)…号`.
    public let note: String
    /// What the tiles are drawn in.
    public let datum: MapDatum

    /// - Returns: nil for an address that is no template of tiles on one host, or for an empty note.
    public init?(address: String, note: String, datum: MapDatum) {
        guard note.contains(where: { !$0.isWhitespace }), note.count <= 200, Self.origin(of: address) != nil, ["{z}", "{x}", "{y}"].allSatisfy(address.contains) else { return nil }
        self.address = address
        self.note = note
        self.datum = datum
    }

    /// `https://tiles.example.cn`: the one place beside the site from which its pages take pictures.
    public var origin: String { Self.origin(of: address) ?? "'self'" }

    private static func origin(of address: String) -> String? {
        guard let scheme = ["https://", "http://"].first(where: { address.hasPrefix($0) }), address.utf8.count <= 500,
              address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && ![UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\")].contains($0) }) else { return nil }
        let host = address.dropFirst(scheme.count).prefix { $0 != "/" }
        guard !host.isEmpty, host.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || [0x2D, 0x2E, 0x3A].contains($0) }) else { return nil }
        return scheme + host
    }
}

/// What this server draws maps with. What is not there was not set up; the list beside the map says the same.
struct MapDrawing: Codable, Sendable, Hashable {
    /// Leaflet is there.
    let library: Bool
    /// Outlines of districts are there.
    let outlines: Bool
    let tiles: MapTiles?

    static let none = MapDrawing(library: false, outlines: false, tiles: nil)

    init(library: Bool, outlines: Bool, tiles: MapTiles?) {
        self.library = library
        self.outlines = outlines
        self.tiles = tiles
    }

    init(_ assets: Assets, tiles: MapTiles?) {
        let datum = tiles?.datum ?? .wgs84
        self.init(library: assets.has(Self.script) && assets.has(Self.style), outlines: assets.has(Self.outlines(datum)), tiles: tiles)
    }

    static let script = "leaflet.js", style = "leaflet.css"
    static func outlines(_ datum: MapDatum) -> String { "districts-\(datum.rawValue).json" }

    var datum: MapDatum { tiles?.datum ?? .wgs84 }
}
