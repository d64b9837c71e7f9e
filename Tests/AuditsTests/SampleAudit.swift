import Accounts
import Documents
import Engine
import Foundation
import History
import Policies

@testable import Audits

/// A folder of a test, which goes when nobody holds it any more.
final class Folder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("audits-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws -> String {
        let place = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: place, atomically: true, encoding: .utf8)
        return place.path
    }
}

/// A small account in which notebooks are what a test says.
struct SampleAccount {
    var account = "123456789012"
    var region = "eu-central-1"
    var collected = "2026-11-29T06:00:00Z"
    var isComplete = true
    /// Name, instance type, tags.
    var notebooks: [(name: String, instance: String, tags: [String: String])] = []
    var internetAccess = "Enabled"
    /// Whether the tags of resources could be read.
    var knowsTags = true
    /// Whether the account has another region, which was seen or not.
    var otherRegion: (name: String, isSeen: Bool)?

    static let good = ["owner": "ana@example.com", "cost-center": "ml", "environment": "dev"]

    func arn(_ name: String) -> String { "arn:aws:sagemaker:\(region):\(account):notebook-instance/\(name)" }

    var text: String {
        let others = [otherRegion].compactMap(\.self)
        let calls = [call(region, isSeen: isComplete)] + others.map { call($0.name, isSeen: $0.isSeen) }
        let manifest =
            #"{"snapshot":"proviso-snapshot/1","tool":"0","collected":"\#(collected)","accounts":["\#(account)"],"#
            + #""regions":["\#(region)"],"calls":[\#(calls.joined(separator: ","))]}"#
        let lines = notebooks.map { notebook in
            let tags = notebook.tags.sorted { $0.key < $1.key }.map { #"{"Key":"\#($0.key)","Value":"\#($0.value)"}"# }
            let known = knowsTags ? #""tags":[\#(tags.joined(separator: ","))],"# : ""
            return #"{"type":"AWS::SageMaker::NotebookInstance","account":"\#(account)","region":"\#(region)","#
                + #""id":"\#(arn(notebook.name))",\#(known)"answer":{"#
                + #""NotebookInstanceArn":"\#(arn(notebook.name))","NotebookInstanceName":"\#(notebook.name)","#
                + #""NotebookInstanceStatus":"InService","InstanceType":"\#(notebook.instance)","#
                + #""RoleArn":"arn:aws:iam::\#(account):role/r","DirectInternetAccess":"\#(internetAccess)","RootAccess":"Disabled"}}"#
        }
        return ([manifest] + lines).joined(separator: "\n") + "\n"
    }

    private func call(_ region: String, isSeen: Bool) -> String {
        let gap = #"{"operation":"ListNotebookInstances","permission":"sagemaker:ListNotebookInstances","reason":"no"}"#
        return #"{"account":"\#(account)","region":"\#(region)","service":"sagemaker","#
            + #""operation":"ListNotebookInstances","types":["AWS::SageMaker::NotebookInstance"],"#
            + #""status":"\#(isSeen ? "complete" : "partial")","resources":0\#(isSeen ? "" : #","gaps":[\#(gap)]"#)}"#
    }
}

/// Judges texts with one rule: no GPU in a notebook.
struct Judge {
    static let pack = """
        pack: p
        title: Sample pack
        rules:
          - id: no-gpu
            title: Notebooks have no GPU
            description: They cost too much.
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            check: { assert: '!resource.InstanceType.startsWith("ml.p")', at: [InstanceType] }
            message: "{{ resource.name }} has a GPU"
            remedy: Choose another type
        """
    let folder = Folder()
    /// Added to the rule: when it applies.
    var when: String?
    /// Rules beside it.
    var more = ""
    var findingLimit: Int?
    var exceptions: [String] = []
    var baseline: String?
    var prices: String?

    private var pack: String {
        let condition = when.map { "    severity: high\n    when: '\($0)'" } ?? "    severity: high"
        return Self.pack.replacingOccurrences(of: "    severity: high", with: condition) + more
    }

    func run(_ paths: [String], time: Int64, passes: Bool = false) throws -> CheckOutcome {
        var request = CheckRequest(paths: paths, now: time)
        request.keepsResources = true
        request.keepsSettledVerdicts = true
        request.includesPasses = passes
        if let findingLimit { request.runLimits.findings = findingLimit }
        request.priceFile = prices
        var job = CheckJob(request)
        job.choice = .none
        job.selection.includesBuiltin = false
        job.selection.paths = [try folder.write(pack, to: "pack/p.yaml")]
        job.exceptions = exceptions
        job.baseline = baseline
        let (configured, issues) = job.configured()
        guard let configured else { throw Failure(words: issues.map(\.message)) }
        let (outcome, more) = configured.run()
        guard let outcome else { throw Failure(words: more.map(\.message)) }
        guard outcome.result.errors.isEmpty || findingLimit != nil else {
            throw Failure(words: outcome.result.errors.map(\.message))
        }
        return outcome
    }

    func judged(_ account: SampleAccount, name: String = "snapshot.jsonl") throws -> JudgedSnapshot {
        try judged(account.text, name: name)
    }

    func judged(_ text: String, name: String = "snapshot.jsonl") throws -> JudgedSnapshot {
        let path = try folder.write(text, to: name)
        let index = try SnapshotIndex(path: path)
        guard let time = index.time else { throw Failure(words: ["no time"]) }
        return JudgedSnapshot(index: index, result: try run([path], time: time).result, time: time)
    }

    /// - Parameter stacks: those of which the files are the templates, by the names of the files.
    func drift(_ account: SampleAccount, code: [String: String], stacks: [String: [String]] = [:]) throws -> Drift {
        try drift(account.text, code: code, stacks: stacks)
    }

    func drift(_ snapshot: String, code: [String: String], stacks: [String: [String]] = [:]) throws -> Drift {
        for (name, text) in code { _ = try folder.write(text, to: "code/\(name)") }
        // A name may be spelled in another way.
        let spelled = Set(stacks.keys.map(PathLookup.tidied))
        let names = code.keys.filter { !spelled.contains($0) } + stacks.keys
        let expected = names.sorted().flatMap { name in
            let path = folder.path + "/code/" + name
            return stacks[name]?.map { ExpectedPath(path: path, stack: $0) } ?? [ExpectedPath(path: path)]
        }
        let judged = try judged(snapshot)
        let written = try run(expected.map(\.path), time: judged.time, passes: true)
        return Drift(live: judged.result, code: written.result, expected: expected, index: judged.index)
    }

    struct Failure: Error {
        var words: [String]
    }
}
