import CEL
import Documents
import YAML

/// The data of an expression, as variables.
struct ExpressionData {
    struct Variable {
        var name: String
        var value: NodeView
    }

    private(set) var variables: [Variable] = []
    /// What is doubtful about the file.
    let warnings: [Diagnostic]
    /// A member that the variable for the whole hides.
    private var hiddenMember: NodeView?

    /// Reads a file, or standard input for `-`.
    init(reading path: String, symbols: SymbolTable) throws(ExpressionFailure) {
        do throws(Diagnostic) {
            let source = path == "-" ? try FileReader().readStandardInput() : try FileReader().read(path)
            try self.init(source, symbols: symbols)
        } catch {
            throw ExpressionFailure([error])
        }
    }

    private init(_ source: SourceText, symbols: SymbolTable) throws(Diagnostic) {
        let document = try DocumentParser.parse(source, symbols: symbols)
        guard let root = document.root, document.roots.count == 1 else {
            let count = document.roots.count
            throw Diagnostic(
                file: source.name,
                message: "the data holds \(count == 0 ? "no" : String(count)) documents: expected one")
        }
        warnings = document.warnings
        if root.kind == .map { addMembers(of: root) }
        variables.append(Variable(name: ExpressionRun.wholeName, value: root))
    }

    private mutating func addMembers(of root: NodeView) {
        // Of a repeated key the last value counts.
        var indexes: [String: Int] = [:]
        for member in root.children where Identifier.isValid(member.key) {
            let name = member.key
            if name == ExpressionRun.wholeName {
                hiddenMember = member
            } else if let index = indexes[name] {
                variables[index].value = member
            } else {
                indexes[name] = variables.count
                variables.append(Variable(name: name, value: member))
            }
        }
    }

    /// The variable of a name, as it stands in the file.
    func variable(named name: String) -> NodeView? { variables.first { $0.name == name }?.value }

    /// What is doubtful about an expression that reads the whole.
    var ambiguity: Diagnostic? {
        let name = ExpressionRun.wholeName
        return hiddenMember.map { member in
            Diagnostic(
                .warning, in: member.document.source, at: member.keyRange ?? member.range,
                "`\(name)` names the whole input, not this member", help: "write `\(name).\(name)` for the member")
        }
    }
}
