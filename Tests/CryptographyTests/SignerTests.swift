import Testing

@testable import Cryptography

@Suite struct SignerTests {
    @Test("Ed25519 on the first tests of RFC 8032") func vectors() throws {
        let cases = [
            ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
             "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
             "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
            ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
             "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
             "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        ]
        for (seed, publicKey, message, signature) in cases {
            let signer = try Signer(seed: try #require(Digest.bytes(hex: seed)), keyID: 1)
            let text = try #require(Digest.bytes(hex: message))
            #expect(signer.publicKey == publicKey)
            #expect(Digest.hex(try signer.sign(text)) == signature)
            #expect(Signer.verify(publicKey: publicKey, signature: try #require(Digest.bytes(hex: signature)), message: text))
        }
    }

    @Test func onlyTheKeyOverTheMessageHolds() throws {
        let keys = try Keys.generate()
        let signer = try Signer(keys: keys)
        let head = Array("42 0f0f0f".utf8)
        let signature = try signer.sign(head)
        #expect(try Signer.publicKeys(keys) == [1: signer.publicKey])
        #expect(try Signer(keys: keys).publicKey == signer.publicKey)
        #expect(signer.keyID == 1)
        #expect(Signer.verify(publicKey: signer.publicKey, signature: signature, message: head))
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(!Signer.verify(publicKey: signer.publicKey, signature: changed, message: head))
        }
        #expect(!Signer.verify(publicKey: signer.publicKey, signature: signature, message: head + [0]))
        #expect(!Signer.verify(publicKey: try Signer(keys: try Keys.generate()).publicKey, signature: signature, message: head))
        #expect(!Signer.verify(publicKey: "", signature: signature, message: head))
        #expect(!Signer.verify(publicKey: signer.publicKey + "00", signature: signature, message: head))
        #expect(!Signer.verify(publicKey: signer.publicKey, signature: [], message: head))
    }
}
