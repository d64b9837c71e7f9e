internal import Documents

extension SyntaxParser {
    /// Reads what follows a term: `.name`, `.0`, `[key]`, `.*`, `[*]`.
    mutating func parseAccesses(of term: SyntaxID) throws(SyntaxFailure) -> SyntaxID {
        var value = term
        // Each access lies around the one before, so a long chain is as deep as a nest.
        let outer = depth
        defer { depth = outer }
        while true {
            try skipBlanks()
            guard isNext(".") || isNext("["), let access = try parseAccess(of: value, inSplat: false) else {
                return value
            }
            try enter()
            value = access
        }
    }

    /// Reads one access.
    /// - Parameter inSplat: behind `.*` only names and numbers belong to the element; an index is one of the result.
    private mutating func parseAccess(of value: SyntaxID, inSplat: Bool) throws(SyntaxFailure) -> SyntaxID? {
        if isNext("[") { return inSplat ? nil : try parseIndex(of: value) }
        guard isNext("."), byte(at + 1) != UInt8(ascii: ".") else { return nil }
        at += 1
        try skipBlanks()
        let nameStart = at
        let start = Int(self[value].start)
        let length = skipIdentifier()
        if length > 0 {
            return try append(
                SyntaxNode(.getAttribute, start: start, end: at, name: intern(nameStart, length), first: value))
        }
        if current &- 0x30 < 10 {
            while current &- 0x30 < 10 { at &+= 1 }
            return try append(
                SyntaxNode(.legacyIndex, start: start, end: at, name: intern(nameStart, at - nameStart), first: value))
        }
        guard isNext("*"), !inSplat else {
            throw unexpected("a name behind the dot", help: at < end ? nil : "remove the dot")
        }
        at += 1
        return try parseSplat(of: value, .attributeSplat)
    }

    private mutating func parseIndex(of value: SyntaxID) throws(SyntaxFailure) -> SyntaxID {
        let opening = at
        at += 1
        let outer = ignoresNewlines
        ignoresNewlines = true
        try skipBlanks()
        if isNext("*") {
            let star = at
            at += 1
            try skipBlanks()
            if take("]") {
                ignoresNewlines = outer
                return try parseSplat(of: value, .fullSplat)
            }
            at = star
        }
        let key = try parseExpression()
        try skipBlanks()
        guard take("]") else { throw unclosed(opening, "`]`", "index") }
        ignoresNewlines = outer
        self[value].next = key
        return try append(SyntaxNode(.index, start: Int(self[value].start), end: at, first: value))
    }

    /// Reads what is done with each element, up to where the splat ends.
    private mutating func parseSplat(of value: SyntaxID, _ kind: SyntaxNode.Kind) throws(SyntaxFailure) -> SyntaxID {
        try enter()
        var each = try append(SyntaxNode(.splatItem, start: at, end: at))
        while true {
            try skipBlanks()
            guard !isSplat, let access = try parseAccess(of: each, inSplat: kind == .attributeSplat) else { break }
            try enter()
            each = access
        }
        self[value].next = each
        return try append(
            SyntaxNode(kind, start: Int(self[value].start), end: Int(self[each].end), first: value))
    }

    /// A splat behind a splat is about its result.
    private var isSplat: Bool { isNext(".") && byte(at + 1) == UInt8(ascii: "*") }
}
