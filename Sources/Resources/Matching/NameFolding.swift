/// Compares names that are spelled by different habits: `volume_size_in_gb`, `VolumeSizeInGB`, `volume-size-in-gb`.
enum NameFolding {
    /// The letters and digits of a name, in lower case.
    static func fold(_ name: String) -> String {
        // Names of types and attributes are ASCII; in a name that someone made up, other letters stay as they are.
        String(decoding: name.utf8.lazy.filter(isKept).map(lowercased), as: UTF8.self)
    }

    /// Whether a name is the same as another but for the spelling; without making texts of them, since a name is held
    /// against all properties of a type.
    static func folds(_ name: some Collection<UInt8>, to other: String) -> Bool {
        var others = other.utf8.lazy.filter(isKept).map(lowercased).makeIterator()
        for byte in name where isKept(byte) {
            guard others.next() == lowercased(byte) else { return false }
        }
        return others.next() == nil
    }

    private static func isKept(_ byte: UInt8) -> Bool { byte.isLetterOrDigit || byte >= 0x80 }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
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
