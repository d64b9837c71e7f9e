/// The difference of a text from what it was, in the form that `patch` and `git apply` read.
public struct UnifiedDiff: Sendable {
    /// Lines that are replaced by others.
    private struct Block {
        var old: Range<Int>
        var new: Range<Int>
    }

    private static let context = 3

    public private(set) var bytes: [UInt8]

    private let old: Lines
    private let new: Lines

    public init(file: String, _ text: EditedText) {
        bytes = Array("--- \(Self.name("a", file))\n+++ \(Self.name("b", file))\n".utf8)
        (old, new) = (Lines(text.original), Lines(text.bytes))
        var hunk: [Block] = []
        for block in blocks(of: text.changes) {
            if let last = hunk.last, block.old.lowerBound - last.old.upperBound > 2 * Self.context {
                write(hunk)
                hunk = []
            }
            hunk.append(block)
        }
        write(hunk)
    }

    /// The name of a file, below a folder as git has it. A name that could end the line or steer a terminal is quoted as git does.
    private static func name(_ folder: String, _ file: String) -> String {
        let name = folder + (file.hasPrefix("/") ? file : "/" + file)
        guard
            name.utf8.contains(where: {
                $0 < 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
            })
        else {
            // What follows a space would be taken for a time.
            return name.utf8.contains(UInt8(ascii: " ")) ? name + "\t" : name
        }
        let quoted = name.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: String(UnicodeScalar(byte))
            default: "\\" + String(repeating: "0", count: byte < 8 ? 2 : byte < 64 ? 1 : 0) + String(byte, radix: 8)
            }
        }
        return "\"" + quoted.joined() + "\""
    }

    /// The whole lines that changes touch.
    private func blocks(of changes: [EditedText.Change]) -> [Block] {
        var blocks: [Block] = []
        for change in changes {
            let block = lines(of: change)
            if let last = blocks.last,
                block.old.lowerBound < last.old.upperBound || block.new.lowerBound < last.new.upperBound
            {
                blocks[blocks.count - 1] = Block(
                    old: last.old.lowerBound..<max(last.old.upperBound, block.old.upperBound),
                    new: last.new.lowerBound..<max(last.new.upperBound, block.new.upperBound))
            } else {
                blocks.append(block)
            }
        }
        return blocks.compactMap(withoutEqualLines)
    }

    private func lines(of change: EditedText.Change) -> Block {
        // What follows a change is the same on both sides: either both go on to the end of a line, or neither does.
        let isWhole = old.begins(at: change.old.upperBound) && new.begins(at: change.new.upperBound)
        return Block(
            old: old.lines(touching: change.old, withRest: !isWhole),
            new: new.lines(touching: change.new, withRest: !isWhole))
    }

    /// Without the lines at both ends that are as they were; nil if all are.
    private func withoutEqualLines(_ block: Block) -> Block? {
        var (old, new) = (block.old, block.new)
        while let left = old.first, let right = new.first, self.old[left] == self.new[right] {
            (old, new) = (old.dropFirst(), new.dropFirst())
        }
        while let left = old.last, let right = new.last, self.old[left] == self.new[right] {
            (old, new) = (old.dropLast(), new.dropLast())
        }
        return old.isEmpty && new.isEmpty ? nil : Block(old: old, new: new)
    }

    private mutating func write(_ hunk: [Block]) {
        guard let first = hunk.first, let last = hunk.last else { return }
        let before = min(Self.context, first.old.lowerBound)
        let after = min(Self.context, old.count - last.old.upperBound)
        let left = first.old.lowerBound - before..<last.old.upperBound + after
        let right = first.new.lowerBound - before..<last.new.upperBound + after
        bytes += "@@ -\(Self.span(left)) +\(Self.span(right)) @@\n".utf8
        var at = left.lowerBound
        for block in hunk {
            write(" ", old, at..<block.old.lowerBound)
            write("-", old, block.old)
            write("+", new, block.new)
            at = block.old.upperBound
        }
        write(" ", old, at..<left.upperBound)
    }

    /// Lines as a hunk's heading counts them: from one, where there is any.
    private static func span(_ lines: Range<Int>) -> String {
        "\(lines.isEmpty ? lines.lowerBound : lines.lowerBound + 1),\(lines.count)"
    }

    private mutating func write(_ mark: String, _ text: Lines, _ lines: Range<Int>) {
        for line in lines {
            bytes += mark.utf8
            bytes += text[line]
            if text[line].last != 0x0A { bytes += "\n\\ No newline at end of file\n".utf8 }
        }
    }
}

/// The lines of a text, each with its end.
private struct Lines: Sendable {
    private let bytes: [UInt8]
    /// Where each line begins, and where the last one ends.
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
        if starts.last != bytes.count { starts.append(bytes.count) }
        self.starts = starts
    }

    var count: Int { starts.count - 1 }

    subscript(line: Int) -> ArraySlice<UInt8> { bytes[starts[line]..<starts[line + 1]] }

    func lines(touching range: Range<Int>, withRest: Bool) -> Range<Int> {
        line(at: range.lowerBound)..<min(count, line(at: range.upperBound) + (withRest ? 1 : 0))
    }

    func begins(at offset: Int) -> Bool { offset == 0 || bytes[offset - 1] == 0x0A }

    /// The line that holds a byte, or that would go on behind the end of the text.
    private func line(at offset: Int) -> Int {
        if offset == bytes.count { return begins(at: offset) ? count : count - 1 }
        var (low, high) = (0, count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}
