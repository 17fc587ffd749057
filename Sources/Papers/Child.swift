import Foundation

/// One run of another program: input in, output out, killed with all its kin when its time is up. Blocks its thread.
enum Child {
    /// Bytes that are taken at most.
    static let longestOutput = 64 << 20

    static func run(_ command: [String], input: [UInt8], seconds: Double) throws -> [UInt8] {
        // a socket for input and output: writing to a dead process must not raise SIGPIPE here
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        var talk: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, kind, 0, &talk) == 0 else { throw failed("socketpair") }
        var said: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, kind, 0, &said) == 0 else {
            close(talk[0])
            close(talk[1])
            throw failed("socketpair")
        }
        let started = Result { try spawn(command, talk: talk[1], errors: said[1]) }
        close(talk[1])
        close(said[1])
        defer {
            close(talk[0])
            close(said[0])
        }
        let process = try started.get()
        let exchanged = Result { try exchange(talk[0], said[0], input, seconds) }
        // whatever happened: nobody of that group stays behind
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let (output, errors) = try exchanged.get()
        guard !output.isEmpty else {
            throw PDF.Failure.failed(String(decoding: errors.suffix(2000), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return output
    }

    private static func spawn(_ command: [String], talk: Int32, errors: Int32) throws -> pid_t {
        guard let program = command.first else { throw PDF.Failure.failed("no command") }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard posix_spawn_file_actions_init(&actions) == 0 else { throw failed("posix_spawn") }
        defer { posix_spawn_file_actions_destroy(&actions) }
        guard posix_spawnattr_init(&attributes) == 0 else { throw failed("posix_spawn") }
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawn_file_actions_adddup2(&actions, talk, 0)
        posix_spawn_file_actions_adddup2(&actions, talk, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        // the server's environment may hold secrets: only what fonts need
        let known = ProcessInfo.processInfo.environment
        let handedOn = ["HOME", "XDG_CACHE_HOME", "TMPDIR"].compactMap { name in known[name].map { "\(name)=\($0)" } }
        let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"] + handedOn
        let words = command.map { strdup($0) } + [nil]
        let settings = environment.map { strdup($0) } + [nil]
        defer { for text in words + settings { free(text) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, program, &actions, &attributes, words, settings)
        guard status == 0 else { throw PDF.Failure.failed("\(program): \(String(cString: strerror(status)))") }
        return process
    }

    private static func exchange(_ talk: Int32, _ said: Int32, _ input: [UInt8], _ seconds: Double) throws -> (output: [UInt8], errors: [UInt8]) {
        let end = ContinuousClock.now + .seconds(seconds)
        _ = fcntl(talk, F_SETFL, fcntl(talk, F_GETFL) | O_NONBLOCK)
        _ = fcntl(said, F_SETFL, fcntl(said, F_GETFL) | O_NONBLOCK)
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var sent = 0
        var talking = true
        var listening = true
        var writing = true
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while talking || listening {
            let left = (end - ContinuousClock.now) / .milliseconds(1)
            guard left > 0 else { throw PDF.Failure.timedOut }
            var watched = [
                pollfd(fd: talking ? talk : -1, events: Int16(POLLIN) | (writing ? Int16(POLLOUT) : 0), revents: 0),
                pollfd(fd: listening ? said : -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, Int32(min(left.rounded(.up), 60_000))) >= 0 else {
                if errno == EINTR { continue }
                throw failed("poll")
            }
            if writing, watched[0].revents & Int16(POLLOUT) != 0 {
                let count = input[sent...].withUnsafeBytes { send(talk, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if count > 0 { sent += count }
                if sent == input.count || (count < 0 && errno != EAGAIN && errno != EINTR) {
                    shutdown(talk, Int32(SHUT_WR))
                    writing = false
                }
            }
            if watched[0].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
                let count = read(talk, &chunk, chunk.count)
                if count > 0 {
                    output += chunk.prefix(count)
                    guard output.count <= longestOutput else { throw PDF.Failure.failed("more than \(longestOutput) bytes came out") }
                } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                    talking = false
                }
            }
            if watched[1].revents != 0 {
                let count = read(said, &chunk, chunk.count)
                if count > 0 {
                    errors = Array((errors + chunk.prefix(count)).suffix(4000))
                } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                    listening = false
                }
            }
        }
        return (output, errors)
    }

    private static func failed(_ call: String) -> PDF.Failure {
        .failed("\(call): \(String(cString: strerror(errno)))")
    }
}
