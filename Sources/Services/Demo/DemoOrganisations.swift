import Domain

/// The twelve organisations of the world. All of them are made up; their credit codes have correct check characters and belong to nobody.
struct DemoOrganisation: Sendable {
    /// How far its application comes.
    enum Fate: Sendable { case recognised, refused, objected, inNotice, underReview, siteCheck, returnedAtIntake, returnedAtReview, forwarded, withdrawn, draft }

    /// The fourteen characters in the middle of the code; check characters are computed.
    let stem: String
    let name: String
    let station: String
    let contact: String
    let phone: String
    let address: String
    let kind: String
    let field: String
    let area: String
    let ground: String
    let fate: Fate
    let story: String
    let summary: String

    static let all: [DemoOrganisation] = [
        DemoOrganisation(stem: "91370212DEMA0001", name: "青岛海蓝软件园有限公司", station: "海蓝软件人才驿站", contact: "林悦", phone: "13800000001", address: "青岛市崂山区松岭路示例1号", kind: "professional", field: "software", area: "laoshan", ground: "own_licence", fate: .recognised, story: "20 海蓝软件人才驿站前台林悦：办理入住，管理房源", summary: "依托软件园百余家企业，面向软件开发人才开展岗位对接、训练营和返青座谈。"),
        DemoOrganisation(stem: "91370203DEMA0002", name: "青岛汇才人力资源服务有限公司", station: "汇才综合人才驿站", contact: "高峰", phone: "13800000002", address: "青岛市市北区辽阳西路示例2号", kind: "comprehensive", field: "ai", area: "shibei", ground: "own_licence", fate: .recognised, story: "", summary: "以免费职介、特价住宿和政策代办为主，服务来青求职的高校毕业生。"),
        DemoOrganisation(stem: "91370211DEMA0003", name: "青岛西岸芯谷产业发展有限公司", station: "芯谷集成电路人才驿站", contact: "梁宇", phone: "13800000003", address: "青岛市黄岛区团结路示例3号", kind: "professional", field: "integrated_circuits", area: "huangdao", ground: "partner", fate: .objected, story: "", summary: "围绕集成电路设计与封测企业，组织校企对接和短期研修。"),
        DemoOrganisation(stem: "91370213DEMA0004", name: "青岛大数据产业孵化器有限公司", station: "数港大数据人才驿站", contact: "许诺", phone: "13800000004", address: "青岛市李沧区金水路示例4号", kind: "start_up", field: "big_data", area: "licang", ground: "free", fate: .inNotice, story: "", summary: "为大数据方向的回青创业团队提供工位、导师和首月住宿。"),
        DemoOrganisation(stem: "91370214DEMA0005", name: "青岛智航人工智能研究院有限公司", station: "智航人工智能人才驿站", contact: "宋扬", phone: "13800000005", address: "青岛市城阳区正阳路示例5号", kind: "professional", field: "ai", area: "chengyang", ground: "free", fate: .underReview, story: "", summary: "面向人工智能算法与应用人才，开放实验平台并组织引才路演。"),
        DemoOrganisation(stem: "91370202DEMA0006", name: "青岛远帆会展服务有限公司", station: "远帆联谊人才驿站", contact: "唐宁", phone: "13800000006", address: "青岛市市南区香港中路示例6号", kind: "networking", field: "new_it", area: "shinan", ground: "free", fate: .refused, story: "", summary: "以人才联谊和城市体验活动为主，联络在外青岛籍人才。"),
        DemoOrganisation(stem: "91370215DEMA0007", name: "青岛蓝湾海洋装备有限公司", station: "蓝湾专业人才驿站", contact: "于洁", phone: "13800000007", address: "青岛市即墨区蓝色中心示例7号", kind: "professional", field: "new_it", area: "blue_valley", ground: "free", fate: .siteCheck, story: "", summary: "服务蓝谷涉海信息技术企业，提供实习、住宿和落户代办。"),
        DemoOrganisation(stem: "52370200DEMA0008", name: "青岛滨海学子服务中心", station: "滨海学子人才驿站", contact: "彭越", phone: "13800000008", address: "青岛市黄岛区嘉陵江路示例8号", kind: "service", field: "software", area: "universities", ground: "free", fate: .returnedAtIntake, story: "02 滨海学子服务中心彭越：申报在受理时被退回补正", summary: "联合驻青高校就业中心，为返青毕业生提供求职落脚点。"),
        DemoOrganisation(stem: "91370281DEMA0009", name: "青岛临空数字科技有限公司", station: "临空数字人才驿站", contact: "姜南", phone: "13800000009", address: "青岛市胶州市空港示例9号", kind: "start_up", field: "big_data", area: "airport", ground: "partner", fate: .returnedAtReview, story: "", summary: "依托临空示范区，为数字物流创业团队提供对接和融资服务。"),
        DemoOrganisation(stem: "91370283DEMA0010", name: "青岛平度智造产业园有限公司", station: "智造园人才驿站", contact: "邵华", phone: "13800000010", address: "青岛市平度市南京路示例10号", kind: "service", field: "new_it", area: "pingdu", ground: "free", fate: .forwarded, story: "", summary: "服务智能制造企业，组织技能人才返乡对接。"),
        DemoOrganisation(stem: "91370285DEMA0011", name: "青岛莱西新能源服务有限公司", station: "莱西新能源人才驿站", contact: "隋文", phone: "13800000011", address: "青岛市莱西市姜山镇示例11号", kind: "service", field: "new_it", area: "laixi", ground: "free", fate: .withdrawn, story: "", summary: "服务新能源汽车配套企业的招才引智。"),
        DemoOrganisation(stem: "91370212DEMA0012", name: "青岛青创空间管理有限公司", station: "青创空间人才驿站", contact: "苏晴", phone: "13800000012", address: "青岛市崂山区秦岭路示例12号", kind: "start_up", field: "ai", area: "laoshan", ground: "free", fate: .draft, story: "01 青创空间苏晴：正在填写申报", summary: "为回青创业者提供共享办公、导师辅导和首站住宿。"),
    ]

    /// Square metres; other figures grow with it.
    private var size: Int { 180 + (stem.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1009 } % 13) * 40 }

    private static let planDetail = "一是每年举办专场对接活动十二场，春秋两季各六场；二是走进省内外高校六次，宣讲青岛产业和人才政策；三是建立来青回青人才库，按月回访，"
        + "协调解决住宿、落户、社保等问题；四是与园区企业共同发布岗位清单，每季度更新一次。预期每年促成人才资源配置六百次以上。"

    /// The whole code: the organisation code's check digit (GB 11714) and the last check character (GB 32100).
    var creditCode: String {
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
        let wide = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let inner = Array(stem.suffix(8))
        let weights = [3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(inner, weights).reduce(0) { $0 + (wide.firstIndex(of: $1.0) ?? 0) * $1.1 }
        let digit = 11 - sum % 11
        let first = Array(stem) + [digit == 10 ? "X" : digit == 11 ? "0" : Character(String(digit))]
        var weight = 1, total = 0
        for character in first {
            total += (alphabet.firstIndex(of: character) ?? 0) * weight
            weight = weight * 3 % 31
        }
        return String(first) + String(alphabet[(31 - total % 31) % 31])
    }

    /// What it answers to the five conditions; `complete` false leaves gaps.
    func answers(complete: Bool) -> Answers {
        func row(_ pairs: (String, String)...) -> Answers { .group(Dictionary(uniqueKeysWithValues: pairs.map { ($0.0, .text($0.1)) })) }
        var conditions: [String: Answers] = [
            "venue": .group([
                "business": .text("\(name)主营产业园区运营与人力资源服务，已连续经营五年，服务企业百余家。"), "address": .text(address), "area": .text(String(size)),
                "spaces": .list([.text("talks"), .text("leisure")]), "separate": .text("yes"), "equipment": .list([.text("network"), .text("multimedia"), .text("projection")]),
                "equipment_list": .list([row(("item", "86 英寸会议大屏"), ("count", "1"), ("note", "支持视频会议")), row(("item", "无线网络"), ("count", "1"), ("note", "千兆，访客可用")), row(("item", "投影机"), ("count", "2"), ("note", ""))]),
            ]),
            "plan": .group(["summary": .text(summary + Self.planDetail), "events": .text(String(8 + size / 50)), "placements": .text(String(size * 2))]),
        ]
        guard complete else { return .group(conditions) }
        conditions["lodging"] = .group([
            "ways": .list([.text("own"), .text("hotel")]),
            "rooms": .list([row(("kind", "单人间"), ("rooms", String(size / 40)), ("price", "88"), ("usual_price", "198")), row(("kind", "双人间"), ("rooms", "6"), ("price", "128"), ("usual_price", "268"))]),
        ])
        conditions["team"] = .group(["staff": .list([
            row(("person", contact), ("role", "站长"), ("phone", phone), ("full_time", "yes")), row(("person", "李一鸣"), ("role", "对接专员"), ("phone", "13800000101"), ("full_time", "yes")),
            row(("person", "张晓"), ("role", "服务专员"), ("phone", "13800000102"), ("full_time", "no")), row(("person", "马琳"), ("role", "活动专员"), ("phone", "13800000103"), ("full_time", "yes")),
        ])])
        conditions["rules"] = .group(["operation": .text("驿站日常维护与运作经费由本单位自筹，设专人负责，纳入年度预算；考勤、经费、活动、安全四项制度已经印发并执行，每季度自查一次。")])
        return .group(conditions)
    }
}
