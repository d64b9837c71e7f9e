/// The history of a time zone's offsets, and the rule by which it goes on.
///
/// - SeeAlso: RFC 9636, the Time Zone Information Format.
final class TimeZoneFile: Sendable {
    /// When a new offset begins, in seconds since 1970, ascending.
    private let transitions: [Int64]
    /// The offset that begins with each transition, in seconds east of UTC.
    private let offsets: [Int64]
    /// The offset before the first transition.
    private let initialOffset: Int64
    private let rule: TimeZoneRule?

    /// Seconds east of UTC at a moment.
    func offset(at seconds: Int64) -> Int64 {
        guard let last = transitions.last else { return rule?.offset(at: seconds) ?? initialOffset }
        if seconds >= last { return rule?.offset(at: seconds) ?? offsets[offsets.count - 1] }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? initialOffset : offsets[low - 1]
    }

    /// Reads the second, 64-bit block of a file; nil if the file is damaged, of version 1, or counts leap seconds.
    init?(_ file: Bytes) {
        guard let first = Header(file, at: 0), first.version >= UInt8(ascii: "2") else { return nil }
        let start = Header.size + first.dataSize(timeSize: 4)
        guard let header = Header(file, at: start), header.leapCount == 0, header.typeCount > 0 else { return nil }
        let dataStart = start + Header.size
        let footerStart = dataStart + header.dataSize(timeSize: 8)
        guard footerStart < file.count, file[footerStart] == 0x0A else { return nil }

        let indexStart = dataStart + 8 * header.timeCount
        let typeStart = indexStart + header.timeCount
        func offset(ofType index: Int) -> Int64? {
            guard index < header.typeCount else { return nil }
            let value = Int32(bitPattern: Self.bigEndian(file, at: typeStart + 6 * index))
            return abs(Int64(value)) <= Self.offsetLimit ? Int64(value) : nil
        }

        var transitions: [Int64] = []
        var offsets: [Int64] = []
        for index in 0..<header.timeCount {
            let time = Int64(bitPattern: Self.bigEndian(file, at: dataStart + 8 * index))
            guard let offset = offset(ofType: Int(file[indexStart + index])),
                transitions.last.map({ $0 < time }) ?? true
            else { return nil }
            transitions.append(time)
            offsets.append(offset)
        }
        guard let initial = offset(ofType: 0) else { return nil }
        self.transitions = transitions
        self.offsets = offsets
        initialOffset = initial

        let footer = file[(footerStart + 1)...].prefix { $0 != 0x0A }
        if footer.isEmpty {
            rule = nil
        } else {
            guard let rule = TimeZoneRule(Bytes(rebasing: footer)) else { return nil }
            self.rule = rule
        }
    }

    /// More than a day and an hour is no offset of this world.
    private static let offsetLimit: Int64 = 90_000

    private static func bigEndian<Value: FixedWidthInteger>(_ bytes: Bytes, at offset: Int) -> Value {
        Value(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    private struct Header {
        static let size = 44
        /// Far more than any zone has.
        private static let countLimit: UInt32 = 10_000

        let version: UInt8
        let utCount, standardCount, leapCount, timeCount, typeCount, characterCount: Int

        init?(_ file: Bytes, at start: Int) {
            guard start >= 0, start + Self.size <= file.count,
                ByteSearch.equal(Bytes(rebasing: file[start..<start + 4]), Bytes(staticText: "TZif"))
            else { return nil }
            version = file[start + 4]
            let counts = (0..<6).map { TimeZoneFile.bigEndian(file, at: start + 20 + 4 * $0) as UInt32 }
            guard counts.allSatisfy({ $0 <= Self.countLimit }) else { return nil }
            utCount = Int(counts[0])
            standardCount = Int(counts[1])
            leapCount = Int(counts[2])
            timeCount = Int(counts[3])
            typeCount = Int(counts[4])
            characterCount = Int(counts[5])
        }

        /// How many bytes follow the header.
        func dataSize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4) + standardCount
                + utCount
        }
    }
}
