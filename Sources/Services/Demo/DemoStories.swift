import Domain
import SQL

/// Stories of the demonstration: one of each kind that a second person published, and one that waits for review. People in them are made up, and the texts say so.
/// Played when stations are recognised; the one that explains a policy is written where the library has one.
struct DemoStories {
    let house: House
    /// Who keep the software park's station and the comprehensive one.
    let park: Actor
    let town: Actor
    /// Who writes in an office, and who reviews in another.
    let writer: Actor
    let reviewer: Actor

    func play() async throws {
        let own = try await station(of: park), other = try await station(of: town)
        try await publish(Self.visit, about: own, by: park, DemoPicture.harbour)
        try await publish(Self.typicalCase, about: other, by: town, DemoPicture.hills)
        if let policy = try await house.storyDraft(for: writer).policies.first { try await publish(Self.explained(policy), about: nil, policy: policy.id, by: writer, nil) }
        try await publish(Self.advanced, about: own, by: writer, DemoPicture.evening)
        let waiting = try await write(Self.waiting, about: other, policy: nil, by: town)
        _ = try await SubmitStory()(house, waiting, by: town)
    }

    private struct Text {
        let kind: StoryKind
        let title: String
        let summary: String
        let body: String
    }

    private func write(_ text: Text, about station: ID<Station>?, policy: ID<Policy>?, by actor: Actor) async throws -> ID<Story> {
        let story = KeepStory(kind: text.kind, station: station, policy: policy, title: text.title, summary: text.summary, body: text.body + Self.note, agreed: true)
        guard let id = ID<Story>(rawValue: try await story(house, by: actor).id) else { throw Unexpected("story \(text.title)") }
        return id
    }

    private func publish(_ text: Text, about station: ID<Station>?, policy: ID<Policy>? = nil, by actor: Actor, _ picture: DemoPicture?) async throws {
        let id = try await write(text, about: station, policy: policy, by: actor)
        if let picture {
            // Where nothing on this machine draws pictures, the story goes without.
            do { _ = try await AddStoryPicture(name: "picture.png", words: picture.words, bytes: picture.png)(house, id, by: actor) } catch let refusal as Refusal { throw refusal } catch {}
        }
        _ = try await SubmitStory()(house, id, by: actor)
        _ = try await PublishStory(version: try await house.story(id, for: reviewer).version)(house, id, by: reviewer)
    }

    private func station(of actor: Actor) async throws -> ID<Station> {
        let organisations = actor.organisations
        guard let station: ID<Station> = try await house.database.read({ tx in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations.sorted())) ORDER BY id LIMIT 1") })
        else { throw Unexpected("station of \(actor.name)") }
        return station
    }

    private static let note = "\n\n（本文为演示内容，人物、单位和经过均为示例。）"

    private static let visit = Text(
        kind: .visit, title: "走进驿站：从一张床到一份工作（示例）", summary: "软件园里的人才驿站，白天是洽谈室和自习间，夜里是求职者的落脚处。记者用一天时间跟随前台，看看一位外地毕业生到站后会发生什么。",
        body: """
            早上八点半，前台打开登记页面，当天有三位求职者到站。每个人的预订、面试时间和对接人都在同一张清单上。

            ## 到站十分钟
            出示身份证件和预订码，核对面试信息，领取房卡。前台同时介绍附近的公交线路和当晚可参加的活动。

            ## 一天能办哪些事
            - 预约与用人单位的面谈，驿站可派人陪同
            - 在自习间修改简历，由工作人员提出建议
            - 咨询住房、落户、创业等政策，符合条件的可委托代办

            ## 离站以后
            离站不是结束。驿站会在约定时间回访，了解录用和在岗情况；如果还在找，新岗位会继续推送。
            """)

    private static let typicalCase = Text(
        kind: .typicalCase, title: "典型案例：三次面谈，一个团队留了下来（示例）", summary: "一支三人创业团队来青岛考察，驿站用两天安排了住宿、场地和三场对接，最终落户市北。",
        body: """
            团队最初只提出一个请求：找一间能放下两台样机的场地。

            ## 怎么做的
            驿站把请求拆成三件事：场地、政策、资金，分别有人负责、有时限、有答复。第二天上午，团队先后与两个园区和一家基金面谈。

            ## 做法可以复制
            - 请求只说一次，由驿站转给该办的人
            - 每一步都有记录，团队随时可以查看
            - 没办成的也写明原因和下一步
            """)

    private static func explained(_ policy: StoryPolicy) -> Text {
        Text(kind: .policy, title: "政策解读：\(String(policy.title.zh.replacing("（示例）", with: "").prefix(40)))（示例）", summary: "用几个常见问题说明这项政策给谁、给多少、怎么办；具体条款和金额以政策页面和原文为准。",
            body: """
                政策全文、依据条款和来源在政策页面上，每一条都可以与原文核对。

                ## 给谁
                先在“我能享受什么”里回答几个问题，系统会逐条说明符合、还差什么，或者为什么不符合。

                ## 怎么办
                - 自己办：按政策页面列出的材料和步骤办理
                - 委托办：签署委托后由驿站代办，每一步都能看到

                ## 常见误解
                “条件差一点”不等于不能享受。页面会写明缺的是哪一条、补上什么以后可以申请。
                """)
    }

    private static let advanced = Text(
        kind: .advanced, title: "先进站点：把前台做成服务台（示例）", summary: "这家驿站把“先登记、再分流、有回音”写进岗位要求，来访者的每件事都有下文。",
        body: """
            先进站点的经验往往很朴素：不让来访者把同一件事说第二遍。

            ## 三条做法
            - 十五秒登记：姓名或电话、来意、交给谁
            - 当天回音：能办的当天答复，不能办的说明何时答复
            - 每周复盘：没有下文的事项逐条过

            数字都来自服务台账，可以打开查看依据。
            """)

    private static let waiting = Text(
        kind: .visit, title: "走进驿站：周末的自习间（示例，待审核）", summary: "考研周末，驿站的自习间和女生间都住满了。这是一篇等待审核的稿件。",
        body: """
            周六早上七点，自习间的灯先亮了起来。

            抽签分配的床位在前一周公布，没有抽中的同学由驿站联系了附近的协议酒店。
            """)
}

/// A small landscape, drawn from numbers: sky, hills or water, and a sun.
struct DemoPicture {
    let words: String
    private let sky: (Int, Int, Int)
    private let land: (Int, Int, Int)
    private let steepness: Int

    static let harbour = DemoPicture(words: "海湾与天空的示意图", sky: (190, 220, 238), land: (11, 92, 140), steepness: 8)
    static let hills = DemoPicture(words: "山丘与天空的示意图", sky: (224, 234, 222), land: (60, 110, 84), steepness: 46)
    static let evening = DemoPicture(words: "傍晚海面的示意图", sky: (246, 214, 178), land: (60, 72, 110), steepness: 14)

    private static let width = 480
    private static let height = 320

    /// An uncompressed PNG.
    var png: [UInt8] {
        var rows: [UInt8] = []
        rows.reserveCapacity((Self.width * 3 + 1) * Self.height)
        for y in 0..<Self.height {
            rows.append(0)
            for x in 0..<Self.width {
                // Hills are two waves of whole numbers: triangles, which need no tables.
                func wave(_ length: Int) -> Int { abs((x % length) - length / 2) }
                let shore = 190 - (wave(240) + wave(110)) * steepness / 100
                let sun = (x - 360) * (x - 360) + (y - 80) * (y - 80) < 900
                let colour = sun && y < shore ? (255, 244, 214) : y < shore ? mixed(sky, (255, 255, 255), y * 100 / Self.height) : mixed(land, (0, 0, 0), (y - shore) * 40 / Self.height)
                rows += [UInt8(truncatingIfNeeded: colour.0), UInt8(truncatingIfNeeded: colour.1), UInt8(truncatingIfNeeded: colour.2)]
            }
        }
        var content: [UInt8] = [0x78, 0x01]
        var start = 0
        while start < rows.count {
            let piece = rows[start..<min(start + 65_535, rows.count)]
            start += piece.count
            content += [start == rows.count ? 1 : 0, UInt8(piece.count & 255), UInt8(piece.count >> 8), UInt8(~piece.count & 255), UInt8(~piece.count >> 8 & 255)]
            content += piece
        }
        content += Self.bytes(Self.adler(rows))
        let head = Self.bytes(UInt32(Self.width)) + Self.bytes(UInt32(Self.height)) + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", head) + Self.chunk("IDAT", content) + Self.chunk("IEND", [])
    }

    /// - Parameter share: of the second colour, in hundredths.
    private func mixed(_ one: (Int, Int, Int), _ other: (Int, Int, Int), _ share: Int) -> (Int, Int, Int) {
        func mix(_ one: Int, _ other: Int) -> Int { (one * (100 - share) + other * share) / 100 }
        return (mix(one.0, other.0), mix(one.1, other.1), mix(one.2, other.2))
    }

    private static func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(24 - $0 * 8)) } }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let whole = Array(name.utf8) + content
        return bytes(UInt32(content.count)) + whole + bytes(crc(whole))
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        let table: [UInt32] = (0..<256).map { number in (0..<8).reduce(UInt32(number)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 } }
        return ~bytes.reduce(~0) { table[Int(($0 ^ UInt32($1)) & 255)] ^ $0 >> 8 }
    }

    private static func adler(_ bytes: [UInt8]) -> UInt32 {
        var a: UInt32 = 1, b: UInt32 = 0
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return b << 16 | a
    }
}
