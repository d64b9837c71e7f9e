import Documents

/// The keyed hash of a message by SHA-256 (RFC 2104), with which requests are signed.
enum MessageCode {
    static func code(of message: some Collection<UInt8>, key: [UInt8]) -> [UInt8] {
        let short = key.count > 64 ? ContentHash.digest(of: key) : key
        let padded = short + [UInt8](repeating: 0, count: 64 - short.count)
        let inner = ContentHash.digest(of: padded.map { $0 ^ 0x36 } + message)
        return ContentHash.digest(of: padded.map { $0 ^ 0x5C } + inner)
    }

    /// Bytes in hexadecimal, two lower-case digits each.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
