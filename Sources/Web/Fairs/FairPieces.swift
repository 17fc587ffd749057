import Domain
import Markup
import Services

/// What pages of fairs are made of.
enum FairPieces {
    static func facts(_ fair: FairSummary, _ view: View) -> HTML {
        view(Facts([
            Fact(view("举办方", "Organiser"), "\(view(fair.organiser))"), Fact(view("时间", "When"), "\(view.time(fair.begins)) — \(view.clock(fair.ends))"),
            Fact(view("地点", "Where"), "\(fair.place)"), 
        ] + (fair.state == .open || fair.state == .draft ? [
            Fact(view("报名截止", "Sign-up ends"), view.time(fair.closes)), Fact(view("剩余名额", "Places left"), "\(view.number(fair.free))"),
        ] : [Fact(view("报名", "Sign-up"), "\(view("已结束", "Over"))")])))
    }

    /// `第 2 场 09:20 — 09:40`
    static func slot(_ slot: FairSlotView, _ view: View) -> String {
        view("第 \(slot.number) 场 \(view.clock(slot.begins)) — \(view.clock(slot.ends))", "\(slot.number): \(view.clock(slot.begins))–\(view.clock(slot.ends))")
    }

    static func options(_ slots: [FairSlotView], _ view: View) -> [Option] { slots.map { Option(String($0.number), slot($0, view)) } }

    /// Why two meet: what fits, what is missing, what is not known.
    static func reasons(_ reasons: FairReasons, for reader: FitWords.Reader, _ view: View) -> HTML {
        let named = switch reader {
        case .talent: view("您指名希望见面", "You named this employer")
        case .employer: view("人才指名希望见面", "The talent named you")
        }
        return "\(if: reasons.isNamed, view(Tag(named, .good)))\(view(FitReasons(reasons.fit, for: reader, isShort: true)))"
    }

    static func job(_ job: FairJobView?, _ view: View) -> HTML { "\(with: job, { "<a href=\"\(Paths.job($0.id))\">\($0.title)</a>" })" }

    static func jobs(_ jobs: [FairJobView], _ view: View) -> HTML {
        "\(each: jobs.enumerated(), { index, job in "\(if: index > 0, "<br>")<a href=\"\(Paths.job(job.id))\">\(job.title)</a>" })"
    }
}
