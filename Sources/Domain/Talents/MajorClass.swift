/// A class of majors 专业类 of the national catalogue for undergraduates, by the first four digits of its codes. The major itself is chosen among
/// `Major`, or typed as the certificate says it.
public struct MajorClass: Hashable, Sendable {
    /// `0809`
    public let code: String
    public let name: Words
    public let category: Words

    /// In the order of their codes.
    public static let all: [MajorClass] = {
        var all: [MajorClass] = []
        var category = Words("", "")
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: "|").map(String.init)
            guard parts.count == 3 else { continue }
            if parts[0].count == 2 { category = Words(parts[1], parts[2]) } else { all.append(MajorClass(code: parts[0], name: Words(parts[1], parts[2]), category: category)) }
        }
        return all
    }()

    public static func of(_ code: String) -> MajorClass? { all.first { $0.code == code } }

    private static let table = """
        01|哲学|Philosophy
        0101|哲学类|Philosophy
        02|经济学|Economics
        0201|经济学类|Economics
        0202|财政学类|Public finance
        0203|金融学类|Finance
        0204|经济与贸易类|Economics and trade
        03|法学|Law
        0301|法学类|Law
        0302|政治学类|Political science
        0303|社会学类|Sociology
        0304|民族学类|Ethnology
        0305|马克思主义理论类|Marxist theory
        0306|公安学类|Public security
        04|教育学|Education
        0401|教育学类|Education
        0402|体育学类|Physical education
        05|文学|Literature
        0501|中国语言文学类|Chinese language and literature
        0502|外国语言文学类|Foreign languages and literatures
        0503|新闻传播学类|Journalism and communication
        06|历史学|History
        0601|历史学类|History
        07|理学|Science
        0701|数学类|Mathematics
        0702|物理学类|Physics
        0703|化学类|Chemistry
        0704|天文学类|Astronomy
        0705|地理科学类|Geography
        0706|大气科学类|Atmospheric science
        0707|海洋科学类|Marine science
        0708|地球物理学类|Geophysics
        0709|地质学类|Geology
        0710|生物科学类|Biology
        0711|心理学类|Psychology
        0712|统计学类|Statistics
        08|工学|Engineering
        0801|力学类|Mechanics
        0802|机械类|Mechanical engineering
        0803|仪器类|Instruments
        0804|材料类|Materials
        0805|能源动力类|Energy and power
        0806|电气类|Electrical engineering
        0807|电子信息类|Electronics and information
        0808|自动化类|Automation
        0809|计算机类|Computing
        0810|土木类|Civil engineering
        0811|水利类|Hydraulic engineering
        0812|测绘类|Surveying and mapping
        0813|化工与制药类|Chemical and pharmaceutical engineering
        0814|地质类|Geological engineering
        0815|矿业类|Mining
        0816|纺织类|Textiles
        0817|轻工类|Light industry
        0818|交通运输类|Transport
        0819|海洋工程类|Ocean engineering
        0820|航空航天类|Aerospace
        0821|兵器类|Weapons
        0822|核工程类|Nuclear engineering
        0823|农业工程类|Agricultural engineering
        0824|林业工程类|Forest engineering
        0825|环境科学与工程类|Environmental science and engineering
        0826|生物医学工程类|Biomedical engineering
        0827|食品科学与工程类|Food science and engineering
        0828|建筑类|Architecture
        0829|安全科学与工程类|Safety engineering
        0830|生物工程类|Bioengineering
        0831|公安技术类|Police technology
        09|农学|Agriculture
        0901|植物生产类|Crop production
        0902|自然保护与环境生态类|Nature conservation and ecology
        0903|动物生产类|Animal production
        0904|动物医学类|Veterinary medicine
        0905|林学类|Forestry
        0906|水产类|Fisheries
        0907|草学类|Grassland science
        10|医学|Medicine
        1001|基础医学类|Basic medicine
        1002|临床医学类|Clinical medicine
        1003|口腔医学类|Dentistry
        1004|公共卫生与预防医学类|Public health and preventive medicine
        1005|中医学类|Traditional Chinese medicine
        1006|中西医结合类|Integrated Chinese and Western medicine
        1007|药学类|Pharmacy
        1008|中药学类|Traditional Chinese pharmacy
        1009|法医学类|Forensic medicine
        1010|医学技术类|Medical technology
        1011|护理学类|Nursing
        12|管理学|Management
        1201|管理科学与工程类|Management science and engineering
        1202|工商管理类|Business administration
        1203|农业经济管理类|Agricultural economics and management
        1204|公共管理类|Public administration
        1205|图书情报与档案管理类|Library, information and archives
        1206|物流管理与工程类|Logistics
        1207|工业工程类|Industrial engineering
        1208|电子商务类|Electronic commerce
        1209|旅游管理类|Tourism management
        13|艺术学|Arts
        1301|艺术学理论类|Theory of art
        1302|音乐与舞蹈学类|Music and dance
        1303|戏剧与影视学类|Theatre, film and television
        1304|美术学类|Fine arts
        1305|设计学类|Design
        14|交叉学科|Interdisciplinary
        1400|交叉学科类|Interdisciplinary
        """
}
