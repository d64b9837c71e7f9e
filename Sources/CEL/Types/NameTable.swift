/// The names of a set of declarations, made once so that no compilation builds a dictionary.
struct NameTable: Sendable {
    /// What a name that is not a function's stands for.
    enum Meaning {
        case variable(Int)
        case type(CELType)
    }

    let functions: [FunctionGroup]
    private let functionIndexes: [String: Int]
    private let variables: [String: Int]
    private let types: [String: CELType]
    /// `a.b.` and `a.` for the container `a.b`: what a name is tried behind before it is tried alone.
    private let prefixes: [String]
    /// The first parts of all dotted names, as they may be written inside the container.
    private let dottedRoots: Set<String>
    private let functionRoots: Set<String>

    private static let standardTypes: [String: CELType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "null_type": .null, "list": .list(.dyn), "map": .map(.dyn, .dyn), "type": .type(.dyn),
        "optional_type": .optional(.dyn), "google.protobuf.Timestamp": .timestamp,
        "google.protobuf.Duration": .duration, "net.IP": .opaque("net.IP", []), "net.CIDR": .opaque("net.CIDR", []),
        "url.URL": .opaque("url.URL", []),
    ]

    init(
        variables: [Declarations.Variable], container: String, libraries: [Library], typeNames: [String: CELType]
    ) {
        var indexes: [String: Int] = [:]
        for (index, variable) in variables.enumerated() { indexes[variable.name] = index }
        self.variables = indexes
        types =
            typeNames.isEmpty
            ? Self.standardTypes : Self.standardTypes.merging(typeNames) { _, declared in declared }
        var prefixes: [String] = []
        var parts = container.isEmpty ? [] : container.split(separator: ".")
        while !parts.isEmpty {
            prefixes.append(parts.joined(separator: ".") + ".")
            parts.removeLast()
        }
        self.prefixes = prefixes
        (functions, functionIndexes) = Self.group(libraries)
        var dottedRoots: Set<String> = []
        for name in indexes.keys { Self.addRoots(of: name, behind: prefixes, to: &dottedRoots) }
        for name in types.keys { Self.addRoots(of: name, behind: prefixes, to: &dottedRoots) }
        self.dottedRoots = dottedRoots
        var functionRoots: Set<String> = []
        for group in functions { Self.addRoots(of: group.name, behind: prefixes, to: &functionRoots) }
        self.functionRoots = functionRoots
    }

    /// The same functions and types with more variables, of which the first has the index `first`.
    init(extending base: NameTable, with added: [Declarations.Variable], from first: Int) {
        functions = base.functions
        functionIndexes = base.functionIndexes
        functionRoots = base.functionRoots
        types = base.types
        prefixes = base.prefixes
        var indexes = base.variables
        var roots = base.dottedRoots
        for (offset, variable) in added.enumerated() {
            indexes[variable.name] = first + offset
            Self.addRoots(of: variable.name, behind: prefixes, to: &roots)
        }
        variables = indexes
        dottedRoots = roots
    }

    private static func group(_ libraries: [Library]) -> ([FunctionGroup], [String: Int]) {
        let store = OverloadStore()
        var groups: [FunctionGroup] = []
        var indexes: [String: Int] = [:]
        indexes.reserveCapacity(libraries.reduce(0) { $0 + $1.functions.count })
        for function in libraries.lazy.flatMap(\.functions) {
            if let index = indexes[function.name] {
                groups[index].append(function)
            } else {
                indexes[function.name] = groups.count
                groups.append(FunctionGroup(function, index: groups.count, store: store))
            }
        }
        return (groups, indexes)
    }

    /// Adds the first part of a dotted name, and what is its first part inside the container.
    private static func addRoots(of name: String, behind prefixes: [String], to roots: inout Set<String>) {
        guard name.utf8.contains(UInt8(ascii: ".")) else { return }
        addRoot(of: name[...], to: &roots)
        for prefix in prefixes where name.hasPrefix(prefix) {
            addRoot(of: name.dropFirst(prefix.count), to: &roots)
        }
    }

    private static func addRoot(of name: Substring, to roots: inout Set<String>) {
        guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return }
        roots.insert(String(name[..<dot]))
    }

    // MARK: Looking up

    /// Whether a selection chain that begins with this name may be a dotted name.
    func mayBeginName(_ root: String) -> Bool { dottedRoots.contains(root) }

    /// Whether a member call on this name may be a call of a namespaced function.
    func mayBeginFunction(_ root: String) -> Bool { functionRoots.contains(root) }

    func meaning(of name: String, isRooted: Bool) -> Meaning? {
        if !isRooted {
            for prefix in prefixes {
                if let meaning = meaning(of: prefix + name) { return meaning }
            }
        }
        return meaning(of: name)
    }

    private func meaning(of name: String) -> Meaning? {
        if let index = variables[name] { return .variable(index) }
        return types[name].map { .type($0) }
    }

    /// The index in `functions`.
    func function(named name: String, isRooted: Bool) -> Int? {
        if !isRooted {
            for prefix in prefixes {
                if let index = functionIndexes[prefix + name] { return index }
            }
        }
        return functionIndexes[name]
    }

    /// All that a name could have been meant for.
    var knownNames: [String] { Array(variables.keys) + Array(types.keys) }
}
