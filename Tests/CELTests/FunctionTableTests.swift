import CEL
import Foundation
import Testing

/// The page that lists the functions is made from the overloads themselves.
///
/// After a change that is meant, write it anew and review the difference:
/// `PROVISO_UPDATE_DOCS=1 swift test --filter FunctionTableTests`
@Suite struct FunctionTableTests {
    @Test("the page of functions lists every overload")
    func page() throws {
        let file = DocumentedExampleTests.folder.appendingPathComponent("Docs/cel-functions.md")
        let page = Self.heading + Library.all.map(Self.section).joined(separator: "\n")
        if ProcessInfo.processInfo.environment["PROVISO_UPDATE_DOCS"] != nil {
            try Data(page.utf8).write(to: file)
        }
        let written = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
        #expect(written == page, "write it anew with PROVISO_UPDATE_DOCS=1 if the change is meant")
    }

    private static let heading = """
        <!-- Made from the overloads; a test writes it anew with PROVISO_UPDATE_DOCS=1. -->
        # Functions of the CEL library

        A single capital letter stands for any type. Macros are listed in [cel.md](cel.md).


        """

    private static func section(_ library: Library) -> String {
        let rows = library.functions.flatMap { function in
            function.overloads().map { "| `\(signature(function.name, $0))` | `\($0.id)` |\n" }
        }
        return "## `Library.\(library.name)`\n\n| signature | overload |\n|---|---|\n" + rows.joined()
    }

    /// A function as it is called, with types in place of arguments.
    private static func signature(_ name: String, _ overload: Overload) -> String {
        let types = overload.parameters.map(\.description)
        let call: String
        if let symbol = infix(name), types.count == 2 {
            call = "\(types[0]) \(symbol) \(types[1])"
        } else if name.hasSuffix("_"), types.count == 1 {
            call = "\(name.dropLast())\(types[0])"
        } else if overload.isMember, let receiver = types.first {
            call = "\(receiver).\(name)(\(types.dropFirst().joined(separator: ", ")))"
        } else {
            call = "\(name)(\(types.joined(separator: ", ")))"
        }
        return "\(call) -> \(overload.result)"
    }

    private static func infix(_ name: String) -> Substring? {
        if name == "@in" { return "in" }
        return name.hasPrefix("_") && name.hasSuffix("_") && name.count > 2 ? name.dropFirst().dropLast() : nil
    }
}
