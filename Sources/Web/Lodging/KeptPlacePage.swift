import Domain
import Markup
import Services

/// One place for its station: who is in which bed, closed nights, photos.
struct KeptPlacePage: ModelPage {
    /// Which form came back with something to correct.
    enum Form: Sendable { case closure, photo }

    let model: KeptPlace
    private let returned: Form?
    private let filled: Filled

    init(_ model: KeptPlace) {
        self.model = model
        returned = nil
        filled = .nothing
    }

    init(_ model: KeptPlace, _ returned: Form, _ filled: Filled) {
        self.model = model
        self.returned = returned
        self.filled = filled
    }

    private var place: LodgingSummary { model.lodging.summary }

    func title(in language: Language) -> String { place.name }

    func body(_ view: View) -> HTML {
        let isReferral = place.kind == .referral
        return """
            \(view(PageHeader(place.name, lead: "\(place.stationName) · \(view(place.kind.words))", trail: [Link(view("房源", "Lodging"), to: Paths.keeping())],
                aside: view(place.published ? Tag(view("已公开", "Published"), .good) : Tag(view("未公开", "Not published"), .idle)), actions: """
                \(view(Button(view("修改住处和床位", "Change place and beds"), .secondary, href: Paths.placeForm(place.id))))\(if: !isReferral, view(Button(view("去前台", "To the desk"), .secondary, href: Paths.desk().with("place", place.id))))
                """)))\
            \(if: !isReferral, calendar(view))\(view(Columns(main: "\(facts(view))\(photos(view))", side: isReferral ? .empty : closures(view))))
            """
    }

    private func calendar(_ view: View) -> HTML {
        let here = Paths.keptPlace(place.id), nights = (0..<model.nights).map { model.first.adding($0) }
        return view(Panel(view("床位日历", "Calendar of beds"), id: "calendar", aside: """
            <span class="buttons">\(view(Button(view("前两周", "Two weeks before"), .quiet, href: here.with("from", model.first.adding(-14)))))\(view(Button(view("今天", "Today"), .quiet, href: here)))\
            \(view(Button(view("后两周", "Two weeks after"), .quiet, href: here.with("from", model.first.adding(14)))))</span>
            """) {
            guard !model.lines.isEmpty else {
                return view(EmptyState(view("还没有床位", "No beds yet"), action: Button(view("添加床位", "Add beds"), href: Paths.placeForm(place.id).at("beds"))))
            }
            return """
                <div class="calendar" tabindex="0" role="region" aria-label="\(view("床位日历", "Calendar of beds"))"><table><caption class="hidden">\(view("每晚的床位", "Beds by night"))</caption><thead><tr><th scope="col">\(view("床位", "Bed"))</th>\
                \(each: nights, { "<th scope=\"col\"\(if: $0 == model.today, " class=\"calendar-today\"")>\(view.numeral($0))</th>" })</tr></thead>\
                <tbody>\(each: model.lines, { line($0, view) })</tbody></table></div>\
                <p class="hint">\(view("空白为可预订；斜纹为停用。姓名只有本驿站人员可见。", "Blank is free; stripes are closed. Names are seen by the station’s people alone."))</p>
                """
        })
    }

    /// A stay runs over its nights in one cell.
    private func line(_ line: KeptPlace.Line, _ view: View) -> HTML {
        var cells: HTML = .empty
        var index = 0
        while index < line.cells.count {
            let cell = line.cells[index]
            var length = 1
            while index + length < line.cells.count, cell.kind != .free, line.cells[index + length] == cell { length += 1 }
            cells += self.cell(cell, length, view)
            index += length
        }
        let unit = line.unit
        return """
            <tr><th scope="row">\(unit.room)\(unit.label.isEmpty ? "" : "-\(unit.label)") <span class="hint">\(view(unit.gender.words))\(if: unit.accessible, "\(view("·无障碍", " · accessible"))")</span></th>\(cells)</tr>
            """
    }

    private func cell(_ cell: KeptPlace.Cell, _ length: Int, _ view: View) -> HTML {
        switch cell.kind {
        case .free: return "<td><span class=\"hidden\">\(view("空", "free"))</span></td>"
        case .absent: return "<td colspan=\"\(length)\" class=\"calendar-absent\"><span class=\"hidden\">\(view("无此床位", "not there"))</span></td>"
        case .closed: return "<td colspan=\"\(length)\" class=\"calendar-closed\"><span>\(view("停用", "Closed"))</span></td>"
        case .stay:
            guard let stay = cell.stay else { return "<td colspan=\"\(length)\"></td>" }
            let kind = cell.state.map(\.rawValue) ?? ""
            return "<td colspan=\"\(length)\" class=\"calendar-stay calendar-\(kind)\"><a href=\"\(Paths.deskStay(stay))\">\(cell.guest ?? "")<span class=\"hidden\">，\(cell.state.map { view($0.words) } ?? "")</span></a></td>"
        }
    }

    private func facts(_ view: View) -> HTML {
        let lodging = model.lodging
        var facts = [
            Fact(view("地址", "Address"), "\(place.address)（\(view(place.areaName))）"), Fact(view("电话", "Telephone"), "\(place.phone)"),
            Fact(view("价格", "Price"), "\(view("特价", "Special")) \(place.specialPrice.text)，\(view("门市价", "list")) \(place.listPrice.text)"),
        ]
        if let from = lodging.contractFrom { facts.append(Fact(view("协议期", "Contract"), "\(view.time(from)) — \(with: lodging.contractTo, { view.time($0.adding(-1)) })")) }
        if let hour = lodging.releaseHour { facts.append(Fact(view("退房给酒店", "Given back to the hotel"), "\(view("当日 \(hour) 时后余房退还酒店", "tonight’s free rooms at \(hour):00"))")) }
        for count in lodging.beds { facts.append(Fact(view("床位（\(count.gender.words.zh)）", "Beds (\(count.gender.words.en))"), "\(count.count)\(if: count.accessible > 0, "\(view("，其中无障碍 \(count.accessible)", ", \(count.accessible) accessible"))")")) }
        if !view(lodging.rules).isEmpty { facts.append(Fact(view("入住须知", "House rules"), "\(view(lodging.rules))")) }
        return view(Panel(view("住处信息", "About the place"), id: "about") { view(Facts(facts)) })
    }

    private func pictures(_ view: View) -> HTML {
        """
        <ul class="photos">\(each: model.photos.enumerated(), { index, photo in """
            <li><img src="\(Paths.placePhoto(place.id, photo))" alt="\(view("\(place.name)照片 \(index + 1)", "Photo \(index + 1) of \(place.name)"))" loading="lazy">\
            \(view(PostButton(view("删除", "Remove"), .quiet, to: Paths.placePhotoRemoval(place.id), fields: [(name: "file", value: photo.rawValue)], confirm: view("删除这张照片吗？", "Remove this photo?"))))</li>
            """ })</ul>
        """
    }

    private func photos(_ view: View) -> HTML {
        let filled = returned == .photo ? filled : .nothing
        return view(Panel(view("照片（\(model.photos.count)）", "Photos (\(model.photos.count))"), id: "photos") {
            """
            \(model.photos.isEmpty ? .empty : pictures(view))\
            \(if: model.photos.count < AddPlacePhoto.most, "<form class=\"form\" method=\"post\" action=\"\(Paths.placePhotos(place.id))\" enctype=\"multipart/form-data\" novalidate>\(view.formFields())\(view(ErrorSummary(filled.errors)))\(view(Field("file", view("添加照片", "Add a photo"), .files(Field.Files(accept: ["image/jpeg", "image/png"], several: false)), in: filled)))<div class=\"buttons\">\(view(Button(view("上传照片", "Upload"), .secondary)))</div></form>")
            """
        })
    }

    private func closed(_ view: View) -> HTML {
        """
        <ul class="plain">\(each: model.lodging.closures, { closure in """
            <li>\(view.nights(closure.first, closure.end))\(with: closure.room, { "，\($0)" })<br><span class="hint">\(closure.reason)</span> \
            \(view(PostButton(view("恢复开放", "Open again"), .quiet, to: Paths.closureEnd(closure.id), confirm: view("恢复开放后，床位即可预订。确定吗？", "The beds can be booked again at once. Open?"))))</li>
            """ })</ul>
        """
    }

    private func closures(_ view: View) -> HTML {
        let filled = returned == .closure ? filled : .nothing
        let units = (model.lodging.units ?? []).filter { $0.to == nil }.map { Option($0.id.rawValue, $0.label.isEmpty ? $0.room : "\($0.room)-\($0.label)") }
        return view(Panel(view("停用日期", "Closed nights"), id: "closures") {
            """
            \(model.lodging.closures.isEmpty ? "<p class=\"hint\">\(view("没有停用的日期。", "None."))</p>" as HTML : closed(view))\
            \(view(SideForm(Paths.closures(place.id), in: filled, button: Button(view("停用", "Close"), .secondary)) {
                """
                \(view(Field("first", view("从哪晚起", "First night"), .date, in: filled)))\(view(Field("end", view("到哪天恢复", "Open again on"), .date, in: filled)))\
                \(view(Field("unit", view("床位", "Bed"), .select(units), hint: view("不选为整个住处", "The whole place where none is chosen"), optional: true, in: filled)))\
                \(view(Field("reason", view("原因", "Reason"), hint: view("将公开显示，例：消防检修", "Public, such as: fire safety works"), in: filled)))
                """
            }))
            """
        })
    }
}
