import Domain

/// Divisions as lists of jobs name and count them.
enum FoundPlaces {
    static let notADivision = Words("没有这个区域代码", "There is no such division")

    /// `青岛市崂山区`; the code itself where no list has it.
    static func name(_ code: String) -> Words {
        var code = code
        while code.count >= 2 {
            // What a city directly under the state keeps has no name of its own between the province and the county.
            if let division = Division.of(code) {
                let city = code.count == 6 ? Division.of(code.prefix(4)).map { $0.name.isEmpty ? nil : $0.name } ?? Division.of(code.prefix(2))?.name : nil
                return Words((city ?? "") + division.name, (city ?? "") + division.name)
            }
            code.removeLast(2)
        }
        return Words("", "")
    }

    /// Cities with their counties: the programme's own city first, then by how many jobs they have. Counties are listed for the own city, for the
    /// one that is chosen, and for the three greatest.
    static func choices(_ counts: [String: Int], own: TreeCode?, chosen: TreeCode?, atMost: Int = 40) -> [FilterValue] {
        var cities: [String: Int] = [:], counties: [String: [String: Int]] = [:]
        for (code, count) in counts where code.count >= 2 {
            let city = city(code)
            cities[city, default: 0] += count
            if code.count == 6 { counties[city, default: [:]][code, default: 0] += count }
        }
        let ownCity = own.map { Self.city($0.text) }, chosenCity = chosen.map { Self.city($0.text) }
        if let chosenCity, cities[chosenCity] == nil { cities[chosenCity] = 0 }
        let order = cities.sorted { left, right in
            if (left.key == ownCity) != (right.key == ownCity) { return left.key == ownCity }
            return (-left.value, left.key) < (-right.value, right.key)
        }
        var choices: [FilterValue] = []
        for (place, city) in order.enumerated() where place < atMost || city.key == chosenCity {
            choices.append(FilterValue(value: city.key, name: name(city.key), count: city.value, depth: 0))
            guard place < 3 || city.key == chosenCity || city.key == ownCity else { continue }
            for (code, count) in (counties[city.key] ?? [:]).sorted(by: { ($0.key) < ($1.key) }) {
                choices.append(FilterValue(value: code, name: Division.of(code).map { Words($0.name, $0.name) } ?? Words(code, code), count: count, depth: 1))
            }
            if let chosen, chosen.text.count == 6, city.key == chosenCity, counties[city.key]?[chosen.text] == nil {
                choices.append(FilterValue(value: chosen.text, name: name(chosen.text), count: 0, depth: 1))
            }
        }
        return choices
    }

    /// Four digits, or the province's two for cities directly under the state.
    private static func city(_ code: String) -> String {
        let four = String(code.prefix(4))
        guard four.count == 4, ["11", "12", "31", "50"].contains(four.prefix(2)) else { return four }
        return String(four.prefix(2))
    }
}
