import Foundation
import PostgresEngine

/// One PostgreSQL cluster for the whole test process, started when the first test wants it: in a folder of its own, on a Unix socket there,
/// durable as a real one. It ends with the process, however that ends: a shell beside it reads from a pipe that the process holds.
public final class Cluster: Sendable {
    /// The folder that holds the socket and the data.
    public let folder: String
    let administration: PostgresDatabase

    /// Starts the cluster, once.
    public static func shared() async throws -> Cluster { try await starting.value }

    private static let starting = Task { try await Cluster() }

    /// Why there is no cluster. Tests fail with it; they are not skipped.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// The address of one of the cluster's databases, as the command takes it.
    public func address(of database: String) -> String { "postgres://postgres@/\(database)?host=\(folder)" }

    private init() async throws {
        guard let programs = Self.programs else {
            throw Missing(description: "The tests need PostgreSQL's server. On Debian: apt-get install postgresql-15 (nothing has to run).")
        }
        let folder = try Self.newFolder()
        try await Self.start(programs: programs, folder: folder)
        self.folder = folder
        administration = try await PostgresDatabase(url: "postgres://postgres@/postgres?host=\(folder)", connections: 2)
    }

    /// The newest server's programs that Debian has here, or the ones on the path that `YIZHAN_POSTGRES` names.
    private static var programs: String? {
        let named = ProcessInfo.processInfo.environment["YIZHAN_POSTGRES"].map { [$0] }
        let root = "/usr/lib/postgresql"
        let installed = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [])
            .sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
        return (named ?? installed).first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
    }

    private static func newFolder() throws -> String {
        // Short, because a socket's path may have 107 bytes only.
        let template = "/tmp/yizhan-pg-XXXXXX"
        var name = Array(template.utf8CString)
        guard mkdtemp(&name) != nil else { throw Missing(description: "No folder for the cluster: \(String(cString: strerror(errno)))") }
        let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if getuid() == 0 {
            guard let postgres = getpwnam("postgres"), chown(folder, postgres.pointee.pw_uid, postgres.pointee.pw_gid) == 0 else {
                throw Missing(description: "PostgreSQL does not run as root, and there is no user postgres to run it as.")
            }
        }
        return folder
    }

    /// A default collation that is not bytewise, so that an ORDER BY or a comparison that relies on the default is found out.
    private static let script = """
        cd "$folder" || exit 1
        "$programs/initdb" -D data -U postgres -A trust --no-sync -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=zh >log 2>&1 || exit 1
        "$programs/postgres" -D data -k "$folder" -c listen_addresses= -c max_connections=200 -c shared_buffers=64MB \\
            -c fsync=on -c synchronous_commit=on -c max_wal_size=256MB -c deadlock_timeout=200ms >>log 2>&1 </dev/null &
        server=$!
        while kill -0 $server 2>/dev/null && ! "$programs/pg_isready" -q -h "$folder"; do sleep 0.05; done
        if kill -0 $server 2>/dev/null; then echo ready; else exit 1; fi
        exec >/dev/null
        cat >/dev/null
        kill -QUIT $server 2>/dev/null
        wait $server
        cd / && rm -rf "$folder"
        """

    /// The writing end of the pipe; that this process holds it is what keeps the cluster running.
    private static let lifeline = Pipe()

    private static func start(programs: String, folder: String) async throws {
        let process = Process()
        let shell = ["/bin/sh", "-c", "folder='\(folder)'; programs='\(programs)'; " + script]
        // setpriv becomes the shell itself, where runuser would stand between and pass on no signal.
        let command = getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] + shell : shell
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        let output = Pipe()
        process.standardInput = lifeline
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        _ = fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try process.run()
        let ready = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: output.fileHandleForReading.readData(ofLength: 6))
            }
        }
        guard ready == Data("ready\n".utf8) else {
            let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
            throw Missing(description: "PostgreSQL did not start in \(folder): \(log.suffix(2000))")
        }
    }
}
