public import Documents

/// A value of the language: known, or unknown with the reason.
public struct Value: Sendable {
    public enum Form: Sendable {
        case null
        case bool(Bool)
        // The one form that is larger than a text.
        indirect case number(Number)
        case string(String)
        case tuple([Value])
        case list([Value])
        /// In the order in which Terraform goes through it, without repetition.
        case set([Value])
        case object(Members)
        case map(Members)
        /// An object whose attributes are computed when they are asked for.
        case entity(ResourceInstance)
        case unknown(Unknown)
    }

    public let form: Form
    /// Whether the value must never be shown.
    public private(set) var isSensitive: Bool
    /// The type of a null, of what is not known, and of the elements of an empty collection, which do not show it. Nil if
    /// nothing is known of it.
    let declared: ValueType?
    /// What the parts say, so that nobody has to go through all of them to learn it.
    private let summary: Summary

    public init(_ form: Form, isSensitive: Bool = false) { self.init(form, of: nil, isSensitive: isSensitive) }

    init(_ form: Form, of type: ValueType?, isSensitive: Bool = false) {
        self.form = form
        self.isSensitive = isSensitive
        declared = type
        summary = Summary(form)
    }

    /// As it is written: it becomes a null of any type that is asked for.
    public static let null = Value(.null, of: .any)
    public static func bool(_ value: Bool) -> Value { Value(.bool(value)) }
    public static func string(_ text: String) -> Value { Value(.string(text)) }
    public static func number(_ value: Int) -> Value { Value(.number(Number(value))) }
    public static func unknown(_ reason: String) -> Value { Value(.unknown(Unknown(reason))) }

    /// The same value, which must not be shown if `other` must not.
    func marked(like other: Value) -> Value { marked(other.isSensitive) }

    func marked(_ isSensitive: Bool) -> Value {
        guard isSensitive, !self.isSensitive else { return self }
        var value = self
        value.isSensitive = true
        return value
    }

    /// Whether the value or anything inside must not be shown.
    public var isSensitiveInside: Bool { isSensitive || summary.flags.contains(.sensitive) }
    var hasUnknownInside: Bool { summary.flags.contains(.unknown) }
    /// How many collections lie inside each other.
    var depth: Int { Int(summary.depth) }
    /// How many values it consists of, each as often as it occurs.
    public var weight: Int { Int(summary.weight) }

    /// Facts about all parts of a value, gathered when it is made.
    ///
    /// Values share their parts, so that a short text can make one with more parts than there is memory: each part is
    /// counted as often as it occurs, up to a bound.
    private struct Summary: Sendable {
        struct Flags: OptionSet {
            var rawValue: UInt8
            static let sensitive = Flags(rawValue: 1)
            static let unknown = Flags(rawValue: 2)
        }

        var flags: Flags = []
        var depth: UInt16 = 0
        var weight: UInt32 = 1

        init(_ form: Form) {
            switch form {
            case .null, .bool, .number: break
            case .string(let text): weight = 1 + UInt32(clamping: text.utf8.count / 64)
            case .entity: flags = .unknown
            case .unknown(let unknown):
                if case .untyped(let value)? = unknown.source { add(value) }
                flags.insert(.unknown)
            case .tuple(let values), .list(let values), .set(let values): for value in values { add(value) }
            case .object(let members), .map(let members): for member in members.all { add(member.value) }
            }
        }

        private mutating func add(_ part: Value) {
            flags.formUnion(part.isSensitive ? part.summary.flags.union(.sensitive) : part.summary.flags)
            depth = max(depth, part.summary.depth == .max ? .max : part.summary.depth + 1)
            let (sum, overflows) = weight.addingReportingOverflow(part.summary.weight)
            weight = overflows ? .max : sum
        }
    }
}

/// The members of an object or a map, in the order of their keys.
public struct Members: Sendable {
    public struct Member: Sendable {
        public var key: String
        public var value: Value
    }

    public private(set) var all: [Member]

    public init() { all = [] }

    /// - Parameter all: in the order of their keys, each of which there is once.
    public init(_ all: [Member]) { self.all = all }

    /// Of members with one key the last one counts.
    init(unordered members: [Member]) {
        var previous = members.startIndex
        let isInOrder = members.indices.dropFirst().allSatisfy { index in
            defer { previous = index }
            return members[previous].key < members[index].key
        }
        guard !isInOrder else {
            all = members
            return
        }
        all = []
        all.reserveCapacity(members.count)
        // Positions move, not what stands there; those of one key stay in order.
        for index in members.indices.sorted(by: { (members[$0].key, $0) < (members[$1].key, $1) }) {
            if all.last?.key == members[index].key { all.removeLast() }
            all.append(members[index])
        }
    }

    /// Of members with one key the last one counts.
    init(_ members: [(String, Value)]) {
        self.init(unordered: members.map { Member(key: $0.0, value: $0.1) })
    }

    public var count: Int { all.count }

    private func place(of key: String) -> (index: Int, isFound: Bool) {
        // Members are often added in order.
        guard let last = all.last, last.key >= key else { return (all.count, false) }
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return (low, low < all.count && all[low].key == key)
    }

    public subscript(key: String) -> Value? {
        get {
            let (index, isFound) = place(of: key)
            return isFound ? all[index].value : nil
        }
        set {
            let (index, isFound) = place(of: key)
            switch (newValue, isFound) {
            case (let value?, true): all[index].value = value
            case (let value?, false): all.insert(Member(key: key, value: value), at: index)
            case (nil, true): all.remove(at: index)
            case (nil, false): break
            }
        }
    }

    func mapValues(_ transform: (Value) throws(EvaluationFailure) -> Value) throws(EvaluationFailure) -> Members {
        var result = self
        for index in result.all.indices { result.all[index].value = try transform(all[index].value) }
        return result
    }
}

/// Why a value is not known, and what is known of it all the same.
public final class Unknown: Sendable {
    /// The reason, where it does not follow from the reference.
    private let text: String?
    /// The attribute of another resource that the value is.
    public let reference: ResourceAttribute?
    /// The pieces of a text that is put together from others.
    public let parts: [Part]
    /// The variables with a closed set of values that decide it.
    public let choices: Set<String>
    /// What is known of how the value is made, for those who can make it themselves.
    public let source: Source?

    public enum Source: Sendable {
        /// An attribute of a data source, which Terraform reads.
        case data(ResourceInstance, attribute: String)
        /// The text of this value in JSON; parts of it are not known.
        case encoded(Value)
        /// This value, which something that is not known may bring into another type: a number may become a text, a list a
        /// set, an object a map.
        case untyped(Value)
    }

    public enum Part: Sendable {
        case text(String)
        case value(Unknown)
    }

    public init(
        _ reason: String, reference: ResourceAttribute? = nil, parts: [Part] = [], choices: Set<String> = [],
        source: Source? = nil
    ) {
        text = reason
        self.reference = reference
        self.parts = parts
        self.choices = choices
        self.source = source
    }

    /// What the provider computes for an attribute of a resource.
    init(computed reference: ResourceAttribute) {
        text = nil
        self.reference = reference
        parts = []
        choices = []
        source = nil
    }

    /// In a few words: `variable env has no value`.
    public var reason: String {
        if let text { return text }
        let names = [reference?.address ?? ""] + (reference?.path ?? [])
        return "`\(names.joined(separator: "."))` is known after apply"
    }
}

extension [Unknown] {
    /// Why what is made of these is not known. What a choice decides is known in each scenario, and another one keeps it open
    /// there.
    var reason: String { (first { $0.choices.isEmpty } ?? first)?.reason ?? "not known" }
}

/// An attribute of a resource, by the resource's address.
public struct ResourceAttribute: Hashable, Sendable {
    public var address: String
    /// The names and indexes that lead to it; empty for the resource as a whole.
    public var path: [String]

    public init(address: String, path: [String]) {
        self.address = address
        self.path = path
    }
}

/// Why an expression has no value.
public struct EvaluationFailure: Error, Sendable {
    public enum Kind: Sendable {
        /// Terraform would refuse the configuration.
        case refused
        /// Terraform may well have a value, but it is not computed here.
        case notComputed
        /// So it is with a file that must not be read here.
        case outOfReach
    }

    public var message: String
    /// Where, if it is known.
    public var place: Place?
    public var kind: Kind

    public struct Place: Sendable {
        public var source: SourceText
        public var range: Range<Int>
    }

    public init(_ message: String, _ place: Place? = nil, kind: Kind = .refused) {
        self.message = message
        self.place = place
        self.kind = kind
    }

    static func notComputed(_ message: String) -> EvaluationFailure { EvaluationFailure(message, kind: .notComputed) }

    static func outOfReach(_ path: String, isFolder: Bool = false) -> EvaluationFailure {
        EvaluationFailure(
            "the \(isFolder ? "folder" : "file") `\(Diagnostic.shown(path))` lies outside of what is checked",
            kind: .outOfReach)
    }
}
