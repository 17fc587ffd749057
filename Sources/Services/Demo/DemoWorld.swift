import Domain
import SQL

/// The demonstration world: people with stories, twelve organisations of one round in different states, and four who come or return
/// to the city, places with beds, built by calling the verbs.
///
/// It begins on the day the round opens (2020-11-16) and plays until a week before it closes, so that a newcomer can still apply.
public struct DemoWorld: Sendable {
    let house: House
    /// All people of the world sign in with it.
    public static let password = "Demo-2020-yizhan"
    static let programme = "qingdao-2020"
    static let round = "2020-1"
    /// When the story begins: 2020-11-16 09:00 in Qingdao.
    public static let begins = Zone.china.instant(Day(number: 18_582), hour: 9)

    public init(_ house: House) { self.house = house }

    /// Builds the world in an empty house. - Returns: false when somebody lives there already.
    public func callAsFunction(from start: Instant = DemoWorld.begins) async throws -> Bool {
        let people = try await house.database.read { tx in (try tx.value("SELECT COUNT(*) FROM accounts") as Int?) ?? 0 }
        guard people == 0 else { return false }
        try await MoveClock.set(house, start)
        var stage = try await DemoStage(house, cast: try await DemoCast(house).open())
        try await stage.play()
        return true
    }
}

/// Who takes part. Stories are numbered: the bar offers people in this order.
struct DemoCast: Sendable {
    let house: House

    init(_ house: House) { self.house = house }

    struct Role {
        let login: String
        let name: String
        let office: String
        let place: Programme.Place
        let story: String
    }

    static let staff: [Role] = [
        Role(login: "centre-handler", name: "王敏", office: "centre", place: .handler, story: "03 市人才服务中心经办：收件、受理、核查，登记来电来信"),
        Role(login: "centre-checker", name: "刘洋", office: "centre", place: .checker, story: "04 市人才服务中心复核：复核经办意见"),
        Role(login: "centre-signer", name: "孙立", office: "centre", place: .signer, story: "05 市人才服务中心签发：中心负责人"),
        Role(login: "hrss-handler", name: "陈静", office: "hrss", place: .handler, story: "06 市人社局经办：审核条件，记录审定会议"),
        Role(login: "hrss-signer", name: "赵刚", office: "hrss", place: .signer, story: "07 市人社局签发：处室负责人"),
        Role(login: "industry", name: "周航", office: "industry", place: .handler, story: "08 市工信局经办：审核产业计划"),
        Role(login: "finance", name: "吴婷", office: "finance", place: .handler, story: "09 市财政局经办：审核特价居住和制度"),
        Role(login: "laoshan-hrss-handler", name: "郑磊", office: "laoshan.hrss", place: .handler, story: "10 崂山区人社局经办：组织申报、推荐"),
        Role(login: "laoshan-hrss-signer", name: "冯雪", office: "laoshan.hrss", place: .signer, story: "11 崂山区人社局签发：设立区级驿站"),
        Role(login: "laoshan-industry-handler", name: "江涛", office: "laoshan.industry", place: .handler, story: "12 崂山区工信部门经办：区级驿站审核"),
        Role(login: "laoshan-finance-handler", name: "丁宁", office: "laoshan.finance", place: .handler, story: "13 崂山区财政部门经办：区级驿站审核"),
        Role(login: "leading", name: "韩东", office: "leading", place: .handler, story: "14 市人才工作领导小组办公室：统一领导，查看全局"),
        Role(login: "organisation", name: "曹颖", office: "organisation", place: .handler, story: ""),
    ]

    /// Everybody whom the procedures need, by office and place.
    func open() async throws -> [String: Actor] {
        let password = DemoWorld.password
        let programme = try house.library.programme(DemoWorld.programme)
        var actors: [String: Actor] = [:]
        guard let administrator = ID<Account>(rawValue: try await OpenFirstAdministrator(login: "admin", name: "系统管理员", password: password)(house, story: "15 系统管理员：管理账号与岗位").id) else {
            throw Unexpected("administrator")
        }
        let admin = Actor(kind: .person(administrator), name: "系统管理员", administers: true)
        actors["admin"] = admin
        for role in Self.staff { actors["\(role.office)/\(role.place.rawValue)"] = try await open(role, admin) }
        for area in programme.areas {
            for office in programme.offices where office.area == area.id {
                for place in office.signOff where actors["\(office.id)/\(place.rawValue)"] == nil {
                    let login = "\(office.id.replacing(".", with: "-").replacing("_", with: "-"))-\(place.rawValue)"
                    let role = Role(login: login, name: "\(area.name.zh)\(place.words.zh)员", office: office.id, place: place, story: "")
                    actors["\(office.id)/\(place.rawValue)"] = try await open(role, admin)
                }
            }
        }
        return actors
    }

    private func open(_ role: Role, _ admin: Actor) async throws -> Actor {
        let receipt = try await OpenAccount(login: role.login, name: role.name, password: DemoWorld.password, programme: DemoWorld.programme, office: role.office, place: role.place)(house, by: admin, story: role.story)
        guard let id = ID<Account>(rawValue: receipt.id) else { throw Unexpected("account \(role.login)") }
        return Actor(kind: .person(id), name: role.name, posts: [Post(programme: DemoWorld.programme, office: role.office, place: role.place)])
    }
}
