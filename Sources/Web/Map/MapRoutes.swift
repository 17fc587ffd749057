import Domain
import Services

extension Rooms {
    /// The map; where a station is and who is on duty there.
    func addMapRoutes(to site: inout Site) {
        let house = house, drawing = drawing
        let query = [
            QueryField("kind", Words("类型", "Kind"), MapKind.self), QueryField("field", Words("产业领域", "Field")), QueryField("area", Words("从哪个区市起由近到远", "Nearest to this area first")),
            QueryField("lat", Words("从这里起由近到远：纬度（WGS 84）", "Nearest to this latitude (WGS 84) first"), Double.self),
            QueryField("lon", Words("从这里起由近到远：经度（WGS 84）", "Nearest to this longitude (WGS 84) first"), Double.self),
            QueryField("near", Words("从这个驿站或平台起由近到远", "Nearest to this station or platform first")), QueryField("entry", Words("同 near", "The same as near"), ID<DirectoryEntry>.self),
        ]
        site.get(Paths.map, access: .everyone, page: MapPage.self, query: query, summary: Words("人才创新创业平台地图", "The map of platforms for talents")) { ask in
            let entry: ID<DirectoryEntry>? = try ask.query.value("entry")
            let filter = MapFilter(
                kind: try ask.query.value("kind"), field: ask.query["field"], area: ask.query["area"], near: ask.query["near"] ?? entry?.rawValue,
                latitude: try ask.query.value("lat"), longitude: try ask.query.value("lon"))
            return MapPage(map: try await house.map(filter), drawing: drawing)
        }
        site.post(Paths.stationPoint, access: .organisation, input: SetStationPoint.self, receipt: ReceiptPage.self, summary: Words("填报驿站位置", "Say where a station is"),
            form: { ask, filled, id in StationPage(try await house.station(id, for: ask.actor), .point, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, of: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.stationStaff, access: .organisation, input: KeepStationStaff.self, receipt: ReceiptPage.self, summary: Words("填报驿站在岗人员", "Say who is on duty at a station"),
            form: { ask, filled, id in StationPage(try await house.station(id, for: ask.actor), .staff, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, at: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}
