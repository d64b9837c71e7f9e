/// Compares names that are spelled by different habits: `volume_size_in_gb`, `VolumeSizeInGB`, `volume-size-in-gb`.
enum NameFolding {
    /// The letters and digits of a name, in lower case.
    static func fold(_ name: String) -> String {
        // Names of types and attributes are ASCII; in a name that someone made up, other letters stay as they are.
        String(
            decoding: name.utf8.lazy.filter { $0.isLetterOrDigit || $0 >= 0x80 }
                .map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 },
            as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
