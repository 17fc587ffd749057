import Domain
import Markup
import Services

extension StoryKind: PathParameter {}

extension Tag {
    init(_ state: StoryState, _ view: View) {
        switch state {
        case .draft: self.init(view(state.words), .idle)
        case .review: self.init(view(state.words), .active)
        case .published: self.init(view(state.words), .good)
        case .withdrawn: self.init(view(state.words), .bad)
        }
    }
}

/// A story's text: headings, paragraphs, lists, and links to other sites.
struct StoryProse: Component {
    let text: StoryText

    func html(_ view: View) -> HTML {
        "<div class=\"prose story-text\">\(each: text.blocks, { block($0) })</div>"
    }

    private func block(_ block: StoryText.Block) -> HTML {
        switch block {
        case .heading(let text): "<h2>\(text)</h2>"
        case .paragraph(let lines): "<p>\(each: lines.enumerated(), { "\(if: $0 > 0, "<br>")\(pieces($1))" })</p>"
        case .list(let points): "<ul>\(each: points, { "<li>\(pieces($0))</li>" })</ul>"
        }
    }

    private func pieces(_ pieces: [StoryText.Piece]) -> HTML {
        "\(each: pieces, { piece($0) })"
    }

    private func piece(_ piece: StoryText.Piece) -> HTML {
        switch piece {
        case .text(let text): "\(text)"
        case .link(let words, let address): "<a href=\"\(address.text)\" rel=\"noopener nofollow external\">\(words)</a>"
        }
    }
}

/// A picture of a story, large on its page, small in lists.
struct StoryImage: Component {
    let story: ID<Story>
    let picture: StoryPicture
    let isLarge: Bool

    func html(_ view: View) -> HTML {
        // Both sizes have the same proportions: the browser keeps the room free.
        """
        <img src="\(Paths.storyPicture(story, isLarge ? picture.file : picture.small))" alt="\(picture.words)" width="\(picture.width)" height="\(picture.height)"\(if: !isLarge, " loading=\"lazy\"")>
        """
    }
}

/// A story in a list: its picture, what it is, and who wrote it.
struct StoryCard: Component {
    let story: StorySummary

    func html(_ view: View) -> HTML {
        """
        <li class="panel story-card">\(with: story.picture, { view(StoryImage(story: story.id, picture: $0, isLarge: false)) })<div><h2>\(view(Link(story.title, to: Paths.story(story.id))))</h2>\
        <p>\(story.summary)</p><p class="hint">\(view(story.kind.words)) · \(view(story.author))\(with: story.publishedAt, { " · \(view.time(view.zone.day(of: $0)))" })</p></div></li>
        """
    }
}
