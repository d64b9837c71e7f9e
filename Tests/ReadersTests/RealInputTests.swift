import Documents
import Foundation
import Readers
import Resources
import Testing

@Suite("Real inputs", .needsSharedData)
struct RealInputTests {
    @Test(
        "every template is read, with as many resources as a second count finds", arguments: ["sagemaker", "general"])
    func templates(folder: String) throws {
        var counts: [String: Int] = [:]
        for file in SharedData.files(in: "templates/\(folder)") {
            let data = try Data(contentsOf: file)
            let input = try read(data, file)
            guard input.kind == .cloudFormation else {
                Issue.record("\(file.lastPathComponent): \(input.kind)")
                continue
            }
            let expected = try #require(ResourceCount.count(data), "\(file.lastPathComponent)")
            let broken = input.errors.filter { $0.message.contains("resource `") || $0.message.contains("of `") }.count
            // Logical ids have no slash; what stands inside a resource has one in its id.
            let own = input.resources.count { !$0.id.contains("/") }
            let definitions = input.diagnostics.count { $0.message.hasPrefix("the definition of") }
            let count = own + input.unreadResources - definitions + broken
            // A loop that is written out makes more than one resource of a member.
            let hasLoops = String(decoding: data, as: UTF8.self).contains("Fn::ForEach::")
            #expect(hasLoops ? count >= expected : count == expected, "\(file.lastPathComponent)")
            for resource in input.resources { counts[resource.type, default: 0] += 1 }
        }
        #expect(counts["AWS::SageMaker::NotebookInstance", default: 0] > (folder == "sagemaker" ? 10 : -1))
    }

    @Test("few real templates are said to be wrong")
    func falseAlarms() throws {
        var errors: [String] = []
        var files = 0
        for folder in ["sagemaker", "general"] {
            for file in SharedData.files(in: "templates/\(folder)") {
                files += 1
                let input = try read(try Data(contentsOf: file), file)
                if let error = input.errors.first {
                    errors.append("\(file.lastPathComponent):\(error.region?.start.line ?? 0): \(error.message)")
                }
            }
        }
        #expect(files > 500)
        #expect(errors.count <= 3, "\(errors.joined(separator: "\n"))")
    }

    @Test("every deferred value of every template resolves without end or crash")
    func resolution() throws {
        var outcomes: [String: Int] = [:]
        for folder in ["sagemaker", "general"] {
            for file in SharedData.files(in: "templates/\(folder)") {
                for resource in try read(try Data(contentsOf: file), file).resources {
                    guard let properties = resource.properties else { continue }
                    let resolver = try #require(resource.resolver)
                    let first = Int(properties.id.rawValue)
                    for index in first..<first + properties.node.stride
                    where properties.document.nodes[index].flags.contains(.deferred) {
                        let node = NodeView(document: properties.document, id: NodeID(rawValue: UInt32(index)))
                        outcomes[resolver.resolve(node).kind, default: 0] += 1
                        _ = resolver.parts(of: node)
                    }
                }
            }
        }
        #expect(outcomes["reference", default: 0] > 1_000)
        #expect(outcomes["value", default: 0] > 50)
        #expect(outcomes["unknown", default: 0] > 1_000)
        #expect(outcomes["absent", default: 0] > 10)
    }

    @Test("recorded answers of the API are read, and Kubernetes manifests are not ours")
    func descriptions() throws {
        var kinds: [String: Int] = [:]
        for file in SharedData.files(in: "describe") {
            let data = try Data(contentsOf: file)
            guard let input = try? read(data, file) else {
                // A Helm template, which is no YAML.
                #expect(!data.withUnsafeBytes { InputReader.bearsMarker($0) }, "\(file.lastPathComponent)")
                continue
            }
            kinds[file.pathExtension + " " + input.kind.word, default: 0] += 1
            #expect(input.errors.isEmpty)
            if file.pathExtension == "yaml" { #expect(input.kind == .notOurs(reason: "Kubernetes manifest")) }
        }
        #expect(kinds == ["json API output": 48, "json not ours": 2, "yaml not ours": 65])
    }

    @Test("every policy document is read as one resource")
    func policies() throws {
        let files = SharedData.files(in: "iam")
        for file in files {
            let input = try read(try Data(contentsOf: file), file)
            #expect(input.kind == .iamPolicy, "\(file.lastPathComponent)")
            #expect(input.resources.count == 1)
        }
        #expect(files.count > 300)
    }

    @Test("every plan is read, with as many resources as a second count finds")
    func plans() throws {
        var counts = (judged: 0, neighbours: 0)
        for file in SharedData.files(in: "plans") {
            let data = try Data(contentsOf: file)
            let input = try read(data, file)
            #expect(input.kind == .terraform, "\(file.lastPathComponent)")
            #expect(input.errors.isEmpty, "\(file.lastPathComponent): \(input.errors.map(\.message))")
            let expected = try PlanCount(data)
            #expect(input.resources.count == expected.judged, "\(file.lastPathComponent)")
            #expect(input.neighbours.count == expected.neighbours, "\(file.lastPathComponent)")
            counts.judged += input.resources.count
            counts.neighbours += input.neighbours.count
        }
        #expect(counts.judged > 600 && counts.neighbours > 40)
    }

    @Test("every unknown value of every plan resolves without end or crash, and many are references")
    func planResolution() throws {
        var outcomes: [String: Int] = [:]
        for file in SharedData.files(in: "plans") {
            let input = try read(try Data(contentsOf: file), file)
            for resource in input.resources {
                guard let properties = resource.properties, let resolver = resource.resolver else { continue }
                let first = Int(properties.id.rawValue)
                for index in first..<first + properties.node.stride
                where properties.document.nodes[index].flags.contains(.deferred) {
                    let node = NodeView(document: properties.document, id: NodeID(rawValue: UInt32(index)))
                    outcomes[resolver.resolve(node).kind, default: 0] += 1
                }
            }
        }
        #expect(outcomes["reference", default: 0] > 50)
        #expect(outcomes["unknown", default: 0] > 500)
        #expect(outcomes["value"] == nil && outcomes["absent"] == nil)
    }

    @Test("malformed templates throw or say what is wrong, and bear a marker")
    func malformed() throws {
        for file in SharedData.files(in: "malformed") {
            let data = try Data(contentsOf: file)
            do {
                let input = try read(data, file)
                #expect(!input.diagnostics.isEmpty || input.resources.isEmpty, "\(file.lastPathComponent)")
            } catch {
                #expect(data.withUnsafeBytes { InputReader.bearsMarker($0) }, "\(file.lastPathComponent)")
            }
        }
    }

    private func read(_ data: Data, _ file: URL) throws -> Input {
        try InputReader().read(
            SourceText(name: file.lastPathComponent, copying: data), symbols: SymbolTable())
    }
}

/// Counts the members of `Resources` without the parsers under test.
enum ResourceCount {
    static func count(_ data: Data) -> Int? {
        if let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any] {
            return (root["Resources"] as? [String: Any])?.count
        }
        return countYAML(String(decoding: data, as: UTF8.self))
    }

    /// Counts the lines below `Resources:` at the first indentation that begin with a key, outside block scalars (whose
    /// lines are indented further).
    private static func countYAML(_ text: String) -> Int? {
        let lines = text.replacingOccurrences(of: "\r", with: "").split(separator: "\n").map(String.init)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("Resources:") || $0.hasPrefix("\"Resources\":") })
        else {
            return nil
        }
        var indentation: Int?
        var keys: Set<String> = []
        for line in lines[(start + 1)...] {
            let content = line.drop { $0 == " " }
            if content.isEmpty || content.first == "#" || content.first == "\t" { continue }
            let column = line.count - content.count
            if column == 0 { break }
            indentation = indentation ?? column
            if column == indentation, let colon = content.lastIndex(of: ":") { keys.insert(String(content[..<colon])) }
        }
        return keys.count
    }
}

/// Counts the resources of a plan without the parsers under test.
struct PlanCount {
    var judged = 0
    var neighbours = 0

    init(_ data: Data) throws {
        let root = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        if let changes = root?["resource_changes"] as? [[String: Any]] {
            for change in changes where change["mode"] as? String != "data" && change["deposed"] == nil {
                let actions = (change["change"] as? [String: Any])?["actions"] as? [String] ?? []
                if actions.contains("create") || actions.contains("update") { judged += 1 }
                if actions == ["no-op"] { neighbours += 1 }
            }
        } else if let values = root?["planned_values"] as? [String: Any] {
            count(values["root_module"] as? [String: Any])
        }
    }

    private mutating func count(_ module: [String: Any]?) {
        let resources = module?["resources"] as? [[String: Any]] ?? []
        judged += resources.count { $0["mode"] as? String != "data" }
        for child in module?["child_modules"] as? [[String: Any]] ?? [] { count(child) }
    }
}

extension InputKind {
    fileprivate var word: String {
        switch self {
        case .cloudFormation: "template"
        case .terraform: "plan"
        case .apiOutput: "API output"
        case .resourceFile: "resource file"
        case .iamPolicy: "policy"
        case .notOurs: "not ours"
        default: "\(self)"
        }
    }
}

extension Resolution {
    fileprivate var kind: String {
        switch self {
        case .value: "value"
        case .absent: "absent"
        case .reference: "reference"
        case .unknown: "unknown"
        }
    }
}
