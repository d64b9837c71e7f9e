public import Documents

extension Baseline {
    private static let head = "# proviso baseline 1"

    /// The text of the file.
    public var text: String {
        Self.head + ": known findings, which do not fail a run. `proviso baseline prune` removes what is mended.\n"
            + entries.map { entry in
                [entry.fingerprint, entry.rule, entry.file, entry.resource].map(Self.escaped).joined(separator: "\t")
                    + "\n"
            }.joined()
    }

    /// Reads a baseline.
    /// - Throws: an error at the first line that is none of a baseline.
    public init(parsing source: SourceText) throws(Diagnostic) {
        let bytes = source.bytes
        guard bytes.starts(with: Self.head.utf8) else {
            throw Diagnostic(
                file: source.name, message: "this is not a baseline of this version",
                help: "make one with `proviso baseline create`")
        }
        var entries: [Entry] = []
        var seen: Set<String> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let range = line.startIndex..<line.endIndex
            let text = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            if text.hasPrefix("#") { continue }
            guard let entry = Entry(line: text) else { throw Self.refusal(of: text, in: source, at: range) }
            guard seen.insert(entry.fingerprint).inserted else {
                throw Diagnostic(
                    in: source, at: range, "this finding stands twice", help: "remove one of the lines")
            }
            entries.append(entry)
        }
        self.init(entries)
    }

    private static func refusal(of line: String, in source: SourceText, at range: Range<Int>) -> Diagnostic {
        let isConflict = ["<<<<<<<", "=======", ">>>>>>>"].contains { line.hasPrefix($0) }
        return Diagnostic(
            in: source, at: range, isConflict ? "a merge left a conflict here" : "this line is no entry of a baseline",
            help: isConflict
                ? "keep the lines of both sides, then run `proviso baseline prune`"
                : "a line is fingerprint, rule, file and resource, with tabs between them")
    }

    /// Names come from strangers: none may break a line or begin another column.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\t": escaped += "\\t"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            default: escaped.unicodeScalars.append(Excerpt.printable(scalar) == scalar ? scalar : "\u{FFFD}")
            }
        }
        return escaped
    }

    static func unescaped(_ text: Substring) -> String {
        var result = ""
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                let plain: [Unicode.Scalar: Unicode.Scalar] = ["t": "\t", "n": "\n", "r": "\r"]
                result.unicodeScalars.append(plain[scalar] ?? scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Baseline.Entry {
    fileprivate init?(line: String) {
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count == 4, columns[0].utf8.count == 32,
            columns[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            !columns[1].isEmpty
        else { return nil }
        self.init(
            fingerprint: String(columns[0]), rule: Baseline.unescaped(columns[1]),
            file: Baseline.unescaped(columns[2]), resource: Baseline.unescaped(columns[3]))
    }
}
