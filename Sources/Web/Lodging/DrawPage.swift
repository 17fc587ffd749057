import Domain
import Markup
import Services

/// A draw: what was published before anybody asked, one's own request, and how to check the result.
struct DrawPage: Page {
    let draw: DrawView

    func title(in language: Language) -> String { draw.summary.title }

    func body(_ view: View) -> HTML {
        let summary = draw.summary
        return """
            \(view(PageHeader(summary.title, lead: view.stretch(summary.first, summary.end), trail: [Link(view("特价住宿", "Lodging"), to: Paths.lodgings()), Link(summary.lodgingName, to: Paths.lodging(summary.lodging))],
                aside: view(Tag(summary, view)))))\
            \(own(view))\(facts(view))\(check(view))
            """
    }

    private func own(_ view: View) -> HTML {
        guard let own = draw.mine else {
            guard draw.summary.isOpen(view) else { return .empty }
            return view(Panel(view("报名", "Ask for a bed")) {
                """
                <p>\(view("每人报名一次，机会均等，与先后无关。截止后立即抽签。", "Once a person; all have the same chance, whenever they ask. It is drawn as soon as requests are closed."))</p>\
                \(view(PostButton(view("报名抽签", "Ask for a bed"), to: Paths.drawRequests(draw.summary.id))))
                """
            })
        }
        let number: HTML = "<p>\(view("您的报名编号：", "Your request: "))<code>\(own.request.rawValue)</code></p>"
        return switch own.outcome {
        case .entered: view(Banner(.info, view("您已报名，等待抽签", "You have asked; the draw comes next"), number))
        case .won: view(Banner(.good, view("您已中签", "You were drawn"), number, actions: [own.stay.map { Button(view("查看预订", "See the booking"), href: Paths.stay($0)) }].compactMap(\.self)))
        case .lost: view(Banner(.info, view("您未中签", "You were not drawn"), number, actions: [Button(view("查看其他床位", "See other beds"), .secondary, href: Paths.lodgings())]))
        case .void: view(Banner(.bad, view("抽签时您的额度或资格已不满足", "When the draw was run you were not entitled any more"), number))
        }
    }

    private func facts(_ view: View) -> HTML {
        let summary = draw.summary
        return view(Panel(view("抽签安排", "The draw")) {
            view(Facts([
                Fact(view("床位", "Beds"), "\(view("\(summary.places) 个", "\(summary.places)"))\(if: summary.gender != .any, "\(view("（\(summary.gender.words.zh)）", " (\(summary.gender.words.en))"))")"),
                Fact(view("报名截止", "Requests until"), view.time(summary.closes)), Fact(view("已报名", "Requests"), "\(view("\(summary.requests) 人", "\(summary.requests)"))"),
            ]))
        })
    }

    private func check(_ view: View) -> HTML {
        view(Panel(view("如何验证", "How to check it"), id: "check") {
            """
            <p>\(view("开放报名前已公布随机种子的 SHA-256 值；抽签后公布种子。任何人都可以重新计算：按 SHA-256（种子字节 + 报名编号）从小到大排序，前 \(draw.summary.places) 个有效报名中签。",
                "The SHA-256 of the seed was published before anybody asked, the seed afterwards. Anybody can do it again: sort the requests by SHA-256 (bytes of the seed, then the request); the first \(draw.summary.places) that are not void win."))</p>\
            \(view(Facts([
                Fact(view("种子的 SHA-256", "SHA-256 of the seed"), "<code>\(draw.seedHash)</code>"), Fact(view("种子", "The seed"), draw.transcript.map(\.seed).map { "<code>\($0)</code>" } ?? "\(view("抽签后公布", "published after the draw"))"),
            ])))\(download(view))\
            \(if: draw.transcript?.entries.isEmpty == false, """
            <details><summary>\(view("抽签顺序（\(entries.count) 个报名）", "The order (\(entries.count) requests)"))</summary><ol class="order">\(each: entries, { entry in
                "<li><code>\(entry.request)</code> \(outcome(entry.outcome, view))</li>"
            })</ol></details>
            """)
            """
        })
    }

    /// What to download, and the command that computes it anew.
    private func download(_ view: View) -> HTML {
        let command: HTML = "<code>yizhan draw verify draw-\(draw.summary.id.rawValue).json --published \(draw.seedHash)</code>"
        guard draw.transcript != nil else {
            return "<p class=\"hint\">\(view("请现在记下种子的 SHA-256。抽签后可在这里下载抽签记录，并运行：", "Note the SHA-256 of the seed now. After the draw its transcript can be downloaded here; then run:")) \(command)</p>"
        }
        return """
            <p>\(view("下载抽签记录，运行下面的命令即可验证种子、顺序和结果：", "Download the transcript and run this command: it checks the seed, the order and the results.")) <br>\(command)</p>\
            <p>\(view(Button(view("下载抽签记录", "Download the transcript"), .secondary, href: Paths.drawTranscript(draw.summary.id))))</p>
            """
    }

    private var entries: [DrawTranscript.Entry] { draw.transcript?.entries ?? [] }

    private func outcome(_ outcome: Draw.Outcome, _ view: View) -> HTML {
        switch outcome {
        case .entered: view(Tag(view("已报名", "Entered"), .idle))
        case .won: view(Tag(view("中签", "Drawn"), .good))
        case .lost: view(Tag(view("未中签", "Not drawn"), .idle))
        case .void: view(Tag(view("失效", "Void"), .bad))
        }
    }
}
