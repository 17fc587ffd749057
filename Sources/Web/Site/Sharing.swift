import Domain
import Markup

/// A public page as it looks where it is passed on: its one address, what it is about, and a picture.
public struct Sharing: Sendable {
    /// A picture of the page's own, in pixels.
    public struct Picture: Sendable {
        let href: Href
        let width: Int
        let height: Int
        let words: String
    }

    let title: String
    let description: String
    /// The one address of the page, whatever query it was asked with.
    let href: Href
    let picture: Picture?
    /// For what is read like a newspaper.
    let publishedAt: Instant?

    /// - Parameter description: any text; its beginning is taken.
    init(_ title: String, _ description: String, at href: Href, picture: Picture? = nil, publishedAt: Instant? = nil) {
        self.title = title
        let line = description.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
        self.description = line.count > Self.longest ? line.prefix(Self.longest - 1) + "…" : line
        self.href = href
        self.picture = picture
        self.publishedAt = publishedAt
    }

    /// In characters: what previews show.
    private static let longest = 160

    /// The tags for the page's head. Addresses are whole, since they are read elsewhere.
    func tags(site: Words, _ view: View) -> HTML {
        """
        <link rel="canonical" href="\(view.origin)\(href)"><meta name="description" content="\(description)">\
        <meta property="og:type" content="\(publishedAt == nil ? "website" : "article")"><meta property="og:site_name" content="\(view(site))">\
        <meta property="og:locale" content="\(view("zh_CN", "en"))"><meta property="og:title" content="\(title)"><meta property="og:description" content="\(description)">\
        <meta property="og:url" content="\(view.origin)\(href)">\(with: publishedAt, { "<meta property=\"article:published_time\" content=\"\(view.zone.text($0))\">" })\
        \(with: picture, { picture in """
            <meta property="og:image" content="\(view.origin)\(picture.href)"><meta property="og:image:type" content="image/jpeg">\
            <meta property="og:image:width" content="\(picture.width)"><meta property="og:image:height" content="\(picture.height)">\
            <meta property="og:image:alt" content="\(picture.words)">
            """ })<meta name="twitter:card" content="\(picture == nil ? "summary" : "summary_large_image")">
        """
    }
}
