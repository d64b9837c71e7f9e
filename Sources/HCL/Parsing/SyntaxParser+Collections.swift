internal import Documents

extension SyntaxParser {
    /// Reads a tuple, or a `for` that makes one.
    mutating func parseBracket() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        at += 1
        let outer = ignoresNewlines
        ignoresNewlines = true
        defer { ignoresNewlines = outer }
        try skipBlanks()
        if try isFor { return try parseFor(start, .forTuple, closing: "]") }
        var chain = Chain()
        while !isNext("]") {
            chain.add(try parseExpression(), in: &nodes)
            try skipBlanks()
            guard isNext(",") else {
                if isNext("]") { break }
                throw unclosed(start, "a comma or `]`", "list")
            }
            at += 1
            try skipBlanks()
        }
        at += 1
        return try append(SyntaxNode(.tuple, start: start, end: at, first: chain.first))
    }

    /// Reads an object, or a `for` that makes one. Items end at a comma or a line break.
    mutating func parseBrace() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        at += 1
        let outer = ignoresNewlines
        defer { ignoresNewlines = outer }
        ignoresNewlines = true
        try skipBlanks()
        if try isFor { return try parseFor(start, .forObject, closing: "}") }
        var chain = Chain()
        while !isNext("}") {
            ignoresNewlines = false
            chain.add(try parseObjectItem(start), in: &nodes)
            try skipBlanks()
            guard isNext(",") || isNext("}") || at < end && base[at] == 0x0A else {
                throw unclosed(start, "a comma, a line break or `}`", "object")
            }
            if isNext("}") { break }
            at += 1
            ignoresNewlines = true
            try skipBlanks()
        }
        at += 1
        return try append(SyntaxNode(.object, start: start, end: at, first: chain.first))
    }

    private mutating func parseObjectItem(_ opening: Int) throws(SyntaxFailure) -> SyntaxID {
        guard at < end else { throw unclosed(opening, "an item or `}`", "object") }
        let item = try append(SyntaxNode(.objectItem, start: at))
        let key = try parseObjectKey(item)
        try skipBlanks()
        guard isNext("=") && byte(at + 1) != UInt8(ascii: "=") || isNext(":") else {
            throw unexpected("`=` or `:` and the value of the item")
        }
        at += 1
        try skipBlanks()
        let value = try parseExpression()
        self[key].next = value
        self[item].first = key
        self[item].end = self[value].end
        return item
    }

    /// A bare name is a key; anything else is an expression.
    private mutating func parseObjectKey(_ item: SyntaxID) throws(SyntaxFailure) -> SyntaxID {
        let start = at
        let length = skipIdentifier()
        if length > 0 {
            let behind = at
            try skipBlanks()
            if isNext("=") && byte(at + 1) != UInt8(ascii: "=")
                || isNext(":") && byte(at + 1) != UInt8(ascii: ":")
            {
                self[item].flags.insert(.bareKey)
                return try append(SyntaxNode(.name, start: start, end: behind, name: intern(start, length)))
            }
            at = start
        }
        return try parseExpression()
    }

    /// Whether a `for` stands here, and not an item that has this name.
    private var isFor: Bool {
        mutating get throws(SyntaxFailure) {
            guard isWord("for", at: at) else { return false }
            let start = at
            defer { at = start }
            at += 3
            try skipBlanks()
            return skipIdentifier() > 0
        }
    }

    private mutating func parseFor(
        _ start: Int, _ kind: SyntaxNode.Kind, closing: Unicode.Scalar
    ) throws(SyntaxFailure) -> SyntaxID {
        var chain = Chain()
        try parseForIntroduction(&chain)
        try skipBlanks()
        guard take(":") else { throw unexpected("`:` and the value of the `for`") }
        try skipBlanks()
        chain.add(try parseExpression(), in: &nodes)
        try skipBlanks()
        var flags: SyntaxNode.Flags = []
        if kind == .forObject {
            guard isNext("="), byte(at + 1) == UInt8(ascii: ">") else {
                throw unexpected("`=>` and the value of the item", help: "a `for` in braces is written `key => value`")
            }
            at += 2
            try skipBlanks()
            chain.add(try parseExpression(), in: &nodes)
            try skipBlanks()
        }
        if isNext("."), byte(at + 1) == UInt8(ascii: "."), byte(at + 2) == UInt8(ascii: ".") {
            guard kind == .forObject else {
                throw SyntaxFailure(
                    at..<at + 3, "a `for` that makes a list cannot group: expected `if` or `]`",
                    help: "`...` gathers values under one key, in a `for` in braces")
            }
            at += 3
            flags = .expanded
            try skipBlanks()
        }
        if takeWord("if") {
            let conditionStart = at - 2
            try skipBlanks()
            let condition = try parseExpression()
            chain.add(
                try append(
                    SyntaxNode(
                        .condition, start: conditionStart, end: Int(self[condition].end), first: condition)),
                in: &nodes)
            try skipBlanks()
        }
        guard take(closing) else { throw unclosed(start, "`if` or `\(closing)`", "`for`") }
        return try append(SyntaxNode(kind, start: start, end: at, flags: flags, first: chain.first))
    }

    /// Reads `for key, value in collection`.
    mutating func parseForIntroduction(_ chain: inout Chain) throws(SyntaxFailure) {
        at += 3
        try skipBlanks()
        chain.add(try parseForName(), in: &nodes)
        try skipBlanks()
        if take(",") {
            try skipBlanks()
            chain.add(try parseForName(), in: &nodes)
            try skipBlanks()
        }
        guard takeWord("in") else { throw unexpected("`in` and the collection") }
        try skipBlanks()
        chain.add(try parseExpression(), in: &nodes)
    }

    private mutating func parseForName() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        let length = skipIdentifier()
        guard length > 0 else { throw unexpected("a name for the element") }
        return try append(SyntaxNode(.name, start: start, end: at, name: intern(start, length)))
    }
}
