import Domain

/// Reads what a programme says of figures, work plans and open data.
enum FigureReader {
    static func read(_ entry: Entry) -> FigureRules {
        let months = entry.whole("forecast_months", in: 1...12)
        entry.state("forecast_months", Words("预测按最近 \(months) 个整月的进度推算", "A forecast keeps the pace of the last \(months) whole months"))
        var published: [FigureThing] = []
        for (index, thing) in entry.several("open_data", of: FigureThing.self).enumerated() {
            if published.contains(thing) { entry.report("open_data.\(index + 1)", Words("\(thing.rawValue) 写了两次", "\(thing.rawValue) is there twice")) } else { published.append(thing) }
        }
        entry.state("open_data", Words("每月开放 \(published.count) 类统计数据", "\(published.count) kinds of figures are published each month"))
        let licence = entry.words("licence")
        entry.state("licence", licence)
        let source = entry.source(Words("数据和工作计划", "Figures and work plan"))
        entry.done()
        return FigureRules(clause: source.clause, forecastMonths: months, published: published, licence: licence)
    }
}

extension ProgrammeCheck {
    /// An annual work plan needs an office that writes it.
    func figures() {
        guard programme.figures != nil, !programme.offices.isEmpty, !programme.offices.contains(where: { $0.area == nil && $0.powers.contains(.annualWorkPlan) }) else { return }
        reading.report("figures", Words("没有市级部门负责年度人才工作计划", "No office of the city writes the annual work plan"), instead: Words("在一个市级部门的 does 中写 annual_work_plan", "give a city office annual_work_plan in its does"))
    }
}
