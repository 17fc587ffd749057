import Domain
import Markup
import Services

/// One's messages, the newest first; each leads to the thing that it is about.
struct InboxPage: Page {
    let inbox: InboxView

    func title(in language: Language) -> String { Words("消息", "Messages")(language) }

    func body(_ view: View) -> HTML {
        let lead = inbox.messages.isEmpty ? nil : view("共 \(inbox.total) 条，\(inbox.unread) 条未读", "\(inbox.total) in all, \(inbox.unread) unread")
        let action = PostButton(view("全部标为已读", "Mark all as read"), .secondary, to: Paths.inboxRead())
        return """
            \(view(PageHeader(title(in: view.language), lead: lead, actions: inbox.unread > 0 ? view(action) : .empty)))\
            \(view(Messages(inbox.messages, empty: EmptyState(view("还没有消息", "No messages yet"),
                view("申报有进展、需要您办理或补正时，会在这里通知您。", "You are told here when an application moves on, or when something waits for you.")))))\
            \(view(Pager(previous: nil, next: inbox.next.map { Paths.inbox().with("after", $0) })))
            """
    }
}

/// All messages of the demonstration, with those to whom they went: what would leave by mail, SMS or a group's robot.
struct DemoMessagesPage: Page {
    let messages: InboxView
    /// To numbers without an account; on the first page alone.
    let texts: [TextMessage]

    func title(in language: Language) -> String { Words("演示：全部消息", "Demonstration: all messages")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("演示中不向外发送短信和邮件，消息都列在这里，共 \(messages.total) 条；验证码显示在获取它的页面上。",
            "Nothing leaves the demonstration by SMS or mail; messages are listed here, \(messages.total) in all. A code stands on the page that asked for it."))))\
        \(if: !texts.isEmpty, view(Panel(view("发给未注册手机号的短信", "Text messages to numbers without an account"), id: "texts") {
            """
            <ul class="entries">\(each: texts, { text in """
                <li><p class="entry-head"><strong>\(text.title)</strong> <span class="entry-who">\(text.to.text)</span></p><p>\(view(ContactMessage(text: text.body)))</p></li>
                """ })</ul>
            """
        }))\(view(Messages(messages.messages, naming: true, empty: EmptyState(view("还没有消息", "No messages yet"),
            view("切换角色办理一件事，或把时间向前拨，消息就会出现。", "Switch roles and do something, or move the clock.")))))\
        \(view(Pager(previous: nil, next: messages.next.map { Paths.demoMessages().with("after", $0) })))
        """
    }
}

/// Messages, one sheet each.
struct Messages: Component {
    let messages: [InboxMessage]
    /// Whether it says to whom each went.
    let naming: Bool
    let empty: EmptyState

    init(_ messages: [InboxMessage], naming: Bool = false, empty: EmptyState) {
        self.messages = messages
        self.naming = naming
        self.empty = empty
    }

    func html(_ view: View) -> HTML {
        guard !messages.isEmpty else { return view(empty) }
        return view(Panel(nil) {
            """
            <ul class="entries">\(each: messages, { message in """
                <li><p class="entry-head"><a class="entry-what" href="\(Paths.of(message.link))">\(message.title)</a> \
                \(if: !message.isRead, view(Tag(view("未读", "Unread"), .action)))\(with: naming ? message.recipient : nil, { "<span class=\"entry-who\">\($0)</span> " })\
                \(view.time(message.at))</p><p>\(message.body)</p></li>
                """ })</ul>
            """
        })
    }
}

extension Rooms {
    func addInboxRoutes(to site: inout Site) {
        let after = QueryField("after", Words("上一页最后一条", "The last one of the page before"))
        site.get(Paths.inbox, access: .signedIn, page: InboxPage.self, query: [after], summary: Words("消息", "One's messages")) { ask in
            InboxPage(inbox: try await house.inbox(for: ask.actor, after: ask.query["after"]))
        }
        site.post(Paths.inboxRead, access: .signedIn, input: Nothing.self, receipt: ReceiptPage.self, summary: Words("全部标为已读", "Mark all messages as read")) { ask, _ in
            .seeOther(Paths.inbox(), ReceiptPage(try await ReadMessages()(house, by: ask.actor, once: ask.once)))
        }
        site.get(Paths.demoMessages, access: .demoOnly, page: DemoMessagesPage.self, query: [after], summary: Words("演示：全部消息", "Every message of the demonstration")) { ask in
            let after = ask.query["after"]
            return DemoMessagesPage(messages: try await house.allMessages(after: after), texts: after == nil ? try await house.textMessages() : [])
        }
    }
}
