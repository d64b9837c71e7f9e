import Documents
import Foundation
import Resources
import Testing

@Suite("The catalogue beside real templates", .enabled(if: !SharedData.isMissing, "PROVISO_SHARED_DATA is not set"))
struct RealTemplateTests {
    static let files = ["templates/sagemaker", "templates/general"].flatMap {
        SharedData.files(in: $0, withExtension: "json")
    }

    @Test("properties that real templates set are declared")
    func properties() throws {
        var checked = 0
        var undeclared: Set<String> = []
        for file in Self.files {
            let text = try String(contentsOf: file, encoding: .utf8)
            let document = try? JSONParser.parse(SourceText(name: file.path, text: text), symbols: SymbolTable())
            guard let resources = document?.root?["Resources"] else { continue }
            for resource in resources.children {
                guard let name = resource["Type"]?.string, let type = Catalogue.type(named: name),
                    let properties = resource["Properties"]
                else { continue }
                checked += 1
                for path in Self.paths(in: properties, below: "") {
                    if case .undeclared = type.lookUp(path) { undeclared.insert("\(name) \(path)") }
                }
            }
        }
        #expect(checked > 500)
        #expect(undeclared.isEmpty, "\(undeclared.sorted())")
    }

    /// The paths of all scalars; what intrinsic functions hide is left out.
    private static func paths(in node: NodeView, below path: String) -> [String] {
        switch node.kind {
        case .map:
            node.children.flatMap { child -> [String] in
                if child.key.hasPrefix("Fn::") || child.key == "Ref" || child.key.contains(".") { return [] }
                return paths(in: child, below: path.isEmpty ? child.key : "\(path).\(child.key)")
            }
        case .list: node.children.flatMap { paths(in: $0, below: path + "[*]") }
        default: path.isEmpty ? [] : [path]
        }
    }
}
