public import Documents

/// The files that all AWS tools share: `~/.aws/config` and `~/.aws/credentials`.
/// - SeeAlso: AWS SDKs and Tools Reference Guide, "Shared config and credentials files"
public struct SharedConfiguration: Sendable {
    /// A section: its settings, and those nested below a setting, such as `sagemaker` of `services`.
    public struct Section: Sendable {
        public var settings: [String: String] = [:]
        public var nested: [String: [String: String]] = [:]

        subscript(name: String) -> String? { settings[name].flatMap { $0.isEmpty ? nil : $0 } }
    }

    /// The file that profiles are looked up in first, for messages.
    public private(set) var file: String
    private(set) var profiles: [String: Section] = [:]
    private(set) var sessions: [String: Section] = [:]
    private(set) var services: [String: Section] = [:]
    /// Sections of the credentials file.
    private(set) var credentials: [String: Section] = [:]

    /// - Throws: an error at the first line that cannot be read.
    public init(environment: AccountEnvironment) throws(Diagnostic) {
        file = environment.path(environment["AWS_CONFIG_FILE"] ?? "~/.aws/config")
        let keys = environment.path(environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials")
        if let text = try environment.contents(of: file) {
            for (title, section) in try Self.parse(text, file: file) { add(section, titled: title) }
        }
        if let text = try environment.contents(of: keys) { credentials = try Self.parse(text, file: keys) }
    }

    /// Whether one of the files has this profile.
    func has(_ profile: String) -> Bool { profiles[profile] != nil || credentials[profile] != nil }

    /// The names of all profiles.
    var names: [String] { Set(profiles.keys).union(credentials.keys).sorted() }

    private mutating func add(_ section: Section, titled title: String) {
        let words = title.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first, words.count > 1 ? words[1].trimmed : nil) {
        case ("profile", let name?): profiles[name] = section
        case ("sso-session", let name?): sessions[name] = section
        case ("services", let name?): services[name] = section
        case ("default", nil): profiles["default"] = profiles["default"] ?? section
        default: break
        }
    }

    static func parse(_ text: String, file: String) throws(Diagnostic) -> [String: Section] {
        var sections: [String: Section] = [:]
        var title: String?
        /// The setting below which nested ones stand.
        var parent: String?
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = String(line).trimmed
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            func failure(_ message: String) -> Diagnostic {
                let place = Position(line: index + 1, column: 1, offset: 0)
                // The line is not shown: it may hold a key.
                return Diagnostic(
                    file: file, region: SourceRegion(start: place, end: place), message: message,
                    help: "lines are `[profile name]` and `name = value`")
            }
            if content.hasPrefix("[") {
                guard let end = content.firstIndex(of: "]") else { throw failure("the section has no closing bracket") }
                let name = String(content[content.index(after: content.startIndex)..<end]).trimmed.unquoted
                (title, parent) = (name, nil)
                sections[name] = sections[name] ?? Section()
                continue
            }
            guard let equals = content.firstIndex(of: "=") else { throw failure("the line is no setting") }
            guard let section = title else { throw failure("the setting stands before the first section") }
            let name = String(content[..<equals]).trimmed.lowercased()
            var value = String(content[content.index(after: equals)...]).trimmed
            if let comment = value.commentStart { value = String(value[..<comment]).trimmed }
            if line.first?.isWhitespace ?? false, let parent {
                sections[section]?.nested[parent, default: [:]][name] = value
            } else {
                sections[section]?.settings[name] = value
                parent = value.isEmpty ? name : nil
            }
        }
        return sections
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace ?? false { text = text.dropFirst() }
        while text.last?.isWhitespace ?? false { text = text.dropLast() }
        return String(text)
    }

    fileprivate var unquoted: String {
        // `[profile "my team"]`
        filter { $0 != "\"" }
    }

    /// Where a comment behind a value starts: a mark after white space.
    fileprivate var commentStart: String.Index? {
        var before: Character = "x"
        for index in indices {
            if before.isWhitespace, self[index] == "#" || self[index] == ";" { return index }
            before = self[index]
        }
        return nil
    }
}
