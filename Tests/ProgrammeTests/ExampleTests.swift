import Domain
import Foundation
import ProgrammeText
import Testing

let exampleFiles = ["hangzhou", "xiamen", "chengdu", "zibo"].map { "programmes/examples/\($0).yaml" }

@Suite struct ExampleTests {
    static func rules(_ file: String) throws -> (Programme, LodgingRules) {
        let (programme, mistakes) = ProgrammeReader.read(try text(file), file: file, hash: "h")
        #expect(mistakes.map(\.description) == [])
        let read = try #require(programme)
        return (read, try #require(read.lodging))
    }

    @Test(arguments: exampleFiles)
    func itReadsWithoutMistakes(_ file: String) throws { _ = try Self.rules(file) }
}
