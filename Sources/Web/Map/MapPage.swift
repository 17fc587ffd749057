import Domain
import Markup
import Services

/// The map of platforms for talents, and the list that says the same.
struct MapPage: Page {
    let map: MapView
    let drawing: MapDrawing

    func title(in language: Language) -> String { Words("人才创新创业平台地图", "Map of platforms for talents")(language) }

    private var filter: MapFilter { map.filter }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("驿站、平台、招聘单位、本周活动和住宿都在一张图上。", "Stations, platforms, hiring employers, this week's events and places to stay, on one map."))))\
        \(view(filters(view)))\(centre(view))\(canvas(view))\(list(view))\(notes(view))
        """
    }

    private func filters(_ view: View) -> Filters {
        var filters: [Filters.Filter] = [
            .choice("kind", view("类型", "Kind"), [Option("", view("全部类型", "All kinds"))] + MapKind.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.kind?.rawValue ?? ""),
            .choice("field", view("产业领域", "Field"), [Option("", view("全部领域", "All fields"))] + map.fields.map { Option($0.id, view($0.name)) }, value: filter.field ?? ""),
            .choice("area", view("就近排序，从", "Nearest first, from"), [Option("", view("不按距离", "No order by distance"))] + map.areas.map { Option($0.id, view($0.name)) }, value: filter.area ?? ""),
        ]
        if filter.area == nil, map.centre != nil {
            if let near = filter.near { filters.append(.kept("near", value: near)) }
            if let latitude = filter.latitude, let longitude = filter.longitude { filters += [.kept("lat", value: latitude.pathSegment), .kept("lon", value: longitude.pathSegment)] }
        }
        return Filters(Paths.map(), filters, count: map.total)
    }

    /// Where distances are counted from, and the way to count them from where one stands.
    private func centre(_ view: View) -> HTML {
        let here = Paths.map().with("kind", filter.kind).with("field", filter.field)
        let words = map.centre.map { centre in
            switch centre.origin {
            case .here: view("从您所在位置起，由近到远", "Nearest to where you are first")
            case .near, .area: view("从\(centre.name.zh)起，由近到远", "Nearest to \(centre.name.en) first")
            }
        }
        return """
            <p class="map-centre">\(with: words, { "<span>\($0)</span> \(view(Link(view("不按距离", "No order by distance"), to: here))) " })\
            <button class="button button-secondary" type="button" data-map-here="\(here)" hidden>\(view("离我最近", "Nearest to me"))</button>\
            <span class="hint" data-map-said role="status"></span></p>
            """
    }

    private func canvas(_ view: View) -> HTML {
        guard drawing.library else { return "<script src=\"\(view.asset("map.js"))\" defer></script>" }
        let tiles = drawing.tiles
        return """
            <link rel="stylesheet" href="\(view.asset(MapDrawing.style))"><div class="map" id="map" role="region" aria-label="\(view("地图，内容与下方列表相同", "Map; the list below says the same"))" hidden\
            \(if: drawing.outlines, " data-outlines=\"\(view.asset(MapDrawing.outlines(drawing.datum)))\"")\(with: tiles, { " data-tiles=\"\($0.address)\" data-note=\"\($0.note)\"" })\
            \(with: map.centre, { point($0.point) })>\(each: map.zones, { "<span hidden data-zone=\"\(view($0.name))\"\(point($0.point))></span>" })</div>\
            <script src="\(view.asset(MapDrawing.script))" defer></script><script src="\(view.asset("map.js"))" defer></script>
            """
    }

    /// In what the map is drawn in.
    private func point(_ point: WGS84) -> HTML {
        switch drawing.datum {
        case .wgs84: " data-lat=\"\(point.latitude.pathSegment)\" data-lon=\"\(point.longitude.pathSegment)\""
        case .gcj02: " data-lat=\"\(point.gcj02.latitude.pathSegment)\" data-lon=\"\(point.gcj02.longitude.pathSegment)\""
        }
    }

    private func list(_ view: View) -> HTML {
        guard !map.things.isEmpty else {
            return view(EmptyState(view("没有符合条件的地点", "Nothing on the map fits"), view("可以换个类型或领域。", "Try another kind or field."), action: Button(view("查看全部", "See everything"), .secondary, href: Paths.map())))
        }
        return """
            <h2 class="hidden">\(view("地点列表", "List of places"))</h2><ul class="map-list" data-map-list>\(each: map.things, { thing($0, view) })</ul>
            """
    }

    private func thing(_ thing: MapThing, _ view: View) -> HTML {
        let facts = [view(thing.line), thing.field.map { view($0) }].compactMap(\.self).filter { !$0.isEmpty }
        return """
            <li data-kind="\(thing.kind.rawValue)"\(point(thing.point))><p class="map-name">\(view(Tag(view(thing.kind.words), tag(thing.kind)))) \(view(Link(thing.name, to: address(thing))))\
            \(with: thing.distance, { " <span class=\"map-distance\">\(view.distance($0))</span>" })</p><p class="hint">\(facts.joined(separator: " · "))</p>\(if: !thing.address.isEmpty, "<p class=\"hint\">\(thing.address)</p>")</li>
            """
    }

    private func tag(_ kind: MapKind) -> Tag.Kind {
        switch kind {
        case .station: .active
        case .event: .action
        case .platform, .employer, .lodging: .idle
        }
    }

    private func address(_ thing: MapThing) -> Href {
        switch thing.kind {
        case .station: if let id = ID<Station>(rawValue: thing.id) { return Paths.station(id) }
        case .platform: if let id = ID<DirectoryEntry>(rawValue: thing.id) { return Paths.entry(id) }
        case .employer: return ID<Organisation>(rawValue: thing.id).map { Paths.employer($0) } ?? Paths.jobs().with("q", thing.name)
        case .event: if let id = ID<Event>(rawValue: thing.id) { return Paths.event(id) }
        case .lodging: if let id = ID<Lodging>(rawValue: thing.id) { return Paths.lodging(id) }
        }
        return Paths.map()
    }

    private func notes(_ view: View) -> HTML {
        let noEmployers = filter.field != nil && filter.kind.map { $0 == .employer } ?? true
        return """
            \(if: map.things.count < map.total, "<p class=\"hint\">\(view("每类最多列出 200 条。选择领域或起点可以看到其余的。", "At most 200 of a kind are listed. Choose a field or where to begin to see others."))</p>")\(if: noEmployers, "<p class=\"hint\">\(view("岗位按行业登记、没有产业领域，按领域筛选时不列招聘单位。", "Jobs have an industry and no field: employers are not listed under one."))</p>")\
            <p class="hint">\(view("位置由各单位填报（WGS 84 坐标），未填报的不在图上。功能区只标位置，不画边界。",
                "Places are as their keepers gave them (WGS 84); what has none is not on the map. Functional zones are marked by a point and have no outline."))\
            \(with: drawing.tiles, { " \($0.note)" })</p>
            """
    }
}
