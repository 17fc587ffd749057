import Domain
import Services

extension JobKind: PathParameter {}
extension DegreeDemand: PathParameter {}
extension JobOrder: PathParameter {}

extension Rooms {
    /// Looking for jobs, being matched with them, and looking for people who fit one.
    func addFindingRoutes(to site: inout Site) {
        let page = QueryField("page", Words("第几页，从 1 起", "Which page, from 1"), Int.self)
        let area = QueryField("area", Words("行政区划代码（GB/T 2260），2、4 或 6 位", "Division (GB/T 2260), of 2, 4 or 6 digits"))
        let kind = QueryField("kind", Words("工作性质", "Kind of job"), JobKind.self)
        let query = [
            QueryField("q", Words("岗位、技能、单位", "Words to look for")), area, QueryField("pay", Words("最低月薪（元）", "Yuan a month at least"), Int.self),
            QueryField("degree", Words("本人学历", "What one has"), DegreeDemand.self), QueryField("years", Words("本人工作年限", "How many years one has worked"), Int.self),
            QueryField("industry", Words("行业大类（GB/T 4754）", "Industry (GB/T 4754), two digits")), kind, QueryField("station", Words("驿站", "Station"), ID<Station>.self),
            QueryField("shortage", Words("只看紧缺岗位", "Shortage occupations alone"), Bool.self), QueryField("order", Words("排序", "Order"), JobOrder.self), page,
        ]
        site.get(Paths.jobs, access: .everyone, page: JobsPage.self, query: query, summary: Words("找岗位", "Jobs, by words and filters")) { ask in
            let filter = JobFilter(
                text: ask.query["q"], area: ask.query["area"], pay: try ask.query.value("pay"), degree: try ask.query.value("degree"), years: try ask.query.value("years"),
                industry: ask.query["industry"], kind: try ask.query.value("kind"), station: try ask.query.value("station"), shortage: try ask.query.value("shortage"),
                order: try ask.query.value("order") ?? .fit, page: try ask.query.value("page") ?? 1)
            return JobsPage(found: try await house.jobs(filter))
        }
        site.get(Paths.jobMatches, access: .signedIn, page: JobMatchesPage.self, query: [area, kind, page], summary: Words("适合我的岗位", "The jobs that fit oneself, with reasons")) { ask in
            let filter = MatchFilter(area: ask.query["area"], kind: try ask.query.value("kind"), page: try ask.query.value("page") ?? 1)
            return JobMatchesPage(matches: try await house.jobMatches(filter, for: ask.actor))
        }
        site.post(Paths.matchingConsents, access: .signedIn, input: GrantConsent.self, receipt: ReceiptPage.self, summary: Words("同意推荐岗位或被用人单位找到", "Agree to matching, or to be found")) { ask, input in
            .seeOther(Paths.jobMatches(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once)))
        }
        site.get(Paths.talentsForJob, access: .organisation, page: TalentsForJobPage.self, query: [page], summary: Words("适合岗位的人才", "People who fit a job and agreed to be found")) { ask, job in
            TalentsForJobPage(found: try await ListTalents(page: try ask.query.value("page") ?? 1)(house, job, by: ask.actor))
        }
    }
}
