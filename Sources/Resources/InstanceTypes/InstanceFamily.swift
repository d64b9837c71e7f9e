/// What the name of an instance family says by itself.
///
/// A family is named by letters, a generation, attributes and sometimes a suffix: `c7gn`, `p6e-gb200`, `m7i-flex`.
/// - SeeAlso: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
struct InstanceFamily {
    let name: String
    let letters: String
    let generation: Int?
    let attributes: String

    init(_ name: String) {
        self.name = name
        let letters = name.prefix { $0.isLetter }
        let digits = name.dropFirst(letters.count).prefix { $0.isASCII && $0.isNumber }
        self.letters = letters.lowercased()
        generation = Int(digits)
        attributes = String(name.dropFirst(letters.count + digits.count).prefix { $0.isLetter })
    }

    /// `geospatial.interactive` and `system` have no generation, so that their letters say nothing.
    var instanceClass: InstanceClass {
        if let special = Self.specialFamilies[letters] { return special }
        guard generation != nil || letters == "u" else { return .other }
        return Self.classes[letters] ?? .other
    }

    /// GPUs of other makers are marked behind the generation (`g4ad`), Graviton likewise (`c7gn`, `g5g`).
    var isGraviton: Bool { attributes.contains("g") && Self.classes[letters] != nil && letters != "p" }

    private static let specialFamilies: [String: InstanceClass] = [
        "geospatial": .special, "system": .special, "mac": .special, "f": .special, "vt": .special,
    ]

    private static let classes: [String: InstanceClass] = [
        "t": .burstable,
        "m": .general, "a": .general,
        "c": .compute, "hpc": .compute,
        "r": .memory, "x": .memory, "z": .memory, "u": .memory,
        "i": .storage, "d": .storage, "h": .storage, "im": .storage, "is": .storage,
        "g": .nvidiaGPU, "gr": .nvidiaGPU, "p": .nvidiaGPU,
        "inf": .inferentia, "trn": .trainium, "dl": .gaudi, "eia": .elasticInference,
    ]
}
