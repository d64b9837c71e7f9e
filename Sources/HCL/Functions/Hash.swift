import Documents

/// Digests that configurations compute, to tell contents apart; nothing here guards a secret.
/// - SeeAlso: RFC 1321 (MD5), FIPS 180-4 (SHA)
enum Hash {
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The message with a one, zeros, and its length in bits.
    private static func padded(_ message: [UInt8], block: Int, isBigEndian: Bool) -> [UInt8] {
        var bytes = message + [0x80]
        let lengthSize = block / 8
        while bytes.count % block != block - lengthSize { bytes.append(0) }
        let length = withUnsafeBytes(of: UInt64(message.count) * 8) { Array($0) }
        let zeros = [UInt8](repeating: 0, count: lengthSize - 8)
        return isBigEndian ? bytes + zeros + length.reversed() : bytes + length + zeros
    }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { start in
            bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }

    private static func bytes(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
    }

    static func md5(_ message: [UInt8]) -> [UInt8] {
        let shifts: [[UInt32]] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
        let bytes = padded(message, block: 64, isBigEndian: false)
        for start in stride(from: 0, to: bytes.count, by: 64) {
            let block = words(bytes[start..<start + 64]).map(\.byteSwapped)
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for round in 0..<64 {
                let (mix, index): (UInt32, Int)
                switch round / 16 {
                case 0: (mix, index) = (b & c | ~b & d, round)
                case 1: (mix, index) = (d & b | ~d & c, (5 * round + 1) % 16)
                case 2: (mix, index) = (b ^ c ^ d, (3 * round + 5) % 16)
                default: (mix, index) = (c ^ (b | ~d), 7 * round % 16)
                }
                let sum = a &+ mix &+ HashConstants.md5[round] &+ block[index]
                (a, d, c, b) = (d, c, b, b &+ rotate(sum, shifts[round / 16][round % 4]))
            }
            state = zip(state, [a, b, c, d]).map { $0 &+ $1 }
        }
        return Self.bytes(state.map(\.byteSwapped))
    }

    static func sha1(_ message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        let bytes = padded(message, block: 64, isBigEndian: true)
        for start in stride(from: 0, to: bytes.count, by: 64) {
            var block = words(bytes[start..<start + 64])
            for index in 16..<80 {
                block.append(rotate(block[index - 3] ^ block[index - 8] ^ block[index - 14] ^ block[index - 16], 1))
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for round in 0..<80 {
                let (mix, constant): (UInt32, UInt32)
                switch round / 20 {
                case 0: (mix, constant) = (b & c | ~b & d, 0x5A82_7999)
                case 1: (mix, constant) = (b ^ c ^ d, 0x6ED9_EBA1)
                case 2: (mix, constant) = (b & c | b & d | c & d, 0x8F1B_BCDC)
                default: (mix, constant) = (b ^ c ^ d, 0xCA62_C1D6)
                }
                let sum = rotate(a, 5) &+ mix &+ e &+ constant &+ block[round]
                (e, d, c, b, a) = (d, c, rotate(b, 30), a, sum)
            }
            state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
        }
        return Self.bytes(state)
    }

    static func sha256(_ message: [UInt8]) -> [UInt8] { ContentHash.digest(of: message) }

    static func sha512(_ message: [UInt8]) -> [UInt8] {
        var state = HashConstants.sha512Start
        let bytes = padded(message, block: 128, isBigEndian: true)
        func turn(_ word: UInt64, _ count: UInt64) -> UInt64 { word >> count | word << (64 - count) }
        for start in stride(from: 0, to: bytes.count, by: 128) {
            var w: [UInt64] = (0..<16).map { index in
                bytes[start + index * 8..<start + index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
            }
            for i in 16..<80 {
                let small = turn(w[i - 15], 1) ^ turn(w[i - 15], 8) ^ w[i - 15] >> 7
                let large = turn(w[i - 2], 19) ^ turn(w[i - 2], 61) ^ w[i - 2] >> 6
                w.append(w[i - 16] &+ small &+ w[i - 7] &+ large)
            }
            var s = state
            for i in 0..<80 {
                let large = turn(s[4], 14) ^ turn(s[4], 18) ^ turn(s[4], 41)
                let first = s[7] &+ large &+ (s[4] & s[5] ^ ~s[4] & s[6]) &+ HashConstants.sha512[i] &+ w[i]
                let small = turn(s[0], 28) ^ turn(s[0], 34) ^ turn(s[0], 39)
                let second = small &+ (s[0] & s[1] ^ s[0] & s[2] ^ s[1] & s[2])
                s = [first &+ second, s[0], s[1], s[2], s[3] &+ first, s[4], s[5], s[6]]
            }
            state = zip(state, s).map { $0 &+ $1 }
        }
        return state.flatMap { word in (0..<8).reversed().map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) } }
    }
}
