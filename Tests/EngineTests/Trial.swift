import Documents
import Engine
import Foundation
import Policies
import Testing

/// One rule and one template, judged together.
struct Trial {
    /// The parameters that the rules of trials may name.
    private static let head = """
        pack: trial
        title: Trial
        parameters:
          types: { type: list(string), default: [ml.t3.medium, "ml.c5.*"], description: Instance types }
          limit: { type: integer, default: 10, description: A limit }
          pattern: { type: string, default: "^ml[.]t", description: A pattern }
          wanted: { type: boolean, default: true, description: Whether it must be there }
          keys: { type: list(string), default: [owner, team], description: Tag keys }
        rules:

        """

    var policies: PolicySet

    /// - Parameter rule: what stands below the rule's head, such as `check: ...`.
    init(rule: String, targets: String = "AWS::SageMaker::NotebookInstance, AWS::SageMaker::EndpointConfig") throws {
        try self.init(
            rules: """
                - id: rule
                  title: The rule
                  severity: high
                  targets: [\(targets)]

                """ + rule.indented(2))
    }

    /// - Parameter rules: a list of whole rules.
    init(rules: String) throws {
        let symbols = SymbolTable()
        let source = SourceText(name: "trial.yaml", text: Self.head + rules.indented(2) + "\n")
        let (pack, issues) = PolicyPack.decode(try PolicyFile.parse(source, symbols: symbols))
        guard let pack else { throw issues.first { $0.severity == .error } ?? Diagnostic(file: "", message: "no pack") }
        policies = try PolicySet.compile(pack, symbols: symbols)
    }

    /// Judges a text under a name of its own.
    func judge(
        _ text: String, name: String = "template.yaml", includesPasses: Bool = false, day: String = "2026-09-21",
        limits: AccessLimits = AccessLimits()
    ) throws -> RunResult {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        let days = try #require(CalendarDate(day)).daysSince1970
        var request = CheckRequest(paths: [file.path], now: Int64(days) * 86_400)
        request.includesPasses = includesPasses
        request.access = limits
        return CheckRun.run(request, policies: policies)
    }
}

/// A text in which `«...»` marks what a finding must point at.
struct MarkedText {
    var text = ""
    /// In bytes.
    var marks: [Range<Int>] = []

    init(_ marked: String) {
        var starts: [Int] = []
        for character in marked {
            switch character {
            case "«": starts.append(text.utf8.count)
            case "»": if let start = starts.popLast() { marks.append(start..<text.utf8.count) }
            default: text.append(character)
            }
        }
    }
}

/// The template around the properties of a case: the resource is `R`, `P` is not known before deployment.
func template(_ properties: String, type: String = "AWS::SageMaker::NotebookInstance") -> MarkedText {
    let isMarked = properties.contains("«")
    return MarkedText(
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Parameters:
          P: { Type: String }
          Flag: { Type: String }
        Mappings:
          Sizes: { big: { gb: "50" } }
        Conditions:
          IsOn: !Equals [!Ref Flag, "on"]
        Resources:
          \(isMarked ? "R" : "«R»"):
            Type: \(type)
            Properties:
        \(properties.indented(6))

        """)
}

extension RunResult {
    /// The verdict on the one resource that the rule is about, or that it is not about it.
    var outcome: String {
        verdicts.filter { $0.value > 0 }.keys.map(\.rawValue).sorted().joined(separator: "+").nonEmpty
            ?? "not-applicable"
    }

    var ranges: [Range<Int>] { findings.map { $0.region.start.offset..<$0.region.end.offset } }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }

    func indented(_ count: Int) -> String {
        let blank = String(repeating: " ", count: count)
        return split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : blank + $0 }
            .joined(separator: "\n")
    }
}
