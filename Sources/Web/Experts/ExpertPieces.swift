import Domain
import Markup
import Services

extension Tag {
    init(_ state: ExpertTaskState, _ view: View) {
        let kind: Kind = switch state {
        case .assigned, .declared, .drafted: .action
        case .handedIn: .active
        case .revealed: .good
        case .recused, .released: .idle
        }
        self.init(view(state.words), kind)
    }

    /// - Parameter state: nil where nobody is drawn yet.
    init(_ state: ExpertPanelState?, _ view: View) {
        switch state {
        case nil: self.init(view("未抽取专家", "Not drawn"), .idle)
        case .assigned?: self.init(view(ExpertPanelState.assigned.words), .active)
        case .revealed?: self.init(view(ExpertPanelState.revealed.words), .action)
        case .settled?: self.init(view(ExpertPanelState.settled.words), .good)
        }
    }
}

extension View {
    /// `2020年11月1日至2021年10月31日`
    func span(_ first: Day, _ last: Day) -> String { self("\(formal(first))至\(formal(last))", "\(formal(first)) to \(formal(last))") }

    /// From thousandths of a point: `87.13`.
    func points(_ thousandths: Int64?) -> String { thousandths.map { Points(thousandths: $0).text } ?? "—" }
}
