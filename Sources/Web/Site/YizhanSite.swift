import Domain
import Logging
import Markup
import Services

/// The whole site: every room's routes, put together once.
public enum YizhanSite {
    /// - Parameter measured: adds the query of the stations page answered without its page, for measurements.
    /// - Throws: for a site that is put together wrongly; never for what is in the house.
    public static func server(_ house: House, configuration: WebConfiguration, logger: Logger, measured: Bool = false) throws -> WebServer {
        let programme = house.library.programmes.first
        let layout = Layout.site(name: programme?.name ?? Words("人才驿站", "Talent stations"), programme: programme?.id ?? "")
        let assets = try Assets.bundled { house.bytes(sha256: $0) }
        let rooms = Rooms(house: house, drawing: MapDrawing(assets, tiles: configuration.tiles))
        let face = SiteFace(
            frame: { page, view in layout.document(title: page.title(in: view.language), body: page.body(view), view: view, section: Navigation.section(of: view.path), sharing: page.sharing(view)) },
            signIn: { ask, wanted, held in rooms.signInPage(ask, wanted: wanted, held: held) })
        var site = site(rooms)
        if measured { rooms.addMeasuringRoutes(to: &site) }
        return try WebServer(site: site, configuration: configuration, services: services(house), face: face, assets: assets, logger: logger)
    }

    /// The table of who may use which route, as Markdown; docs/permissions.md is this text.
    public static func permissions(_ house: House) -> String { site(Rooms(house: house)).accessTable() }

    /// The diagrams of all states, as Markdown; docs/states.md is this text.
    public static let states = [
        CaseState.diagram, StayState.diagram, JobState.diagram, PursuitState.diagram, PlacementState.diagram, FairState.diagram, EventState.diagram, EventRecordState.diagram,
        SeatState.diagram, PolicyState.diagram, MandateState.diagram, RequestState.diagram, MentorBookingState.diagram, ContactState.diagram, StoryState.diagram,
    ].joined(separator: "\n")

    /// `/openapi.json`.
    public static func openAPI(_ house: House) throws -> String { String(decoding: try JSON.bytes(of: try site(Rooms(house: house)).openAPI()), as: UTF8.self) }

    static func site(_ rooms: Rooms) -> Site {
        var site = Site()
        rooms.addProgrammeRoutes(to: &site)
        rooms.addStationsRoutes(to: &site)
        rooms.addPublicityRoutes(to: &site)
        rooms.addSignInRoutes(to: &site)
        rooms.addRegistrationRoutes(to: &site)
        rooms.addAccountRoutes(to: &site)
        rooms.addMembersRoutes(to: &site)
        rooms.addInboxRoutes(to: &site)
        rooms.addAccountsRoutes(to: &site)
        rooms.addAccountKeepingRoutes(to: &site)
        rooms.addTalentRoutes(to: &site)
        rooms.addProofRoutes(to: &site)
        rooms.addOwnDataRoutes(to: &site)
        rooms.addInterviewRoutes(to: &site)
        rooms.addLodgingRoutes(to: &site)
        rooms.addJobRoutes(to: &site)
        rooms.addHiringRoutes(to: &site)
        rooms.addEmployerRoutes(to: &site)
        rooms.addFindingRoutes(to: &site)
        rooms.addPursuitRoutes(to: &site)
        rooms.addPlacementRoutes(to: &site)
        rooms.addApplicationRoutes(to: &site)
        rooms.addCaseworkRoutes(to: &site)
        rooms.addRoundsRoutes(to: &site)
        rooms.addTrailRoutes(to: &site)
        rooms.addDeskRoutes(to: &site)
        rooms.addLodgingKeepingRoutes(to: &site)
        rooms.addLodgingFiguresRoutes(to: &site)
        rooms.addFairRoutes(to: &site)
        rooms.addShortageRoutes(to: &site)
        rooms.addJobImportRoutes(to: &site)
        rooms.addEventRoutes(to: &site)
        rooms.addSeatRoutes(to: &site)
        rooms.addPolicyRoutes(to: &site)
        rooms.addAgencyRoutes(to: &site)
        rooms.addFindRoutes(to: &site)
        rooms.addRequestRoutes(to: &site)
        rooms.addServiceLogRoutes(to: &site)
        rooms.addMapRoutes(to: &site)
        rooms.addStoryRoutes(to: &site)
        rooms.addDemoRoutes(to: &site)
        return site
    }

    private static func services(_ house: House) -> SiteServices {
        SiteServices(
            session: { hash in
                guard let found = try await Sessions.find(house, tokenHash: hash) else { return nil }
                return SiteSession(
                    actor: found.actor, kind: found.kind == .cookie ? .cookie : .bearer, language: found.language, formSecret: Array(found.secret.utf8), tokenHash: hash, unread: found.unread)
            },
            powers: { post in (try? house.library.programme(post.programme))?.office(post.office)?.powers ?? [] },
            programmeTime: { try await house.now() },
            realTime: house.realTime,
            demoBar: { actor in house.demo ? try await demoBar(house, actor) : nil },
            ailments: { await house.ailments() },
            sha256: { house.bytes(sha256: $0) },
            random: { house.randomBytes($0) })
    }

    private static func demoBar(_ house: House, _ actor: Actor) async throws -> DemoBar {
        let roles = try await house.demoRoles().map { person in
            DemoBar.Role(account: person.id.rawValue, name: person.name, post: String(person.story.dropFirst(3)), isCurrent: person.id == actor.account)
        }
        let next = try await house.nextDue()
        let words = next.map { due in
            let what = switch due.verb {
            case "remind": Words("时限提醒", "reminder")
            case "end_notice": Words("公示期满", "end of a public notice")
            case "close_round": Words("批次截止", "end of a round")
            case "no_show": Words("最晚到店时间", "a bed given up")
            case "remind_stay": Words("入住提醒", "reminder of a stay")
            case "draw": Words("抽签", "draw")
            case "end_job": Words("岗位到期", "end of a job")
            case "remind_job": Words("岗位到期提醒", "reminder of a job")
            case "bar_end": Words("暂停招聘到期", "end of a bar")
            case "remind_interview": Words("面试提醒", "reminder of an interview")
            case "lapse_offer": Words("录用答复期限", "end of an offer")
            case "lapse_event_offer": Words("承办答复期限", "end of an offer to a station")
            case "count_placement": Words("配置起始日", "first day of a placement")
            case "check_placement": Words("在岗回访", "asking whether somebody is still there")
            case "schedule_fair": Words("招聘会报名截止、排期", "schedule of a job fair")
            case "remind_fair": Words("招聘会提醒", "reminder of a job fair")
            case "end_fair": Words("招聘会结束", "end of a job fair")
            case "hold_end": Words("床位保留到期", "end of a hold")
            case "remind_request": Words("诉求时限提醒", "reminder of a request")
            case "remind_mentor_hour": Words("导师预约提醒", "reminder of a mentor's hour")
            case "import_jobs": Words("岗位导入", "import of jobs")
            case "remind_entry": Words("目录信息核对提醒", "reminder to check an entry")
            case "remind_event": Words("活动提醒", "reminder of an event")
            case "end_event": Words("活动结束", "end of an event")
            case "lapse_mandate": Words("代办委托到期", "end of a mandate")
            case "run_offers": Words("免申即享查找", "search for people entitled")
            default: Words(due.verb, due.verb)
            }
            let day = Zone.china.day(of: due.at)
            return Words("\(day.chinese) \(what.zh)", "\(what.en) on \(day)")
        }
        return DemoBar(roles: roles, now: try await house.now(), next: words)
    }
}
