import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The site, ready to serve. The command makes one and runs `application` in its service group, which also ends it:
/// on a graceful shutdown no new connection is taken, and requests in hand are answered first.
public struct WebServer: Sendable {
    public let responder: WebResponder
    private let configuration: WebConfiguration
    private let logger: Logger

    /// - Throws: for a site that is put together wrongly: a path twice, a name without a type, a page that cannot be described.
    init(site: Site, configuration: WebConfiguration, services: SiteServices, face: SiteFace, assets: Assets, logger: Logger) throws {
        let site = try site.withOwnRoutes(services)
        responder = try WebResponder(site: site, configuration: configuration, services: services, face: face, assets: assets, logger: logger)
        self.configuration = configuration
        self.logger = logger
    }

    /// All routes, the site's own included.
    public var routes: [Route] { responder.site.routes }

    /// Who may use which route, as a Markdown table.
    public var accessTable: String { responder.site.accessTable() }

    /// - Parameter listening: called with the port once connections are taken.
    public func application(listening: @escaping @Sendable (Int) async -> Void = { _ in }) -> some ApplicationProtocol {
        let limits = configuration.limits
        let security = responder.security
        var quiet = logger
        // The server's own messages at lower levels would name addresses.
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            responder: responder,
            server: .http1(configuration: .init(
                additionalChannelHandlers: [ConnectionGuard(limits: limits, security: security)], idleTimeout: .milliseconds(Int64(limits.idle * 1000)))),
            configuration: .init(address: .hostname(configuration.address, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await listening(channel.localAddress?.port ?? 0) },
            logger: quiet)
    }
}
