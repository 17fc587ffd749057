import Domain
import Markup
import Services

/// What pages of fairs are made of.
enum FairPieces {
    static func facts(_ fair: FairSummary, _ view: View) -> HTML {
        view(Facts([
            Fact(view("举办方", "Organiser"), "\(view(fair.organiser))"), Fact(view("时间", "When"), "\(view.time(fair.begins)) — \(view.clock(fair.ends))"),
            Fact(view("地点", "Where"), "\(fair.place)"), Fact(view("报名截止", "Sign-up ends"), view.time(fair.closes)),
            Fact(view("剩余名额", "Places left"), "\(view.number(fair.free))"),
        ]))
    }

    /// `第 2 场 09:20 — 09:40`
    static func slot(_ slot: FairSlotView, _ view: View) -> String {
        view("第 \(slot.number) 场 \(view.clock(slot.begins)) — \(view.clock(slot.ends))", "\(slot.number): \(view.clock(slot.begins))–\(view.clock(slot.ends))")
    }

    static func options(_ slots: [FairSlotView], _ view: View) -> [Option] { slots.map { Option(String($0.number), slot($0, view)) } }

    /// Why two meet, in words: what fits first.
    static func reasons(_ reasons: [FairReason], _ view: View) -> HTML {
        let yes = reasons.filter { $0.answer == .yes }.map { words($0, view) }, no = reasons.filter { $0.answer == .no }.map { view(name($0.criterion)) }
        let unknown = reasons.filter { $0.answer == .unknown }.map { view(name($0.criterion)) }, comma = view("、", ", ")
        return """
            \(if: !yes.isEmpty, "<span>\(view("相符：", "Fits: "))\(yes.joined(separator: view("；", "; ")))</span>")\
            \(if: !no.isEmpty, "<br><span class=\"hint\">\(view("有差距：", "Does not fit: "))\(no.joined(separator: comma))</span>")\
            \(if: !unknown.isEmpty, "<br><span class=\"hint\">\(view("待了解：", "Not known: "))\(unknown.joined(separator: comma))</span>")
            """
    }

    private static func words(_ reason: FairReason, _ view: View) -> String {
        guard !reason.shared.isEmpty else { return view(name(reason.criterion)) }
        return view("\(name(reason.criterion).zh)（\(reason.shared.joined(separator: "、"))）", "\(name(reason.criterion).en) (\(reason.shared.joined(separator: ", ")))")
    }

    private static func name(_ criterion: FairReason.Criterion) -> Words {
        switch criterion {
        case .occupation: Words("岗位", "occupation")
        case .skills: Words("技能", "skills")
        case .industry: Words("行业", "industry")
        case .place: Words("工作地", "place")
        case .pay: Words("薪酬", "pay")
        case .degree: Words("学历", "degree")
        case .wish: Words("人才指名希望见面", "named by the talent")
        }
    }

    static func job(_ job: FairJobView?, _ view: View) -> HTML { "\(with: job, { "<a href=\"\(Paths.job($0.id))\">\($0.title)</a>" })" }

    static func jobs(_ jobs: [FairJobView], _ view: View) -> HTML {
        "\(each: jobs.enumerated(), { index, job in "\(if: index > 0, "<br>")<a href=\"\(Paths.job(job.id))\">\(job.title)</a>" })"
    }
}
