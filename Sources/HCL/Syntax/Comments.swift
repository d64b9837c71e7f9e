internal import Documents

extension HCLParser {
    /// The byte ranges of the comments of a file, in order, without the line end. What looks like a comment inside a text
    /// is none; comments inside of interpolations are left out.
    public static func comments(in tree: SyntaxTree) -> [Range<Int>] {
        var scan = CommentScan(bytes: tree.source.bytes)
        let texts = tree.nodes.filter { isText($0) }.map { Int($0.start)..<Int($0.end) }
        for text in texts.sorted(by: { $0.lowerBound < $1.lowerBound }) where text.lowerBound >= scan.at {
            scan.advance(to: text.lowerBound)
            scan.at = text.upperBound
        }
        scan.advance(to: tree.source.bytes.count)
        return scan.found
    }

    private static func isText(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .string, .template, .heredoc, .label: true
        default: false
        }
    }
}

/// Looks for comments between texts.
private struct CommentScan {
    let bytes: UnsafeRawBufferPointer
    var at = 0
    private(set) var found: [Range<Int>] = []

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func advance(to end: Int) {
        while at < end {
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0
            switch bytes[at] {
            case UInt8(ascii: "#"): takeLine()
            case UInt8(ascii: "/") where next == UInt8(ascii: "/"): takeLine()
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"): takeBlock()
            default: at += 1
            }
        }
    }

    private mutating func takeLine() {
        let start = at
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        found.append(start..<(at > start && bytes[at - 1] == 0x0D ? at - 1 : at))
    }

    private mutating func takeBlock() {
        let start = at
        at += 2
        while at < bytes.count,
            !(bytes[at] == UInt8(ascii: "/") && bytes[at - 1] == UInt8(ascii: "*") && at > start + 2)
        {
            at += 1
        }
        at = min(at + 1, bytes.count)
        found.append(start..<at)
    }
}
