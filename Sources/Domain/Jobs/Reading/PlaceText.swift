/// A place as postings write it: `上海·徐汇区`, `青岛`, `山东省青岛市崂山区`, `广州-天河`, `中国大陆北京北京市海淀区学清路10号`.
public enum PlaceText {
    /// The smallest division that the texts name, each text going on where the one before it ended: `青岛`, then `崂山区松岭路`.
    /// - Returns: nil where none is named for certain.
    public static func read(_ texts: [String]) -> Division? {
        var found: Division?
        for text in texts { found = read(text, inside: found) ?? found }
        return found
    }

    private static func read(_ text: String, inside outer: Division?) -> Division? {
        if outer == nil, let first = text.unicodeScalars.first, ("0"..."9").contains(first) { return Division.read(text) }
        var found = outer
        var rest = Array(text.prefix(60).filter { !$0.isWhitespace })[...]
        while true {
            while let first = rest.first, separators.contains(first) { rest = rest.dropFirst() }
            if let noise = noises.first(where: { rest.starts(with: $0) }) {
                rest = rest.dropFirst(noise.count)
                continue
            }
            guard rest.count >= 2 else { break }
            let key = String(rest.prefix(2))
            if let (division, length) = best(inside[found?.code ?? ""]?[key], rest, isEntry: found == nil) {
                found = division
                rest = rest.dropFirst(length)
                continue
            }
            // what was said already, once more
            if let known = found, let length = ancestors(known).flatMap(names).filter({ rest.starts(with: $0) }).map(\.count).max() {
                rest = rest.dropFirst(length)
                continue
            }
            break
        }
        return found == outer ? nil : found
    }

    private static let separators: Set<Character> = ["·", "-", "—", "/", "、", ",", "，", "•", ".", ">", "|", "_", "－"]
    private static let noises: [[Character]] = ["中国大陆", "中国", "市辖区", "全国"].map(Array.init)

    private struct Named {
        let name: [Character]
        let division: Division
        /// Without its ending: 天河 for 天河区. Where the text goes on in letters it may be another word, so that at the beginning only a whole text or a separator ends it.
        let isShort: Bool
    }

    private static func best(_ candidates: [Named]?, _ rest: ArraySlice<Character>, isEntry: Bool) -> (Division, Int)? {
        guard let candidates else { return nil }
        let fitting = candidates.filter { named in
            guard rest.starts(with: named.name) else { return false }
            guard named.isShort, named.division.code.count == 6 else { return true }
            let next = rest.dropFirst(named.name.count).first
            return next.map { separators.contains($0) || $0 == "区" || $0 == "市" || $0 == "县" } ?? true
        }
        guard let longest = fitting.map(\.name.count).max() else { return nil }
        let best = fitting.filter { $0.name.count == longest }
        // the larger of two of one name (吉林省, 吉林市); of two counties none
        guard let shortest = best.map(\.division.code.count).min() else { return nil }
        let largest = best.filter { $0.division.code.count == shortest }
        guard largest.count == 1, let one = largest.first else { return nil }
        return (one.division, longest)
    }

    private static func ancestors(_ division: Division) -> [Division] {
        [2, 4, 6].compactMap { $0 <= division.code.count ? Division.of(division.code.prefix($0)) : nil }
    }

    private static func names(_ division: Division) -> [[Character]] {
        let name = Array(division.name)
        return [name] + short(division).map { [$0] }.joined()
    }

    private static func short(_ division: Division) -> [[Character]] {
        let name = division.name
        if let special = specials[name] { return [Array(special)] }
        if name.hasSuffix("自治州") || name.hasSuffix("自治县") {
            // 延边朝鲜族自治州: what stands before the first people
            let letters = Array(name)
            let cut = letters.indices.first { index in index >= 2 && peoples.contains { letters[index...].starts(with: $0) } }
            return cut.map { [Array(letters[..<$0])] } ?? []
        }
        for ending in ["特别行政区", "自治区", "地区", "新区", "省", "市", "区", "县", "盟"] where name.hasSuffix(ending) {
            let cut = Array(name.dropLast(ending.count))
            return cut.count >= 2 ? [cut] : []
        }
        return []
    }

    private static let specials = ["内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏", "新疆维吾尔自治区": "新疆"]
    private static let peoples = ["朝鲜族", "土家族", "藏族", "羌族", "彝族", "布依族", "苗族", "侗族", "哈尼族", "壮族", "傣族", "白族", "景颇族", "傈僳族", "回族", "蒙古", "哈萨克", "柯尔克孜",
        "黎族", "满族", "瑶族", "畲族", "土族", "撒拉族", "东乡族", "仡佬族", "毛南族", "仫佬族", "水族", "佤族", "纳西族", "拉祜族", "裕固族", "塔吉克", "锡伯"]

    /// What may be named inside a division, by the first two characters; under "" what may stand at the beginning.
    private static let inside: [String: [String: [Named]]] = {
        var inside: [String: [String: [Named]]] = [:]
        func add(_ outer: String, _ division: Division) {
            for (index, name) in names(division).enumerated() where name.count >= 2 {
                inside[outer, default: [:]][String(name.prefix(2)), default: []].append(Named(name: name, division: division, isShort: index > 0))
            }
        }
        for division in Division.all {
            add("", division)
            if division.code.count > 2 { add(String(division.code.prefix(2)), division) }
            if division.code.count > 4 { add(String(division.code.prefix(4)), division) }
        }
        return inside
    }()
}
