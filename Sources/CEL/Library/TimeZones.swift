#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Time zones by name, from the system's database, and as fixed offsets.
enum TimeZones {
    /// Where systems keep the database.
    private static let folders: [StaticString] = [
        "/usr/share/zoneinfo/", "/var/db/timezone/zoneinfo/", "/usr/lib/zoneinfo/", "/usr/share/lib/zoneinfo/",
        "/etc/zoneinfo/",
    ]
    private static let nameLimit = 64
    private static let fileLimit = 1 << 17

    /// Room for all zones of the database.
    private static let cache = BoundedCache<TimeZoneFile?>(capacity: 1_024)

    /// The steps for looking a zone up, whether it was read before or not: where there is none, every folder is asked.
    static func steps(isFound: Bool) -> Int { isFound ? 20 : 5_000 }

    /// Seconds east of UTC at a moment, in the zone with this name (`America/St_Johns`, `UTC`) or at this offset
    /// (`+05:30`, `-08:00`, `02:00`); nil if there is no such zone.
    static func offset(_ zone: Bytes, at seconds: Int64) -> Int64? {
        if zone.isEmpty || ByteSearch.equal(zone, Bytes(staticText: "UTC")) { return 0 }
        if zone.contains(UInt8(ascii: ":")) { return fixedOffset(zone) }
        guard isName(zone) else { return nil }
        return cache.entry(for: zone, make: load)?.offset(at: seconds)
    }

    /// `[+-]hh:mm`.
    private static func fixedOffset(_ zone: Bytes) -> Int64? {
        var reader = DigitReader(zone)
        let isWest = reader.skip("-")
        if !isWest { _ = reader.skip("+") }
        guard let hours = reader.number(upTo: 2), hours < 24, reader.skip(":"),
            let minutes = reader.number(digits: 2), minutes < 60, reader.isAtEnd
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return isWest ? -seconds : seconds
    }

    /// Whether a text can name a zone. Without dots and a leading slash it cannot lead out of the database.
    private static func isName(_ zone: Bytes) -> Bool {
        guard zone.count <= nameLimit, zone.first != UInt8(ascii: "/"), zone.last != UInt8(ascii: "/") else {
            return false
        }
        return zone.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }

    private static func load(_ zone: Bytes) -> TimeZoneFile? {
        for folder in folders {
            var path = Array(Bytes(staticText: folder))
            path.append(contentsOf: zone)
            path.append(0)
            if let file = read(path) { return file.withUnsafeBytes { TimeZoneFile($0) } }
        }
        return nil
    }

    /// The bytes of a regular file of a plausible size.
    private static func read(_ path: [UInt8]) -> [UInt8]? {
        let descriptor = path.withUnsafeBytes { bytes in
            bytes.baseAddress.map { open($0.assumingMemoryBound(to: CChar.self), O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        }
        guard let descriptor, descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= fileLimit else {
            return nil
        }
        let size = Int(status.st_size)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let start = buffer.baseAddress {
                #if canImport(Glibc)
                    let got = Glibc.read(descriptor, start + count, size - count)
                #elseif canImport(Musl)
                    let got = Musl.read(descriptor, start + count, size - count)
                #else
                    let got = Darwin.read(descriptor, start + count, size - count)
                #endif
                guard got > 0 else { break }
                count += got
            }
        }
    }
}
