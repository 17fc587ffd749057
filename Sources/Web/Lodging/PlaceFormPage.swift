import Domain
import Markup
import Services

/// The form of a place, new or there already.
struct PlaceFormPage: ModelPage {
    let model: PlaceDraft
    private let filled: Filled

    init(_ model: PlaceDraft) { self.init(model, nil) }

    init(_ model: PlaceDraft, _ filled: Filled?) {
        self.model = model
        self.filled = filled ?? Filled(Dictionary(model.values.map { ($0.name, [$0.value]) }, uniquingKeysWith: { first, _ in first }))
    }

    func title(in language: Language) -> String { (model.lodging == nil ? Words("登记住处", "Enter a place") : Words("修改住处", "Change a place"))(language) }

    func body(_ view: View) -> HTML {
        let trail = [Link(view("房源", "Lodging"), to: Paths.keeping())] + (model.lodging.map { [Link(model.name, to: Paths.keptPlace($0))] } ?? [])
        let action = model.lodging.map { Paths.keptPlace($0) } ?? Paths.stationPlaces(model.station)
        return """
            \(view(PageHeader(title(in: view.language), lead: model.stationName, trail: trail)))\
            \(view(FormFrame(action, in: filled, buttons: [Button(model.lodging == nil ? view("登记住处", "Enter the place") : view("保存", "Save"))]) {
                """
                \(about(view))\(prices(view))<div data-needed-with="kind" data-not="own">\(contract(view))</div><div data-needed-with="kind" data-not="referral" class="stack">\(beds(view))</div>\(publishing(view))
                """
            }))
            """
    }

    private func about(_ view: View) -> HTML {
        let kinds = [
            Option(LodgingKind.own.rawValue, view(LodgingKind.own.words), hint: view("驿站自己的床位，按床或按间预订", "The station’s own beds, booked by bed or room")),
            Option(LodgingKind.allotment.rawValue, view(LodgingKind.allotment.words), hint: view("酒店按协议每晚留出的客房", "Rooms that a hotel keeps each night")),
            Option(LodgingKind.referral.rawValue, view(LodgingKind.referral.words), hint: view("只承诺价格，由酒店直接接待，不在网上预订", "A promise of a price; the hotel takes bookings itself")),
        ]
        return view(FieldGroup(view("住处", "Place")) {
            """
            \(view(Field("kind", view("方式", "Kind"), .radios(kinds), in: filled)))\(view(Field("name", view("名称", "Name"), width: .middle, in: filled)))\
            \(view(Field("area", view("区市、功能区", "Area"), .select(model.areas.map { Option($0.id, view($0.name)) }), width: .middle, in: filled)))\
            \(view(Field("address", view("地址", "Address"), in: filled)))\(view(Field("phone", view("联系电话", "Telephone"), .phone, in: filled)))\
            \(view(Field("latitude", view("纬度", "Latitude"), hint: view("用于按距离查找，例：36.1600", "For finding by distance, such as 36.1600"), optional: true, width: .narrow, in: filled)))\
            \(view(Field("longitude", view("经度", "Longitude"), optional: true, width: .narrow, in: filled)))\
            \(view(Field("rules", view("入住须知", "House rules"), .longText(rows: 4), optional: true, in: filled)))\
            \(view(Field("rulesEnglish", view("入住须知（英文）", "House rules in English"), .longText(rows: 4), optional: true, in: filled)))
            """
        })
    }

    private func prices(_ view: View) -> HTML {
        view(FieldGroup(view("每晚价格", "Price of a night"), clause: model.clause) {
            """
            \(view(Field("listPrice", view("门市价", "List price"), .money, in: filled)))\
            \(view(Field("specialPrice", view("特价", "Special price"), .money, hint: view("不高于门市价；免费晚数由规则决定", "Not above the list price; the rules say which nights are free"), in: filled)))
            """
        })
    }

    private func contract(_ view: View) -> HTML {
        view(FieldGroup(view("协议", "Contract")) {
            """
            \(view(Field("contractFrom", view("协议开始", "From"), .date, optional: true, in: filled)))\(view(Field("contractTo", view("协议结束（次日）", "Until (the day after)"), .date, hint: view("协议期外的第一天", "The first day outside the contract"), optional: true, in: filled)))\
            \(view(Field("releaseHour", view("当日余房退还酒店的时间", "Tonight’s free rooms go back at"), .number(unit: view("时", "o’clock")), hint: view("0 至 24，此后不再接受当晚的网上预订", "0 to 24; no bookings for tonight after that"), optional: true, in: filled)))
            """
        })
    }

    private func beds(_ view: View) -> HTML {
        let gender = BedGender.allCases.map { Option($0.rawValue, view($0.words)) }
        return """
            \(if: !model.units.isEmpty, view(FieldGroup(view("现有床位", "Beds that there are"), says: view("可以改名；要停用的，填停用日期，该日起不再排人。性别和类型不能改，请停用后新建。", "They can be renamed, and ended from a day on. Another gender is another bed: end it and make a new one.")) { kept(view) }))\
            \(view(FieldGroup(view("添加床位（按床预订）", "Add beds, booked one by one"), says: view("多床房须分男女；单床的房间可以不限。", "A room with several beds is for men or for women; a room of one’s own is for anybody.")) {
                view(Field("beds", view("房间和床位", "Rooms and beds"), .rows([
                    Field("room", view("房号", "Room")), Field("beds", view("床位数", "Beds"), .number(unit: nil)), Field("gender", view("性别", "For"), .select(gender)),
                    Field("accessible", view("无障碍", "Accessible"), .checkbox, optional: true), Field("from", view("启用日期", "From"), .date, optional: true),
                ], atLeast: 0, atMost: 100), in: filled))
            }))\(view(FieldGroup(view("添加客房（按间预订）", "Add rooms, booked as a whole"), says: view("协议客房按房型填每晚留出的间数。", "Rooms under contract: for each type, how many are kept a night.")) {
                view(Field("types", view("房型", "Types of rooms"), .rows([
                    Field("room", view("房型或房号", "Type or number")), Field("rooms", view("间数", "Rooms"), .number(unit: nil)),
                    Field("accessible", view("无障碍", "Accessible"), .checkbox, optional: true), Field("from", view("启用日期", "From"), .date, optional: true),
                ], atLeast: 0, atMost: 50), in: filled))
            }))
            """
    }

    private func kept(_ view: View) -> HTML {
        """
        <div class="rows rows-kept"><table><thead><tr><th scope="col">\(view("房号", "Room"))</th><th scope="col">\(view("床号", "Bed"))</th><th scope="col">\(view("类型", "Kind"))</th><th scope="col">\(view("停用日期（选填）", "Ended from (optional)"))</th></tr></thead><tbody>\
        \(each: model.units.enumerated(), { index, unit in
            let name = "kept.\(index)", what = unit.label.isEmpty ? unit.room : "\(unit.room)-\(unit.label)"
            func value(_ field: String, _ own: String) -> String { filled.values["\(name).\(field)"]?.first ?? own }
            func cell(_ field: String, _ label: String, _ type: String, _ own: String) -> HTML {
                """
                <td data-label="\(label)"\(if: filled.error("\(name).\(field)") != nil, " class=\"field-error\"")><input class="w-full" type="\(type)" id="f-\(name).\(field)" name="\(name).\(field)" value="\(value(field, own))" \
                aria-label="\(what) \(label)">\(with: filled.error("\(name).\(field)"), { "<p class=\"error\">\(view($0))</p>" })</td>
                """
            }
            return """
                <tr><td data-label="\(view("房号", "Room"))"><input type="hidden" name="\(name).id" value="\(unit.id.rawValue)"><input class="w-full" type="text" id="f-\(name).room" name="\(name).room" value="\(value("room", unit.room))" \
                aria-label="\(what) \(view("房号", "room"))"></td>\(cell("label", view("床号", "bed"), "text", unit.label))\
                <td data-label="\(view("类型", "Kind"))">\(unit.whole ? view("整间", "whole room") : view("床位", "bed"))，\(view(unit.gender.words))\(if: unit.accessible, "\(view("，无障碍", ", accessible"))")</td>\
                \(cell("to", view("停用日期", "ended from"), "date", unit.to?.description ?? ""))</tr>
                """
        })</tbody></table></div>
        """
    }

    private func publishing(_ view: View) -> HTML {
        view(FieldGroup(view("公开", "Publishing")) {
            view(Field("published", view("在网上公开，接受预订", "Public, and open for bookings"), .checkbox, hint: view("协议价推荐酒店公开后只显示价格和电话", "A referral shows its price and telephone number only"), in: filled))
        })
    }
}
