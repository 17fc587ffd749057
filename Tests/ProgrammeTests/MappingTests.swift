import Domain
import Foundation
import ProgrammeText
import Testing

@Suite struct MappingTests {
    private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "mappings")

    @Test func everyMappingOfTheProjectIsWithoutMistakes() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil).filter { $0.pathExtension == "yaml" }
        #expect(files.count >= 4)
        for file in files {
            let (mapping, mistakes) = MappingReader.read(try String(contentsOf: file, encoding: .utf8), file: file.lastPathComponent)
            #expect(mistakes.isEmpty, "\(mistakes)")
            #expect(mapping?.source == file.deletingPathExtension().lastPathComponent)
        }
    }

    @Test func mistakesAreNamedWithTheirLines() {
        let text = "mapping: test\nname: { zh: 测, en: t }\ncolumns:\n  titel: a\n  company: b\npay: { unit: fen }\ncodes: { degree: { 1: x } }\n"
        let (mapping, mistakes) = MappingReader.read(text, file: "test.yaml")
        #expect(mapping == nil)
        #expect(Set(mistakes.map(\.line)) == [3, 4, 6, 7])
        #expect(mistakes.first { $0.line == 4 }?.instead?.en.contains("title") == true)
    }
}
