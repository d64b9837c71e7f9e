/// Something that an input leaves to its deployment and that has a few outcomes: the value of a parameter, the truth of a
/// condition that no parameter decides, which of the given deployments it is.
public struct Choice: Sendable {
    /// What is chosen.
    public struct ID: Hashable, Comparable, Sendable {
        public enum Kind: Int, Hashable, Sendable {
            case parameter, condition, deployment
        }

        /// The template, or the run as a whole for a deployment.
        public var scope: String
        public var kind: Kind
        public var name: String

        public init(scope: String, kind: Kind, name: String) {
            self.scope = scope
            self.kind = kind
            self.name = name
        }

        public static func < (left: ID, right: ID) -> Bool {
            (left.name, left.scope, left.kind.rawValue) < (right.name, right.scope, right.kind.rawValue)
        }
    }

    public struct Option: Hashable, Sendable {
        public enum Standing: Hashable, Sendable {
            /// What is taken where nobody says anything.
            case standard
            /// Another value that the input itself names.
            case stated
            /// Any value that is none of the others. Its text is not known.
            case other
        }

        /// The value as people read it; nil when it must not be shown.
        public var label: String?
        public var standing: Standing

        public init(label: String?, standing: Standing) {
            self.label = label
            self.standing = standing
        }
    }

    public var id: ID
    /// In the order in which they are looked at: the default, if there is one, is the first.
    public var options: [Option]

    public init(id: ID, options: [Option]) {
        self.id = id
        self.options = options
    }

    /// Whether a deployment may leave the choice alone.
    public var hasDefault: Bool { options.first?.standing == .standard }
}

/// Who knows the outcomes of the choices that it asks for.
public protocol ChoiceSource: AnyObject, Sendable {
    func choice(_ id: Choice.ID) -> Choice
}
