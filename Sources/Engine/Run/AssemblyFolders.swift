import Documents
import Readers

/// The output folders of CDK that the files of a run lie in.
final class AssemblyFolders {
    /// What is known of a file from the manifest beside it.
    enum Place {
        /// It lies in no output folder, or the manifest says nothing about such files.
        case none
        case stack(CloudAssembly.Stack)
        /// Something that CDK put there which is no template of a stack, with the reason to pass it over.
        case passedOver(String)
    }

    private let contents: FileContents
    private let limits: DocumentLimits
    private var known: [String: CloudAssembly?] = [:]

    init(_ contents: FileContents, limits: DocumentLimits) {
        self.contents = contents
        self.limits = limits
    }

    /// - Throws: an error if the manifest cannot be read.
    func place(of path: String) throws(Diagnostic) -> Place {
        // The names that CDK gives are asked for first, so that no other file costs a look at the disk.
        if let folder = Self.folder(ofAsset: path), try assembly(in: folder) != nil {
            return .passedOver("an asset in the output of CDK")
        }
        if path.split(separator: "/").last.map({ $0 == CloudAssembly.manifestName }) ?? false {
            try checkTemplates(in: PathLookup.directory(of: path))
            return .none
        }
        guard path.hasSuffix(".template.json"), let assembly = try assembly(in: PathLookup.directory(of: path)) else {
            return .none
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if let stack = assembly.stacks[name] { return .stack(stack) }
        // Where nothing says which stack uses a nested template it is judged alone.
        if name.hasSuffix(".nested.template.json"), try lists(name, assembly, in: PathLookup.directory(of: path)) {
            return .none
        }
        return .passedOver("no stack of `\(CloudAssembly.manifestName)` has this template")
    }

    /// - Throws: an error if the template of a stack is not there.
    private func checkTemplates(in folder: String) throws(Diagnostic) {
        let templates = try assembly(in: folder)?.stacks.keys.sorted() ?? []
        guard let missing = templates.first(where: { !contents.isFile(PathLookup.joined(folder, $0)) }) else { return }
        throw Diagnostic(
            file: PathLookup.joined(folder, CloudAssembly.manifestName),
            message: "the template `\(Diagnostic.shown(missing))` of a stack is not in the folder",
            help: "write the folder anew with `cdk synth`")
    }

    /// The folder that may hold an asset, which is a file `asset.x` or lies in a folder of such a name; nil for others.
    private static func folder(ofAsset path: String) -> String? {
        guard path.hasPrefix("asset.") || path.utf8.contains(UInt8(ascii: "/")) else { return nil }
        var folder = path.hasPrefix("/") ? "/" : "."
        for step in path.split(separator: "/") {
            if step.hasPrefix("asset.") { return folder }
            folder = PathLookup.joined(folder, String(step))
        }
        return nil
    }

    /// Whether a file is an asset of the stacks as they are now.
    private func lists(_ name: String, _ assembly: CloudAssembly, in folder: String) throws(Diagnostic) -> Bool {
        for list in assembly.assetLists {
            let path = PathLookup.joined(folder, list)
            let files = try CloudAssembly.files(
                ofAssets: try contents.read(path, limit: limits.size), limits: limits)
            if files.contains(name) { return true }
        }
        return false
    }

    private func assembly(in folder: String) throws(Diagnostic) -> CloudAssembly? {
        if let known = known[folder] { return known }
        let path = PathLookup.joined(folder, CloudAssembly.manifestName)
        guard contents.isFile(path) else {
            known[folder] = .some(nil)
            return nil
        }
        let assembly = try CloudAssembly(try contents.read(path, limit: limits.size), limits: limits)
        known[folder] = .some(assembly)
        return assembly
    }
}
