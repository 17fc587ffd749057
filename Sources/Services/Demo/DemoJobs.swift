import Domain
import SQL

/// Jobs of the world's organisations: employers that a station vouches for, that an office has verified, one that nobody knows yet and one that is barred.
/// All of them are made up.
struct DemoJobs {
    let house: House
    /// Who acts for the organisations, in the order of `DemoOrganisation.all`.
    let employers: [Actor]
    /// Somebody in an office that supervises.
    let office: Actor

    private struct Entry {
        enum Fate { case open, draft, closed }

        let employer: Int
        let title: String
        let occupation: String
        let industry: String
        let county: String
        /// Yuan a month, from and to; none is negotiable.
        let pay: (Int, Int)?
        let months: Int?
        let degree: DegreeDemand
        let years: (Int, Int?)
        let skills: String
        let wanted: Int
        let musts: [JobTerms.Must]
        let work: String
        let kind: JobKind
        let fate: Fate

        init(
            _ employer: Int, _ title: String, _ occupation: String, _ industry: String, _ county: String, _ pay: (Int, Int)?, _ months: Int?, _ degree: DegreeDemand, _ years: (Int, Int?), _ skills: String,
            _ wanted: Int, _ musts: [JobTerms.Must] = [], kind: JobKind = .fullTime, fate: Fate = .open, work: String
        ) {
            self.employer = employer
            self.title = title
            self.occupation = occupation
            self.industry = industry
            self.county = county
            self.pay = pay
            self.months = months
            self.degree = degree
            self.years = years
            self.skills = skills
            self.wanted = wanted
            self.musts = musts
            self.work = work
            self.kind = kind
            self.fate = fate
        }
    }

    private static let all: [Entry] = [
        Entry(0, "后端开发工程师", "2-02-10-03", "65", "崂山区", (10_000, 18_000), 13, .bachelor, (1, 5), "Java，Spring Boot，MySQL，Redis", 3, [.degree], work: "负责园区服务平台后端接口的设计、开发和维护，参与数据库设计和性能优化，与产品、测试一起按期交付。"),
        Entry(0, "前端开发工程师", "2-02-10-03", "65", "崂山区", (9_000, 15_000), 13, .college, (1, 3), "JavaScript，Vue，HTML5，CSS3", 2, work: "负责人才服务网站和移动端页面的开发，保证在手机和电脑上都好用，持续改进加载速度和无障碍。"),
        Entry(0, "软件测试工程师", "4-04-05-02", "65", "崂山区", (7_000, 12_000), nil, .college, (1, 3), "Python，自动化测试，Linux", 2, work: "编写测试用例，搭建自动化测试，跟踪缺陷直至解决，对每次发布的质量负责。"),
        Entry(0, "软件开发实习生", "2-02-10-03", "65", "崂山区", (3_000, 4_000), nil, .bachelor, (0, nil), "Java，数据结构", 5, kind: .internship, work: "在导师带领下参与真实项目开发，熟悉代码评审和持续集成；每周到岗四天以上，提供住宿。"),
        Entry(0, "运维工程师", "2-02-10-08", "65", "崂山区", (9_000, 14_000), nil, .bachelor, (2, 5), "Linux，Docker，PostgreSQL", 1, fate: .draft, work: "负责园区云平台和数据库的日常运行维护，处理故障，完善监控和备份。"),
        Entry(1, "人力资源专员", "2-06-08-01", "72", "市北区", (5_500, 8_000), nil, .bachelor, (1, 3), "招聘，沟通，Excel", 2, work: "为驻青企业提供招聘、入职手续和劳动用工咨询服务，组织校园招聘活动。"),
        Entry(1, "就业指导师", "4-07-03-08", "72", "市北区", (6_000, 9_000), nil, .bachelor, (2, nil), "职业指导，面试辅导", 2, work: "为来青求职的毕业生提供职业测评、简历和面试辅导，陪同办理落户和补贴申请。"),
        Entry(1, "客服专员", "4-04-05-03", "72", "市北区", (4_500, 6_500), nil, .college, (0, nil), "普通话，沟通", 4, work: "接听人才服务热线，登记诉求并跟踪办结，每月整理常见问题。"),
        Entry(2, "数字集成电路设计工程师", "2-02-09", "39", "黄岛区", (18_000, 35_000), 14, .master, (2, nil), "Verilog，UVM，FPGA", 4, [.degree, .skills], work: "负责显示驱动芯片数字前端设计与验证，完成模块设计、仿真、综合和时序收敛。"),
        Entry(2, "封装工艺工程师", "2-02-09", "39", "黄岛区", (12_000, 20_000), 13, .bachelor, (3, nil), "封装工艺，良率分析", 3, work: "负责芯片封装工艺开发与改进，分析失效原因，提升良率，编写作业指导书。"),
        Entry(2, "半导体设备技术员", "6-31-01-10", "39", "黄岛区", (6_000, 9_000), nil, .college, (0, 3), "设备维护，电气", 10, work: "负责产线设备的点检、保养和故障处理，四班三运转，提供宿舍和班车。"),
        Entry(3, "大数据开发工程师", "2-02-38-03", "65", "李沧区", (12_000, 22_000), 13, .bachelor, (2, 6), "Hadoop，Spark，SQL，Python", 3, [.degree], work: "建设城市数据平台，开发数据采集、清洗和建模任务，保证数据质量和时效。"),
        Entry(3, "数据分析师", "2-02-30-09", "65", "李沧区", (8_000, 14_000), nil, .bachelor, (1, 3), "SQL，Python，可视化", 2, work: "分析产业和人才数据，制作报告和看板，向政府部门和企业说明发现和建议。"),
        Entry(3, "孵化器项目经理", "2-02-30-04", "72", "李沧区", (8_000, 12_000), nil, .bachelor, (3, nil), "项目管理，路演组织", 1, fate: .closed, work: "对接创业团队，组织项目评审和路演，协调工位、导师和融资资源。"),
        Entry(4, "机器学习算法工程师", "2-02-38-01", "73", "城阳区", (20_000, 40_000), 15, .master, (2, nil), "Python，PyTorch，计算机视觉", 5, [.degree, .skills], work: "研发港口和海洋场景的目标检测与跟踪算法，完成训练、部署和效果评估。"),
        Entry(4, "人工智能研究员", "2-02-38-01", "73", "城阳区", nil, nil, .doctor, (0, nil), "深度学习，论文写作", 2, [.degree], kind: .flexible, work: "以柔性方式参与研究院课题，每年在青工作不少于两个月，指导研究生和工程师。"),
        Entry(4, "数据标注项目负责人", "4-04-05-05", "73", "城阳区", (6_000, 9_000), nil, .college, (1, 3), "数据标注，质量检查", 1, work: "管理图像和文本标注项目，制定规则，检查质量，与算法团队沟通改进。"),
        Entry(5, "会展活动策划", "2-06-07-03", "72", "市南区", (5_000, 8_000), nil, .college, (1, nil), "策划，文案", 2, work: "策划城市人才交流活动，撰写方案，联络场地和嘉宾，负责现场执行。"),
        Entry(6, "海洋装备机械工程师", "2-02-07-01", "37", "即墨区", (10_000, 18_000), 13, .bachelor, (3, 8), "SolidWorks，有限元，密封设计", 2, [.degree], work: "负责水下机器人耐压结构和机构设计，完成计算、出图和海试支持。"),
        Entry(6, "嵌入式软件工程师", "2-02-10-06", "37", "即墨区", (12_000, 20_000), 13, .bachelor, (2, 5), "C，C++，RTOS，STM32", 3, [.skills], work: "开发水下机器人控制器软件，包括驱动、通信协议和运动控制，参与湖试海试。"),
        Entry(7, "留学生服务专员", "4-07-02-03", "83", "黄岛区", (5_000, 7_000), nil, .bachelor, (0, 3), "英语，沟通", 1, work: "接待返青留学人员，协助学历认证、落户和住房补贴申请，组织联谊活动。"),
        Entry(8, "物流数据产品经理", "2-02-30-04", "65", "胶州市", (12_000, 20_000), nil, .bachelor, (3, nil), "产品设计，物流，SQL", 1, work: "负责空港物流数字平台的产品规划，调研货代和仓库需求，推动开发和上线。"),
        Entry(9, "智能产线电气工程师", "2-02-11", "34", "平度市", (9_000, 15_000), 13, .college, (2, nil), "PLC，工业机器人，电气设计", 4, work: "负责智能产线电气设计、编程和调试，培训操作人员，提供人才公寓。"),
        Entry(10, "新能源汽车电池工程师", "2-02-07-11", "36", "莱西市", (10_000, 18_000), nil, .bachelor, (2, nil), "电池包设计，热管理", 3, fate: .draft, work: "负责动力电池包结构和热管理设计，配合整车厂完成试验和认证。"),
    ]

    func play() async throws {
        guard employers.count > 10, let park = employers.first else { return }
        for index in [2, 3, 4, 5, 6, 7] {
            _ = try await VerifyEmployer(note: "核对营业执照和社保缴纳记录（示例）")(house, try organisation(index), by: office)
        }
        let own = park.organisations
        let station = try await house.database.read { tx -> ID<Station>? in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: own.sorted()))") }
        for index in [8, 9] { _ = try await VouchForEmployer(station: station, note: "园区长期合作企业（示例）")(house, for: try organisation(index), by: park) }
        let today = Zone.china.day(of: try await house.now())
        for (index, entry) in Self.all.enumerated() { try await keep(entry, until: today.adding(30 + index * 5 % 90)) }
        _ = try await BarEmployer(reason: "经核查，面试地点与岗位所写不一致，限期整改（示例）。", until: today.adding(60))(house, try organisation(5), by: office)
    }

    private func keep(_ entry: Entry, until last: Day) async throws {
        let actor = employers[entry.employer]
        let draft = JobDraft(
            title: entry.title, occupation: entry.occupation, industry: entry.industry, kind: entry.kind, division: "山东省青岛市\(entry.county)", address: DemoOrganisation.all[entry.employer].address,
            negotiable: entry.pay == nil && entry.fate != .draft ? true : nil, payFrom: entry.pay.map { String($0.0) }, payTo: entry.pay.map { String($0.1) }, payPer: .month,
            payMonths: entry.months, degree: entry.degree,
            yearsFrom: entry.years.0, yearsTo: entry.years.1, skills: entry.skills, wanted: entry.wanted, description: entry.work, musts: entry.musts, validUntil: last, open: entry.fate != .draft)
        guard let id = ID<Job>(rawValue: try await KeepJob(draft)(house, by: actor).id) else { throw Unexpected("job \(entry.title)") }
        if entry.fate == .closed { _ = try await CloseJob()(house, id, by: actor) }
    }

    private func organisation(_ index: Int) throws -> ID<Organisation> {
        guard employers.indices.contains(index), let id = employers[index].organisations.min() else { throw Unexpected("organisation \(index) of the world") }
        return id
    }
}
