import Documents

/// Writes the times of an answer as texts, as the AWS command line prints them: on the wire they are seconds since 1970,
/// and rules compare them as times.
struct AnswerTimes: Sendable {
    static let shared = AnswerTimes()

    private let names: Set<Substring>

    private init() {
        let text = CallTable.times.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        names = Set(text.split(separator: "\n"))
    }

    /// The text of a node, on one line.
    func text(of node: NodeView) -> String {
        var edits: [SourceEdit] = []
        collect(node, into: &edits)
        let start = node.range.lowerBound
        let bytes = UnsafeRawBufferPointer(rebasing: node.document.source.bytes[node.range])
        let moved = edits.map { edit in
            SourceEdit(range: edit.range.lowerBound - start..<edit.range.upperBound - start, text: edit.text)
        }
        return withExtendedLifetime(node.document.source) {
            JSONText.line(SourceEdit.apply(moved, to: bytes) ?? Array(bytes))
        }
    }

    private func collect(_ node: NodeView, into edits: inout [SourceEdit]) {
        for child in node.children {
            if child.node.isContainer {
                collect(child, into: &edits)
            } else if let number = child.number, names.contains(Substring(child.key)), let text = Self.text(number) {
                edits.append(SourceEdit(range: child.range, text: JSONText.quoted(text)))
            }
        }
    }

    /// Nil for a number that is no time of this millennium or the last.
    private static func text(_ number: Double) -> String? {
        guard number > 0, number < 32_503_680_000 else { return nil }
        let milliseconds = Int64((number * 1000).rounded())
        let whole = AWSTime.text(milliseconds / 1000)
        let rest = milliseconds % 1000
        guard rest != 0 else { return whole }
        let digits = String(rest)
        return whole.dropLast() + "." + String(repeating: "0", count: 3 - digits.utf8.count) + digits + "Z"
    }
}
