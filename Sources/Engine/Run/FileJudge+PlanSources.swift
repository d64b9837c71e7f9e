import Documents
import Readers
import Resources

extension FileJudge {
    /// The files from which a plan was made; nil if there are none, or nothing to say about the plan.
    func planSources(of input: Input, _ plan: SourceText, for findings: [Finding]) -> PlanSources? {
        guard input.kind == .terraform, input.files.isEmpty, findings.contains(where: { $0.file == plan.name }) else {
            return nil
        }
        let folder = TerraformFolder(ofPlan: plan.name, or: request.terraformDirectory)
        return reader.sources(of: input, folder: folder.path, root: folder.root, contents: request.contents)
    }

    /// Lets the findings of a plan point at what they are about in the files from which it was made, and takes the
    /// suppressions that stand there. What is not found there keeps its place in the plan.
    func moveToSources(_ result: inout FileResult, of input: Input, plan: SourceText, _ sources: PlanSources) {
        var texts = FindingTexts()
        var targets: [ObjectIdentifier: SourceText] = [:]
        for index in result.findings.indices where result.findings[index].file == plan.name {
            guard let place = sources.place(at: result.findings[index].region.start.offset) else { continue }
            targets[ObjectIdentifier(place.source)] = place.source
            result.findings[index].move(to: place.range, in: texts[place.source])
            result.findings[index].related.insert(
                contentsOf: texts.related(sources.calls(of: result.findings[index].resource.id)), at: 0)
        }
        guard !targets.isEmpty else { return }
        result.findings = result.findings.inOrder
        let moved = input.moved(to: sources)
        for target in targets.values.sorted(by: { $0.name < $1.name }) {
            var suppressions = InlineSuppressions(
                moved, of: target, policies: policies, today: today, warnsOfUnused: false)
            suppressions?.apply(to: &result)
        }
    }
}

extension TerraformFolder {
    /// The folder of the files from which a plan was made: the one that is given, else that of the plan.
    init(ofPlan plan: String, or given: String?) {
        guard let given else {
            self.init(of: plan, isNamed: true, under: plan)
            return
        }
        let file = PathLookup.joined(given, "main.tf")
        self.init(of: file, isNamed: true, under: file)
    }
}

extension CheckRequest {
    /// What is wrong with the folder that is given for the files of plans.
    var terraformProblem: Diagnostic? {
        guard let terraformDirectory,
            !InputReader(limits: limits).holdsTerraform(terraformDirectory, contents: contents)
        else { return nil }
        return Diagnostic(
            file: terraformDirectory, message: "the folder holds no Terraform files: expected `.tf` or `.tf.json`",
            help: "give `--terraform-dir` the folder in which `terraform plan` was run")
    }
}

extension Input {
    /// The resources at their places in the files from which the plan was made.
    fileprivate func moved(to sources: PlanSources) -> Input {
        var input = self
        input.documents = []
        input.resources = resources.compactMap { resource in
            guard let place = sources.place(of: resource.id) else { return nil }
            var moved = resource
            moved.source = place.source
            moved.anchor = place.range
            input.files.append(place.source.name)
            return moved
        }
        return input
    }
}

extension Finding {
    fileprivate mutating func move(to range: Range<Int>, in text: FindingText) {
        related.append(RelatedPlace(role: .plan, file: file, region: region))
        file = text.source.name
        region = text.lines.region(of: range)
        excerpt = Excerpt(region: region, lines: text.lines)
        use = nil
        if lineHash != nil { lineHash = text.hashes[region.start.line] }
    }
}
