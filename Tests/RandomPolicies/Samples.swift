import Documents
import IAM

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

/// Why a sample is none.
struct SampleError: Error, CustomStringConvertible {
    var description: String
}
