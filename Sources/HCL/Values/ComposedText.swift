extension String {
    /// Whether the text surely has Unicode's composed form (NFC), into which Terraform brings every text.
    ///
    /// A text that is in it and is taken for one that may not be costs a known value, no more.
    var isComposed: Bool {
        utf8.allSatisfy { $0 < 0xCC }
            || unicodeScalars.allSatisfy { scalar in
                guard scalar.value >= 0x300 else { return true }
                return scalar.properties.canonicalCombiningClass == .notReordered
                    && !String.decomposed.contains { $0.contains(scalar.value) }
            }
    }

    /// Characters that others stand for in that form, or that join those before them: letters of Greek with accents, signs that
    /// are letters, parts of Korean syllables, and the compatibility ideographs.
    /// - SeeAlso: https://www.unicode.org/Public/UCD/latest/ucd/DerivedNormalizationProps.txt (NFC_QC)
    private static let decomposed: [ClosedRange<UInt32>] = [
        0x340...0x344, 0x374...0x374, 0x37E...0x37E, 0x387...0x387, 0x958...0x95F, 0x9BE...0x9BE, 0x9D7...0x9DF,
        0xA33...0xA5E, 0xB3E...0xB5D, 0xBBE...0xBD7, 0xCC2...0xCD6, 0xD3E...0xD57, 0xDCF...0xDDF, 0xF43...0xFB9,
        0x102E...0x102E, 0x1161...0x11C2, 0x1B35...0x1B35, 0x1F71...0x1FFD, 0x2000...0x2001, 0x2126...0x212B,
        0x2329...0x232A, 0x2ADC...0x2ADC, 0xF900...0xFB4E, 0x110BA...0x1D1C0, 0x2F800...0x2FA1D,
    ]
}
