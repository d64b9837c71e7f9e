public import Documents

/// The index of a node in its tree. The root, the body of the file, is 0.
public struct SyntaxID: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The root is nobody's child and nobody's sibling, so its index stands for "none" among those.
    @inlinable static var none: SyntaxID { SyntaxID(rawValue: 0) }

    @inlinable
    public static func < (left: SyntaxID, right: SyntaxID) -> Bool { left.rawValue < right.rawValue }
}

/// One stored piece of a configuration: 24 bytes, trivially copyable.
public struct SyntaxNode: Sendable {
    public enum Kind: UInt8, Sendable {
        // Structure.
        /// Attributes and blocks, in source order.
        case body
        /// `name` and one expression.
        case attribute
        /// `name` is the type; labels, then a body.
        case block
        /// `name` is the text; the range includes quotes.
        case label
        // Literals.
        case null
        case `false`
        case `true`
        case number
        /// A quoted text without interpolation; the range includes the quotes.
        case string
        // Templates.
        /// A quoted text with parts.
        case template
        /// `<<NAME` up to the closing marker, with parts; each text part holds at most one line.
        case heredoc
        /// A literal part, without what strip markers and indentation take away.
        case text
        /// `${ ... }` with one expression.
        case interpolation
        /// `%{ if }`: the condition, then one or two `parts`.
        case ifDirective
        /// `%{ for }`: one or two `name`s, the collection, then `parts`.
        case forDirective
        /// The inside of a directive.
        case parts
        // Names.
        /// The root of a reference: `name`.
        case variable
        /// Source and `name`: `a.b`.
        case getAttribute
        /// Source and key: `a[b]`.
        case index
        /// Source; the number is the text behind the dot: `a.0`.
        case legacyIndex
        /// Source, then what is done with each element, whose innermost source is a `splatItem`: `a.*.b`.
        case attributeSplat
        /// The same for `a[*].b`.
        case fullSplat
        case splatItem
        /// A name that a `for` introduces.
        case name
        // Operations.
        /// Arguments; `name` may hold `::`.
        case call
        case unary
        case binary
        /// Condition, then the two results.
        case conditional
        case parentheses
        // Collections.
        case tuple
        /// Items.
        case object
        /// Key and value.
        case objectItem
        /// One or two `name`s, the collection, the value, and a `condition` if there is one.
        case forTuple
        /// One or two `name`s, the collection, key and value, and a `condition` if there is one.
        case forObject
        /// The expression behind `if` in a `for`.
        case condition
    }

    public struct Flags: OptionSet, Sendable {
        public let rawValue: UInt8

        @inlinable
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The text holds escapes, also `$${` and `%%{`.
        @inlinable public static var escaped: Flags { Flags(rawValue: 1 << 0) }
        /// The text is written in quotes, so that a backslash escapes.
        @inlinable public static var quoted: Flags { Flags(rawValue: 1 << 1) }
        /// The last argument is followed by `...`, or the value of a `for` is.
        @inlinable public static var expanded: Flags { Flags(rawValue: 1 << 2) }
        /// The name of an attribute or the type of a block is written in quotes, as in JSON.
        @inlinable public static var quotedName: Flags { Flags(rawValue: 1 << 3) }
        /// The key of an item is a bare name, which stands for itself.
        @inlinable public static var bareKey: Flags { Flags(rawValue: 1 << 4) }
    }

    public var kind: Kind
    public var flags: Flags
    /// The operator of `unary` and `binary`.
    public var operation: Operation
    /// The byte range in the tree's text.
    public var start: UInt32
    public var end: UInt32
    var first: SyntaxID
    var next: SyntaxID
    /// The name of an attribute, block, label, variable, attribute access or function.
    public var name: Symbol

    init(
        _ kind: Kind, start: Int, end: Int = 0, flags: Flags = [], operation: Operation = .none, name: Symbol = .none,
        first: SyntaxID = .none
    ) {
        self.kind = kind
        self.flags = flags
        self.operation = operation
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.first = first
        next = .none
        self.name = name
    }
}

/// The operators, with what binds tighter coming later.
public enum Operation: UInt8, Sendable {
    case none
    case or
    case and
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case add
    case subtract
    case multiply
    case divide
    case remainder
    case negate
    case not

    /// How tight a binary operator binds, from 1 to 6.
    var precedence: Int {
        switch self {
        case .none, .negate, .not: 0
        case .or: 1
        case .and: 2
        case .equal, .notEqual: 3
        case .less, .lessOrEqual, .greater, .greaterOrEqual: 4
        case .add, .subtract: 5
        case .multiply, .divide, .remainder: 6
        }
    }

    /// As it is written.
    public var text: String {
        switch self {
        case .none: ""
        case .or: "||"
        case .and: "&&"
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .add: "+"
        case .subtract, .negate: "-"
        case .multiply: "*"
        case .divide: "/"
        case .remainder: "%"
        case .not: "!"
        }
    }
}
