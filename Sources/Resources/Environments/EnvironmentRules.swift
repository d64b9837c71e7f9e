/// How the environment of a resource is found out: by its tag, else by its account, else by the name of the stack or
/// workspace that it belongs to, else by its own name.
///
/// What the input does not show is passed over, and so is a tag whose value is no environment. A tag whose value is there
/// but not known yet makes the environment unknown: it would go before everything else.
public struct EnvironmentRules: Hashable, Sendable {
    /// A name pattern and the environment that it stands for.
    public struct NamePattern: Hashable, Sendable {
        public var pattern: Glob
        public var environment: String

        public init(_ pattern: String, environment: String) {
            self.pattern = Glob(pattern)
            self.environment = environment
        }
    }

    /// The keys of the tag; the first that a resource has counts. Case and separators do not matter.
    public var tagKeys = ["environment"]
    /// The environments that there are. When there are none, any value of the tag is one.
    public var values = ["dev", "test", "staging", "production"]
    /// Other words for them. Case does not matter.
    public var synonyms = Self.usualSynonyms
    /// Environments by account.
    public var accounts: [String: String] = [:]
    /// Environments by the name of the stack or workspace; the first pattern that matches counts.
    public var stacks: [NamePattern] = []
    /// Environments by the names of resources; the first pattern that matches counts.
    public var names: [NamePattern] = []
    /// The stack or workspace that the input belongs to, where that is known.
    public var stack: String?

    public static let usualSynonyms = [
        "development": "dev", "develop": "dev", "testing": "test", "tst": "test", "stage": "staging", "stg": "staging",
        "prod": "production", "prd": "production", "live": "production",
    ]

    public init() {}

    public static let usual = Self()

    public enum Environment: Hashable, Sendable {
        case known(String)
        /// Nothing says it. `reason` in a few words.
        case unknown(reason: String)
    }

    /// The environment of a resource.
    /// - Parameters:
    ///   - tags: the effective tags.
    ///   - value: the value of a tag, as far as it is known.
    public func environment(of resource: Resource, tags: TagSet, value: (Tag) -> TagValue) -> Environment {
        var stray: String?
        if let tag = tag(in: tags) {
            switch value(tag) {
            case .text(let text):
                if let known = name(for: text) { return .known(known) }
                stray = "the tag `\(tag.keyText)` has the value `\(text)`, which is no environment that is known"
            case .unknown(let reason): return .unknown(reason: "the tag `\(tag.keyText)` is not known: \(reason)")
            case .absent: break
            }
        }
        if let account = resource.account, let found = accounts[account] { return .known(found) }
        if let stack, let found = Self.match(stack, stacks) { return .known(found) }
        for name in [resource.name] + resource.aliases {
            if let found = Self.match(name, names) { return .known(found) }
        }
        return .unknown(reason: stray ?? "nothing says to which environment the resource belongs")
    }

    private func tag(in tags: TagSet) -> Tag? {
        for key in tagKeys {
            let folded = TagKey.fold(key)
            let shown = tags.shown
            let found = shown.first { $0.keyText == key } ?? shown.first { TagKey.fold($0.keyText) == folded }
            if let found { return found }
        }
        return nil
    }

    /// The environment that a word stands for; nil if it is none.
    private func name(for word: String) -> String? {
        let folded = TagKey.fold(word)
        guard !folded.isEmpty else { return nil }
        if values.isEmpty || values.contains(word) { return word }
        if let synonym = synonyms.first(where: { TagKey.fold($0.key) == folded }) { return synonym.value }
        return values.first { TagKey.fold($0) == folded }
    }

    private static func match(_ name: String, _ patterns: [NamePattern]) -> String? {
        patterns.first { $0.pattern.matches(name) }?.environment
    }
}
