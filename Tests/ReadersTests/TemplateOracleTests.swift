import Documents
import Foundation
import Readers
import Resources
import Testing

/// A second reader of templates: cfn-lint.
private enum CfnLint {
    /// A Python that has cfn-lint.
    static let python = ProcessInfo.processInfo.environment["PROVISO_CFN_LINT_PYTHON"]

    struct Answer: Decodable {
        struct Value: Decodable {
            var resource: String
            var path: [Step]
            var values: Set<String>
        }

        /// Why the file is not parsed.
        var refused: String?
        var values: [Value]
    }

    enum Step: Decodable {
        case key(String)
        case index(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let index = try? container.decode(Int.self) {
                self = .index(index)
            } else {
                self = .key(try container.decode(String.self))
            }
        }
    }

    static func answers(on files: [URL]) throws -> [String: Answer] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Oracles/cfn_lint_templates.py")
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = [script.path] + files.map(\.path)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode([String: Answer].self, from: data)
    }
}

@Suite(
    "cfn-lint reads the same in templates that others wrote", .needsSharedData,
    .enabled(if: CfnLint.python != nil, "PROVISO_CFN_LINT_PYTHON is not set"))
struct TemplateOracleTests {
    /// The files on which the two differ, each with the reason.
    private static let parseDifferences: [String: String] = [
        "24a4134c8e-test_fixtures_templates_bad_duplicate.yaml":
            "a logical id that is given twice: CloudFormation takes the last one, and Proviso does so with a warning"
    ]

    /// The functions on which the two differ, by file and resource, each with the reason.
    private static let valueDifferences: [String: String] = [
        "bdd83f152c-put_aws-us-gov_function_with_conditional_managed_policy.json FunctionWithConditionalPolicyRole":
            "a condition that compares two literals: cfn-lint takes both arms of it",
        "e257d27bf7-mpatibility_templates_toJsonStringWithSplitThatResolves.json CloudFormationCreatedSecret":
            "`Fn::Split` inside `Fn::ToJsonString`: cfn-lint writes the function as it stands",
    ]

    @Test("the same files are templates, and functions that both resolve come to the same values")
    func agreement() throws {
        let files = ["sagemaker", "general"].flatMap { SharedData.files(in: "templates/\($0)") }
        let answers = try CfnLint.answers(on: files)
        #expect(answers.count == files.count)
        var compared = 0
        var several = 0
        for file in files {
            let name = file.lastPathComponent
            let answer = try #require(answers[file.path])
            let source = SourceText(name: name, copying: try Data(contentsOf: file))
            var settings = DeploymentSettings()
            let input = try? InputReader(settings: settings).read(source, symbols: SymbolTable())
            settings.region = "us-east-1"
            let regional = try? InputReader(settings: settings).read(source, symbols: SymbolTable())
            let isAccepted = input?.kind == .cloudFormation
            if Self.parseDifferences[name] == nil {
                #expect(isAccepted == (answer.refused == nil), "\(name): \(answer.refused ?? "accepted")")
            } else {
                #expect(isAccepted != (answer.refused == nil), "\(name): they agree by now")
            }
            for value in answer.values {
                // cfn-lint puts in the region, except where a mapping is looked up by it.
                let found = [input, regional].compactMap { Self.values(of: value, in: $0) }.map(Self.comparable).filter
                { !$0.isEmpty }
                guard !found.isEmpty, Self.valueDifferences["\(name) \(value.resource)"] == nil else { continue }
                compared += 1
                several += value.values.count > 1 ? 1 : 0
                let theirs = Self.comparable(value.values)
                // We look at more values than cfn-lint does, those that a template compares a parameter with.
                let isSame = found.contains { ours in
                    ours.count == 1 ? ours == theirs : theirs.isSubset(of: ours)
                }
                #expect(isSame, "\(name) \(value.resource) \(value.path): \(value.values), ours \(found)")
            }
        }
        print("cfn-lint: \(files.count) files, \(compared) functions compared, \(several) of them with several values")
        #expect(compared > 500)
    }

    /// cfn-lint writes the booleans among allowed values as Python does.
    private static func comparable(_ values: Set<String>) -> Set<String> {
        Set(values.map { $0 == "True" || $0 == "False" ? $0.lowercased() : $0 })
    }

    /// The values that a function comes to, whatever is chosen; nil if it is not known of every choice.
    private static func values(of value: CfnLint.Answer.Value, in input: Input?) -> Set<String>? {
        guard let resource = input?.resources.first(where: { $0.id == value.resource }), var node = resource.properties
        else { return nil }
        for step in value.path {
            let next: NodeView? =
                switch step {
                case .key(let key): node[key]
                case .index(let index): node.children.dropFirst(index).first { _ in true }
                }
            guard let next else { return nil }
            node = next
        }
        var found: Set<String> = []
        var isKnown = true
        func explore(_ outcomes: [Choice.ID: Int], depth: Int) {
            let scenario = Scenario(outcomes)
            switch resource.resolver?.resolve(node, in: scenario) {
            case .value(let value):
                if let text = value.boolean.map({ $0 ? "true" : "false" }) ?? value.text {
                    found.insert(text)
                } else {
                    isKnown = false
                }
            case .absent: break
            default:
                guard let question = scenario.questions.first, depth < 8 else {
                    // What a scenario leaves open beside the values that are named is nothing to compare.
                    if outcomes.isEmpty { isKnown = false }
                    return
                }
                let choice = question.source.choice(question.id)
                for index in choice.options.indices {
                    explore(outcomes.merging([question.id: index]) { $1 }, depth: depth + 1)
                }
            }
        }
        explore([:], depth: 0)
        return isKnown ? found : nil
    }
}
