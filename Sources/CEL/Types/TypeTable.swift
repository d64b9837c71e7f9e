/// A type during checking: a number below `TypeTable.firstTerm` for those without parts, else an index into the table.
struct TypeRef: Equatable {
    var rawValue: Int32

    static let dyn = TypeRef(rawValue: 0)
    static let null = TypeRef(rawValue: 1)
    static let bool = TypeRef(rawValue: 2)
    static let int = TypeRef(rawValue: 3)
    static let uint = TypeRef(rawValue: 4)
    static let double = TypeRef(rawValue: 5)
    static let string = TypeRef(rawValue: 6)
    static let bytes = TypeRef(rawValue: 7)
    static let timestamp = TypeRef(rawValue: 8)
    static let duration = TypeRef(rawValue: 9)
    /// Of an expression that is wrong already: fits everywhere, so that one mistake gives one message.
    static let error = TypeRef(rawValue: 10)

    /// Neither dyn nor an error: something can be said about it.
    var isKnown: Bool { self != .dyn && self != .error }
    var isNumber: Bool { self == .int || self == .uint || self == .double }
}

/// The types with parts that one check meets, and what its type variables stand for.
struct TypeTable {
    enum Kind: UInt8 { case list, map, wrapper, optional, type, opaque, object, variable }

    private struct Term {
        var kind: Kind
        /// Of an object or opaque type: index into `names`.
        var name: Int32 = -1
        /// Where its parts are in `parts`. Of a variable: the type that it stands for, or -1.
        var start: Int32
        var count: Int32 = 0
        /// How many types it is made of, itself included, as far as that was known when it was made.
        var size: Int32 = 1
    }

    /// A type that is made of more types than this is dyn: `cel.bind` lets types grow inside each other without limit.
    private static let sizeLimit = 256
    /// How many types one comparison looks at; what lies beyond fits. Variables may stand for types of any size.
    private static let comparisonLimit = 512

    private static let firstTerm: Int32 = 16
    private static let simple: [CELType] = [
        .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn,
    ]

    private var terms: [Term] = []
    private var parts: [TypeRef] = []
    private var names: [String] = []
    /// Variables that were bound, with what they stood for before, to undo a trial.
    private var trail: [(variable: TypeRef, previous: Int32)] = []
    /// How many types the comparison under way may still look at.
    private var left = 0

    // MARK: Making

    private mutating func add(_ term: Term) -> TypeRef {
        terms.append(term)
        return TypeRef(rawValue: Self.firstTerm + Int32(truncatingIfNeeded: terms.count - 1))
    }

    mutating func make(_ kind: Kind, _ first: TypeRef, _ second: TypeRef? = nil) -> TypeRef {
        let size = 1 + self.size(first) + (second.map(self.size) ?? 0)
        guard size <= Self.sizeLimit else { return .dyn }
        let start = Int32(truncatingIfNeeded: parts.count)
        parts.append(first)
        if let second { parts.append(second) }
        return add(Term(kind: kind, start: start, count: second == nil ? 1 : 2, size: Int32(size)))
    }

    private func size(_ type: TypeRef) -> Int { term(resolve(type)).map { Int($0.size) } ?? 1 }

    mutating func list(of element: TypeRef) -> TypeRef { make(.list, element) }
    mutating func optional(_ type: TypeRef) -> TypeRef { make(.optional, type) }
    mutating func variable() -> TypeRef { add(Term(kind: .variable, start: -1)) }

    private mutating func named(_ kind: Kind, _ name: String, _ arguments: [TypeRef]) -> TypeRef {
        let size = 1 + arguments.reduce(0) { $0 + self.size($1) }
        guard size <= Self.sizeLimit else { return .dyn }
        let index = names.firstIndex(of: name) ?? names.count
        if index == names.count { names.append(name) }
        let start = Int32(truncatingIfNeeded: parts.count)
        parts.append(contentsOf: arguments)
        return add(
            Term(
                kind: kind, name: Int32(truncatingIfNeeded: index), start: start,
                count: Int32(truncatingIfNeeded: arguments.count), size: Int32(size)))
    }

    /// The type without parts that a declared type is; nil for those with parts.
    static func simple(_ type: CELType) -> TypeRef? {
        switch type {
        case .dyn: .dyn
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        default: nil
        }
    }

    /// Type parameters become variables, the same for the same name within `parameters`.
    mutating func instantiate(_ type: CELType, _ parameters: inout [(name: String, variable: TypeRef)]) -> TypeRef {
        if let simple = Self.simple(type) { return simple }
        switch type {
        case .list(let element): return make(.list, instantiate(element, &parameters))
        case .map(let key, let value):
            let key = instantiate(key, &parameters)
            return make(.map, key, instantiate(value, &parameters))
        case .wrapper(let type): return make(.wrapper, instantiate(type, &parameters))
        case .optional(let type): return make(.optional, instantiate(type, &parameters))
        case .type(let type): return make(.type, instantiate(type, &parameters))
        case .opaque(let name, let arguments):
            var references: [TypeRef] = []
            for argument in arguments { references.append(instantiate(argument, &parameters)) }
            return named(.opaque, name, references)
        case .object(let name): return named(.object, name, [])
        case .parameter(let name):
            if let known = parameters.first(where: { $0.name == name }) { return known.variable }
            let fresh = variable()
            parameters.append((name, fresh))
            return fresh
        default: return .dyn
        }
    }

    mutating func reference(_ type: CELType) -> TypeRef {
        var parameters: [(name: String, variable: TypeRef)] = []
        return instantiate(type, &parameters)
    }

    // MARK: Reading

    private func term(_ type: TypeRef) -> Term? {
        type.rawValue < Self.firstTerm ? nil : terms[Int(type.rawValue - Self.firstTerm)]
    }

    /// What the type stands for: never a variable that is bound.
    func resolve(_ type: TypeRef) -> TypeRef {
        var type = type
        while let term = term(type), term.kind == .variable, term.start >= 0 { type = TypeRef(rawValue: term.start) }
        return type
    }

    /// The kind of a type with parts, after `resolve`.
    func kind(_ type: TypeRef) -> Kind? { term(type)?.kind }

    func part(_ type: TypeRef, _ index: Int) -> TypeRef {
        guard let term = term(type), term.kind != .variable, index < Int(term.count) else { return .dyn }
        return parts[Int(term.start) + index]
    }

    func name(_ type: TypeRef) -> String? {
        guard let term = term(type), term.name >= 0 else { return nil }
        return names[Int(term.name)]
    }

    /// The declared form. Variables that nothing determined are dyn.
    func declared(_ type: TypeRef) -> CELType {
        var forms: [Int: DeclaredForm] = [:]
        return declared(type, &forms)
    }

    /// The declared forms of many types, which share their parts.
    func declared(_ types: [TypeRef]) -> [CELType] {
        var forms: [Int: DeclaredForm] = [:]
        return types.map { declared($0, &forms) }
    }

    private struct DeclaredForm {
        var type: CELType
        var size: Int
    }

    private func declared(_ type: TypeRef, _ forms: inout [Int: DeclaredForm]) -> CELType {
        let type = resolve(type)
        return type.rawValue < Self.firstTerm
            ? Self.simple[Int(type.rawValue)] : form(type, depth: 0, &forms).type
    }

    /// - Parameter depth: variables may stand for types of any depth.
    private func form(_ type: TypeRef, depth: Int, _ forms: inout [Int: DeclaredForm]) -> DeclaredForm {
        let type = resolve(type)
        guard let term = term(type) else { return DeclaredForm(type: Self.simple[Int(type.rawValue)], size: 1) }
        if let known = forms[Int(type.rawValue)] { return known }
        guard depth < Self.sizeLimit, term.kind != .variable else { return DeclaredForm(type: .dyn, size: 1) }
        var parts: [CELType] = []
        var size = 1
        for index in 0..<Int(term.count) {
            let part = form(part(type, index), depth: depth + 1, &forms)
            parts.append(part.type)
            size += part.size
        }
        let form =
            size <= Self.sizeLimit
            ? DeclaredForm(type: declared(term, parts), size: size) : DeclaredForm(type: .dyn, size: 1)
        forms[Int(type.rawValue)] = form
        return form
    }

    private func declared(_ term: Term, _ parts: [CELType]) -> CELType {
        switch term.kind {
        case .list: .list(parts[0])
        case .map: .map(parts[0], parts[1])
        case .wrapper: .wrapper(parts[0])
        case .optional: .optional(parts[0])
        case .type: .type(parts[0])
        case .opaque: .opaque(names[Int(term.name)], parts)
        case .object: .object(names[Int(term.name)])
        case .variable: .dyn
        }
    }
}

// MARK: - Unification

extension TypeTable {
    /// A state of the bindings to go back to.
    var mark: Int { trail.count }

    mutating func undo(to mark: Int) {
        while trail.count > mark, let last = trail.popLast() { setBinding(last.variable, last.previous) }
    }

    private func binding(_ variable: TypeRef) -> TypeRef? {
        guard let term = term(variable), term.kind == .variable, term.start >= 0 else { return nil }
        return TypeRef(rawValue: term.start)
    }

    private mutating func setBinding(_ variable: TypeRef, _ raw: Int32) {
        terms[Int(variable.rawValue - Self.firstTerm)].start = raw
    }

    private mutating func bind(_ variable: TypeRef, to type: TypeRef) {
        trail.append((variable, term(variable)?.start ?? -1))
        setBinding(variable, type.rawValue)
    }

    /// Whether a value of type `from` may stand where `to` is wanted; binds variables if so.
    mutating func isAssignable(_ from: TypeRef, _ to: TypeRef) -> Bool {
        if from == to { return true }
        let mark = self.mark
        left = Self.comparisonLimit
        if unify(from, to) { return true }
        undo(to: mark)
        return false
    }

    private mutating func unify(_ from: TypeRef, _ to: TypeRef) -> Bool {
        left -= 1
        if from == to || left < 0 { return true }
        if kind(to) == .variable {
            if let result = substitute(from, for: to) { return result }
        }
        if kind(from) == .variable { return substitute(to, for: from) ?? false }
        if !from.isKnown || !to.isKnown { return true }
        if from == .null { return isNullable(to) }
        if to == .null { return isNullable(from) }
        if kind(from) == .wrapper { return unify(part(from, 0), to) }
        if kind(to) == .wrapper { return unify(from, part(to, 0)) }
        guard let first = term(from), let second = term(to) else { return false }
        // An object is a map from its fields' names for whoever does not know its fields.
        if first.kind == .object, second.kind == .map { return unify(.string, part(to, 0)) && unify(.dyn, part(to, 1)) }
        if first.kind == .map, second.kind == .object { return unify(part(from, 0), .string) }
        guard first.kind == second.kind, first.name == second.name, first.count == second.count else { return false }
        // Which type a type value names is known at run time only.
        if first.kind == .type { return true }
        for index in 0..<Int(first.count) where !unify(part(from, index), part(to, index)) { return false }
        return true
    }

    /// Lets a variable stand for a type, or for the more general of that and what it stands for already. Nil if it is free
    /// and occurs in the type itself.
    private mutating func substitute(_ type: TypeRef, for variable: TypeRef) -> Bool? {
        if let known = binding(variable) {
            if type == known { return true }
            guard unify(type, known) else { return false }
            let general = mostGeneral(type, known)
            if general != known, occurrence(of: variable, in: general) == .none { bind(variable, to: general) }
            return true
        }
        switch occurrence(of: variable, in: type) {
        case .found: return nil
        case .unclear: bind(variable, to: .dyn)
        case .none: bind(variable, to: resolve(type))
        }
        return true
    }

    private enum Occurrence {
        case none, found
        /// The type is too large to be searched.
        case unclear
    }

    private func occurrence(of variable: TypeRef, in type: TypeRef) -> Occurrence {
        var left = Self.comparisonLimit
        let isFound = occurs(variable, in: type, &left)
        return left < 0 ? .unclear : isFound ? .found : .none
    }

    private func occurs(_ variable: TypeRef, in type: TypeRef, _ left: inout Int) -> Bool {
        if type == variable { return true }
        guard let term = term(type) else { return false }
        left -= 1
        guard left >= 0 else { return false }
        if term.kind == .variable { return binding(type).map { occurs(variable, in: $0, &left) } ?? false }
        for index in 0..<Int(term.count) where occurs(variable, in: part(type, index), &left) { return true }
        return false
    }

    /// Types that null belongs to.
    private func isNullable(_ type: TypeRef) -> Bool {
        if type == .timestamp || type == .duration || type == .null { return true }
        switch kind(type) {
        case .wrapper, .optional, .opaque, .object: return true
        default: return false
        }
    }

    /// Of two types that fit each other, the one that says less.
    func mostGeneral(_ first: TypeRef, _ second: TypeRef) -> TypeRef {
        if resolve(first) == .null { return second }
        if resolve(second) == .null { return first }
        return isAtMostAsSpecific(first, second) ? first : second
    }

    private func isAtMostAsSpecific(_ first: TypeRef, _ second: TypeRef) -> Bool {
        var comparisons = Self.comparisonLimit
        return isAtMostAsSpecific(first, second, &comparisons)
    }

    private func isAtMostAsSpecific(_ first: TypeRef, _ second: TypeRef, _ comparisons: inout Int) -> Bool {
        comparisons -= 1
        guard comparisons >= 0 else { return true }
        let first = resolve(first)
        let second = resolve(second)
        if first == second || !first.isKnown || kind(first) == .variable { return true }
        if !second.isKnown || kind(second) == .variable { return false }
        if kind(first) == .wrapper { return true }
        guard let left = term(first), let right = term(second), left.kind == right.kind, left.name == right.name,
            left.count == right.count
        else { return false }
        if left.kind == .type { return true }
        for index in 0..<Int(left.count)
        where !isAtMostAsSpecific(part(first, index), part(second, index), &comparisons) { return false }
        return true
    }

    /// The type of something that may be either; dyn if they have nothing in common.
    mutating func join(_ first: TypeRef, _ second: TypeRef) -> TypeRef {
        isAssignable(first, second) ? mostGeneral(first, second) : .dyn
    }

    func isSame(_ first: TypeRef, _ second: TypeRef) -> Bool {
        isAtMostAsSpecific(first, second) && isAtMostAsSpecific(second, first)
    }
}
