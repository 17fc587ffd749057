import Domain
import Markup

/// How the site is served.
public struct WebConfiguration: Sendable {
    /// The address to listen on.
    public var address: String
    /// 0 takes any free port.
    public var port: Int
    /// `https://…`, without a slash at its end. Host and Origin must match it. Nil only in demo mode, where any loopback host will do.
    public var origin: String?
    /// The only peers whose `X-Forwarded-For` is believed.
    public var trustedProxies: [AddressRange]
    public var isDemo: Bool
    /// The ground of maps; nil draws outlines alone.
    public var tiles: MapTiles?
    public var limits: WebLimits

    public init(address: String = "127.0.0.1", port: Int = 8080, origin: String?, trustedProxies: [AddressRange] = [], isDemo: Bool = false, tiles: MapTiles? = nil, limits: WebLimits = WebLimits()) {
        self.address = address
        self.port = port
        self.origin = origin
        self.trustedProxies = trustedProxies
        self.isDemo = isDemo
        self.tiles = tiles
        self.limits = limits
    }

    var isSecure: Bool { origin?.hasPrefix("https://") ?? false }
}

/// What one client, one account and the whole may take. Sizes in bytes, times in seconds.
public struct WebLimits: Sendable {
    /// Forms without files, and JSON.
    public var form = 64 * 1024
    /// Forms with files.
    public var upload = 25 * 1024 * 1024
    /// One file.
    public var file = 10 * 1024 * 1024
    /// Requests answered at once; more get 503.
    public var concurrent = 256
    /// Health checks answered at once, beside the others: watchers are answered under load too.
    public var concurrentHealth = 16
    /// Bodies being read at once. Nothing is answered meanwhile, so they do not count among `concurrent`.
    public var concurrentBodies = 512
    public var bodiesPerClient = 16
    /// Bodies of more than `form` read and answered at once, since they stand in memory.
    public var concurrentUploads = 8
    public var uploadsPerClient = 3
    /// From the head of a request to the head of its answer.
    public var deadline = 30.0
    /// A connection on which nothing moves.
    public var idle = 20.0
    /// A body may begin slowly for so long, then it must keep `slowestBody` bytes a second on average: 64 kB have 16 seconds.
    public var grace = 15.0
    public var slowestBody = 50_000
    /// No body takes longer, however large it is.
    public var longestBody = 120.0
    /// What is in hand when the site ends has so long to come to its end.
    public var shutdown = 10.0
    /// A reader that takes nothing for so long is cut.
    public var slowReader = 30.0
    /// Tries of passwords and codes: as many at once, then one more each so many seconds.
    public var secretsPerClient = Rate(burst: 10, secondsEach: 6)
    /// Wrong tries at one account from one client.
    public var secretsPerAccountAndClient = Rate(burst: 5, secondsEach: 30)
    /// Wrong tries at one account from everywhere: more than any one client has, so that none can lock somebody else's account.
    public var secretsPerAccount = Rate(burst: 20, secondsEach: 15)
    /// Writes of clients that are not signed in.
    public var anonymousWrites = Rate(burst: 30, secondsEach: 2)

    public struct Rate: Sendable {
        public var burst: Int
        public var secondsEach: Double

        public init(burst: Int, secondsEach: Double) {
            self.burst = burst
            self.secondsEach = secondsEach
        }
    }

    public init() {}
}

/// What the site takes from the house behind it, and nothing else.
public struct SiteServices: Sendable {
    /// The session of a token, by its SHA-256 in hex; nil if there is none, or it has ended.
    public var session: @Sendable (_ tokenHash: String) async throws -> SiteSession?
    /// What the office of a place may do.
    public var powers: @Sendable (Post) -> Set<Programme.Power>
    /// Programme time.
    public var programmeTime: @Sendable () async throws -> Instant
    /// Real time.
    public var realTime: @Sendable () -> Instant
    public var zone: Zone
    /// The bar of demo mode; asked only there.
    public var demoBar: @Sendable (Actor) async throws -> DemoBar?
    /// What is not well, in words for the operator; empty if all is.
    public var ailments: @Sendable () async -> [String]
    public var sha256: @Sendable ([UInt8]) -> [UInt8]
    /// So many bytes that nobody can guess.
    public var random: @Sendable (Int) -> [UInt8]

    public init(
        session: @escaping @Sendable (String) async throws -> SiteSession?, powers: @escaping @Sendable (Post) -> Set<Programme.Power>,
        programmeTime: @escaping @Sendable () async throws -> Instant, realTime: @escaping @Sendable () -> Instant, zone: Zone = .china,
        demoBar: @escaping @Sendable (Actor) async throws -> DemoBar? = { _ in nil }, ailments: @escaping @Sendable () async -> [String] = { [] },
        sha256: @escaping @Sendable ([UInt8]) -> [UInt8], random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.session = session
        self.powers = powers
        self.programmeTime = programmeTime
        self.realTime = realTime
        self.zone = zone
        self.demoBar = demoBar
        self.ailments = ailments
        self.sha256 = sha256
        self.random = random
    }
}

/// How pages look, given by the layout.
struct SiteFace: Sendable {
    /// The whole document of a page.
    let frame: @Sendable (any Page, View) -> HTML
    /// The page that asks a visitor to sign in. `held` is what a form held when its session had ended.
    var signIn: (@Sendable (Ask, _ wanted: Href, _ held: Held?) async throws -> any Page)?
    /// The page of a refusal or fault, if not the plain one.
    var fault: (@Sendable (FaultPage) -> any Page)?

    init(
        frame: @escaping @Sendable (any Page, View) -> HTML, signIn: (@Sendable (Ask, Href, Held?) async throws -> any Page)? = nil,
        fault: (@Sendable (FaultPage) -> any Page)? = nil
    ) {
        self.frame = frame
        self.signIn = signIn
        self.fault = fault
    }
}
