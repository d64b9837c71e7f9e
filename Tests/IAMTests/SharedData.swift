import Documents
import Foundation
import IAM

/// Data that other projects wrote; present only where an environment variable says so.
enum SharedData {
    static let folder = ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"]
    /// A Python that has Z3.
    static let solver = ProcessInfo.processInfo.environment["PROVISO_Z3_PYTHON"]
    static let grammarCases = ProcessInfo.processInfo.environment["PROVISO_IAM_GRAMMAR_CASES"]

    static let isMeasuring = folder != nil && ProcessInfo.processInfo.environment["PROVISO_IAM_MEASURE"] != nil

    /// The names of the policy documents, sorted.
    static var policyFiles: [String] {
        guard let folder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/iam")) ?? []
        return names.sorted().map { folder + "/iam/" + $0 }
    }
}

struct SampleError: Error, CustomStringConvertible {
    var description: String
}

/// The root of a JSON text.
func json(_ text: String, name: String = "sample.json") throws -> NodeView {
    let document = try JSONParser.parse(SourceText(name: name, text: text), symbols: SymbolTable())
    guard let root = document.root else { throw SampleError(description: "no root in \(name)") }
    return root
}

/// A policy written as JSON.
func policy(_ text: String, kind: PolicyKind = .unspecified, name: String = "sample.json") throws -> Policy {
    try Policy(reading: json(text, name: name), kind: kind)
}

/// A policy of these statements, each written as JSON.
func policy(of statements: String..., name: String = "sample.json") throws -> Policy {
    try policy(
        #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#, name: name)
}

func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
}
