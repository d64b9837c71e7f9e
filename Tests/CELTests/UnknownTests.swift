import CEL
import Documents
import Testing

@Suite("unknowns, errors and deferred values")
struct UnknownTests {
    /// `t` and `f` are bools, `u` is unknown, `e` an error, `i` an int.
    private func outcome(_ expression: String) throws -> String {
        let names = ["t", "f", "u", "v", "e", "i"]
        var environment = Environment(
            Declarations(variables: names.map { .init($0, .dyn) }, libraries: [.standard, .optional]))
        var outcomes: Set<String> = []
        for options in [CompilationOptions(), .plain] {
            environment.options = options
            let activation = Activation(environment)
            activation.bind("t", .bool(true))
            activation.bind("f", .bool(false))
            activation.bind("i", .int(1))
            activation.frame.bind(2, activation.frame.unknown(UnknownReason(code: 7), mayBeAbsent: false))
            activation.frame.bind(3, activation.frame.unknown(UnknownReason(code: 8), mayBeAbsent: false))
            activation.bind("e", lazily: try environment.compile("1 / (i - 1) == 0"))
            switch try environment.compile(expression).value(in: activation) {
            case .bool(let value): outcomes.insert(value ? "true" : "false")
            case .unknown(let reason): outcomes.insert("unknown \(reason?.code ?? 0)")
            case .error: outcomes.insert("error")
            case let other: outcomes.insert("\(other)")
            }
        }
        return outcomes.sorted().joined(separator: " and ")
    }

    @Test(
        "false decides a conjunction, then unknown, then error",
        arguments: [
            ("t && t", "true"), ("t && f", "false"), ("f && e", "false"), ("e && f", "false"), ("u && f", "false"),
            ("f && u", "false"), ("u && t", "unknown 7"), ("t && u", "unknown 7"), ("e && u", "unknown 7"),
            ("u && e", "unknown 7"), ("u && v", "unknown 7"), ("e && t", "error"), ("t && e", "error"),
            ("i && t", "error"), ("i && f", "false"), ("f && i", "false"), ("i && u", "unknown 7"),
            ("e && u && f", "false"),
            ("t && t && e", "error"),
        ])
    func conjunction(_ expression: String, _ expected: String) throws {
        #expect(try outcome(expression) == expected)
    }

    @Test(
        "true decides a disjunction, then unknown, then error",
        arguments: [
            ("f || f", "false"), ("f || t", "true"), ("e || t", "true"), ("t || e", "true"), ("u || t", "true"),
            ("u || f", "unknown 7"), ("f || u", "unknown 7"), ("e || u", "unknown 7"), ("v || u", "unknown 8"),
            ("e || f", "error"), ("i || t", "true"), ("i || f", "error"), ("e || e || t", "true"),
        ])
    func disjunction(_ expression: String, _ expected: String) throws {
        #expect(try outcome(expression) == expected)
    }

    @Test(
        "a decisive element wins over errors and unknowns in all and exists",
        arguments: [
            ("[e, f].all(x, x)", "error"), ("[1, 0].all(x, 1 / x > 5)", "false"), ("[0, 1].all(x, 1 / x > 5)", "false"),
            ("[0, 1].exists(x, 1 / x == 1)", "true"), ("[1, 0].exists(x, 1 / x == 1)", "true"),
            ("[0, 1].all(x, 1 / x == 1)", "error"), ("[1, 2].all(x, x == 1 ? u : f)", "false"),
            ("[1, 2].all(x, x == 1 ? u : t)", "unknown 7"), ("[1, 2].all(x, x == 1 ? e : u)", "unknown 7"),
            ("[1, 2].exists(x, x == 1 ? u : t)", "true"), ("[1, 2].exists(x, x == 1 ? u : f)", "unknown 7"),
            ("[1, 2].exists_one(x, x == 1 ? e : t)", "error"), ("[].all(x, e)", "true"), ("[].exists(x, e)", "false"),
        ])
    func quantifiers(_ expression: String, _ expected: String) throws {
        #expect(try outcome(expression) == expected)
    }

    @Test(
        "a strict function passes on the unknown before the error",
        arguments: [
            ("u == t", "unknown 7"), ("e == u", "unknown 7"), ("!u", "unknown 7"), ("!e", "error"),
            ("u ? t : f", "unknown 7"), ("e ? t : f", "error"), ("t ? t : u", "true"), ("size(u) == 1", "unknown 7"),
            ("[u] == [t]", "unknown 7"), ("[1, e, u] == [t]", "unknown 7"),
            ("{1: e, 2: u} == {}", "unknown 7"), ("{e: 1, u: 2} == {}", "unknown 7"),
            ("{1: 1, 1: 2, 2: u} == {}", "unknown 7"), ("{1: 1, 1: 2, 2: 3} == {}", "error"),
            ("{?1: i, 2: u} == {}", "unknown 7"), ("[?i, u] == []", "unknown 7"), ("u.x == 1", "unknown 7"),
            ("{?(1 / (i - 1)): optional.none()} == {}", "error"), ("{?u: optional.none()} == {}", "unknown 7"),
            ("{?1: optional.none()} == {}", "true"),
            ("u < 1", "unknown 7"), ("u in [1]", "unknown 7"), ("1 in u", "unknown 7"),
            ("u.startsWith('a')", "unknown 7"),
            ("optional.of(t).orValue(u)", "true"), ("optional.none().orValue(u)", "unknown 7"),
        ])
    func strictness(_ expression: String, _ expected: String) throws {
        #expect(try outcome(expression) == expected)
    }

    /// A document in which every member whose key begins with `d` is deferred.
    private func deferred(_ resolver: @escaping Frame.Resolver) throws -> Sample {
        let sample = try Sample("{}")
        let source = SourceText(
            name: "d", text: "{ dKnown: 5, dAbsent, dUnknown, dMaybe, list: [1, dAbsent, 3], later }")
        let symbols = SymbolTable(extending: sample.environment.symbols)
        var builder = DocumentBuilder(source: source, symbols: symbols)
        func node(_ kind: Node.Kind, _ text: String, _ key: String = "", _ flags: Node.Flags = []) -> Node {
            let start = UInt32(
                source.bytes.count > 0 ? String(decoding: source.bytes, as: UTF8.self).utf8Offset(of: text) : 0)
            return Node(
                kind: kind, flags: flags, start: start, end: start + UInt32(text.utf8.count),
                key: key.isEmpty ? .none : symbols.intern(key))
        }
        let root = builder.append(node(.map, "{"))
        for key in ["dKnown", "dAbsent", "dUnknown", "dMaybe"] { builder.append(node(.string, key, key, .deferred)) }
        let list = builder.append(node(.list, "[", "list"))
        builder.append(node(.integer, "1"))
        builder.append(node(.string, "dAbsent", "", .deferred))
        builder.append(node(.integer, "3"))
        builder.close(list, end: 60)
        builder.append(node(.unknown, "later", "later"))
        builder.close(root, end: UInt32(source.bytes.count))
        builder.addRoot(root)
        let document = builder.finish()
        sample.activation.bind("r", try #require(document.root))
        sample.activation.frame.pointee.resolver = resolver
        return sample
    }

    @Test("the resolver gives the values of deferred nodes, and only of those")
    func deferredNodes() throws {
        var asked: [String] = []
        let sample = try deferred { frame, node, document in
            let name = String(decoding: frame.text(of: node.pointee, in: document), as: UTF8.self)
            asked.append(name)
            return switch name {
            case "dKnown": .int(5)
            case "dUnknown": frame.unknown(UnknownReason(code: 1), mayBeAbsent: false)
            case "dMaybe": frame.unknown(UnknownReason(code: 2), mayBeAbsent: true)
            default: .absent
            }
        }
        for (expression, expected) in [
            ("r.dKnown + 1 == 6", Value.bool(true)), ("has(r.dKnown)", .bool(true)), ("has(r.dAbsent)", .bool(false)),
            ("r.?dAbsent.orValue(3) == 3", .bool(true)), ("has(r.dUnknown)", .bool(true)),
            ("has(r.dMaybe)", .unknown(UnknownReason(code: 2))), ("r.dMaybe == 1", .unknown(UnknownReason(code: 2))),
            ("r.dUnknown == 1", .unknown(UnknownReason(code: 1))), ("r.dUnknown == 1 || true", .bool(true)),
            ("r.list == [1, 3]", .bool(true)), ("size(r.list) == 2", .bool(true)), ("r.list[1] == 3", .bool(true)),
            ("r.list.all(x, x > 0)", .bool(true)), ("has(r.later)", .bool(true)),
            ("'dMaybe' in r", .unknown(UnknownReason(code: 2))),
            ("'dUnknown' in r", .bool(true)), ("has(r.dUnknown.deeper)", .unknown(UnknownReason(code: 1))),
        ] {
            #expect(try sample.value(expression) == expected, "\(expression)")
        }
        #expect(try sample.code("r.dAbsent == 1") == .noSuchKey)
        asked = []
        _ = try sample.value("has(r.list) && r.list[0] == 1")
        #expect(asked.isEmpty, "plain nodes ask nobody")
    }

    @Test("a node that the input says is not known is unknown, and says which node it is")
    func unknownNodes() throws {
        let sample = try deferred { _, _, _ in .absent }
        guard case .unknown(let reason?) = try sample.value("r.later > 3") else {
            Issue.record("not unknown")
            return
        }
        #expect(reason.node != nil)
    }

    @Test("without a resolver a deferred value is unknown and may be absent")
    func noResolver() throws {
        let sample = try deferred { _, _, _ in .absent }
        sample.activation.frame.pointee.resolver = nil
        for expression in ["has(r.dKnown)", "r.dKnown == 1"] {
            guard case .unknown = try sample.value(expression) else {
                Issue.record("\(expression) is not unknown")
                continue
            }
        }
    }
}

extension String {
    fileprivate func utf8Offset(of part: String) -> Int {
        var remaining = utf8[...]
        var offset = 0
        while !remaining.isEmpty, !remaining.starts(with: part.utf8) {
            remaining = remaining.dropFirst()
            offset += 1
        }
        return offset
    }
}
