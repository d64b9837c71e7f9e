import Documents

/// Makes text of any origin fit to be shown.
enum PrintableText {
    /// The text on one line: line breaks become blanks, other invisible characters a visible mark.
    static func line(_ text: String) -> String {
        if text.hasOnly({ $0 >= 0x20 && $0 < 0x7F }) || text.unicodeScalars.allSatisfy(isShown) { return text }
        var line = String.UnicodeScalarView()
        var endsWithBlank = false
        for scalar in text.unicodeScalars {
            let isNewline = Self.isNewline(scalar)
            if !(isNewline && endsWithBlank) { line.append(isNewline ? " " : Excerpt.printable(scalar)) }
            endsWithBlank = isNewline || scalar == " " || scalar == "\t"
        }
        return String(line)
    }

    /// Whether a character stands for itself.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        0x20..<0x7F ~= scalar.value || !isNewline(scalar) && Excerpt.printable(scalar) == scalar
    }

    /// The text, cut where it has more characters than a reader or a code host takes.
    static func cut(_ text: String, to count: Int) -> String {
        guard text.utf8.count > count,
            let end = text.unicodeScalars.index(
                text.startIndex, offsetBy: count, limitedBy: text.endIndex), end < text.endIndex
        else { return text }
        return String(text.unicodeScalars[..<end]) + "…"
    }

    private static func isNewline(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// A line of output in which no build system finds a command.
    ///
    /// GitHub's runner takes `::name` after leading blanks and `##[name` anywhere in a line for one; Azure Pipelines
    /// `##vso[` and TeamCity `##teamcity[`. The second of the two characters is replaced, so that columns stay.
    /// - SeeAlso: `src/Runner.Worker/ActionCommandManager.cs` of actions/runner
    static func withoutCommands(_ line: String) -> String {
        guard mayHoldCommand(line) else { return line }
        var scalars = Array(withoutMarks(line).unicodeScalars)
        let start = firstVisible(of: scalars)
        if scalars[start...].starts(with: "::".unicodeScalars), let name = scalars[start...].dropFirst(2).first,
            name.properties.isAlphabetic
        {
            scalars[start + 1] = "\u{FFFD}"
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The text without the marks that start a command anywhere in a line.
    static func withoutMarks(_ text: String) -> String {
        guard hasDouble(text) else { return text }
        var scalars = Array(text.unicodeScalars)
        for index in scalars.indices.dropLast(2) where scalars[index] == "#" && scalars[index + 1] == "#" {
            let rest = scalars[(index + 2)...]
            if commandMarks.contains(where: { rest.starts(with: $0) }) { scalars[index + 1] = "\u{FFFD}" }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func mayHoldCommand(_ line: String) -> Bool {
        var line = line
        return line.withUTF8 { mayHoldCommand($0) }
    }

    /// Whether two hashes stand beside each other, or two colons that nothing visible precedes: names of types hold
    /// colons in most lines.
    static func mayHoldCommand(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        // The C library's search for a byte looks through most lines faster.
        let bytes = UnsafeRawBufferPointer(line)
        guard bytes.contains("::") || bytes.contains("##") else { return false }
        var previous: UInt8 = 0
        var isAtStart = true
        var hasStyles = false
        for byte in line {
            if byte == previous {
                if byte == UInt8(ascii: "#") { return true }
                if byte == UInt8(ascii: ":"), isAtStart || hasStyles { return true }
            }
            // What is not ASCII may be a blank.
            isAtStart = isAtStart && (byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: ":"))
            hasStyles = hasStyles || byte == 0x1B
            previous = byte
        }
        return false
    }

    /// Whether two hashes or colons stand beside each other.
    private static func hasDouble(_ line: String) -> Bool {
        var previous: UInt8 = 0
        for byte in line.utf8 {
            if byte == previous, byte == UInt8(ascii: "#") || byte == UInt8(ascii: ":") { return true }
            previous = byte
        }
        return false
    }

    private static let commandMarks = ["[", "vso[", "teamcity["].map { Array($0.unicodeScalars) }

    /// Where the text begins after blanks and the styles of our own.
    private static func firstVisible(of scalars: [Unicode.Scalar]) -> Int {
        var index = 0
        while index < scalars.count {
            if scalars[index] == "\u{1B}" {
                index = (scalars[index...].firstIndex(of: "m") ?? scalars.count - 1) + 1
            } else if scalars[index].properties.isWhitespace {
                index += 1
            } else {
                break
            }
        }
        return index
    }
}

extension StringProtocol {
    /// Whether all bytes of the text are of a kind: the bytes themselves are gone through, which costs a fraction of the
    /// way over the text's indexes.
    func hasOnly(_ isMeant: (UInt8) -> Bool) -> Bool {
        utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isMeant) } ?? utf8.allSatisfy(isMeant)
    }
}
