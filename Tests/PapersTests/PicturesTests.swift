import Domain
import Foundation
import Testing

@testable import Papers

/// Pictures by Debian's Pillow; what goes in is made by Pillow too.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PicturesTests {
    static let installed = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") && FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/PIL")

    /// What the script writes.
    private func made(_ script: String) throws -> [UInt8] {
        try Child.run(["/usr/bin/python3", "-I", "-c", "import io, struct, sys, zlib\nfrom PIL import Image\nout = sys.stdout.buffer\n" + script], input: [], seconds: 30)
    }

    private static let camera = """
        picture = Image.new("RGB", (2000, 1000), (10, 90, 140))
        picture.paste((250, 0, 0), (0, 0, 1000, 1000))
        exif = Image.Exif()
        exif[0x010F] = "SecretCamera"
        exif[0x0112] = 6
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2], gps[3], gps[4] = "N", (36.0, 4.0, 1.0), "E", (120.0, 22.0, 1.0)
        picture.save(out, "JPEG", exif=exif, icc_profile=b"secret profile", comment=b"secret comment")
        """

    /// Width, height and the colour of a place, as another reader sees them.
    private func look(_ jpeg: [UInt8], x: Double, y: Double) throws -> (width: Int, height: Int, colour: [Int]) {
        let script = """
            import io, sys
            from PIL import Image
            picture = Image.open(io.BytesIO(sys.stdin.buffer.read()))
            print(*picture.size, *picture.getpixel((int(picture.width * \(x)), int(picture.height * \(y)))))
            """
        let said = String(decoding: try Child.run(["/usr/bin/python3", "-I", "-c", script], input: jpeg, seconds: 30), as: UTF8.self)
        let numbers = said.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        return (try #require(numbers.first), try #require(numbers.dropFirst().first), Array(numbers.dropFirst(2)))
    }

    @Test(.enabled(if: installed, "python3-pil is not installed")) func whereAndWithWhatItWasTakenIsGone() async throws {
        let before = try made(Self.camera)
        for secret in ["SecretCamera", "secret profile", "secret comment", "Exif"] { #expect(Data(before).range(of: Data(secret.utf8)) != nil, "\(secret) went in") }
        #expect(try #require(JPEGFacts(before)).hasMetadata)
        let after = try await Pictures(seconds: 60).jpeg(before, longest: 1600)
        for secret in ["SecretCamera", "secret profile", "secret comment", "Exif", "ICC_PROFILE"] { #expect(Data(after).range(of: Data(secret.utf8)) == nil, "\(secret) came out") }
        let facts = try #require(JPEGFacts(after))
        #expect(!facts.hasMetadata)
        // It lay on its side, and stands upright now: what was left is on top.
        #expect(facts.width == 800 && facts.height == 1600)
        let top = try look(after, x: 0.5, y: 0.1).colour, foot = try look(after, x: 0.5, y: 0.9).colour
        #expect(try #require(top.first) > 200 && (try #require(foot.first)) < 60, "\(top) \(foot)")
    }

    @Test(.enabled(if: installed, "python3-pil is not installed")) func aSmallPictureStaysSmallAndGlassBecomesWhite() async throws {
        let png = try made("Image.new('RGBA', (300, 200), (0, 0, 0, 0)).save(out, 'PNG')")
        let after = try await Pictures(seconds: 60).jpeg(png, longest: 480), seen = try look(after, x: 0.5, y: 0.5)
        #expect(seen.width == 300 && seen.height == 200 && seen.colour.allSatisfy { $0 > 250 })
        let grey = try made("Image.new('I;16', (40, 30)).save(out, 'PNG')")
        #expect(JPEGFacts(try await Pictures(seconds: 60).jpeg(grey, longest: 480))?.width == 40)
        let cmyk = try made("Image.new('CMYK', (1000, 500)).save(out, 'JPEG')")
        #expect(JPEGFacts(try await Pictures(seconds: 60).jpeg(cmyk, longest: 480))?.height == 240)
    }

    /// A file of a few kilobytes that would unpack to gigabytes is not unpacked.
    @Test(.enabled(if: installed, "python3-pil is not installed")) func whatUnpacksToTooMuchIsRefused() async throws {
        let bomb = try made("""
            def chunk(name, content):
                return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
            out.write(b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(1000000))) + chunk(b"IEND", b""))
            """)
        #expect(bomb.count < 10_000)
        await #expect(throws: Pictures.Failure.tooLarge) { try await Pictures(seconds: 60).jpeg(bomb, longest: 480) }
    }

    @Test(.enabled(if: installed, "python3-pil is not installed")) func whatIsNoPictureIsRefused() async throws {
        let whole = try made(Self.camera)
        for bytes in [[], [0xFF, 0xD8, 0xFF], Array("GIF89a\u{1}\u{0}\u{1}\u{0}".utf8), Array("%!PS-Adobe-3.0 EPSF-3.0\n".utf8), Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8), Array(whole.prefix(700))] as [[UInt8]] {
            await #expect(throws: Pictures.Failure.unreadable) { try await Pictures(seconds: 60).jpeg(bytes, longest: 480) }
        }
        let gif = try made("Image.new('P', (10, 10)).save(out, 'GIF')")
        await #expect(throws: Pictures.Failure.unreadable) { try await Pictures(seconds: 60).jpeg(gif, longest: 480) }
    }

    @Test func aMissingProgramIsSaid() async {
        do {
            _ = try await Pictures(python: "/nowhere/python3").jpeg([0xFF, 0xD8, 0xFF], longest: 480)
            Issue.record("expected a failure")
        } catch .failed {} catch {
            Issue.record("\(error)")
        }
    }
}
