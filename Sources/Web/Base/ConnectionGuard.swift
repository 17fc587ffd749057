import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Sits on each connection, where the router cannot see: cuts bodies that come too slowly or for too long, readers that take nothing and answers that do not come,
/// ends the connection after an answer that says `Connection: close`, or some time after the site was told to end, and gives its headers to answers that the server itself makes.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: WebLimits
    private let security: SecurityHeaders
    private let now: @Sendable () -> NIODeadline

    /// When the request that is being read began; nil between requests.
    private var readingSince: NIODeadline?
    private var received = 0
    /// When the oldest request without an answer was there.
    private var waitingSince: NIODeadline?
    private var stuckSince: NIODeadline?
    private var answerStarted = false
    private var closesAfterAnswer = false
    /// Nothing passes any more; what still comes in is dropped until the other side has seen the answer.
    private var isOver = false
    private var watch: Scheduled<Void>?
    /// Set once the site was told to end.
    private var isEnding: Scheduled<Void>?

    init(limits: WebLimits, security: SecurityHeaders, now: @escaping @Sendable () -> NIODeadline = { .now() }) {
        self.limits = limits
        self.security = security
        self.now = now
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        isEnding?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            readingSince = now()
            received = 0
            if waitingSince == nil { waitingSince = now() }
            start(context)
            if let expectation = head.headerFields[.expect], expectation.lowercased() == "100-continue", !answerStarted,
               head.headerFields[.contentLength].flatMap({ Int($0) }) ?? 0 <= limits.upload {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body(let buffer): received += buffer.readableBytes
        case .end: readingSince = nil
        }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, isEnding == nil {
            let channel = context.channel
            isEnding = context.eventLoop.scheduleTask(in: .milliseconds(Int64(limits.shutdown * 1000))) { channel.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOver else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            answerStarted = true
            waitingSince = nil
            security.add(to: &head.headerFields)
            closesAfterAnswer = head.headerFields[.connection]?.lowercased() == "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            answerStarted = false
            context.write(data, promise: promise)
            if closesAfterAnswer { end(context) }
        default: context.write(data, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stuckSince = context.channel.isWritable ? nil : now()
        if stuckSince != nil { start(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Sends what is written, says that nothing more comes, and lets the other side read it before the connection goes:
    /// closing at once, with unread bytes in hand, would make the kernel take the answer back.
    private func end(_ context: ChannelHandlerContext) {
        isOver = true
        stop()
        context.flush()
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status) {
        guard !answerStarted else {
            isOver = true
            stop()
            context.close(promise: nil)
            return
        }
        var headers: HTTPFields = [.connection: "close", .contentLength: "0"]
        if status == .serviceUnavailable { headers[.retryAfter] = "5" }
        security.add(to: &headers)
        context.write(wrapOutboundOut(.head(HTTPResponse(status: status, headerFields: headers))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        end(context)
    }

    private func start(_ context: ChannelHandlerContext) {
        guard watch == nil else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleTask(in: .milliseconds(500)) {
            let (guardian, context) = bound.value
            guardian.watch = nil
            guardian.look(context)
        }
    }

    private func stop() {
        watch?.cancel()
        watch = nil
    }

    private func look(_ context: ChannelHandlerContext) {
        guard !isOver, context.channel.isActive else { return }
        func seconds(_ since: NIODeadline) -> Double { Double((now() - since).nanoseconds) / 1e9 }
        if let since = readingSince {
            let passed = seconds(since)
            let isSlow = passed > limits.grace && Double(received) < (passed - limits.grace) * Double(limits.slowestBody)
            if isSlow || passed > limits.longestBody { return refuse(context, .requestTimeout) }
        }
        // A body that comes steadily may take its time; the deadline is for what comes after it.
        if let since = waitingSince, readingSince == nil, seconds(since) > limits.deadline { return refuse(context, .serviceUnavailable) }
        if let since = stuckSince, seconds(since) > limits.slowReader {
            isOver = true
            return context.close(promise: nil)
        }
        if readingSince != nil || waitingSince != nil || stuckSince != nil { start(context) }
    }
}
