/// Finds values for the variables of a formula that make it true, or establishes that there are none.
///
/// Every atom speaks of one variable, so the search has two parts: a case distinction over the formula with immediate
/// consequences drawn first, and for each variable a test whether its atoms agree with some value.
final class Solver {
    enum Result {
        case satisfiable(Model)
        case unsatisfiable
        /// The budget was used up, or a variable's atoms mix kinds of values that are not decided together.
        case undecided
    }

    /// The values found, by number of variable; a variable without any is absent from the request.
    struct Model {
        var values: [Int: Request.Value]
        /// Names of the open matters that were taken to hold, or not to.
        var openMatters: Set<String>
    }

    private let vocabulary: Vocabulary
    /// What each atom was decided to be: nil for not yet.
    private var decided: [Bool?]
    private var trail: [Int] = []
    private var literals: [[Literal]]
    private var steps: Int
    private var states: Int
    private var isExhausted = false
    private var memory: [Key: Finding] = [:]

    private struct Key: Hashable {
        let variable: Int
        let literals: [Literal]
    }

    private enum Finding {
        case absent
        case value(Request.Value)
        case contradiction
        case undecided
    }

    init(_ vocabulary: Vocabulary, budget: SearchBudget) {
        self.vocabulary = vocabulary
        decided = [Bool?](repeating: nil, count: vocabulary.atoms.count)
        literals = [[Literal]](repeating: [], count: vocabulary.variables.count)
        steps = budget.steps
        states = budget.states
    }

    /// How many automaton states are left of the budget.
    var remainingStates: Int { states }

    func solve(_ formula: Formula) -> Result {
        let found = search([formula])
        if isExhausted { return .undecided }
        guard found else { return .unsatisfiable }
        return model().map { .satisfiable($0) } ?? .undecided
    }

    /// The value of a variable that the formula does not mention.
    func defaultValue(of variable: Int) -> Request.Value? {
        // A key about which the formula did not ask has a variable that came after it.
        while literals.count <= variable { literals.append([]) }
        if case .value(let value) = examine(variable, mustExist: true) { return value }
        return nil
    }

    private func model() -> Model? {
        var model = Model(values: [:], openMatters: [])
        for variable in vocabulary.variables.indices where !literals[variable].isEmpty {
            switch examine(variable) {
            case .absent: continue
            case .value(let value): model.values[variable] = value
            case .contradiction, .undecided: return nil
            }
        }
        for (number, atom) in vocabulary.atoms.enumerated() {
            if case .open(let matter) = atom.test, decided[number] != nil { model.openMatters.insert(matter.name) }
        }
        return model
    }

    // MARK: Case distinction

    /// True if all formulas can hold together. What was decided on a path that failed is undone by the caller.
    private func search(_ formulas: [Formula]) -> Bool {
        steps -= 1
        guard steps > 0, states > 0 else {
            isExhausted = true
            return false
        }
        guard var open = drawConsequences(formulas) else { return false }
        guard let choice = open.indices.min(by: { Self.size(open[$0]) < Self.size(open[$1]) }),
            case .any(let alternatives) = open[choice]
        else { return true }
        open.remove(at: choice)
        for alternative in alternatives {
            let mark = trail.count
            if search(open + [alternative]) { return true }
            if isExhausted { return false }
            undo(to: mark)
            // From here on this alternative is known to fail.
            if case .literal(let literal) = alternative { open.append(.literal(!literal)) }
        }
        return false
    }

    private static func size(_ formula: Formula) -> Int {
        if case .any(let parts) = formula { return parts.count }
        return .max
    }

    /// Asserts what must hold until nothing new follows; what is left are alternatives. Nil if something contradicts.
    private func drawConsequences(_ formulas: [Formula]) -> [Formula]? {
        var open = formulas
        while true {
            var next: [Formula] = []
            var changed = false
            for formula in open {
                switch simplified(formula) {
                case .constant(false): return nil
                case .constant(true): continue
                case .all(let parts):
                    next += parts
                    changed = true
                case .literal(let literal):
                    guard assert(literal) else { return nil }
                    changed = true
                case .any(let parts):
                    let possible = parts.filter { part in
                        if case .literal(let literal) = part { return canAssert(literal) }
                        return true
                    }
                    if possible.count != parts.count { changed = true }
                    if possible.isEmpty { return nil }
                    next.append(Formula.or(possible))
                }
            }
            open = next
            if !changed { return open }
        }
    }

    private func simplified(_ formula: Formula) -> Formula {
        switch formula {
        case .constant: return formula
        case .literal(let literal):
            guard let value = decided[literal.atom] else { return formula }
            return .constant(value == literal.holds)
        case .all(let parts): return Formula.and(parts.map { simplified($0) })
        case .any(let parts): return Formula.or(parts.map { simplified($0) })
        }
    }

    private func canAssert(_ literal: Literal) -> Bool {
        let mark = trail.count
        defer { undo(to: mark) }
        return assert(literal)
    }

    /// Takes a literal to hold; false if its variable has no value left.
    private func assert(_ literal: Literal) -> Bool {
        if let known = decided[literal.atom] { return known == literal.holds }
        decided[literal.atom] = literal.holds
        trail.append(literal.atom)
        let variable = vocabulary.atoms[literal.atom].variable
        guard variable >= 0 else { return true }
        literals[variable].append(literal)
        if case .contradiction = examine(variable) { return false }
        return true
    }

    private func undo(to mark: Int) {
        while trail.count > mark {
            let atom = trail.removeLast()
            decided[atom] = nil
            let variable = vocabulary.atoms[atom].variable
            if variable >= 0 { literals[variable].removeLast() }
        }
    }

    // MARK: One variable

    /// A value that agrees with everything asserted about the variable.
    private func examine(_ variable: Int, mustExist: Bool = false) -> Finding {
        let key = Key(
            variable: mustExist ? -1 - variable : variable, literals: literals[variable].sorted { $0.code < $1.code })
        if let known = memory[key] { return known }
        let demands = Demands(literals[variable], vocabulary: vocabulary)
        let finding = settle(variable, demands, mustExist: mustExist)
        memory[key] = finding
        return finding
    }

    private func settle(_ number: Int, _ demands: Demands, mustExist: Bool) -> Finding {
        let variable = vocabulary.variables[number]
        let isPresent = demands.isPresent ?? (variable.presence == .always || mustExist ? true : nil)
        if demands.mustBePresent || isPresent == true {
            if demands.isPresent == false || variable.presence == .impossible { return .contradiction }
        } else {
            return .absent
        }
        let search = ValueSearch(variable: variable)
        guard variable.isMultivalued else {
            return Self.finding(search.run(inside: demands.inside, outside: demands.outside, budget: &states)) {
                .one($0)
            }
        }
        var values: [String] = []
        let existing = demands.existing.isEmpty ? [Demands.Existing(inside: [], outside: [])] : demands.existing
        for one in existing {
            let result = search.run(
                inside: demands.inside + one.inside, outside: demands.outside + one.outside, budget: &states)
            guard case .found(let value) = result else { return Self.finding(result) { .one($0) } }
            if !values.contains(value) { values.append(value) }
        }
        return .value(.several(values))
    }

    private static func finding(
        _ result: ValueSearch.Result, _ wrap: (String) -> Request.Value
    ) -> Finding {
        switch result {
        case .found(let value): .value(wrap(value))
        case .none: .contradiction
        case .undecided: .undecided
        }
    }
}

/// What the literals of one variable ask of it.
private struct Demands {
    struct Existing {
        var inside: [ValueSet]
        var outside: [ValueSet]
    }

    var isPresent: Bool?
    /// Sets that every value must be in, or outside of.
    var inside: [ValueSet] = []
    var outside: [ValueSet] = []
    /// For each, some value must satisfy it too.
    var existing: [Existing] = []
    /// True if a positive literal needs a value.
    var mustBePresent = false

    init(_ literals: [Literal], vocabulary: Vocabulary) {
        for literal in literals {
            switch vocabulary.atoms[literal.atom].test {
            case .present: isPresent = literal.holds
            case .within(let set) where literal.holds:
                inside.append(vocabulary.sets[set])
                mustBePresent = true
            case .within(let set): outside.append(vocabulary.sets[set])
            case .some(let set) where literal.holds:
                existing.append(Existing(inside: [vocabulary.sets[set]], outside: []))
                mustBePresent = true
            case .some(let set): outside.append(vocabulary.sets[set])
            case .someOutside(let set) where literal.holds:
                existing.append(Existing(inside: [], outside: [vocabulary.sets[set]]))
                mustBePresent = true
            case .someOutside(let set): inside.append(vocabulary.sets[set])
            case .open: break
            }
        }
    }
}

/// How much work one question may take.
public struct SearchBudget: Sendable {
    /// Case distinctions.
    public var steps = 20_000
    /// States of pattern automata.
    public var states = 200_000

    public init() {}
}
