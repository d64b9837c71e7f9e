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

    static let good = ["owner": "ana@example.com", "cost-center": "ml", "environment": "dev"]

    func arn(_ name: String) -> String { "arn:aws:sagemaker:\(region):\(account):notebook-instance/\(name)" }

    var text: String {
        let gaps =
            isComplete
            ? ""
            : #","gaps":[{"operation":"ListNotebookInstances","permission":"sagemaker:ListNotebookInstances","reason":"no"}]"#
        let status = isComplete ? "complete" : "partial"
        let manifest =
            #"{"snapshot":"proviso-snapshot/1","tool":"0","collected":"\#(collected)","accounts":["\#(account)"],"#
            + #""regions":["\#(region)"],"calls":[{"account":"\#(account)","region":"\#(region)","service":"sagemaker","#
            + #""operation":"ListNotebookInstances","types":["AWS::SageMaker::NotebookInstance"],"status":"\#(status)","#
            + #""resources":\#(notebooks.count)\#(gaps)}]}"#
        let lines = notebooks.map { notebook in
            let tags = notebook.tags.sorted { $0.key < $1.key }.map { #"{"Key":"\#($0.key)","Value":"\#($0.value)"}"# }
            return #"{"type":"AWS::SageMaker::NotebookInstance","account":"\#(account)","region":"\#(region)","#
                + #""id":"\#(arn(notebook.name))","tags":[\#(tags.joined(separator: ","))],"answer":{"#
                + #""NotebookInstanceArn":"\#(arn(notebook.name))","NotebookInstanceName":"\#(notebook.name)","#
                + #""NotebookInstanceStatus":"InService","InstanceType":"\#(notebook.instance)","#
                + #""RoleArn":"arn:aws:iam::\#(account):role/r","DirectInternetAccess":"Disabled","RootAccess":"Disabled"}}"#
        }
        return ([manifest] + lines).joined(separator: "\n") + "\n"
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
    var exceptions: [String] = []
    var baseline: String?
    var prices: String?

    func run(_ paths: [String], time: Int64, keeps: Bool = true, passes: Bool = false) throws -> CheckOutcome {
        var request = CheckRequest(paths: paths, now: time)
        request.keepsResources = keeps
        request.includesPasses = passes
        request.priceFile = prices
        var job = CheckJob(request)
        job.choice = .none
        job.selection.includesBuiltin = false
        job.selection.paths = [try folder.write(Self.pack, to: "pack/p.yaml")]
        job.exceptions = exceptions
        job.baseline = baseline
        let (configured, issues) = job.configured()
        guard let configured else { throw Failure(words: issues.map(\.message)) }
        let (outcome, more) = configured.run()
        guard let outcome else { throw Failure(words: more.map(\.message)) }
        guard outcome.result.errors.isEmpty else { throw Failure(words: outcome.result.errors.map(\.message)) }
        return outcome
    }

    func judged(_ account: SampleAccount, name: String = "snapshot.jsonl") throws -> JudgedSnapshot {
        let path = try folder.write(account.text, to: name)
        let index = try SnapshotIndex(path: path)
        guard let time = index.time else { throw Failure(words: ["no time"]) }
        return JudgedSnapshot(index: index, result: try run([path], time: time).result, time: time)
    }

    func drift(_ account: SampleAccount, code: [String: String]) throws -> Drift {
        let paths = try code.sorted { $0.key < $1.key }.map { try folder.write($0.value, to: "code/\($0.key)") }
        let judged = try judged(account)
        let written = try run(paths, time: judged.time, passes: true)
        return Drift(
            live: judged.result, code: written.result, expected: paths, index: judged.index, scope: judged.scope)
    }

    struct Failure: Error {
        var words: [String]
    }
}
