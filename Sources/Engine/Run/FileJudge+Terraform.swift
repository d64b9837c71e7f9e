import Documents
import Readers
import Resources

extension FileJudge {
    /// Reads a folder of Terraform files. What is wrong with a file that was not asked about does not stop the run.
    func input(_ folder: TerraformFolder) -> Input {
        var input = reader.readTerraform(
            folder: folder.path, root: folder.root, contents: request.contents,
            symbols: SymbolTable(extending: policies.symbols))
        let isForeign = isOfNoInterest(input, in: folder)
        input.diagnostics = input.diagnostics.map { problem in
            var problem = problem
            if problem.severity == .error, isForeign || !folder.reports(problem.file) { problem.severity = .warning }
            return problem
        }
        if isForeign, input.resources.isEmpty {
            input.kind = .notOurs(reason: "Terraform files that say nothing of AWS")
        }
        // Resources of other files are there to be referred to.
        input.neighbours += input.resources.filter { !folder.reports($0.source.name) }
        input.resources.removeAll { !folder.reports($0.source.name) }
        return input
    }

    /// Whether files that cannot be read are nobody's concern here: nobody named them, and none says anything of AWS.
    private func isOfNoInterest(_ input: Input, in folder: TerraformFolder) -> Bool {
        guard folder.reported == nil || request.isHook, input.diagnostics.contains(where: { $0.severity == .error })
        else { return false }
        return input.files.allSatisfy { file in
            guard let text = try? request.contents.read(file) else { return false }
            return !text.bytes.contains("aws")
        }
    }
}
