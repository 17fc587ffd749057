import Domain
import Markup
import Services

extension PlaqueState {
    var words: Words {
        switch self {
        case .valid: Words("有效", "Valid")
        case .suspended: Words("暂停使用", "Suspended")
        case .withdrawn: Words("已撤站摘牌", "Withdrawn")
        }
    }

    var kind: Tag.Kind {
        switch self {
        case .valid: .good
        case .suspended: .action
        case .withdrawn: .bad
        }
    }

    var face: PlaqueFace.State {
        switch self {
        case .valid: .valid
        case .suspended: .suspended
        case .withdrawn: .withdrawn
        }
    }
}

/// Stations in rows: name, who keeps it, what it is, and its plaque.
struct StationRows: Component {
    let stations: [StationSummary]
    let empty: EmptyState

    init(_ stations: [StationSummary], empty: EmptyState) {
        self.stations = stations
        self.empty = empty
    }

    func html(_ view: View) -> HTML {
        let plaques = Dictionary(uniqueKeysWithValues: PlaqueState.allCases.map { ($0, view(Tag(view($0.words), $0.kind))) })
        return view(Table(
            view("人才驿站", "Stations"),
            columns: [.main(view("驿站", "Station")), .init(view("类别与领域", "Kind and field")), .init(view("区域", "Area")), .init(view("牌匾", "Plaque"))],
            rows: stations.map { station in
                [
                    "\(view(Link(station.name, to: Paths.station(station.id))))<p class=\"hint\">\(station.organisation)</p>",
                    "\(view(station.kindName)) · \(view(station.fieldName))<p class=\"hint\">\(view(station.levelName))</p>",
                    "\(view(station.areaName))",
                    "\(plaques[station.plaqueState])<p class=\"hint\">\(view(Link(station.plaque, to: Paths.plaque(station.plaque))))</p>",
                ]
            },
            empty: empty))
    }
}

/// Where a plaque's number is entered.
struct PlaqueSearch: Component {
    let number: String

    func html(_ view: View) -> HTML {
        """
        <form class="form" method="get" action="\(Paths.plaques())" role="search"><div class="field"><label for="plaque-number">\(view("牌匾编号", "Plaque number"))</label>\
        <p class="hint" id="plaque-number-hint">\(view("印在牌匾二维码下方，例如 QDYZ-2020-001；也可以直接扫码", "Printed under the code on the plaque, such as QDYZ-2020-001; or scan the code"))</p>\
        <input class="w-middle" id="plaque-number" type="text" name="number" value="\(number)" maxlength="64" autocomplete="off" spellcheck="false" \
        aria-describedby="plaque-number-hint"></div>\
        <div class="buttons"><button class="button button-secondary" type="submit">\(view("查验", "Check"))</button></div></form>
        """
    }
}
