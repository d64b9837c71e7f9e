import Documents

/// What is known of a tag's value.
public enum TagValue: Hashable, Sendable {
    /// The text, as AWS will see it: tag values are texts, whatever the input writes.
    case text(String)
    /// Null, or a value that stands for nothing.
    case absent
    /// Not known before deployment. `reason` in a few words.
    case unknown(reason: String)

    /// Whether the value says nothing: absent, empty or only white space. Nil when that is not known.
    public var isBlank: Bool? {
        switch self {
        // Nearly all begin with something that is seen.
        case .text(let text):
            text.utf8.first.map { $0 <= 0x20 || $0 >= 0x7F } ?? true && text.allSatisfy(\.isWhitespace)
        case .absent: true
        case .unknown: nil
        }
    }
}

extension Tag {
    /// The value in a scenario, resolved as far as the input allows.
    public func value(resolvedBy resolver: (any ValueResolver)?, in scenario: Scenario = Scenario()) -> TagValue {
        resolved(by: resolver, in: scenario).value
    }

    /// The value in a scenario, and whether the input says that nobody may see it.
    public func resolved(
        by resolver: (any ValueResolver)?, in scenario: Scenario
    ) -> (value: TagValue, isSecret: Bool) {
        var node = value
        for _ in 0..<Self.longestChain {
            guard node.node.flags.contains(.deferred) else {
                return (Self.value(of: node), node.node.flags.contains(.secret))
            }
            guard let resolver else { return (.unknown(reason: "the value is not literal"), false) }
            switch resolver.resolve(node, in: scenario) {
            case .value(let next): node = next
            case .absent: return (.absent, false)
            case .reference: return (.unknown(reason: "the value is that of another resource"), false)
            case .unknown(let reason, _): return (.unknown(reason: reason), false)
            }
        }
        return (.unknown(reason: "the value leads to itself"), false)
    }

    /// How many deferred values may stand for one another.
    private static let longestChain = 32

    private static func value(of node: NodeView) -> TagValue {
        switch node.kind {
        case .null: .absent
        case .unknown: .unknown(reason: "the value is known after deployment")
        case .list, .map: .unknown(reason: "the value is not a text")
        case .false, .true, .integer, .double, .string: .text(node.text ?? "")
        }
    }
}
