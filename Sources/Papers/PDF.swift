import Foundation

/// Pages to PDF through Debian's WeasyPrint, in a process of its own that may fetch nothing: what a page shows is in the page
/// or in a `data:` address.
public struct PDF: Sendable {
    public enum Failure: Error, Equatable, Sendable {
        /// Too many wait already; try again later.
        case busy
        /// Not done within the time given; the process was killed.
        case timedOut
        /// The process could not be started, or ended without a PDF; with the end of what it said.
        case failed(String)
    }

    private let python: String
    private let bench: Bench

    /// - Parameters:
    ///   - python: the interpreter that has WeasyPrint; Debian's own, whatever stands first on the path
    ///   - seconds: how long one document may take
    ///   - atOnce: documents made at the same time
    ///   - waiting: how many more may wait for a place
    public init(python: String = "/usr/bin/python3", seconds: Double = 20, atOnce: Int = 2, waiting: Int = 16) {
        self.python = python
        bench = Bench(name: "pdf", seconds: seconds, atOnce: atOnce, waiting: waiting)
    }

    /// Renders a whole HTML document with one style sheet for print. Chinese is set in Noto CJK unless the sheet says otherwise.
    ///
    /// Throws `Failure`. Waits on threads of its own.
    public func render(html: String, stylesheet: String) async throws -> [UInt8] {
        let input = try JSONSerialization.data(withJSONObject: ["html": html, "stylesheet": stylesheet])
        return try await run([python, "-I", "-c", PDFDriver.text], Array(input))
    }

    func run(_ command: [String], _ input: [UInt8]) async throws -> [UInt8] {
        let output = try await bench.run(command, input)
        guard output.starts(with: Array("%PDF-".utf8)) else { throw Failure.failed("no PDF came out") }
        return output
    }
}
