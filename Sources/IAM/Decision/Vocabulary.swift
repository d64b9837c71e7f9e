/// Something about a request that may take different values: a condition key, or a part of the resource's ARN.
struct Variable {
    enum Presence {
        case impossible
        case possible
        case always
        /// The key belongs to the service, but the service data do not know it.
        case undocumented
    }

    /// The condition keys that carry the value, in lower case.
    var keys: Set<String>
    var isMultivalued: Bool
    var presence: Presence
    /// What every value is known to satisfy.
    var domain: ValueSet?
    /// Values to prefer in a counterexample, best first.
    var candidates: [String]
    /// True if the values are numbers, so that a text which is none need not be considered.
    var isOrdered: Bool
}

/// Something that may hold or not, beyond what is decided here.
struct Matter: Hashable {
    /// How answers call it.
    let name: String
    /// What tells it from others of that name. Two matters taken for one can make a proof that does not hold, one taken
    /// for two can at worst prevent a proof.
    let mark: String

    init(_ name: String, mark: String = "") {
        self.name = name
        self.mark = mark
    }
}

/// One elementary question about one variable.
struct Atom: Hashable {
    enum Test: Hashable {
        case present
        /// The value is in the set.
        case within(Int)
        /// Some value of several is in the set, or outside of it.
        case some(Int)
        case someOutside(Int)
        /// Whether a thing holds that is not decided here: a policy variable, an ambiguity of AWS's documentation.
        case open(Matter)
    }

    let variable: Int
    let test: Test
}

/// The variables, value sets and atoms of one question, each known by a number.
final class Vocabulary {
    private(set) var variables: [Variable] = []
    private(set) var sets: [ValueSet] = []
    private(set) var atoms: [Atom] = []
    private var setNumbers: [ValueSet: Int] = [:]
    private var atomNumbers: [Atom: Int] = [:]

    func add(_ variable: Variable) -> Int {
        variables.append(variable)
        return variables.count - 1
    }

    func addKey(_ key: String, to variable: Int) { variables[variable].keys.insert(key) }

    func number(of set: ValueSet) -> Int {
        if let known = setNumbers[set] { return known }
        sets.append(set)
        setNumbers[set] = sets.count - 1
        return sets.count - 1
    }

    private func formula(_ atom: Atom) -> Formula {
        if let known = atomNumbers[atom] { return .literal(Literal(atom: known, holds: true)) }
        atoms.append(atom)
        atomNumbers[atom] = atoms.count - 1
        return .literal(Literal(atom: atoms.count - 1, holds: true))
    }

    func present(_ variable: Int) -> Formula {
        switch variables[variable].presence {
        case .impossible: .no
        case .always: .yes
        case .possible, .undocumented: formula(Atom(variable: variable, test: .present))
        }
    }

    /// The variable has a value, and it is in the set.
    func within(_ variable: Int, _ set: ValueSet) -> Formula {
        if set.isEmpty || variables[variable].presence == .impossible { return .no }
        if let globs = set.globs {
            if globs.contains(where: \.matchesEverything) { return present(variable) }
            if let domain = variables[variable].domain?.globs {
                if domain.allSatisfy({ part in globs.contains { $0.covers(part) } }) { return present(variable) }
                if domain.allSatisfy({ part in globs.allSatisfy { $0.clashes(with: part) } }) { return .no }
            }
        }
        return formula(Atom(variable: variable, test: .within(number(of: set))))
    }

    /// Some value is in the set.
    func some(_ variable: Int, _ set: ValueSet) -> Formula {
        if set.isEmpty || variables[variable].presence == .impossible { return .no }
        if let globs = set.globs, globs.contains(where: \.matchesEverything) { return present(variable) }
        return formula(Atom(variable: variable, test: .some(number(of: set))))
    }

    /// Some value is outside of the set.
    func someOutside(_ variable: Int, _ set: ValueSet) -> Formula {
        if variables[variable].presence == .impossible { return .no }
        if set.isEmpty { return present(variable) }
        if let globs = set.globs, globs.contains(where: \.matchesEverything) { return .no }
        return formula(Atom(variable: variable, test: .someOutside(number(of: set))))
    }

    /// Something that may hold or not.
    func open(_ matter: Matter) -> Formula { formula(Atom(variable: -1, test: .open(matter))) }
}
