internal import Documents

/// Values that the variables of the root module are given.
public struct VariableValues: Sendable {
    /// How a value is written.
    enum Source {
        /// An expression of a variables file.
        case expression(SyntaxView)
        /// A text of the command line or the environment, which is read by the type of the variable.
        case text(String)
    }

    /// One word of the command line, in order.
    public enum Argument: Hashable, Sendable {
        /// `--var name=value`
        case value(name: String, text: String)
        /// `--var-file path`
        case file(String)
    }

    private(set) var byName: [String: Source] = [:]

    /// Gathers values in the order in which Terraform does: the environment, `terraform.tfvars`, `*.auto.tfvars`, the command
    /// line. What comes later wins.
    init(
        folder: String, files: any ConfigurationFiles, environment: [String: String], arguments: [Argument],
        symbols: SymbolTable, limits: DocumentLimits, problems: inout [Diagnostic]
    ) {
        for (name, text) in environment { byName[name] = .text(text) }
        let names = files.names(in: folder)
        let automatic = names.filter { $0.hasSuffix(".auto.tfvars") || $0.hasSuffix(".auto.tfvars.json") }
        for name in names.filter({ $0 == "terraform.tfvars" }) + names.filter({ $0 == "terraform.tfvars.json" })
            + automatic
        {
            let path = FilePath.joined(folder, name)
            guard files.mayRead(path) else { continue }
            add(path, files, symbols, limits, &problems)
        }
        for argument in arguments {
            switch argument {
            case .value(let name, let text): byName[name] = .text(text)
            case .file(let path): add(path, files, symbols, limits, &problems)
            }
        }
    }

    private mutating func add(
        _ path: String, _ files: any ConfigurationFiles, _ symbols: SymbolTable, _ limits: DocumentLimits,
        _ problems: inout [Diagnostic]
    ) {
        do throws(Diagnostic) {
            let tree = HCLParser.parseFile(try files.read(path), symbols: symbols, limits: limits)
            // Which variables are secret is said elsewhere, so no line of the file is shown.
            problems += tree.problems.map { problem in
                var discreet = problem
                discreet.excerpt = nil
                return discreet
            }
            for attribute in SyntaxView(tree: tree, id: tree.root).attributes {
                if let expression = attribute.expression { byName[attribute.name] = .expression(expression) }
            }
        } catch {
            problems.append(error)
        }
    }
}
