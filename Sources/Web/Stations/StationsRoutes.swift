import Domain
import Services

extension Rooms {
    /// Stations, plaques and recognition documents.
    func addStationsRoutes(to site: inout Site) {
        addStations(to: &site)
        addPlaques(to: &site)
        addDocuments(to: &site)
    }

    private func addStations(to site: inout Site) {
        let query = [
            QueryField("q", Words("驿站或单位名称", "Station or organisation")), QueryField("level", Words("层级", "Level")), QueryField("kind", Words("类别", "Kind")),
            QueryField("field", Words("领域", "Field")), QueryField("area", Words("区域", "Area")),
            QueryField("after", Words("从这个驿站之后", "After this station"), ID<Station>.self),
        ]
        site.get(Paths.stations, access: .everyone, page: StationsPage.self, query: query, summary: Words("驿站列表", "All stations")) { ask in
            let filter = StationFilter(
                level: ask.query["level"], kind: ask.query["kind"], field: ask.query["field"], area: ask.query["area"], text: ask.query["q"],
                after: try ask.query.value("after"))
            return StationsPage(list: try await house.stations(filter))
        }
        site.get(Paths.station, access: .everyone, page: StationPage.self, summary: Words("驿站", "A station")) { ask, id in
            StationPage(try await house.station(id, for: ask.actor))
        }
    }

    private func addPlaques(to site: inout Site) {
        let query = [QueryField("number", Words("牌匾编号", "Plaque number"))]
        site.get(Paths.plaques, access: .everyone, page: PlaqueCheckPage.self, query: query, summary: Words("查验牌匾", "Check a plaque")) { ask in
            let number = String((ask.query["number"] ?? "").filter { !$0.isWhitespace }.prefix(64))
            guard !number.isEmpty else { return PlaqueCheckPage(number: "", plaque: nil) }
            do {
                return PlaqueCheckPage(number: number, plaque: try await house.plaque(number, for: ask.actor))
            } catch let refusal as Refusal where refusal.kind == .notFound {
                return PlaqueCheckPage(number: number, plaque: nil)
            }
        }
        site.get(Paths.plaque, access: .everyone, page: PlaquePage.self, summary: Words("牌匾状态", "A plaque's state")) { ask, number in
            PlaquePage(plaque: try await house.plaque(number, for: ask.actor))
        }
        site.post(Paths.plaqueState, access: .power(.issue), input: ChangePlaque.self, receipt: ReceiptPage.self, summary: Words("变更牌匾状态", "Suspend, restore or withdraw a plaque"),
            form: { ask, filled, number in PlaquePage(plaque: try await house.plaque(number, for: ask.actor), filled: filled) }
        ) { ask, change, number in
            let receipt = try await change(house, number: number, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.download(Paths.plaqueCode, access: .everyone, type: "image/svg+xml", summary: Words("牌匾二维码", "A plaque's QR code")) { ask, number in
            let plaque = try await house.plaque(number, for: ask.actor)
            return Attachment(name: plaque.number + ".svg", type: "image/svg+xml", content: .bytes(try PaperFile.code(plaque, for: ask, by: house)), inline: true)
        }
        site.download(Paths.certificate, access: .everyone, type: "application/pdf", summary: Words("牌匾证书", "A plaque's certificate")) { ask, number in
            let plaque = try await house.plaque(number, for: ask.actor)
            let code = "data:image/svg+xml;base64," + Base64.encode(try PaperFile.code(plaque, for: ask, by: house))
            return try await PaperFile.pdf(
                plaque.number, title: plaque.words, PlaqueCard(plaque: plaque, code: code), for: ask, by: house,
                extra: ".plaque-code img { display: block; width: 34mm; height: 34mm; margin: 0 auto 4px; }")
        }
    }

    private func addDocuments(to site: inout Site) {
        site.get(Paths.document, access: .everyone, page: DocumentPage.self, summary: Words("认定文件", "A recognition document")) { _, id in
            DocumentPage(document: try await house.document(id))
        }
        site.download(Paths.documentPDF, access: .everyone, type: "application/pdf", summary: Words("认定文件 PDF", "A recognition document as PDF")) { ask, id in
            let document = try await house.document(id)
            return try await PaperFile.pdf(document.summary.number, title: document.summary.number, DocumentPaper(document: document), for: ask, by: house)
        }
    }
}
