import Domain
import Markup
import Services

extension Rooms {
    /// Places and beds, as their station's people keep them.
    func addLodgingKeepingRoutes(to site: inout Site) {
        addPlaces(to: &site)
        addClosures(to: &site)
        addDraws(to: &site)
        addPhotos(to: &site)
    }

    private func addPlaces(to site: inout Site) {
        let house = house
        site.get(Paths.keeping, access: .organisation, page: KeepingPage.self, summary: Words("房源", "The places of one's stations")) { ask in
            KeepingPage(try await house.keeping(for: ask.actor))
        }
        let from = QueryField("from", Words("日历从哪天起", "The calendar's first night"), Day.self)
        site.get(Paths.keptPlace, access: .organisation, page: KeptPlacePage.self, query: [from], summary: Words("住处与床位日历", "A place with the calendar of its beds")) { ask, id in
            KeptPlacePage(try await house.keptPlace(id, from: try ask.query.value("from"), for: ask.actor))
        }
        site.get(Paths.newPlace, access: .organisation, page: PlaceFormPage.self, summary: Words("登记住处", "The form of a new place")) { ask, id in
            PlaceFormPage(try await house.placeDraft(at: id, for: ask.actor))
        }
        site.get(Paths.placeForm, access: .organisation, page: PlaceFormPage.self, summary: Words("修改住处", "The form of a place")) { ask, id in
            PlaceFormPage(try await house.placeDraft(id, for: ask.actor))
        }
        site.post(Paths.stationPlaces, access: .organisation, input: PlaceForm.self, receipt: ReceiptPage.self, summary: Words("登记住处", "Enter a place"),
            form: { ask, filled, id in PlaceFormPage(try await house.placeDraft(at: id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input.keeping { try await $0(house, at: id, by: ask.actor, once: ask.once) }
            guard let place = ID<Lodging>(rawValue: receipt.id) else { return .created(Paths.keeping(), ReceiptPage(receipt)) }
            return .created(Paths.keptPlace(place), ReceiptPage(receipt))
        }
        site.post(Paths.keptPlace, access: .organisation, input: PlaceForm.self, receipt: ReceiptPage.self, summary: Words("修改住处", "Change a place"),
            form: { ask, filled, id in PlaceFormPage(try await house.placeDraft(id, for: ask.actor), filled) }
        ) { ask, input, id in
            .seeOther(Paths.keptPlace(id), ReceiptPage(try await input.keeping { try await $0(house, id, by: ask.actor, once: ask.once) }))
        }
    }

    private func addClosures(to site: inout Site) {
        let house = house
        site.post(Paths.closures, access: .organisation, input: CloseLodging.self, receipt: ReceiptPage.self, summary: Words("停用日期", "Close a place or a unit for some nights"),
            form: { ask, filled, id in KeptPlacePage(try await house.keptPlace(id, from: nil, for: ask.actor), .closure, filled) }
        ) { ask, input, id in
            .seeOther(Paths.keptPlace(id).at("closures"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.closureEnd, access: .organisation, input: ReopenLodging.self, receipt: ReceiptPage.self, summary: Words("恢复开放", "End a closure before its time")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            guard let place = ID<Lodging>(rawValue: receipt.id) else { return .seeOther(Paths.keeping(), ReceiptPage(receipt)) }
            return .seeOther(Paths.keptPlace(place).at("closures"), ReceiptPage(receipt))
        }
    }

    private func addDraws(to site: inout Site) {
        let house = house
        site.post(Paths.placeDraws, access: .organisation, input: OpenDraw.self, receipt: ReceiptPage.self, summary: Words("开放抽签报名", "Open a draw for beds"),
            form: { ask, filled, id in KeptPlacePage(try await house.keptPlace(id, from: nil, for: ask.actor), .draw, filled) }
        ) { ask, input, id in
            .created(Paths.keptPlace(id).at("draws"), ReceiptPage(try await input(house, at: id, by: ask.actor, once: ask.once)))
        }
    }

    private func addPhotos(to site: inout Site) {
        let house = house
        site.post(Paths.placePhotos, access: .organisation, input: PhotoForm.self, receipt: ReceiptPage.self, summary: Words("上传照片", "Add a photo"),
            form: { ask, filled, id in KeptPlacePage(try await house.keptPlace(id, from: nil, for: ask.actor), .photo, filled) }
        ) { ask, input, id in
            guard let file = input.file else { throw Refusal.invalid([.init("file", Words("请选择照片", "Choose a photo"))]) }
            return .seeOther(Paths.keptPlace(id).at("photos"), ReceiptPage(try await AddPlacePhoto(name: file.name, bytes: file.bytes)(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.placePhotoRemoval, access: .organisation, input: RemovePlacePhoto.self, receipt: ReceiptPage.self, summary: Words("删除照片", "Remove a photo")) { ask, input, id in
            .seeOther(Paths.keptPlace(id).at("photos"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.download(Paths.placePhoto, access: .everyone, type: "image/jpeg, image/png", summary: Words("住处照片", "A photo of a place")) { ask, id, file in
            let (type, bytes) = try await ReadPlacePhoto(file: file)(house, of: id, by: ask.actor)
            return Attachment(name: type == "image/png" ? "photo.png" : "photo.jpg", type: type, content: .bytes(bytes), inline: true)
        }
    }
}

struct PhotoForm: Codable, Sendable {
    let file: Upload?
}

/// What the form of a place sends: the place, the units that are there, and new beds and rooms in two tables.
struct PlaceForm: Codable, Sendable {
    let kind: LodgingKind
    let name: String
    let address: String
    let area: String
    let latitude: Double?
    let longitude: Double?
    let phone: String
    let rules: String?
    let rulesEnglish: String?
    let listPrice: String
    let specialPrice: String
    let contractFrom: Day?
    let contractTo: Day?
    let releaseHour: Int?
    let published: Bool?
    let kept: [KeepLodging.Unit]?
    let beds: [KeepLodging.Unit]?
    /// Rooms booked as a whole, by type and number.
    let types: [RoomType]?

    struct RoomType: Codable, Sendable {
        let room: String?
        let rooms: Int?
        let accessible: Bool?
        let from: Day?
    }

    /// Calls the verb, and brings errors of its one table of units back to the form's three.
    func keeping(_ call: (KeepLodging) async throws -> Receipt) async throws -> Receipt {
        let kept = kept ?? [], beds = beds ?? [], whole = (types ?? []).map { KeepLodging.Unit(room: $0.room, whole: true, rooms: $0.rooms, accessible: $0.accessible, from: $0.from) }
        let verb = KeepLodging(
            kind: kind, name: name, address: address, area: area, latitude: latitude, longitude: longitude, phone: phone, rules: rules, rulesEnglish: rulesEnglish, listPrice: listPrice,
            specialPrice: specialPrice, contractFrom: contractFrom, contractTo: contractTo, releaseHour: releaseHour, published: published ?? false, units: kept + beds + whole)
        do {
            return try await call(verb)
        } catch let refusal as Refusal {
            throw Refusal(refusal.kind, refusal.code, refusal.words, clause: refusal.clause, next: refusal.next, fields: refusal.fields.map { field in
                let parts = field.field.split(separator: ".", maxSplits: 2).map(String.init)
                guard parts.count == 3, parts[0] == "units", let index = Int(parts[1]) else { return field }
                let name = index < kept.count ? "kept.\(index)" : index < kept.count + beds.count ? "beds.\(index - kept.count)" : "types.\(index - kept.count - beds.count)"
                return Refusal.Field("\(name).\(parts[2])", field.words)
            })
        }
    }
}
