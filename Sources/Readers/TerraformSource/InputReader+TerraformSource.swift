public import Documents
internal import HCL
internal import Resources

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension InputReader {
    /// Reads a folder of Terraform files with the modules that it calls.
    /// - Parameters:
    ///   - root: the folder that no path leaves.
    ///   - contents: where files are read from.
    ///   - symbols: the table of the calling thread; the keys of the files are added to it.
    public func readTerraform(
        folder: String, root: String, contents: FileContents, symbols: SymbolTable
    ) -> Input {
        let files = RunFiles(contents, root: root, limit: limits.size)
        var reader = TerraformSourceReader(folder: folder, files: files, symbols: symbols, options: options)
        return reader.read()
    }

    /// The Terraform files of a folder, as those from which a plan was made.
    /// - Parameter plan: what was read from the plan.
    /// - Returns: nil if there are none.
    public func sources(
        of plan: Input, folder: String, root: String, contents: FileContents
    ) -> PlanSources? {
        let files = RunFiles(contents, root: root, limit: limits.size)
        guard plan.kind == .terraform, let document = plan.documents.first, Self.hasConfiguration(folder, files) else {
            return nil
        }
        return PlanSources(
            document,
            configuration: Configuration(folder: folder, files: files, symbols: SymbolTable(), options: options))
    }

    /// Whether a folder holds files of a Terraform configuration.
    public func holdsTerraform(_ folder: String, contents: FileContents) -> Bool {
        Self.hasConfiguration(folder, RunFiles(contents, root: folder, limit: limits.size))
    }

    private static func hasConfiguration(_ folder: String, _ files: RunFiles) -> Bool {
        files.names(in: folder).contains { $0.hasSuffix(".tf") || $0.hasSuffix(".tf.json") }
    }

    private var options: Configuration.Options {
        var options = Configuration.Options()
        options.limits = limits
        options.patterns = PatternFinder()
        options.yaml = YAMLDecoding(limits: limits)
        options.environment = Self.variables
        options.arguments = terraform.variables
        options.workspace = terraform.workspace
        return options
    }

    /// The folders of local modules that the files of a folder call: they are read with it, not by themselves.
    public func localModules(ofTerraformIn folder: String, root: String, contents: FileContents) -> [String] {
        let files = RunFiles(contents, root: root, limit: limits.size)
        let symbols = SymbolTable()
        let trees = files.names(in: folder).filter { $0.hasSuffix(".tf") || $0.hasSuffix(".tf.json") }.compactMap {
            name in
            (try? files.read(folder == "." ? name : folder + "/" + name)).map {
                HCLParser.parseFile($0, symbols: symbols, limits: limits)
            }
        }
        return ModuleFolder(path: folder, trees: trees).localModules
    }

    /// The variables that the environment gives Terraform.
    private static var variables: [String: String] {
        let prefix = "TF_VAR_"
        var found: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let variable = String(cString: text)
            if variable.hasPrefix(prefix), let equals = variable.firstIndex(of: "=") {
                let name = variable[variable.index(variable.startIndex, offsetBy: prefix.count)..<equals]
                found[String(name)] = String(variable[variable.index(after: equals)...])
            }
            entry += 1
        }
        return found
    }
}
