import Domain
import Services

/// Names for the places of a programme file, for people who have not read one: `市级人才驿站申报认定 › 受理 › 办理时限`.
/// An entry is called by its own value, as the file states it; only the keys below it have names of their own here.
struct ProvisionNames {
    private let values: [String: Words]

    init(_ programme: ProgrammeView) {
        let all = programme.clauses.flatMap(\.provisions) + programme.assumed
        values = Dictionary(all.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    func name(of provision: ProvisionView, _ view: View) -> String {
        let parts = provision.path.split(separator: ".").map(String.init)
        var names: [String] = []
        for end in parts.indices {
            let part = parts[end]
            if end == parts.count - 1 {
                if let words = part == "by" && parts[0] == "targets" ? Words("完成期限", "date") : Self.keys[part] { names.append(view(words)) } else if end > 0, names.isEmpty { names.append(part) }
            } else if let value = values[parts[...end].joined(separator: ".")] {
                names.append(view(value))
            } else if end == 0, let words = Self.sections[part] {
                names.append(view(words))
            }
        }
        return names.isEmpty ? provision.path : names.joined(separator: " › ")
    }

    private static let sections: [String: Words] = [
        "services": Words("服务和支持", "Services and support"), "levels": Words("驿站层级", "Levels"), "offices": Words("部门", "Offices"),
        "areas": Words("区市和功能区", "Areas"), "rounds": Words("申报批次", "Rounds"), "station_kinds": Words("驿站类别", "Kinds of station"),
        "fields": Words("产业领域", "Fields"), "placement_grounds": Words("职介资格", "Grounds for placement work"), "targets": Words("试点任务", "Targets"),
        "forms": Words("申报表", "Application form"), "procedures": Words("办理程序", "Procedures"), "evaluation": Words("绩效评估", "Evaluation"), "lodging": Words("特价住宿", "Lodging"),
        "jobs": Words("免费职介", "Free job placement"),
        "placements": Words("人才资源配置", "Placements"),
        "events": Words("引才聚才活动", "Events"),
    ]

    private static let keys: [String: Words] = [
        "within": Words("办理时限", "time allowed"), "lasts": Words("公示期", "how long it stands"), "may_return": Words("退回补正", "return for correction"),
        "may_refuse": Words("不予通过", "refusal"), "by": Words("办理单位", "office"), "with": Words("会同单位", "together with"),
        "prepared_by": Words("承办单位", "prepared by"), "whole": Words("公示方式", "manner"), "redact": Words("公示内容", "not shown"),
        "objections": Words("异议", "objections"), "plaque": Words("牌匾文字", "words on the plaque"), "document": Words("文件名称", "name of the document"),
        "number": Words("文号", "number of the document"), "plaque_number": Words("牌匾编号", "number of the plaque"), "gives": Words("颁发", "what is issued"),
        "reopening": Words("重新受理", "taking up again"), "judged_by": Words("审核部门", "judged by"), "required": Words("是否必填", "required"),
        "at_least": Words("最低要求", "at least"), "must": Words("必须回答", "must be answered"), "options": Words("选项", "choices"), "lead": Words("推荐部门", "lead office"),
        "may_recognise": Words("设立权限", "may set up stations"), "offices": Words("所设部门", "offices"), "list": Words("范围", "which"),
        "does": Words("职能", "powers"), "sign_off": Words("内部办理环节", "line inside the office"), "opens": Words("开始申报", "opens"),
        "closes": Words("截止申报", "closes"), "places": Words("计划数量", "places"), "types": Words("计入范围", "what counts"), "goal": Words("目标", "goal"),
        "weight": Words("权重", "weight"), "evaluation": Words("绩效评估", "Evaluation"),
        "lodging": Words("特价住宿", "Lodging"), "never_by": Words("不作为条件", "never a condition"), "blackouts": Words("不接待日期", "closed"),
        "subsidy": Words("补贴", "subsidy"), "stay": Words("次数和时间", "stays and times"), "nights_per_stay": Words("每次晚数", "nights a stay"),
        "stays_per_year": Words("每年次数", "stays a year"), "nights_per_year": Words("每年晚数", "nights a year"), "stays_in_all": Words("总次数", "stays in all"),
        "nights_in_all": Words("总晚数", "nights in all"), "beds_per_room": Words("每间人数", "people a room"), "year": Words("年度", "year"),
        "lead_days": Words("提前预订", "lead time"), "book_ahead_days": Words("预订期", "how far ahead"), "hold_minutes": Words("床位保留", "hold"),
        "offer_minutes": Words("候补保留", "offer"), "check_in_from": Words("入住时间", "check-in"), "late_arrival": Words("最晚到店", "late arrival"),
        "check_out_by": Words("退房时间", "check-out"), "eligible": Words("入住条件", "who may stay"), "counts": Words("认可的证明", "what counts"),
        "holds": Words("有效期", "validity"), "no_show": Words("未入住的处理", "no-show"), "free_until": Words("免费取消", "free cancellation"),
        "ladder": Words("逐次处理", "what follows"), "forgotten_after": Words("重新计算", "begins anew"), "appeal": Words("申诉", "appeal"),
        "release": Words("床位分配", "how beds are given"), "how": Words("分配方式", "manner"),
        "requests_until": Words("报名截止", "requests until"), "jobs": Words("免费职介", "Free job placement"), "longest_days": Words("岗位有效期", "how long a job stands"),
        "remind_days": Words("到期提醒", "reminder"), "vouching": Words("谁可担保", "who vouches"), "report": Words("岗位举报", "reports"), "weights": Words("匹配权重", "weights"),
        "shortage": Words("紧缺", "in short supply"), "occupation": Words("职业", "occupation"), "industry": Words("行业", "industry"), "skills": Words("技能", "skills"), "place": Words("地点", "place"),
        "way": Words("路程", "way to work"), "pay": Words("薪资", "pay"), "degree": Words("学历", "education"), "years": Words("工作年限", "years of work"), "freshness": Words("新近", "freshness"),
        "checks": Words("回访", "asked again"), "dispute": Words("争议处理", "disputes"), "needs": Words("证明", "evidence"), "period": Words("计次周期", "period of one count"),
        "placements": Words("人才资源配置", "Placements"),
        "events": Words("引才聚才活动", "Events"), "large_from": Words("大型活动", "large events"), "fair_type": Words("现场招聘会", "job fairs on site"), "record_within": Words("成效登记", "records"),
        "consent": Words("审批单位名义", "the authority’s name"), "wordings": Words("用语", "wordings"), "order": Words("征询次序", "order of offers"), "at_once": Words("同时征询", "asked at once"),
        "answer_within": Words("答复期限", "time to answer"), "metres_each": Words("人均面积", "room a person"),
    ]
}
