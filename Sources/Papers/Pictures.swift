/// Pictures from outside made safe to show: drawn anew by Debian's Pillow, in a process of its own that may fetch nothing.
public struct Pictures: Sendable {
    public enum Failure: Error, Equatable, Sendable {
        /// Too many wait already; try again later.
        case busy
        /// No JPEG or PNG, or a broken one.
        case unreadable
        /// More pixels than are unpacked here.
        case tooLarge
        /// The process could not be started, took too long, or ended without a word.
        case failed(String)
    }

    private let python: String
    private let bench: Bench

    /// - Parameters:
    ///   - python: the interpreter that has Pillow; Debian's own, whatever stands first on the path
    ///   - seconds: how long one picture may take
    ///   - atOnce: pictures made at the same time
    ///   - waiting: how many more may wait for a place
    public init(python: String = "/usr/bin/python3", seconds: Double = 15, atOnce: Int = 2, waiting: Int = 16) {
        self.python = python
        bench = Bench(name: "pictures", seconds: seconds, atOnce: atOnce, waiting: waiting)
    }

    /// A JPEG of the picture, the right way up, with nothing in it but pixels. It is never made larger than it was.
    /// - Parameters:
    ///   - bytes: a JPEG or PNG, whatever its name says.
    ///   - longest: the longest side in pixels.
    public func jpeg(_ bytes: [UInt8], longest: Int) async throws(Failure) -> [UInt8] {
        let output: [UInt8]
        do {
            output = try await bench.run([python, "-I", "-c", PictureDriver.text], Array("\(longest)\n".utf8) + bytes)
        } catch PDF.Failure.busy {
            throw .busy
        } catch {
            throw .failed("\(error)")
        }
        if output == Array(PictureDriver.unreadable.utf8) { throw .unreadable }
        if output == Array(PictureDriver.tooLarge.utf8) { throw .tooLarge }
        guard output.starts(with: [0xFF, 0xD8, 0xFF]) else { throw .failed("no JPEG came out") }
        return output
    }
}
