/// What happens on the way to the end of a station.
public enum WithdrawalEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// The host asks to be heard.
    case askHearing = "ask_hearing"
    /// The host has stated its side without a hearing, or the time for it is over.
    case goOn = "go_on"
    /// The hearing was held and is recorded.
    case hear
    /// The offices decide that the station ends.
    case decide
    /// The offices decide that it stays.
    case spare
    case appeal
    /// The appeal is not upheld: the decision stands.
    case reject
    /// The appeal is upheld: the decision falls.
    case uphold
    /// Nobody appealed in time, or nobody may.
    case takeEffect = "take_effect"
    /// Everything that ends with the station has ended.
    case finish
    /// The host does not wish to leave any more.
    case takeBack = "take_back"

    public var words: Words {
        switch self {
        case .askHearing: Words("要求听证", "ask for a hearing")
        case .goOn: Words("陈述完毕或期满", "stated, or time is over")
        case .hear: Words("听证完毕", "hold the hearing")
        case .decide: Words("决定撤站", "decide to withdraw")
        case .spare: Words("决定不撤站", "decide not to")
        case .appeal: Words("提出申诉", "appeal")
        case .reject: Words("申诉不成立", "appeal not upheld")
        case .uphold: Words("申诉成立", "appeal upheld")
        case .takeEffect: Words("决定生效", "take effect")
        case .finish: Words("善后办结", "finish")
        case .takeBack: Words("撤回退出申请", "take back")
        }
    }
}

/// Where the end of a station stands. The diagram in docs/states.md is drawn from `after`.
public enum WithdrawalState: String, Sendable, Hashable, Codable, CaseIterable {
    /// The host was told the facts, and may state its side.
    case notified
    /// The host asked to be heard.
    case hearing
    /// With the offices that decide.
    case deciding
    /// Decided; the host may appeal, and nothing has ended yet.
    case decided
    /// An appeal holds the decision back.
    case appealed
    /// In effect: the plaque is withdrawn, and what ends with it is being settled.
    case ending
    case ended
    /// The offices decided that the station stays.
    case dropped
    /// The decision fell on appeal.
    case fallen
    /// The host took its wish back.
    case takenBack = "taken_back"

    /// The station did not end, and another withdrawal may begin.
    public static let spared: Set<WithdrawalState> = [.dropped, .fallen, .takenBack]
    /// The plaque is withdrawn.
    public static let inEffect: Set<WithdrawalState> = [.ending, .ended]

    /// - Throws: a conflict that says where it stands.
    public func after(_ event: WithdrawalEvent) throws(Refusal) -> WithdrawalState {
        switch (self, event) {
        case (.notified, .askHearing): return .hearing
        case (.notified, .goOn): return .deciding
        case (.hearing, .hear): return .deciding
        case (.deciding, .decide): return .decided
        case (.deciding, .spare): return .dropped
        case (.deciding, .takeBack): return .takenBack
        case (.decided, .appeal): return .appealed
        case (.decided, .takeEffect): return .ending
        case (.appealed, .reject): return .ending
        case (.appealed, .uphold): return .fallen
        case (.ending, .finish): return .ended
        case (.notified, .hear), (.notified, .decide), (.notified, .spare), (.notified, .appeal), (.notified, .reject), (.notified, .uphold), (.notified, .takeEffect), (.notified, .finish),
            (.notified, .takeBack),
            (.hearing, .askHearing), (.hearing, .goOn), (.hearing, .decide), (.hearing, .spare), (.hearing, .appeal), (.hearing, .reject), (.hearing, .uphold), (.hearing, .takeEffect),
            (.hearing, .finish), (.hearing, .takeBack),
            (.deciding, .askHearing), (.deciding, .goOn), (.deciding, .hear), (.deciding, .appeal), (.deciding, .reject), (.deciding, .uphold), (.deciding, .takeEffect), (.deciding, .finish),
            (.decided, .askHearing), (.decided, .goOn), (.decided, .hear), (.decided, .decide), (.decided, .spare), (.decided, .reject), (.decided, .uphold), (.decided, .finish), (.decided, .takeBack),
            (.appealed, .askHearing), (.appealed, .goOn), (.appealed, .hear), (.appealed, .decide), (.appealed, .spare), (.appealed, .appeal), (.appealed, .takeEffect), (.appealed, .finish),
            (.appealed, .takeBack),
            (.ending, .askHearing), (.ending, .goOn), (.ending, .hear), (.ending, .decide), (.ending, .spare), (.ending, .appeal), (.ending, .reject), (.ending, .uphold), (.ending, .takeEffect),
            (.ending, .takeBack),
            (.ended, .askHearing), (.ended, .goOn), (.ended, .hear), (.ended, .decide), (.ended, .spare), (.ended, .appeal), (.ended, .reject), (.ended, .uphold), (.ended, .takeEffect), (.ended, .finish),
            (.ended, .takeBack),
            (.dropped, .askHearing), (.dropped, .goOn), (.dropped, .hear), (.dropped, .decide), (.dropped, .spare), (.dropped, .appeal), (.dropped, .reject), (.dropped, .uphold), (.dropped, .takeEffect),
            (.dropped, .finish), (.dropped, .takeBack),
            (.fallen, .askHearing), (.fallen, .goOn), (.fallen, .hear), (.fallen, .decide), (.fallen, .spare), (.fallen, .appeal), (.fallen, .reject), (.fallen, .uphold), (.fallen, .takeEffect),
            (.fallen, .finish), (.fallen, .takeBack),
            (.takenBack, .askHearing), (.takenBack, .goOn), (.takenBack, .hear), (.takenBack, .decide), (.takenBack, .spare), (.takenBack, .appeal), (.takenBack, .reject), (.takenBack, .uphold),
            (.takenBack, .takeEffect), (.takenBack, .finish), (.takenBack, .takeBack):
            throw Refusal(.conflict, "withdrawal_\(rawValue)", Words("现在是“\(words.zh)”，不能这样办理", "It is “\(words.en)” now; this is not possible"),
                next: Words("请刷新页面查看最新进展", "Reload the page to see where it stands"))
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: WithdrawalState, event: WithdrawalEvent, to: WithdrawalState)] {
        allCases.flatMap { from in WithdrawalEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "the end of a station", starts: ["notified"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) },
            ends: ["ended", "dropped", "fallen", "taken_back"])
    }

    public var words: Words {
        switch self {
        case .notified: Words("已告知，待陈述", "Notified; the host may state its side")
        case .hearing: Words("待听证", "To be heard")
        case .deciding: Words("待决定", "To be decided")
        case .decided: Words("已决定，申诉期内", "Decided; an appeal is possible")
        case .appealed: Words("申诉中", "Under appeal")
        case .ending: Words("已撤站，善后中", "In effect; being settled")
        case .ended: Words("已撤站", "Ended")
        case .dropped: Words("不予撤站", "The station stays")
        case .fallen: Words("申诉成立，决定撤销", "Fallen on appeal")
        case .takenBack: Words("已撤回", "Taken back")
        }
    }
}

/// What ends, or is given to others, with a station: each is a record with its subject.
public enum WithdrawalEffect: String, Sendable, Hashable, Codable, CaseIterable {
    case plaque, vouching
    /// A stay whose nights are near: it goes on.
    case stayHonoured = "stay_honoured"
    /// A later stay: cancelled, and the nights given back to the person.
    case stayCancelled = "stay_cancelled"
    /// Somebody waited for a bed.
    case waiting
    /// A place takes no more bookings.
    case lodging
    case request
    /// A signed mandate that was not handed in: revoked, so that the talent can ask another station.
    case mandate
    /// What is with an office already goes on there.
    case mandateKept = "mandate_kept"
    case event
    /// What the station has recorded and asked for stays: contacts, claims, jobs, its people's access. One line each.
    case contacts, claims, reports, jobs, history

    public var words: Words {
        switch self {
        case .plaque: Words("牌匾撤销", "Plaque withdrawn")
        case .vouching: Words("担保终止", "Vouching ended")
        case .stayHonoured: Words("近期住宿照常", "Stay honoured")
        case .stayCancelled: Words("后续住宿取消，额度退还", "Later stay cancelled, nights given back")
        case .waiting: Words("候补取消", "Waiting entry ended")
        case .lodging: Words("住宿停止预订", "Lodging closed")
        case .request: Words("诉求转办", "Request handed on")
        case .mandate: Words("代办委托终止", "Mandate ended")
        case .mandateKept: Words("已递交的代办继续办理", "What was handed in goes on")
        case .event: Words("活动取消", "Event called off")
        case .contacts: Words("停止登记服务、停用海报码", "No more contacts; the poster ends")
        case .claims: Words("奖励申请", "Claims")
        case .reports: Words("停止月报", "No more reports")
        case .jobs: Words("单位岗位保留", "The host's jobs stay")
        case .history: Words("历史记录可查", "Its history stays readable")
        }
    }
}
