import Domain
import Markup
import Services

/// The places of the actor's stations.
struct KeepingPage: ModelPage {
    let model: KeepingView

    init(_ model: KeepingView) { self.model = model }

    func title(in language: Language) -> String { Words("房源", "Lodging")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("登记驿站自有床位、协议客房和协议价推荐酒店；公开后可在网上预订。", "The station’s own beds, rooms under contract, and hotels with an agreed price. What is published can be booked."))))\
        \(if: model.stations.isEmpty, view(EmptyState(view("还没有认定的驿站", "No recognised station yet"), view("驿站认定后可以登记房源。", "Places can be entered once a station is recognised."))))\
        \(each: model.stations, { station($0, view) })
        """
    }

    private func station(_ station: KeepingView.KeptStation, _ view: View) -> HTML {
        view(Panel(station.name, aside: station.plaque == .valid ? .empty : view(Tag(view("牌匾已停用，暂不接受预订", "Plaque not valid; no bookings"), .bad))) {
            """
            \(view(Table(station.name, columns: [
                .main(view("住处", "Place")), .init(view("方式", "Kind")), .number(view("床位", "Beds")), .init(view("特价", "Special price")), .init(view("状态", "State")), .action(view("办理", "Actions")),
            ], rows: station.places.map { place in
                [view(Link(place.name, to: Paths.keptPlace(place.id))), "\(view(place.kind.words))", place.kind == .referral ? "—" : "\(place.units)", "\(place.specialPrice.text)",
                 view(place.published ? Tag(view("已公开", "Published"), .good) : Tag(view("未公开", "Not published"), .idle)), view(Link(view("修改", "Change"), to: Paths.placeForm(place.id)))]
            }, empty: EmptyState(view("还没有登记住处", "No place yet")))))\
            <div class="buttons">\(view(Button(view("登记住处", "Enter a place"), station.places.isEmpty ? .primary : .secondary, href: Paths.newPlace(station.id))))</div>
            """
        })
    }
}
