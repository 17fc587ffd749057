import Domain
import Markup
import Services

/// One place for its station: who is in which bed, closed nights, draws, photos.
struct KeptPlacePage: ModelPage {
    /// Which form came back with something to correct.
    enum Form: String, Sendable { case closure, draw, photo }

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
            \(if: !isReferral, calendar(view))\(view(Columns(main: "\(facts(view))\(photos(view))", side: isReferral ? .empty : "\(closures(view))\(draws(view))")))
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
                <p class="hint">\(view("空白为可预订；斜纹为停用或留给抽签。姓名只有本驿站人员可见。", "Blank is free; stripes are closed or kept for a draw. Names are seen by the station’s people alone."))</p>
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
        case .drawn: return "<td colspan=\"\(length)\" class=\"calendar-closed\"><span>\(view("抽签", "Draw"))</span></td>"
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
        <ul class="photos">\(each: model.lodging.photos.enumerated(), { index, photo in """
            <li>\(view(PlacePhoto(place: place, photo: photo, number: index + 1)))\
            \(view(PostButton(view("删除", "Remove"), .quiet, to: Paths.placePhotoRemoval(place.id), fields: [(name: "file", value: photo.rawValue)], confirm: view("删除这张照片吗？", "Remove this photo?"))))</li>
            """ })</ul>
        """
    }

    private func photos(_ view: View) -> HTML {
        let filled = own(.photo)
        return view(Panel(view("照片（\(model.lodging.photos.count)）", "Photos (\(model.lodging.photos.count))"), id: "photos") {
            """
            \(model.lodging.photos.isEmpty ? .empty : pictures(view))\
            \(if: model.lodging.photos.count < AddPlacePhoto.most, "<form class=\"form\" method=\"post\" action=\"\(Paths.placePhotos(place.id))\" enctype=\"multipart/form-data\" novalidate>\(view.formFields())\(view(ErrorSummary(filled)))\(view(Field("file", view("添加照片", "Add a photo"), .files(Field.Files(accept: ["image/jpeg", "image/png"], several: false)), in: filled)))<div class=\"buttons\">\(view(Button(view("上传照片", "Upload"), .secondary)))</div></form>")
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
        let units = (model.lodging.units ?? []).filter { $0.to == nil }.map { Option($0.id.rawValue, $0.label.isEmpty ? $0.room : "\($0.room)-\($0.label)") }
        return view(Panel(view("停用日期", "Closed nights"), id: "closures") {
            """
            \(model.lodging.closures.isEmpty ? "<p class=\"hint\">\(view("没有停用的日期。", "None."))</p>" as HTML : closed(view))\
            \(view(SideForm(Paths.closures(place.id), in: own(.closure), button: Button(view("停用", "Close"), .secondary)) {
                """
                \(field("first", view("从哪晚起", "First night"), .closure, .date, view))\(field("end", view("到哪天恢复", "Open again on"), .closure, .date, view))\
                \(view(Field("unit", view("床位", "Bed"), .select(units), hint: view("不选为整个住处", "The whole place where none is chosen"), optional: true, in: own(.closure))))\
                \(view(Field("reason", view("原因", "Reason"), hint: view("将公开显示，例：消防检修", "Public, such as: fire safety works"), in: own(.closure))))
                """
            }))
            """
        })
    }

    private func draws(_ view: View) -> HTML {
        let genders = BedGender.allCases.map { Option($0.rawValue, $0 == .any ? view("单人间（不限性别）", "Single rooms, for anybody") : view("\($0.words.zh)床", "Beds for \($0.words.en)")) }
        return view(Panel(view("抽签", "Draws"), id: "draws") {
            """
            \(model.lodging.draws.isEmpty ? "<p class=\"hint\">\(view("床位紧张的日期可以抽签：预留床位，先报名，截止后自动抽签，机会均等。", "Scarce nights can be drawn: beds are set aside, people ask for them, and a draw gives all the same chance."))</p>" as HTML : drawn(view))\
            \(view(SideForm(Paths.placeDraws(place.id), in: own(.draw), button: Button(view("开放抽签报名", "Open the draw"), .secondary,
                confirm: view("开放后立即公布随机种子的 SHA-256，床位预留到抽签结束，不能撤回。确定吗？", "The hash of the seed is published at once, and the beds are set aside until the draw. It cannot be taken back. Open it?"))) {
                """
                \(view(Field("title", view("名称", "Title"), hint: view("公开显示，例：招聘会当晚床位", "Public, such as: the night of the job fair"), in: own(.draw))))\
                \(field("first", view("从哪晚起", "First night"), .draw, .date, view))\(field("end", view("离店日期", "Day of leaving"), .draw, .date, view))\
                \(view(Field("gender", view("床位", "Beds"), .select(genders), hint: view("不选为单人间", "Single rooms where none is chosen"), optional: true, in: own(.draw))))\(view(Field("places", view("床位数", "How many beds"), .number(unit: nil), in: own(.draw))))\
                \(view(Field("closes", view("报名截止", "Requests until"), .moment, hint: view("应在入住日期之前；到时自动抽签", "Before the first night; it is drawn then"), in: own(.draw))))
                """
            }))
            """
        })
    }

    private func drawn(_ view: View) -> HTML {
        """
        <ul class="plain">\(each: model.lodging.draws, { draw in """
            <li>\(view(Link(draw.title, to: Paths.draw(draw.id)))) \(view(Tag(draw, view)))<br>\
            <span class="hint">\(view.stretch(draw.first, draw.end))，\(view("\(draw.places) 个床位，\(draw.requests) 人报名，截止 \(view(draw.closes))", "\(draw.places) beds, \(draw.requests) requests, until \(view(draw.closes))"))</span></li>
            """ })</ul>
        """
    }

    private func own(_ which: Form) -> Filled { returned == which ? filled : .nothing }

    /// The closure's form and the draw's ask for the same things: only the one that came back has its own names as ids.
    private func field(_ name: String, _ label: String, _ which: Form, _ kind: Field.Kind, _ view: View) -> HTML {
        view(Field(name, label, kind, prefix: returned == which ? nil : which.rawValue, in: own(which)))
    }
}
