/// What the names in the ARNs of a service hold, by the placeholders in the forms of the ARNs.
/// - SeeAlso: Scripts/data/iam-requests.yaml, where each fact stands with its source.
struct ResourceNames {
    /// What a name holds, in the order of the table.
    enum Contents: Int, CaseIterable {
        /// Neither a colon nor a slash.
        case simple
        /// No colon; of slashes nothing is known.
        case plain
        /// Slashes, but no colon.
        case path
        /// Colons, but no slash.
        case flat
        /// Any text.
        case free
        /// Nothing is known.
        case unknown
    }

    /// Which names a pattern stands for.
    enum Reading {
        /// All that there could be.
        case possible
        /// Those that surely can be.
        case usual
    }

    /// The placeholders of each kind between commas; `*Id` are all that end so.
    let placeholders: [String]

    subscript(placeholder: String) -> Contents {
        let name = placeholder.utf8
        func kind(_ isMeant: (Substring.UTF8View) -> Bool) -> Contents? {
            placeholders.firstIndex { $0.utf8.split(separator: UInt8(ascii: ",")).contains(where: isMeant) }
                .flatMap { Contents(rawValue: $0) }
        }
        return kind { $0.elementsEqual(name) }
            ?? kind { $0.first == UInt8(ascii: "*") && name.suffix($0.count - 1).elementsEqual($0.dropFirst()) }
            ?? .unknown
    }
}

extension ResourceNames {
    private static let numbers = ["Version", "VersionId", "VersionNumber", "RevisionNumber"]

    /// A name as it could be.
    static func example(of placeholder: String) -> String {
        numbers.contains { placeholder.hasSuffix($0) } ? "1" : "example"
    }
}

extension ResourceNames.Contents {
    /// A character of such a name, and a run of them.
    func tokens(_ reading: ResourceNames.Reading) -> [Glob.Token] {
        switch (self, reading) {
        case (.simple, _), (.plain, .usual), (.unknown, .usual): [Glob.Token(.nameCharacter), Glob.Token(.nameRun)]
        case (.plain, .possible), (.path, _): [Glob.Token(.anyButColon), Glob.Token(.starWithoutColon)]
        case (.flat, _): [Glob.Token(.anyButSlash), Glob.Token(.starWithoutSlash)]
        case (.free, _), (.unknown, .possible): [Glob.Token(.any), Glob.Token(.star)]
        }
    }
}
