import Accounts
import Documents
import Foundation
import IAM
import Testing

@Suite("The policy that collecting needs")
struct ReadOnlyPolicyTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let file = root.appendingPathComponent("Docs/audit/read-only-policy.json")

    @Test("the policy in the documentation is that of the table of calls")
    func committed() throws {
        // `proviso collect --print-policy` writes it anew.
        let usual = CollectionCall.all.filter { $0.service != .organizations }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == ReadOnlyPolicy(calls: usual, measures: true).text)
    }

    @Test("the role of the documentation has the same actions")
    func role() throws {
        let file = Self.root.appendingPathComponent("Docs/audit/read-only-role.yaml")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let actions = lines.compactMap { $0.wholeMatch(of: /\ {18}- (.*)/)?.1 }.map(String.init)
        #expect(
            actions
                == ReadOnlyPolicy(
                    calls: CollectionCall.all.filter { $0.service != .organizations }, measures: true
                ).actions)
    }

    @Test("it allows every operation of the table and none that changes, creates or removes anything")
    func allowed() throws {
        let calls = CollectionCall.all
        let policy = ReadOnlyPolicy(calls: calls, measures: true)
        let document = try JSONParser.parse(SourceText(name: "policy.json", text: policy.text), symbols: SymbolTable())
        let root = NodeView(document: document, id: try #require(document.roots.first))
        let set = PolicySet(identity: [try Policy(reading: root)])
        for action in calls.flatMap(\.actions) {
            #expect(set.decide(Request(action: action)).verdict == .allowed, "\(action)")
        }
        for verb in ["Create", "Delete", "Update", "Put", "Stop", "Start", "Invoke", "AddTags", "Attach", "Pass"] {
            #expect(!policy.actions.contains { $0.contains(":\(verb)") })
        }
        for action in [
            "sagemaker:CreateModel", "sagemaker:InvokeEndpoint", "s3:GetObject", "iam:PassRole", "sts:AssumeRole",
        ] {
            #expect(set.decide(Request(action: action)).verdict == .implicitlyDenied, "\(action)")
        }
    }
}
