import Documents
import Readers
import Resources

extension FileJudge {
    /// Reads a folder of Terraform files. What is wrong with a file that was not asked about does not stop the run.
    func input(_ folder: TerraformFolder) -> Input {
        var input = reader.readTerraform(
            folder: folder.path, root: folder.root, contents: request.contents,
            symbols: SymbolTable(extending: policies.symbols))
        input.diagnostics = input.diagnostics.map { problem in
            var problem = problem
            if problem.severity == .error, !folder.reports(problem.file) { problem.severity = .warning }
            return problem
        }
        // Resources of other files are there to be referred to.
        input.neighbours += input.resources.filter { !folder.reports($0.source.name) }
        input.resources.removeAll { !folder.reports($0.source.name) }
        return input
    }
}
