import Domain
import Markup
import Services

/// What is new, as Atom (RFC 4287) and RSS 2.0. The escaping of markup is that of XML too; what XML has no way to write is left out.
struct Feed {
    let name: Words
    let items: [NewsItem]
    let origin: String
    let language: Language
    let zone: Zone

    private func words(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    private var title: String { XMLText.clean(name(language)) }
    private var about: String { words("驿站故事、公示和活动", "Stories, public notices and events") }

    /// When something last changed: the feed's own time stands still until then.
    private var updated: Instant { items.first?.at ?? Instant(milliseconds: 0) }

    var atom: HTML {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(words("zh-CN", "en"))"><title>\(title)</title><subtitle>\(about)</subtitle><id>\(origin)\(Paths.home())</id>\
        <link rel="self" type="application/atom+xml" href="\(origin)\(Paths.atomFeed())"/><link rel="alternate" type="text/html" href="\(origin)\(Paths.home())"/>\
        <updated>\(zone.text(updated))</updated>\(each: items, { item in """
            <entry><title>\(XMLText.clean(item.title))</title><id>\(address(item))</id><link rel="alternate" type="text/html" href="\(address(item))"/>\
            <published>\(zone.text(item.at))</published><updated>\(zone.text(item.at))</updated><author><name>\(XMLText.clean(item.author(language)))</name></author>\
            <category term="\(category(item))"/>\(if: !item.summary.isEmpty, "<summary>\(XMLText.clean(item.summary))</summary>")</entry>
            """ })</feed>

        """
    }

    var rss: HTML {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>\(title)</title><link>\(origin)\(Paths.home())</link><description>\(about)</description>\
        <language>\(words("zh-CN", "en"))</language><atom:link rel="self" type="application/rss+xml" href="\(origin)\(Paths.rssFeed())"/>\
        <lastBuildDate>\(Self.mailDate(updated, zone))</lastBuildDate>\(each: items, { item in """
            <item><title>\(XMLText.clean(item.title))</title><link>\(address(item))</link><guid isPermaLink="true">\(address(item))</guid>\
            <pubDate>\(Self.mailDate(item.at, zone))</pubDate><category>\(category(item))</category>\
            <description>\(XMLText.clean(item.summary.isEmpty ? item.author(language) : item.summary))</description></item>
            """ })</channel></rss>

        """
    }

    private func address(_ item: NewsItem) -> String {
        switch item.thing {
        case .story(let id, _): origin + Paths.story(id).text
        case .notice(let id): origin + Paths.notice(id).text
        case .event(let id): origin + Paths.event(id).text
        }
    }

    private func category(_ item: NewsItem) -> String {
        switch item.thing {
        case .story(_, let kind): kind.words(language)
        case .notice: words("公示", "Public notice")
        case .event: words("活动", "Event")
        }
    }

    /// As mails are dated (RFC 5322): `Mon, 16 Nov 2020 09:00:00 +0800`.
    static func mailDate(_ instant: Instant, _ zone: Zone) -> String {
        let day = zone.day(of: instant), (year, month, date) = day.parts, second = zone.secondOfDay(of: instant), offset = abs(zone.offsetSeconds) / 60
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) \(zone.offsetSeconds < 0 ? "-" : "+")\(two(offset / 60))\(two(offset % 60))"
        return "\(weekdays[day.weekday - 1]), \(two(date)) \(months[month - 1]) \(year) \(clock)"
    }
}

enum XMLText {
    /// Without the characters that XML 1.0 cannot hold, in whatever way they are written.
    static func clean(_ text: String) -> String {
        func fits(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
            default: false
            }
        }
        guard !text.unicodeScalars.allSatisfy(fits) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(fits)))
    }
}

/// The site for search engines: the map of its pages (sitemaps.org), and what they need not ask for.
enum ForRobots {
    static func map(_ map: SiteMap, isFirst: Bool, origin: String, zone: Zone) -> HTML {
        switch map {
        case .pages(let pages):
            """
            <?xml version="1.0" encoding="utf-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\(if: isFirst, "\(each: lists, { "<url><loc>\(origin)\($0)</loc></url>" })")\(each: pages, { page in """
                <url><loc>\(origin)\(address(page))</loc>\(with: page.changed, { "<lastmod>\(zone.text($0))</lastmod>" })</url>
                """ })</urlset>

            """
        case .files(let count):
            """
            <?xml version="1.0" encoding="utf-8"?>
            <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\(each: 1...max(count, 1), { "<sitemap><loc>\(origin)\(Paths.siteMap().with("file", $0))</loc></sitemap>" })</sitemapindex>

            """
        }
    }

    /// Pages that lead to all others.
    private static let lists: [Href] = [
        Paths.home(), Paths.stations(), Paths.jobs(), Paths.lodgings(), Paths.fairs(), Paths.events(), Paths.policies(), Paths.stories(), Paths.notices(), Paths.rounds(), Paths.targets(),
    ]

    private static func address(_ page: MappedPage) -> Href {
        switch page.thing {
        case .station(let id): Paths.station(id)
        case .job(let id): Paths.job(id)
        case .event(let id): Paths.event(id)
        case .story(let id): Paths.story(id)
        case .policy(let id): Paths.policy(id)
        case .notice(let id): Paths.notice(id)
        case .lodging(let id): Paths.lodging(id)
        }
    }

    /// A demonstration is made up from end to end: no search engine should take it for true.
    static func rules(origin: String, isDemo: Bool) -> String {
        // A rule holds for whatever begins like it: `/me` alone would take `/mentors` along.
        let refused = isDemo ? ["/"] : Paths.unmapped.flatMap { ["\($0.text)$", "\($0.text)?", "\($0.text)/"] }
        return "User-agent: *\n" + refused.map { "Disallow: \($0)\n" }.joined() + (isDemo ? "" : "\nSitemap: \(origin)\(Paths.siteMap())\n")
    }
}
