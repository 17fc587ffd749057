import Synchronization

/// Numbers for words, industries and stations. A number once given stays.
final class Vocabulary: Sendable {
    struct Names: Sendable {
        /// By node of the dictionary's tree; 0 is none.
        fileprivate var ofNode: [UInt32]
        fileprivate var others: [UInt64: UInt32] = [:]
        private(set) var words: UInt32 = 0
        private var industries: [String: UInt32] = [:]
        private var stations: [String: UInt32] = [:]
        private(set) var industryNames = [""]
        private(set) var stationNames = [""]

        fileprivate init(nodes: Int) { ofNode = [UInt32](repeating: 0, count: nodes) }

        func word(_ key: UInt64) -> UInt32 {
            if key < UInt64(ofNode.count) { return ofNode[Int(key)] }
            return others[key] ?? 0
        }

        mutating func wordMade(_ key: UInt64) -> UInt32 {
            let known = word(key)
            if known != 0 { return known }
            guard words < UInt32.max - 1 else { return 0 }
            words += 1
            if key < UInt64(ofNode.count) { ofNode[Int(key)] = words } else { others[key] = words }
            return words
        }

        /// What nothing in the index has; 0 is for what is not said.
        static let strange = UInt32.max

        func industry(_ name: String) -> UInt32 { name.isEmpty ? 0 : industries[name] ?? Self.strange }
        func station(_ name: String) -> UInt32 { name.isEmpty ? 0 : stations[name] ?? Self.strange }

        mutating func industryMade(_ name: String) -> UInt32 { Self.made(name, &industries, &industryNames) }
        mutating func stationMade(_ name: String) -> UInt32 { Self.made(name, &stations, &stationNames) }

        private static func made(_ name: String, _ numbers: inout [String: UInt32], _ names: inout [String]) -> UInt32 {
            guard !name.isEmpty else { return 0 }
            if let number = numbers[name] { return number }
            let number = UInt32(clamping: names.count)
            numbers[name] = number
            names.append(name)
            return number
        }
    }

    private let names: Mutex<Names>

    init(nodes: Int) { names = Mutex(Names(nodes: nodes)) }

    func use<Result: Sendable>(_ body: (inout sending Names) -> sending Result) -> sending Result { names.withLock(body) }
}
