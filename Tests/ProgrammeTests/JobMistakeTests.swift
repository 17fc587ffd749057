import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on jobs in the real file, and what is said of one that is written wrongly.
@Suite struct JobMistakeTests {
    @Test func theRealFileHasJobs() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme)
        let jobs = try #require(programme.jobs)
        #expect(jobs.longestDays == 180 && jobs.remindDays == 7 && jobs.vouching == [.station, .area] && jobs.report == "job_report" && jobs.clause == Clause("一(一)"))
        #expect(jobs.weights == MatchingWeights() && jobs.shortage(occupation: TreeCode("2021003"), industry: nil)?.id == "software")
        #expect(!programme.isObjection("job_report") && programme.isObjection("objection"))
        #expect(programme.provisions.contains { $0.path == "jobs.shortage.software" && $0.value.zh.contains("软件") })
    }

    @Test(arguments: [
        ("  longest_days: 180\n", "  longest_days: 0\n", "jobs.longest_days: 0 超出范围"), ("  remind_days: 7\n", "  remind_days: seven\n", "jobs.remind_days: seven 不是整数"),
        ("longest_days: 180\n  remind_days: 7\n", "longest_days: 5\n  remind_days: 7\n", "jobs.remind_days: 提醒早于岗位发布"), ("vouching: [station, area]", "vouching: [station, aera]", "jobs.vouching.2: 不认识 aera"),
        ("  report: job_report\n", "  report: job_rport\n", "jobs.report: 没有程序 job_rport"), ("    freshness: 1\n", "", "jobs.weights: 缺少 freshness"), ("    freshness: 1\n", "    freshness: -1\n", "jobs.weights.freshness: -1 超出范围"),
        ("occupation: 2-02-09, clause", "occupation: 2-02-97, clause", "jobs.shortage.electronics.occupation: 2-02-97 不是职业代码"), ("occupation: 2-02-09, clause", "industry: 98, clause", "jobs.shortage.electronics.industry: 98 不是行业大类"),
        ("occupation: 2-02-09, clause", "clause", "jobs.shortage.electronics: 没有写职业或行业"), ("  longest_days: 180\n", "  longest_days: 180\n  longst: 1\n", "jobs.longst: 不认识的键 longst"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.hasPrefix(message) }, "\(said)")
    }

    @Test func aJobBelongsToNoArea() throws {
        let whole = try text(realFile), at = try #require(whole.range(of: "        id: examine\n        name: { zh: 核查, en: Examination }\n        by: centre"))
        let said = readProgramme(whole.replacingCharacters(in: at, with: "        id: examine\n        name: { zh: 核查, en: Examination }\n        by: area.lead")).mistakes.map(\.description)
        #expect(said.contains { $0.contains("procedures.job_report.steps.examine.by: 岗位不属于某个区域") }, "\(said)")
    }
}
