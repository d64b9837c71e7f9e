#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes policy packs as static strings of a Swift source file: `embed-policies OUTPUT PACK...`.
///
/// Static strings lie in the read-only data of the executable, so that embedded packs cost nothing until they are read. An
/// index beside each says which part of it is which rule, so that a run reads only the rules that it needs.
@main
struct EmbedPolicies {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first else { throw UsageError() }
        let packs = try arguments.dropFirst().map { path in
            try PackOutline(
                file: path.split(separator: "/").last.map(String.init) ?? path,
                text: try String(contentsOfFile: path, encoding: .utf8))
        }
        let entries = packs.map { "        (\"\($0.file)\", \(literal($0.text)), \(literal($0.index)))," }
        let keys = Set(packs.flatMap(\.keys)).sorted().joined(separator: " ")
        let source = """
            /// The built-in packs, generated from the files under `Policies/`.
            enum EmbeddedPacks {
                static let all: [(file: StaticString, text: StaticString, index: StaticString)] = [
            \(entries.joined(separator: "\n"))
                ]
                /// Every word of theirs that may be a key of a document.
                static let keys: StaticString = \(literal(keys))
            }

            """
        try source.write(toFile: output, atomically: true, encoding: .utf8)
    }

    /// A string literal on one line.
    private static func literal(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }

    private struct UsageError: Error, CustomStringConvertible {
        let description = "usage: embed-policies OUTPUT PACK..."
    }
}
