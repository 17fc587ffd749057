import Domain
import Foundation
import Markup
import Services

/// Official papers as files: a page that fetches nothing, with the style sheet of documents, made into a PDF.
enum PaperFile {
    /// - Parameters:
    ///   - name: of the file, without its ending.
    ///   - extra: what the printed page needs beside the style sheet of documents.
    /// - Throws: what the paper maker throws when too many wait, or when it fails.
    static func pdf(_ name: String, title: String, _ paper: some Component, for ask: Ask, by house: House, extra: String = "") async throws -> Attachment {
        let view = View(
            language: ask.language, actor: .visitor, path: ask.path, formFields: { .empty }, asset: { _ in "" }, unread: 0, demo: nil, origin: ask.origin,
            now: ask.now, zone: ask.zone)
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="\(view("zh-CN", "en"))"><head><meta charset="utf-8"><title>\(title)</title></head><body>\(view(paper))</body></html>
            """
        let bytes = try await house.papers.pdf(html: page.string, stylesheet: try stylesheet() + extra)
        return Attachment(name: name + ".pdf", type: "application/pdf", content: .bytes(bytes))
    }

    private static func stylesheet() throws -> String {
        String(decoding: try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Assets/document.css")), as: UTF8.self)
    }

    /// The code that leads to a plaque's page, as SVG.
    static func code(_ plaque: PlaqueView, for ask: Ask, by house: House) throws -> [UInt8] {
        let title = Words("牌匾 \(plaque.number) 的查验二维码", "Code for checking plaque \(plaque.number)")(ask.language)
        return Array(try house.papers.qr(ask.origin + Paths.plaque(plaque.number).text, title: title).utf8)
    }
}
