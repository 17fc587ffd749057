import Domain
import Markup

/// Programme time after the clock was moved.
struct ClockPage: Page {
    let now: Instant

    func title(in language: Language) -> String { Words("节目时间", "Programme time")(language) }

    func body(_ view: View) -> HTML { "<h1>\(view("现在是", "It is now")) \(view(now))</h1>" }
}
