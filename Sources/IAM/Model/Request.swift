/// One concrete request for one action on one resource.
public struct Request: Hashable, Sendable {
    /// Such as `sagemaker:CreateEndpoint`.
    public var action: String
    /// An ARN, or `*` for an action that names no resource.
    public var resource: String
    public var context: Context

    public init(action: String, resource: String = "*", context: Context = Context()) {
        self.action = action
        self.resource = resource
        self.context = context
    }

    /// The number of the account in the ARN of the resource; nil if it names none.
    var account: String? {
        let parts = resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 && Principal.isAccount(parts[4]) ? String(parts[4]) : nil
    }

    public enum Value: Hashable, Sendable {
        case one(String)
        case several([String])

        public var all: [String] {
            switch self {
            case .one(let value): [value]
            case .several(let values): values
            }
        }
    }

    /// The condition keys of a request. Names are compared without regard to case; an empty list is as good as no key.
    public struct Context: Hashable, Sendable {
        private var values: [String: (Value, String)] = [:]

        public init() {}

        public init(_ values: [String: Value]) {
            for (key, value) in values.sorted(by: { $0.key < $1.key }) { self[key] = value }
        }

        public subscript(key: String) -> Value? {
            get { values[key.asciiLowercased]?.0 }
            set { values[key.asciiLowercased] = newValue.flatMap { $0.all.isEmpty ? nil : ($0, key) } }
        }

        /// Looks up a key that is known to be in lower case.
        func value(normalized key: String) -> Value? { values[key]?.0 }

        /// The keys as they were given, sorted.
        public var keys: [String] { values.values.map(\.1).sorted() }

        public static func == (left: Context, right: Context) -> Bool {
            left.values.mapValues(\.0) == right.values.mapValues(\.0)
        }

        public func hash(into hasher: inout Hasher) { hasher.combine(values.mapValues(\.0)) }
    }
}
