import Domain
import ProgrammeText
import Testing

@Suite struct RealProgrammeTests {
    let programme: Programme

    init() throws {
        let (programme, mistakes) = ProgrammeReader.read(try text(realFile), file: realFile, hash: "h")
        #expect(mistakes.map(\.description) == [])
        self.programme = try #require(programme)
    }

    @Test func itLoads() { #expect(programme.id == "qingdao-2020") }
}
