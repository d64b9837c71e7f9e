import Documents
import Readers

/// A folder of Terraform files as an input: all of them belong to it, whichever were named.
struct TerraformFolder {
    let path: String
    /// The folder that no path leaves, such as that of a module beside this one.
    let root: String
    /// The files whose findings are reported; nil for all.
    private(set) var reported: Set<String>?

    static func holds(_ file: String) -> Bool { file.hasSuffix(".tf") || file.hasSuffix(".tf.json") }

    /// Whether Terraform reads a file by itself for the values of variables: it stands for the folder in which it lies.
    static func readsVariables(of file: String) -> Bool {
        let name = PathLookup.name(of: file)
        return ["terraform.tfvars", "terraform.tfvars.json"].contains(name)
            || [".auto.tfvars", ".auto.tfvars.json"].contains { name.hasSuffix($0) }
    }

    /// - Parameter walked: the path that was given, by which the file was found.
    init(of file: String, isNamed: Bool, under walked: String) {
        path = PathLookup.directory(of: file)
        root = InputList.root(of: file, isNamed: isNamed, under: walked)
        reported = isNamed && !Self.readsVariables(of: file) ? [file] : nil
    }

    mutating func merge(_ other: TerraformFolder) {
        guard let mine = reported, let others = other.reported else {
            reported = nil
            return
        }
        reported = mine.union(others)
    }

    func reports(_ file: String) -> Bool { reported?.contains(file) ?? true }

    /// Leaves out the folders that others call as modules: they are read with those, which know their variables.
    /// - Returns: what is left out.
    static func removeCalled(from files: inout [InputList.File], _ request: CheckRequest) -> [InputList.File] {
        let folders = files.indices.filter { files[$0].terraform != nil }
        guard folders.count > 1 else { return [] }
        let reader = InputReader(limits: request.limits)
        let paths = request.repository ?? .current
        var calls: [String: [String]] = [:]
        for index in folders {
            guard let folder = files[index].terraform else { continue }
            calls[folder.path] = reader.localModules(
                ofTerraformIn: folder.path, root: folder.root, contents: request.contents)
        }
        let places = Dictionary(folders.map { (files[$0].path, $0) }) { first, _ in first }
        var called: Set<Int> = []
        for index in folders {
            var seen: Set<String> = [files[index].path]
            var rest = calls[files[index].path] ?? []
            while let module = rest.popLast() {
                guard seen.insert(module).inserted, let place = places[module], let inner = files[place].terraform
                else { continue }
                guard !request.judgedAlone.contains(paths.stableName(of: module)) else { continue }
                called.insert(place)
                files[index].terraform?.merge(inner)
                rest += calls[module] ?? []
            }
        }
        // Folders that call each other in a circle are called by nobody else; one must remain.
        guard called.count < folders.count else { return [] }
        let leftOut = called.sorted().map { files[$0] }
        files = files.indices.filter { !called.contains($0) }.map { files[$0] }
        return leftOut
    }
}
