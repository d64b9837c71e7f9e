/// Expressions put together at random, from a fixed seed, most of which have a value.
struct ExpressionGenerator {
    private var state: UInt64
    private let atoms: Atoms

    /// Names of values that expressions may refer to, by what they are used as.
    struct Atoms {
        var text: [String] = []
        var number: [String] = []
        var bool: [String] = []
        var list: [String] = []
        var object: [String] = []
        /// Used as any of these.
        var any: [String] = []
    }

    init(seed: UInt64, atoms: Atoms = Atoms()) {
        state = seed
        self.atoms = atoms
    }

    mutating func expression(_ index: Int) -> String {
        switch index % 6 {
        case 0: text(3)
        case 1: list(3)
        case 2: number(3)
        case 3: bool(3)
        case 4: object(3)
        default: mixed(2)
        }
    }

    private mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }

    /// Now and then one of some names.
    private mutating func atom(_ names: [String]) -> String? {
        let all = names + atoms.any
        return all.isEmpty || next(3) > 0 ? nil : pick(all)
    }

    private mutating func pick(_ texts: [String]) -> String { texts[next(texts.count)] }

    private mutating func number(_ depth: Int) -> String {
        guard depth > 0 else {
            return atom(atoms.number) ?? pick(["0", "1", "2.5", "-3", "10", "1e2", "0.5", "1000000", "-0.25"])
        }
        return switch next(12) {
        case 0: "(\(number(depth - 1)) + \(number(depth - 1)))"
        case 1: "(\(number(depth - 1)) * \(number(depth - 1)))"
        case 2: "-\(number(0))"
        case 3: "length(\(list(depth - 1)))"
        case 4: "max(\(number(depth - 1)), \(number(0)))"
        case 5: "(\(bool(depth - 1)) ? \(number(depth - 1)) : \(number(0)))"
        case 6: "floor(\(number(depth - 1)))"
        case 7: "ceil(\(number(depth - 1)))"
        case 8: "(\(number(depth - 1)) % \(number(0)))"
        case 9: "length(\(text(depth - 1)))"
        case 10: "parseint(\(pick([#""ff""#, #""-7F""#, #""0""#, #""12""#])), \(pick(["16", "36", "10"])))"
        default: "abs(\(number(depth - 1)))"
        }
    }

    private mutating func text(_ depth: Int) -> String {
        guard depth > 0 else {
            return atom(atoms.text)
                ?? pick([
                    #""""#, #""a""#, #""Hello World""#, #""x-y_z""#, #""é\n\"""#, #""$${a}""#, #""a\r\nb\r\n""#,
                    #""stra\u00dfe""#, #""\u65e5\u672c""#, #""<&>""#, #""1""#, #""true""#, #""  x ""#,
                ])
        }
        return switch next(24) {
        case 0: "upper(\(text(depth - 1)))"
        case 1: "\"<${\(text(depth - 1))}|${\(number(depth - 1))}>\""
        case 2: "join(\",\", \(list(depth - 1)))"
        case 3: "replace(\(text(depth - 1)), \(text(0)), \"L\")"
        case 4: "format(\"%s:%5.1f\", \(text(depth - 1)), \(number(0)))"
        case 5: "jsonencode(\(list(depth - 1)))"
        case 6: "\"%{ if \(bool(depth - 1)) }y${\(text(0))}%{ else }n%{ endif }\""
        case 7: "\"%{ for x in \(list(depth - 1)) ~} ${x}; %{ endfor ~}\""
        case 8: "sha256(\(text(depth - 1)))"
        case 9: "format(\"\(verb())|\", \(number(depth - 1)))"
        case 10:
            "format(\"%\(pick(["", "-", "+", "010", "-10", ".2", "5.1"]))\(pick(["s", "q", "v"]))\", \(text(depth - 1)))"
        case 11: "format(\"\(pick(["%v", "%#v"]))\", \(mixed(depth - 1)))"
        case 12: "cidrsubnet(\"\(prefix())\", \(next(9)), \(next(4)))"
        case 13: "cidrhost(\"\(prefix())\", \(next(40) - 10))"
        case 14:
            "\(pick(["cidrnetmask", "trimspace", "chomp", "title", "strrev", "md5", "base64encode", "urlencode"]))"
                + "(\(text(depth - 1)))"
        case 15: "indent(\(next(4)), \(text(depth - 1)))"
        case 16: "trim\(pick(["", "prefix", "suffix"]))(\(text(depth - 1)), \(text(0)))"
        case 17: "lookup(\(object(depth - 1)), \"a\", \(text(0)))"
        case 18: "yamlencode(\(mixed(depth - 1)))"
        case 19: "element(\(list(depth - 1)), \(next(4)))"
        case 20: "coalesce(\(text(depth - 1)), \(text(0)))"
        case 21: "tostring(\(pick([number(depth - 1), bool(depth - 1)])))"
        case 22: "(\(bool(depth - 1)) ? \(text(depth - 1)) : \(number(0)))"
        default: "substr(\(text(depth - 1)), \(next(3) - 1), \(next(5) - 1))"
        }
    }

    /// A verb of `format` for numbers.
    private mutating func verb() -> String {
        "%" + pick(["", "-", "+", "0", " ", "+0"]) + pick(["", "3", "8"])
            + pick(["d", "d", "x", "X", "o", "b", "f", ".1f", ".0f", ".3f"])
    }

    private mutating func prefix() -> String {
        pick([
            "10.0.0.0/8", "192.168.16.0/20", "10.1.2.3/16", "0.0.0.0/0", "fd00:fd12::/48", "2001:db8::/32",
            "10.0.0.1/32",
        ])
    }

    private mutating func bool(_ depth: Int) -> String {
        guard depth > 0 else { return atom(atoms.bool) ?? pick(["true", "false"]) }
        return switch next(12) {
        case 0: "(\(number(depth - 1)) < \(number(depth - 1)))"
        case 1: "(\(text(depth - 1)) == \(text(depth - 1)))"
        case 2: "!\(bool(depth - 1))"
        case 3: "(\(bool(depth - 1)) && \(bool(0)))"
        case 4: "contains(\(list(depth - 1)), \(text(0)))"
        case 5: "(\(list(depth - 1)) == \(list(depth - 1)))"
        case 6: "(\(mixed(depth - 1)) == \(mixed(depth - 1)))"
        case 7: "\(pick(["startswith", "endswith", "strcontains"]))(\(text(depth - 1)), \(text(0)))"
        case 8: "can(\(mixed(depth - 1)).a)"
        case 9: "(\(object(depth - 1)) == \(object(depth - 1)))"
        case 10: "\(pick(["alltrue", "anytrue"]))([\(bool(depth - 1)), \(bool(0))])"
        default: "can(\(list(0))[0])"
        }
    }

    private mutating func list(_ depth: Int) -> String {
        guard depth > 0 else {
            return atom(atoms.list)
                ?? pick(["[]", #"["a"]"#, #"["b", "a", "c"]"#, #"["x", "x"]"#, #"["é", "", "10", "9"]"#])
        }
        return switch next(18) {
        case 0: "[\(text(depth - 1)), \(text(depth - 1))]"
        case 1: "[for x in \(list(depth - 1)) : \"${x}!\" if x != \"a\"]"
        case 2: "concat(\(list(depth - 1)), \(list(0)))"
        case 3: "sort(\(list(depth - 1)))"
        case 4: "distinct(\(list(depth - 1)))"
        case 5: "split(\"l\", \(text(depth - 1)))"
        case 6: "keys(\(object(depth - 1)))"
        case 7: "values(\(object(depth - 1)))"
        case 8: "tolist(toset(\(list(depth - 1))))"
        case 9: "setunion(\(list(depth - 1)), \(list(0)))"
        case 10: "setsubtract(\(list(depth - 1)), \(list(0)))"
        case 11: "compact(\(list(depth - 1)))"
        case 12: "slice(\(list(depth - 1)), 0, \(next(3)))"
        case 13: "formatlist(\"%s-%s\", \(list(depth - 1)), \(text(0)))"
        case 14: "(\(bool(depth - 1)) ? \(list(depth - 1)) : \(list(0)))"
        case 15: "[for pair in setproduct(\(list(depth - 1)), \(list(0))) : join(\"/\", pair)]"
        case 16: "chunklist(\(list(depth - 1)), \(next(3) + 1))[*][0]"
        default: "reverse(\(list(depth - 1)))"
        }
    }

    private mutating func object(_ depth: Int) -> String {
        guard depth > 0 else {
            return atom(atoms.object)
                ?? pick(["{}", "{ a = 1 }", #"{ a = "x", b = true }"#, #"{ "b c" = null, a = [1] }"#])
        }
        return switch next(8) {
        case 0: "{ a = \(mixed(depth - 1)), \"x\" = \(text(depth - 1)) }"
        case 1: "merge(\(object(depth - 1)), \(object(0)))"
        case 2: "{ for i, x in \(list(depth - 1)) : \"${i}${x}\" => i }"
        case 3: "{ for x in \(list(depth - 1)) : x => x... }"
        case 4: "zipmap(\(list(depth - 1)), \(list(depth - 1)))"
        case 5: "tomap(\(object(depth - 1)))"
        case 6: "(\(bool(depth - 1)) ? \(object(depth - 1)) : \(object(0)))"
        default: "{ (\(text(depth - 1))) = \(number(depth - 1)) }"
        }
    }

    /// Values of any type, and conversions between types.
    private mutating func mixed(_ depth: Int) -> String {
        guard depth > 0 else { return pick(["null", number(0), text(0), bool(0), list(0), object(0)]) }
        return switch next(12) {
        case 0: "(\(bool(depth - 1)) ? \(mixed(depth - 1)) : \(mixed(0)))"
        case 1: "[\(mixed(depth - 1)), \(mixed(0))]"
        case 2: "tolist([\(mixed(depth - 1)), \(mixed(0))])"
        case 3: "toset([\(mixed(depth - 1)), \(mixed(0))])"
        case 4: "tomap({ a = \(mixed(depth - 1)), b = \(mixed(0)) })"
        case 5: "flatten([\(list(depth - 1)), [\(mixed(depth - 1))]])"
        case 6: "try(\(mixed(depth - 1)).a, \(mixed(0)))"
        case 7: "jsondecode(jsonencode(\(mixed(depth - 1))))"
        case 8: "coalescelist(\(list(depth - 1)), \(list(0)))"
        case 9: "tonumber(\(text(depth - 1)))"
        case 10: "one(\(list(depth - 1)))"
        default: pick([text(depth - 1), list(depth - 1), object(depth - 1), number(depth - 1)])
        }
    }
}
