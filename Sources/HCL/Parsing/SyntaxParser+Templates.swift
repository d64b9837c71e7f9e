internal import Documents

extension SyntaxParser {
    /// What a template is written in, which decides where it ends and what a backslash means.
    enum TemplateForm {
        case quoted(opening: Int)
        case heredoc(opening: Int, marker: Range<Int>)
        /// The whole text, as in JSON.
        case bare

        var textFlags: SyntaxNode.Flags {
            if case .quoted = self { return .quoted }
            return []
        }
    }

    /// What stopped the reading of parts.
    enum TemplateEnding: String {
        case closed
        case elseDirective = "else"
        case endif
        case endfor
    }

    /// What strip markers need to know about neighbours.
    struct TemplateState {
        /// The part before, if it is literal.
        var lastText = SyntaxID.none
        /// Whether a `~}` takes the white space at the start of the next part.
        var trimsNext = false
        /// Where a directive that ended the reading starts.
        var directive = 0
    }

    /// Reads a text in quotes.
    mutating func parseQuoted() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        at += 1
        var flags = SyntaxNode.Flags.quoted
        while at < end {
            switch base[at] {
            case UInt8(ascii: "\""):
                at &+= 1
                return try append(SyntaxNode(.string, start: start, end: at, flags: flags))
            case UInt8(ascii: "\\"):
                try skipEscape()
                flags.insert(.escaped)
            case UInt8(ascii: "$"), UInt8(ascii: "%"):
                if byte(at + 1) == UInt8(ascii: "{") { return try parseQuotedTemplate(start) }
                if skipEscapedMarker() { flags.insert(.escaped) } else { at &+= 1 }
            case 0x0A: throw unclosedText(start)
            case 0x80...: try skipCharacter()
            default: at &+= 1
            }
        }
        throw unclosedText(start)
    }

    private mutating func parseQuotedTemplate(_ start: Int) throws(SyntaxFailure) -> SyntaxID {
        at = start + 1
        return try parseTemplate(.template, start, .quoted(opening: start))
    }

    /// Reads the parts of a template up to its end.
    mutating func parseTemplate(
        _ kind: SyntaxNode.Kind, _ start: Int, _ form: TemplateForm
    ) throws(SyntaxFailure) -> SyntaxID {
        let outer = heredocParts
        if case .heredoc = form { heredocParts = [] } else { heredocParts = nil }
        try enter()
        var chain = Chain()
        var state = TemplateState()
        let ending = try parseParts(&chain, form, &state)
        guard ending == .closed else {
            throw SyntaxFailure(
                state.directive..<at, "`\(ending.rawValue)` stands here without its beginning",
                help: ending == .endfor ? "begin with `%{ for x in y }`" : "begin with `%{ if condition }`")
        }
        depth &-= 1
        if case .heredoc = form, byte(start + 2) == UInt8(ascii: "-") { removeIndentation() }
        heredocParts = outer
        return try append(SyntaxNode(kind, start: start, end: at, first: chain.first))
    }

    /// Reads a whole text as a template, as a string of JSON is one.
    mutating func parseBare() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        let template = try parseTemplate(.template, start, .bare)
        let first = self[template].first
        guard first == .none || self[first].kind == .text && self[first].next == .none else { return template }
        let flags = first == .none ? [] : self[first].flags
        return try append(SyntaxNode(.string, start: start, end: at, flags: flags))
    }

    // Parts.

    mutating func parseParts(
        _ chain: inout Chain, _ form: TemplateForm, _ state: inout TemplateState
    ) throws(SyntaxFailure) -> TemplateEnding {
        while true {
            try parseText(&chain, form, &state)
            switch form {
            case .quoted where isNext("\""):
                at += 1
                return .closed
            case .quoted(let opening) where at >= end || base[at] == 0x0A: throw unclosedText(opening)
            case .heredoc(_, let marker) where isClosed(by: marker):
                at = markerEnd(marker)
                return .closed
            case .heredoc(let opening, let marker) where at >= end:
                let name = String(
                    decoding: UnsafeBufferPointer(start: base + marker.lowerBound, count: marker.count), as: UTF8.self)
                throw SyntaxFailure(
                    opening..<marker.upperBound,
                    "the text that starts here is not closed: expected a line that holds only `\(Diagnostic.shown(name))`",
                    takesRest: true)
            case .bare where at >= end: return .closed
            default: break
            }
            if isNext("$") {
                chain.add(try parseInterpolation(&state), in: &nodes)
            } else if isNext("%") {
                if let ending = try parseDirective(&chain, form, &state) { return ending }
            }
        }
    }

    /// Reads literal parts up to an interpolation, a directive or the end.
    private mutating func parseText(
        _ chain: inout Chain, _ form: TemplateForm, _ state: inout TemplateState
    ) throws(SyntaxFailure) {
        var start = at
        var flags = form.textFlags
        let isQuoted = flags.contains(.quoted)
        if case .heredoc(_, let marker) = form, isClosed(by: marker) { return }
        while at < end {
            switch base[at] {
            case UInt8(ascii: "\"") where isQuoted:
                return try addText(start, flags, &chain, &state)
            case UInt8(ascii: "\\") where isQuoted:
                try skipEscape()
                flags.insert(.escaped)
            case UInt8(ascii: "$"), UInt8(ascii: "%"):
                if byte(at + 1) == UInt8(ascii: "{") { return try addText(start, flags, &chain, &state) }
                if skipEscapedMarker() { flags.insert(.escaped) } else { at &+= 1 }
            case 0x0A:
                if isQuoted { return }
                at &+= 1
                try addText(start, flags, &chain, &state)
                start = at
                flags = form.textFlags
                if case .heredoc(_, let marker) = form, isClosed(by: marker) { return }
            case 0x80...: try skipCharacter()
            default: at &+= 1
            }
        }
        try addText(start, flags, &chain, &state)
    }

    private mutating func addText(
        _ start: Int, _ flags: SyntaxNode.Flags, _ chain: inout Chain, _ state: inout TemplateState
    ) throws(SyntaxFailure) {
        guard at > start else { return }
        var start = start
        if state.trimsNext { while let length = whiteSpace(at: start, flags), start < at { start += length } }
        let id = try append(SyntaxNode(.text, start: start, end: at, flags: flags))
        chain.add(id, in: &nodes)
        heredocParts?.append(id)
        state.lastText = id
        state.trimsNext = false
    }

    private mutating func parseInterpolation(_ state: inout TemplateState) throws(SyntaxFailure) -> SyntaxID {
        let start = at
        openMarker(&state)
        let outer = ignoresNewlines
        ignoresNewlines = true
        try skipBlanks()
        let expression = try parseExpression()
        try closeMarker(start, &state)
        ignoresNewlines = outer
        return try append(SyntaxNode(.interpolation, start: start, end: at, first: expression))
    }

    /// Passes over `${` or `%{` with its strip marker.
    private mutating func openMarker(_ state: inout TemplateState) {
        at += 2
        heredocParts?.append(.none)
        if take("~"), state.lastText != .none { trimEnd(of: state.lastText) }
        state.lastText = .none
        state.trimsNext = false
    }

    /// Passes over `}` with its strip marker.
    private mutating func closeMarker(_ start: Int, _ state: inout TemplateState) throws(SyntaxFailure) {
        try skipBlanks()
        state.trimsNext = take("~")
        guard take("}") else {
            guard at < end, !isNext("\"") else {
                throw SyntaxFailure(
                    start..<start + 2, "what is opened here is not closed: expected `}`",
                    help: "to write the characters themselves, double the first: `$${` or `%%{`")
            }
            throw unexpected(
                "an operator or `}`", help: isNext(":") ? "to write `${` itself, double the first: `$${`" : nil)
        }
    }

    // Directives.

    /// - Returns: the directive, if it is one that ends something.
    private mutating func parseDirective(
        _ chain: inout Chain, _ form: TemplateForm, _ state: inout TemplateState
    ) throws(SyntaxFailure) -> TemplateEnding? {
        let start = at
        state.directive = start
        openMarker(&state)
        let outer = ignoresNewlines
        ignoresNewlines = true
        try skipBlanks()
        if isWord("if", at: at) || isWord("for", at: at) {
            let isFor = isNext("f")
            var introduction = Chain()
            if isFor {
                try parseForIntroduction(&introduction)
            } else {
                at += 2
                try skipBlanks()
                introduction.add(try parseExpression(), in: &nodes)
            }
            try closeMarker(start, &state)
            ignoresNewlines = outer
            chain.add(try parseDirectiveBody(start, isFor, introduction, form, &state), in: &nodes)
            return nil
        }
        guard let ending = takeEnding() else {
            throw unexpected(
                "`if`, `for`, `else`, `endif` or `endfor`", help: "to write `%{` itself, double the first: `%%{`")
        }
        try closeMarker(start, &state)
        ignoresNewlines = outer
        return ending
    }

    private mutating func takeEnding() -> TemplateEnding? {
        takeWord("else") ? .elseDirective : takeWord("endif") ? .endif : takeWord("endfor") ? .endfor : nil
    }

    private mutating func parseDirectiveBody(
        _ start: Int, _ isFor: Bool, _ introduction: Chain, _ form: TemplateForm, _ state: inout TemplateState
    ) throws(SyntaxFailure) -> SyntaxID {
        var children = introduction
        let last: TemplateEnding = isFor ? .endfor : .endif
        try enter()
        defer { depth &-= 1 }
        for isSecond in [false, true] {
            let partsStart = at
            var parts = Chain()
            let ending = try parseParts(&parts, form, &state)
            if ending == .closed {
                throw SyntaxFailure(
                    start..<start + 2, "the directive that starts here is not ended: expected `%{ \(last.rawValue) }`")
            }
            let id = try append(SyntaxNode(.parts, start: partsStart, end: at, first: parts.first))
            children.add(id, in: &nodes)
            if ending == last { break }
            guard ending == .elseDirective, !isFor, !isSecond else {
                throw SyntaxFailure(
                    state.directive..<at,
                    "`\(ending.rawValue)` does not end what was begun: expected `%{ \(last.rawValue) }`")
            }
        }
        return try append(
            SyntaxNode(isFor ? .forDirective : .ifDirective, start: start, end: at, first: children.first))
    }
}
