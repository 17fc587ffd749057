import Domain
import Markup
import Services

/// One story: for everybody who reads, and with what its writers and reviewers can do with it.
struct StoryPage: ModelPage {
    /// Which form came back with something to correct.
    enum Form: Sendable { case picture, submission, ruling, withdrawal }

    let model: StoryView
    private let returned: Form?
    private let filled: Filled

    init(_ model: StoryView) { self.init(model, nil, .nothing) }

    init(_ model: StoryView, _ returned: Form?, _ filled: Filled) {
        self.model = model
        self.returned = returned
        self.filled = filled
    }

    private func filled(_ form: Form) -> Filled { returned == form ? filled : .nothing }

    /// Of a withdrawn one strangers learn nothing but that it is.
    private var isEmpty: Bool { model.state == .withdrawn && model.title.isEmpty }

    func title(in language: Language) -> String { isEmpty ? Words("已撤下的文章", "A withdrawn story")(language) : model.title }

    func sharing(_ view: View) -> Sharing? {
        guard model.state == .published else { return nil }
        let picture = model.pictures.first.map { Sharing.Picture(href: Paths.storyPicture(model.id, $0.file), width: $0.width, height: $0.height, words: $0.words) }
        return Sharing(model.title, model.summary, at: Paths.story(model.id), picture: picture, publishedAt: model.publishedAt)
    }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: model.summary.isEmpty ? nil : model.summary, trail: [
            Link(view("驿站故事", "Stories"), to: Paths.stories()), Link(view(model.kind.words), to: Paths.stories().with("kind", model.kind)),
        ], aside: model.state == .published ? .empty : view(Tag(model.state, view)), actions: actions(view))))\(banners(view))\
        \(isEmpty ? .empty : view(Columns(main: article(view), side: about(view) + desk(view))))
        """
    }

    private func actions(_ view: View) -> HTML {
        guard model.isOwn, model.state == .draft else { return .empty }
        return view(Button(view("修改", "Change"), .secondary, href: Paths.storyForm(model.id)))
    }

    private func banners(_ view: View) -> HTML {
        if model.state == .withdrawn {
            return view(Banner(.bad, view("这篇文章已撤下", "This story is withdrawn"), """
                \(with: model.reason, { "<p>\(view("原因：", "Reason: "))\($0)</p>" })\(with: model.withdrawnAt, { "<p>\(view.time($0))</p>" })
                """, actions: [Button(view("查看其他文章", "Read others"), .secondary, href: Paths.stories())]))
        }
        guard let reason = model.reason, model.state != .published else { return .empty }
        return view(Banner(model.state == .draft ? .action : .info, view("审核意见", "What the reviewer asked for"), "<p>\(reason)</p>"))
    }

    // MARK: what it says

    private func article(_ view: View) -> HTML {
        """
        <article class="panel story">\(with: model.pictures.first, { "<figure class=\"story-lead\">\(view(StoryImage(story: model.id, picture: $0, isLarge: true)))</figure>" })\
        \(view(StoryProse(text: StoryText(model.body))))\(if: model.pictures.count > 1, """
            <ul class="photos photos-wide">\(each: model.pictures.dropFirst(), { picture in """
                <li><a href="\(Paths.storyPicture(model.id, picture.file))">\(view(StoryImage(story: model.id, picture: picture, isLarge: false)))</a></li>
                """ })</ul>
            """)</article>
        """
    }

    private func about(_ view: View) -> HTML {
        var facts = [Fact(view("撰写", "By"), "\(view(model.author))")]
        if let at = model.publishedAt { facts.append(Fact(view("发布时间", "Published"), view.time(at))) }
        if let station = model.station, let name = model.stationName { facts.append(Fact(view("驿站", "Station"), view(Link(name, to: Paths.station(station))))) }
        if let policy = model.policy { facts.append(Fact(view("所解读的政策", "The policy"), view(Link(view(policy.title), to: Paths.policy(policy.id))))) }
        return view(Panel(view("关于这篇文章", "About this story")) { view(Facts(facts)) })
    }

    // MARK: what is done with it

    private func desk(_ view: View) -> HTML {
        "\(if: model.isOwn && model.state == .draft, pictures(view) + submission(view))\(if: model.isOwn && model.state == .review, recall(view))\(if: model.mayReview, review(view))\(if: model.mayWithdraw, withdrawal(view))"
    }

    private func pictures(_ view: View) -> HTML {
        view(Panel(view("图片", "Pictures"), id: "pictures") {
            """
            <p class="hint">\(view("最多 \(StoryRules.pictures) 张，第一张用作封面。上传后会重新绘制，拍摄地点、设备等信息全部去除。",
                "At most \(StoryRules.pictures); the first is the cover. Each is drawn anew: where and with what it was taken is removed."))</p>\
            \(if: !model.pictures.isEmpty, """
                <ul class="photos">\(each: model.pictures, { picture in """
                    <li>\(view(StoryImage(story: model.id, picture: picture, isLarge: false)))\
                    \(view(PostButton(view("删除", "Remove"), .quiet, to: Paths.storyPictureRemoval(model.id), fields: [("file", picture.file.rawValue)])))</li>
                    """ })</ul>
                """)\(if: model.pictures.count < StoryRules.pictures, view(FormFrame(
                Paths.storyPictures(model.id), in: filled(.picture), files: true, small: true, buttons: [Button(view("上传图片", "Add the picture"), .secondary)]) {
                """
                \(view(Field("file", view("图片", "Picture"), .files(Field.Files(accept: ["image/jpeg", "image/png"], several: false)), in: filled(.picture))))\
                \(view(Field("words", view("图片说明", "What is on it"), hint: view("给看不到图片的人", "For those who do not see it"), in: filled(.picture))))
                """
            }))
            """
        })
    }

    private func submission(_ view: View) -> HTML {
        view(Panel(view("提交审核", "Submit"), id: "submission") {
            """
            <p>\(view("提交后由另一人审核发布，期间不能修改；需要修改时可先撤回。", "Somebody else reviews and publishes it. It does not change meanwhile; you can take it back."))</p>\
            \(view(SideForm(Paths.storySubmission(model.id), in: filled(.submission), button: Button(view("提交审核", "Submit for review"))) { .empty }))
            """
        })
    }

    private func recall(_ view: View) -> HTML {
        view(Panel(view("正在审核", "In review")) { view(PostButton(view("撤回修改", "Take it back"), .secondary, to: Paths.storyRecall(model.id))) })
    }

    private func review(_ view: View) -> HTML {
        view(Panel(view("审核", "Review"), id: "review") {
            """
            <p>\(view("撰写人已确认：文中提到的人均已同意公开。", "The writer has said that everybody named agrees."))</p>\
            \(view(PostButton(view("审核通过并发布", "Publish"), to: Paths.storyPublication(model.id), fields: [("version", String(model.version))])))\
            \(view(SideForm(Paths.storyReturn(model.id), in: filled(.ruling), button: Button(view("退回修改", "Return"), .secondary)) {
                view(Field("reason", view("修改意见", "What has to change"), .longText(rows: 3), in: filled(.ruling)))
            }))
            """
        })
    }

    private func withdrawal(_ view: View) -> HTML {
        view(Panel(view("撤下", "Withdraw"), id: "withdrawal") {
            view(SideForm(Paths.storyWithdrawal(model.id), in: filled(.withdrawal), button: Button(view("撤下文章", "Withdraw"), .danger,
                confirm: view("撤下后不能恢复，原因公开。确定吗？", "It cannot be brought back, and the reason is public. Go on?"))) {
                view(Field("reason", view("原因", "Reason"), .longText(rows: 2), hint: view("将公开显示，请勿写入个人信息", "Public; no personal data, please"), in: filled(.withdrawal)))
            })
        })
    }
}
