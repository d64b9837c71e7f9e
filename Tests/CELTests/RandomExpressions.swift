import CEL
import Testing

/// Makes expressions at random whose types fit, from templates by the type that they have.
///
/// In a template `$int` stands for any expression of that type, and `$x:int` declares a variable of it, which what follows
/// in the template may use; of `$y:int` what follows the next expression.
struct RandomExpressions {
    private var random: FixedRandom
    /// The variables of macros in scope.
    private var locals: [(name: String, type: String)] = []
    private var nextLocal = 0

    init(seed: UInt64) { random = FixedRandom(seed: seed) }

    /// The types that an expression as a whole may have.
    static let types: [String] = templates.keys.sorted()

    mutating func next(_ type: String, depth: Int) -> String {
        let leaves = Self.leaves[type, default: []] + locals.filter { $0.type == type }.map(\.name)
        let choices = depth > 0 ? Self.templates[type, default: []] : []
        let index = Int.random(in: 0..<(choices.count + max(1, choices.count / 3)), using: &random)
        guard index < choices.count else { return leaves.randomElement(using: &random) ?? "null" }
        return expand(choices[index], depth: depth - 1)
    }

    private mutating func expand(_ template: [Piece], depth: Int) -> String {
        var text = ""
        let scope = locals.count
        var pending: [(name: String, type: String)] = []
        for piece in template {
            switch piece {
            case .text(let part): text += part
            case .expression(let type):
                text += next(type, depth: depth)
                locals += pending
                pending = []
            case .variable(let type, let isLate):
                nextLocal += 1
                let variable = (name: "v\(nextLocal)", type: type)
                if isLate { pending.append(variable) } else { locals.append(variable) }
                text += variable.name
            }
        }
        locals.removeSubrange(scope...)
        return text
    }

    private enum Piece {
        case text(String)
        case expression(String)
        case variable(String, isLate: Bool)
    }

    private static func pieces(_ template: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = template[...]
        while let match = rest.firstMatch(of: /\$(x:|y:)?([a-z]+)/) {
            pieces.append(.text(String(rest[..<match.range.lowerBound])))
            let type = String(match.output.2)
            pieces.append(match.output.1.map { .variable(type, isLate: $0 == "y:") } ?? .expression(type))
            rest = rest[match.range.upperBound...]
        }
        return pieces + [.text(String(rest))]
    }

    static let variables: [(name: String, type: CELType, value: Value)] = [
        ("i", .int, .int(7)), ("zero", .int, .int(0)), ("u", .uint, .uint(3)), ("d", .double, .double(2.5)),
        ("s", .string, .string("ml.p3.2xlarge")), ("b", .bool, .bool(true)), ("y", .bytes, .bytes([0, 255, 97])),
        ("li", .list(.int), .list([.int(3), .int(-1), .int(2)])),
        ("ls", .list(.string), .list([.string("dev"), .string("é")])),
        ("m", .map(.string, .int), .map([.init(.string("dev"), .int(1)), .init(.string("x"), .int(4))])),
        ("t", .timestamp, .timestamp(seconds: 1_234_567_890, nanoseconds: 500_000_000)),
        ("w", .duration, .duration(nanoseconds: 90_000_000_001)), ("o", .optional(.int), .optional(.int(5))),
    ]

    private static let leaves: [String: [String]] = [
        "int": ["i", "zero", "1", "-3", "9223372036854775807", "2"], "uint": ["u", "0u", "18446744073709551615u"],
        "double": ["d", "0.5", "-1e300", "3.0"], "string": ["s", "'dev'", "''", "'é\\u0000'", "\"a.b\""],
        "bool": ["b", "true", "false"], "bytes": ["y", "b'a'", "b'\\xff'"], "ints": ["li", "[1, 2, 3]"],
        "strings": ["ls", "['a', 'dev']"], "map": ["m", "{'dev': 2}"], "timestamp": ["t", "timestamp(0)"],
        "duration": ["w", "duration('-1.5s')"], "optional": ["o", "m[?'none']", "optional.of(1)"],
    ]

    private static let templates: [String: [[Piece]]] = [
        "int": [
            "($int + $int)", "($int - $int)", "($int * $int)", "($int / $int)", "($int % $int)", "-($int)",
            "($bool ? $int : $int)", "$ints[$int]", "$map[$string]", "$map.dev", "size($string)",
            "$ints.size()", "int($double)", "int($uint)", "$timestamp.getFullYear()", "$duration.getSeconds()",
            "$optional.orValue($int)", "$optional.value()", "cel.bind($y:int, $int, $int)", "math.abs($int)",
            "math.greatest($int, $int)", "math.bitXor($int, $int)", "$ints.sum()", "$ints.max()",
            "$string.indexOf($string)", "$ints.indexOf($int)", "int(string($int))",
        ],
        "uint": ["($uint + $uint)", "($uint - $uint)", "uint($int)", "math.bitShiftRight($uint, $int)"],
        "double": [
            "($double * $double)", "($double / $double)", "double($int)", "math.floor($double)",
            "math.sqrt($double)", "($bool ? $double : $double)",
        ],
        "string": [
            "($string + $string)", "string($int)", "string($double)", "string($timestamp)", "$strings.join(',')",
            "$string.upperAscii()", "$string.substring($int)", "$string.replace($string, $string)",
            "$string.charAt($int)", "$strings[$int]", "($bool ? $string : $string)", "strings.quote($string)",
            "'%s=%d'.format([$string, $int])", "string($bytes)", "$string.trim()",
            "cel.bind($y:string, $string, $string)",
        ],
        "bool": [
            "($bool && $bool)", "($bool || $bool)", "!($bool)", "($int < $int)", "($double >= $int)",
            "($int == $int)", "($string != $string)", "($string < $string)", "($bytes == $bytes)",
            "($ints == $ints)", "($map == $map)", "($int in $ints)", "($string in $map)",
            "($string in ['dev', 'prod', $string])", "$string.startsWith($string)", "$string.contains('.')",
            "$string.matches('^ml\\\\.(p|g)[0-9]')", "$string.endsWith('xlarge')", "has($map.dev)", "has($map.nope)",
            "$ints.all($x:int, $bool)", "$ints.exists($x:int, $bool)",
            "$strings.exists_one($x:string, $bool)", "$map.all($x:string, $bool)",
            "$map.exists($x:string, $x:int, $bool)", "($bool ? $bool : $bool)", "$optional.hasValue()",
            "($timestamp > $timestamp)", "($duration <= $duration)", "cel.bind($y:bool, $bool, $bool)",
            "sets.contains($ints, $ints)", "($uint > $uint)", "(type($int) == int)",
            "($optional == $optional)", "($string == 'dev' || $string == 'prod')",
        ],
        "bytes": ["($bytes + $bytes)", "bytes($string)"],
        "ints": [
            "[$int, $int]", "($ints + $ints)", "$ints.map($x:int, $int)",
            "$ints.map($x:int, $bool, $int)", "$ints.filter($x:int, $bool)",
            "$ints.transformList($x:int, $x:int, $int)", "$strings.map($x:string, $int)",
            "$ints.sort()", "$ints.distinct()", "$ints.sortBy($x:int, $int)", "[?$optional, $int]",
            "$ints.slice(0, $int)", "($bool ? $ints : $ints)", "$map.map($x:string, $int)",
        ],
        "strings": [
            "[$string]", "$strings.filter($x:string, $bool)", "$string.split('.')", "$map.map($x:string, $string)",
            "$ints.map($x:int, $string)", "$strings.reverse()",
        ],
        "map": [
            "{'dev': $int, 'x': $int}", "{$string: $int}", "$map.transformMap($x:string, $x:int, $int)",
            "$map.transformMap($x:string, $x:int, $bool, $int)", "{'dev': 1, ?'o': $optional}",
            "$strings.transformMapEntry($x:int, $x:string, {$string: $int})",
        ],
        "timestamp": ["($timestamp + $duration)", "timestamp($int)"],
        "duration": ["($timestamp - $timestamp)", "($duration + $duration)"],
        "optional": [
            "optional.of($int)", "$map[?$string]", "$ints[?$int]", "$map.?dev", "$optional.or($optional)",
            "$optional.optMap($x:int, $int)", "$optional.optFlatMap($x:int, $optional)", "$ints.first()",
        ],
    ].mapValues { $0.map(pieces) }
}
