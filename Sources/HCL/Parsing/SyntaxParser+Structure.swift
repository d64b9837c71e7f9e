internal import Documents

extension SyntaxParser {
    /// Reads a whole file. A block at the top that cannot be read is left out, and reading goes on with the next one.
    /// - Returns: What is wrong, at most one thing: what follows from it would only confuse.
    mutating func parseFile() -> SyntaxFailure? {
        nodes.append(SyntaxNode(.body, start: at, end: end))
        var problem: SyntaxFailure?
        var chain = Chain()
        var unclosed = 0
        while true {
            let count = nodes.count
            let start = at
            do throws(SyntaxFailure) {
                guard let item = try parseItem() else {
                    guard at < end else { break }
                    throw unexpected("an argument or a block", help: strayBraceHelp)
                }
                chain.add(item, in: &nodes)
            } catch {
                problem = problem ?? error
                nodes.removeSubrange(count...)
                unclosed += error.takesRest ? 1 : 0
                guard unclosed <= Self.mostUnclosed else { break }
                recover(from: start, failedAt: error.range.lowerBound)
            }
        }
        nodes[0].first = chain.first
        return problem
    }

    /// Reading goes on with the lines behind something that is not closed; each may be read to the end of the file again.
    private static let mostUnclosed = 16

    private var strayBraceHelp: String? {
        isNext("}") ? "remove this brace, or look for a block above that is closed too early" : nil
    }

    /// Moves to the next line that begins with a name, where a block at the top usually starts.
    private mutating func recover(from start: Int, failedAt offset: Int) {
        depth = 0
        ignoresNewlines = false
        heredocParts = nil
        at = max(start, min(offset, end))
        if at == start { at += 1 }
        while at < end {
            if at > 0, base[at - 1] == 0x0A, Self.startsName(base[at]) { return }
            at += 1
        }
        at = end
    }

    /// Reads an attribute or a block, and the end of its line.
    /// - Returns: Nil where there is none.
    private mutating func parseItem() throws(SyntaxFailure) -> SyntaxID? {
        try skipLines()
        let start = at
        let length = skipIdentifier()
        guard length > 0 else { return nil }
        let name = intern(start, length)
        try skipBlanks()
        let item =
            isNext("=") && byte(at + 1) != UInt8(ascii: "=")
            ? try parseAttribute(start, name) : try parseBlock(start, name)
        try skipBlanks()
        guard at >= end || base[at] == 0x0A || isNext("}") && depth > 0 else {
            throw unexpected(
                self[item].kind == .block ? "a line break behind the block" : "a line break behind the argument")
        }
        return item
    }

    private mutating func parseAttribute(_ start: Int, _ name: Symbol) throws(SyntaxFailure) -> SyntaxID {
        let id = try append(SyntaxNode(.attribute, start: start, name: name))
        at += 1
        try skipBlanks()
        let expression = try parseExpression()
        self[id].first = expression
        self[id].end = self[expression].end
        return id
    }

    private mutating func parseBlock(_ start: Int, _ name: Symbol) throws(SyntaxFailure) -> SyntaxID {
        let id = try append(SyntaxNode(.block, start: start, name: name))
        var chain = Chain()
        while !isNext("{") {
            chain.add(try parseLabel(), in: &nodes)
            try skipBlanks()
        }
        let opening = at
        at += 1
        try enter()
        let body = try append(SyntaxNode(.body, start: opening))
        chain.add(body, in: &nodes)
        try parseBody(body, opening)
        depth &-= 1
        self[body].end = UInt32(truncatingIfNeeded: at)
        self[id].end = UInt32(truncatingIfNeeded: at)
        self[id].first = chain.first
        return id
    }

    private mutating func parseLabel() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        if isNext("\"") {
            let text = try parseQuoted()
            guard self[text].kind == .string else {
                throw SyntaxFailure(start..<at, "a label holds an interpolation: expected a plain text")
            }
            self[text].kind = .label
            self[text].name = SyntaxText.intern(
                UnsafeRawBufferPointer(start: base + start + 1, count: at - start - 2), self[text].flags, in: symbols)
            return text
        }
        let length = skipIdentifier()
        guard length > 0 else { throw unexpected("`=` for an argument, or `{` for a block", help: labelHelp) }
        return try append(SyntaxNode(.label, start: start, end: at, name: intern(start, length)))
    }

    private var labelHelp: String? {
        isNext(":") ? "an argument is written `name = value`" : nil
    }

    /// Reads up to the closing brace and passes over it. A block on one line holds one argument at most.
    private mutating func parseBody(_ body: SyntaxID, _ opening: Int) throws(SyntaxFailure) {
        try skipBlanks()
        let isOnOneLine = at < end && base[at] != 0x0A
        var chain = Chain()
        while let item = try parseItem() {
            chain.add(item, in: &nodes)
            guard isOnOneLine else {
                guard !isNext("}") else { throw unexpected("a line break before the closing brace") }
                continue
            }
            guard self[item].kind == .attribute else {
                throw SyntaxFailure(
                    Int(self[item].start)..<Int(self[item].end), "a block lies in a block that is written on one line",
                    help: "put the inner block on lines of its own")
            }
            guard isNext("}") else {
                throw unexpected(
                    "`}` behind the only argument of a block on one line",
                    help: "put each argument on a line of its own, and the closing brace too")
            }
            break
        }
        self[body].first = chain.first
        guard take("}") else {
            guard at < end else {
                throw SyntaxFailure(
                    opening..<opening + 1, "the block that is opened here is not closed: expected `}`",
                    help: "count the braces from here on")
            }
            throw unexpected("an argument, a block or `}`")
        }
    }
}
