import Domain
import SQL

/// Reports of the demonstration for the month in which stations were recognised: one with a figure that differs and is explained, given back and handed in again; one that
/// is begun and not handed in. And what stations keep: attendance, safety checks, a new version of a rule.
struct DemoReports {
    let house: House
    /// Who keeps the software park's station, and who keeps the comprehensive one.
    let park: Actor
    let town: Actor
    /// Who handles reports at the talent centre.
    let office: Actor

    func play() async throws {
        let today = Zone.china.day(of: try await house.now()), month = ReportMonth(of: today).previous
        guard let here = try await report(of: park, month), let there = try await report(of: town, month) else { return }
        _ = try await BringAttendance(month: month, bytes: Array(Self.attendance.utf8))(house, by: park)
        _ = try await RecordSafetyCheck(checkedOn: today.adding(-12), what: "消防器材、疏散通道、用电安全", found: "二层应急灯一盏不亮", mendBy: today.adding(-5))(house, by: park)
        _ = try await RecordSafetyCheck(checkedOn: today.adding(-20), what: "驿站公寓入住登记和门禁")(house, by: park)
        _ = try await AddStationRule(topic: .safety, from: today, name: "安全管理制度（修订）.pdf", bytes: DemoStage.paper)(house, by: park)

        let first = [ReportFigure(counted: .contacts, stated: 6, explanation: "开业前试运行接待 6 人次，当时台账尚未启用，纸质登记另附。")]
        _ = try await HandInReport(figures: first, answers: Self.said("完成挂牌和场地布置，前台人员到岗培训。", "周末返青人才集中，前台人手偏紧。"), confirmed: true)(house, here, by: park)
        _ = try await ReturnReport(reason: "请附试运行期间的纸质登记。")(house, here, by: office)
        _ = try await AddReportFile(name: "试运行来访登记.pdf", bytes: DemoStage.paper)(house, to: here, by: park)
        _ = try await HandInReport(answers: Self.said("完成挂牌和场地布置，前台人员到岗培训；试运行登记已附。", "周末返青人才集中，前台人手偏紧。"), confirmed: true)(house, here, by: park)
        _ = try await SaveReport(answers: Self.said("完成挂牌，正在准备首场对接活动。", nil))(house, there, by: town)
    }

    private static func said(_ progress: String, _ difficulties: String?) -> [ReportAnswer] {
        [ReportAnswer(question: "progress", text: progress), ReportAnswer(question: "difficulties", text: difficulties)]
    }

    private static let attendance = "姓名,出勤天数,请假天数,缺勤天数\n林悦（示例）,21,0,0\n孙晓（示例）,19.5,1.5,0\n徐宁（示例）,20,1,0\n"

    /// Nil where the programme has no reports.
    private func report(of actor: Actor, _ month: ReportMonth) async throws -> ID<Report>? {
        guard house.library.programmes.contains(where: { $0.reports != nil }) else { return nil }
        return ID(rawValue: try await OpenReport(month: month)(house, by: actor).id)
    }
}
