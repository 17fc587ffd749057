import Domain

/// Directories of the demonstration: platforms, projects and funds. All of them are made up, and say so.
struct DemoFinds {
    let house: House
    /// Somebody in an office that keeps the directories.
    let keeper: Actor

    /// Points are WGS84, somewhere in the district.
    private static let platforms: [(name: String, kind: PlatformKind, field: String, area: String, latitude: Double, longitude: Double, summary: String, services: String)] = [
        ("浮山湾软件孵化器（示例）", .incubator, "software", "shinan", 36.0676, 120.3903, "面向软件和互联网初创团队的孵化器，提供一年免租工位。", "工位、工商注册、导师、法律咨询"),
        ("邮轮港众创空间（示例）", .makerspace, "modern_services", "shibei", 36.0958, 120.3197, "面向大学生和返乡青年的众创空间，按天使用工位。", "工位、路演、培训"),
        ("灵山湾影像加速器（示例）", .accelerator, "new_it", "huangdao", 35.9176, 120.1003, "面向数字影像和虚拟现实企业的加速器。", "摄影棚、渲染、投融资对接"),
        ("金家岭智算中心（示例）", .centre, "ai", "laoshan", 36.1085, 120.4701, "为人工智能企业提供算力和模型训练服务。", "算力、数据标注、技术咨询"),
        ("沧口机器人实验室（示例）", .laboratory, "equipment", "licang", 36.1602, 120.4003, "开放的机器人整机和关节测试实验室，中小企业可预约使用。", "测试设备、检测报告、工程师"),
        ("城阳轨道装备产业园（示例）", .park, "equipment", "chengyang", 36.3074, 120.3963, "轨道交通装备和零部件企业聚集的园区。", "厂房、人才公寓、供应链对接"),
        ("鳌山湾海洋生物实验室（示例）", .laboratory, "marine", "jimo", 36.3716, 120.6937, "海洋生物样品库和中试平台，向高校和企业开放。", "中试、样品库、仪器共享"),
        ("上合跨境电商孵化器（示例）", .incubator, "modern_services", "jiaozhou", 36.2646, 120.0334, "面向跨境电商团队的孵化器，提供报关和海外仓对接。", "工位、报关、海外仓"),
        ("大泽山数字农业园（示例）", .park, "big_data", "pingdu", 36.7866, 119.9597, "数字农业和农产品加工园区，提供试验田。", "试验田、数据平台、冷链"),
        ("姜山新能源技术中心（示例）", .centre, "equipment", "laixi", 36.7006, 120.5301, "新能源汽车零部件的检测和试制中心。", "检测、试制、人才培训"),
    ]

    private static let projects: [(name: String, field: String, area: String, stage: ProjectStage, summary: String, seeks: String)] = [
        ("水下巡检机器人（示例）", "marine", "laoshan", .angel, "为海上风电和养殖网箱做水下巡检的小型机器人，样机已下水。", "首轮资金 300 万元、养殖企业试用"),
        ("工业质检视觉系统（示例）", "ai", "licang", .growth, "用机器视觉检查轮胎和铸件表面缺陷，已在两家工厂运行。", "扩产资金、装备制造企业客户"),
        ("海藻生物材料（示例）", "biomedicine", "jimo", .seed, "用海藻提取物制作可降解包装和医用敷料。", "中试场地、合伙人"),
        ("低功耗物联网芯片（示例）", "integrated_circuits", "huangdao", .angel, "面向水表、燃气表的低功耗通信芯片。", "流片资金、集成电路人才"),
        ("社区养老服务平台（示例）", "modern_services", "shibei", .seed, "连接社区、护理员和家庭的上门养老服务平台。", "社区试点、运营合伙人"),
        ("港口数据调度（示例）", "big_data", "shinan", .growth, "用大数据为港口集卡排队和堆场调度。", "产业资金、算法工程师"),
    ]

    private static let funds: [(name: String, field: String, fields: [String], stages: [ProjectStage], least: Int64, most: Int64, summary: String)] = [
        ("青创种子基金（示例）", "software", ["software", "ai", "big_data"], [.seed, .angel], 300_000, 2_000_000, "投向青年人才创办的软件和人工智能企业的种子基金。"),
        ("蓝色海洋产业基金（示例）", "marine", ["marine", "biomedicine"], [.angel, .growth], 3_000_000, 30_000_000, "投向海洋装备、海洋生物等领域的产业基金。"),
        ("智能制造成长基金（示例）", "equipment", ["equipment", "new_it"], [.growth, .expansion], 10_000_000, 80_000_000, "投向高端装备和机器人企业的成长期基金。"),
        ("芯片流片专项资金（示例）", "integrated_circuits", ["integrated_circuits"], [.angel, .growth], 500_000, 5_000_000, "对集成电路设计企业流片费用给予支持的专项资金。"),
        ("创业担保贷款（示例）", "modern_services", ["modern_services", "software", "new_it"], [.seed, .angel, .growth], 100_000, 3_000_000, "由担保机构担保、财政贴息的创业贷款。"),
        ("生物医药天使基金（示例）", "biomedicine", ["biomedicine"], [.seed], 1_000_000, 8_000_000, "投向生物医药早期项目的天使基金。"),
    ]

    func play() async throws {
        let contact = "市人才服务中心 0532-12345678（示例）"
        for one in Self.platforms {
            _ = try await AddEntry(.platforms, EntryDraft(
                name: one.name, summary: one.summary, field: one.field, area: one.area, address: "示例路 1 号", latitude: one.latitude, longitude: one.longitude, contact: contact,
                kind: one.kind, services: one.services))(house, by: keeper)
        }
        for one in Self.projects {
            _ = try await AddEntry(.projects, EntryDraft(name: one.name, summary: one.summary, field: one.field, area: one.area, contact: contact, stage: one.stage, seeks: one.seeks))(house, by: keeper)
        }
        for one in Self.funds {
            _ = try await AddEntry(.funds, EntryDraft(
                name: one.name, summary: one.summary, field: one.field, contact: contact, fields: one.fields, stages: one.stages, least: Fen(one.least * 100), most: Fen(one.most * 100)))(house, by: keeper)
        }
    }
}
