extension SourceText {
    /// The largest text whose offsets, and those of its decoded scalars, fit in 32 bits.
    private static let addressable = 1 << 31

    /// Checks the size and turns UTF-16, which PowerShell writes, into UTF-8.
    /// - Returns: The text that positions refer to, and where it begins behind a byte order mark.
    /// - Throws: an error if the text is too large or its encoding is broken.
    package func utf8(within limits: DocumentLimits) throws(Diagnostic) -> (source: SourceText, start: Int) {
        let limit = min(limits.size, Self.addressable)
        guard bytes.count <= limit else {
            throw Diagnostic(
                file: name, message: "the file has \(bytes.count) bytes: expected at most \(limit)")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (self, 3) }
        guard let encoding = UTF16Encoding(of: bytes) else { return (self, 0) }
        return (try transcoded(from: encoding), 0)
    }

    private func transcoded(from encoding: UTF16Encoding) throws(Diagnostic) -> SourceText {
        let units = (bytes.count - encoding.start) / 2
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: units * 3, alignment: 16)
        defer { buffer.deallocate() }
        var length = 0
        var offset = encoding.start
        while offset + 1 < bytes.count {
            guard let scalar = encoding.scalar(in: bytes, at: &offset) else {
                throw Diagnostic(
                    file: name, message: "the file is not valid UTF-16: half of a surrogate pair at byte \(offset)",
                    help: "save the file as UTF-8")
            }
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                buffer[length] = byte
                length += 1
            }
        }
        guard offset == bytes.count else {
            throw Diagnostic(
                file: name, message: "the file is not valid UTF-16: its last character is cut off",
                help: "save the file as UTF-8")
        }
        return SourceText(name: name, copying: UnsafeRawBufferPointer(rebasing: buffer[..<length]))
    }
}

/// How the bytes of a UTF-16 text are arranged.
private struct UTF16Encoding {
    var isBigEndian: Bool
    /// Where the text begins, past a byte order mark.
    var start: Int

    /// Recognises UTF-16 by its byte order mark, or by the zero bytes beside the first two characters, which in all
    /// formats of ours are ASCII.
    init?(of bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0xFF, 0xFE): self.init(isBigEndian: false, start: 2)
        case (0xFE, 0xFF): self.init(isBigEndian: true, start: 2)
        case (0, 1...0x7F): self.init(isBigEndian: true, start: 0)
        case (1...0x7F, 0): self.init(isBigEndian: false, start: 0)
        default: return nil
        }
        guard start == 0 else { return }
        guard bytes.count % 2 == 0, bytes.count < 4 || isASCII(in: bytes, at: 2) else { return nil }
    }

    private init(isBigEndian: Bool, start: Int) {
        self.isBigEndian = isBigEndian
        self.start = start
    }

    private func isASCII(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        (1...0x7F).contains(unit(in: bytes, at: offset))
    }

    private func unit(in bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt16 {
        let first = UInt16(bytes[offset])
        let second = UInt16(bytes[offset + 1])
        return isBigEndian ? first << 8 | second : second << 8 | first
    }

    /// The character at an offset, which moves past it; nil for half of a surrogate pair.
    func scalar(in bytes: UnsafeRawBufferPointer, at offset: inout Int) -> Unicode.Scalar? {
        let first = unit(in: bytes, at: offset)
        if let scalar = Unicode.Scalar(first) {
            offset += 2
            return scalar
        }
        guard UTF16.isLeadSurrogate(first), offset + 3 < bytes.count else { return nil }
        let second = unit(in: bytes, at: offset + 2)
        guard UTF16.isTrailSurrogate(second) else { return nil }
        offset += 4
        return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    }
}
