import Documents
import Policies
import Readers
import Resources

/// A run over several files whose resources may refer to one another.
///
/// All files are read, then one graph is made of their resources, then each file is judged beside it.
struct JointRun: Sendable {
    let request: CheckRequest
    let policies: PolicySet
    let threads: Int

    /// - Returns: what each file gave, in their order, and what is wrong with the files that are read for their resources
    ///   alone.
    func judge(_ files: [InputList.File]) -> (results: [FileResult], problems: [Diagnostic]) {
        let context = contextFiles(beside: files)
        let readings = withoutNested(read(files + context.files))
        let (graph, ranges) = graph(of: readings, judged: files.count)
        let results = WorkerPool.map(threads: threads, largestFirst: ranges.map(\.count)) {
            let judge = FileJudge(request: request, policies: policies)
            return { judge.judge(readings[$0], at: (graph, ranges[$0])) }
        }
        // Whoever commits a file does not answer for those beside it.
        let problems = request.isHook ? [] : context.problems + readings[files.count...].flatMap(\.result.errors)
        return (results, problems)
    }

    /// The files of the context that are not judged anyway.
    private func contextFiles(beside files: [InputList.File]) -> (files: [InputList.File], problems: [Diagnostic]) {
        guard !request.contextPaths.isEmpty else { return ([], []) }
        var request = request
        request.paths = request.contextPaths
        let list = InputList(request)
        let judged = Set(files.map(\.path))
        return (list.files.filter { !judged.contains($0.path) }, list.problems)
    }

    private func read(_ files: [InputList.File]) -> [FileJudge.Reading] {
        let threads = files.count < CheckRun.fewFiles ? 1 : self.threads
        var readings = WorkerPool.map(threads: threads, count: files.count) {
            let judge = FileJudge(request: request, policies: policies)
            return { index in
                var reading = judge.read(files[index])
                // Each document is edited by the thread that read it.
                if let input = reading.input {
                    let all = SchemaTyping.conform(input.resources + input.neighbours)
                    reading.input?.resources = Array(all[..<input.resources.count])
                    reading.input?.neighbours = Array(all[input.resources.count...])
                }
                return reading
            }
        }
        leaveOut(&readings)
        return readings
    }

    /// Drops the files that do not fit beside those before them, in the order of the files, so that the outcome does not
    /// depend on which was read first.
    private func leaveOut(_ readings: inout [FileJudge.Reading]) {
        var left = request.runLimits.heldBytes
        for index in readings.indices {
            guard let input = readings[index].input else { continue }
            left -= input.heldBytes
            guard left < 0 else { continue }
            left += input.heldBytes
            readings[index].input = nil
            readings[index].result.resourceCount = 0
            readings[index].result.errors.append(
                Diagnostic(
                    file: readings[index].result.names.first ?? "input",
                    message: "the files that are known together take more than \(request.runLimits.heldBytes) bytes of "
                        + "memory: this one is left out",
                    help: "check fewer files at once, or allow more with `limits.total` of the configuration"))
        }
    }

    /// What a template of the run uses as a nested stack is read with that template.
    private func withoutNested(_ readings: [FileJudge.Reading]) -> [FileJudge.Reading] {
        var readings = readings
        let nested = readings.map { ($0.result.names.first, $0.result.nested) }
        for index in NestedResults.indices(of: nested, request) { readings[index] = FileJudge.Reading() }
        return readings
    }

    /// One graph of all resources, and where those stand that are judged: file by file, before all others.
    private func graph(
        of readings: [FileJudge.Reading], judged count: Int
    ) -> (graph: ResourceGraph, ranges: [Range<Int>]) {
        var resources: [Resource] = []
        var ranges: [Range<Int>] = []
        for reading in readings[..<count] {
            let start = resources.count
            resources += reading.input?.resources ?? []
            ranges.append(start..<resources.count)
        }
        for reading in readings[..<count] { resources += reading.input?.neighbours ?? [] }
        for reading in readings[count...] {
            resources += (reading.input?.resources ?? []) + (reading.input?.neighbours ?? [])
        }
        return (ResourceGraph(resources), ranges)
    }
}

extension Input {
    /// What its documents and their texts take.
    fileprivate var heldBytes: Int {
        documents.reduce(0) {
            $0 + $1.source.bytes.count + $1.texts.count + $1.nodes.count * MemoryLayout<Node>.stride
        }
    }
}
