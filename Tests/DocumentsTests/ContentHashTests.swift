import Documents
import Testing

@Suite("Hashes of contents")
struct ContentHashTests {
    @Test(
        "the hash is SHA-256",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func hash(text: String, sum: String) { #expect(ContentHash.hexadecimal(of: Array(text.utf8)) == sum) }

    @Test("texts of every length around a block have different hashes of the right length")
    func lengths() {
        let sums = (0..<200).map { ContentHash.hexadecimal(of: [UInt8](repeating: 0x61, count: $0)) }
        #expect(Set(sums).count == 200 && sums.allSatisfy { $0.utf8.count == 64 })
        // From `printf 'a%.0s' {1..64} | sha256sum`.
        #expect(sums[64] == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb")
    }

    @Test("the bytes of a digest are those of its text")
    func bytes() {
        let text = ContentHash.digest(of: Array("abc".utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        #expect(text.joined() == ContentHash.hexadecimal(of: Array("abc".utf8)))
    }
}
