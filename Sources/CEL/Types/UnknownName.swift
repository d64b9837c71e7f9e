/// How operators are written, by the function that they call.
enum OperatorText {
    static let symbols: [String: String] = [
        "_+_": "+", "_-_": "-", "_*_": "*", "_/_": "/", "_%_": "%", "_==_": "==", "_!=_": "!=", "_<_": "<",
        "_<=_": "<=",
        "_>_": ">", "_>=_": ">=", "@in": "in", "!_": "!", "-_": "-",
    ]
}

/// Names that other languages have, and what serves here instead.
enum UnknownName {
    static let variables: [String: String] = [
        "True": "write `true`", "TRUE": "write `true`", "yes": "write `true`",
        "False": "write `false`", "FALSE": "write `false`", "no": "write `false`",
        "None": "write `null`, or ask with `has(...)`", "nil": "write `null`, or ask with `has(...)`",
        "NULL": "write `null`, or ask with `has(...)`", "undefined": "ask with `has(...)`",
        "not": "write `!`", "number": "the number types are `int`, `uint` and `double`", "str": "write `string`",
        "float": "write `double`", "boolean": "write `bool`", "integer": "write `int`",
    ]

    static let functions: [String: String] = [
        "len": "write `size(...)`", "length": "write `size()`", "count": "write `size()`",
        "any": "write `exists(x, ...)`", "some": "write `exists(x, ...)`", "every": "write `all(x, ...)`",
        "includes": "write `element in list` or `text.contains(part)`", "notIn": "write `!(element in list)`",
        "toLowerCase": "write `lowerAscii()`", "lower": "write `lowerAscii()`", "toLower": "write `lowerAscii()`",
        "toUpperCase": "write `upperAscii()`", "upper": "write `upperAscii()`", "toUpper": "write `upperAscii()`",
        "defined": "write `has(...)`", "isset": "write `has(...)`", "exists": "write `has(...)`",
        "hasKey": "write `'key' in map`", "containsKey": "write `'key' in map`",
        "get": "write `map[?'key'].orValue(...)`",
        "match": "write `matches('pattern')`", "test": "write `matches('pattern')`",
        "regex": "write `matches('pattern')`",
        "str": "write `string(...)`", "toString": "write `string(...)`", "float": "write `double(...)`",
        "strip": "write `trim()`", "concat": "write `+`", "not": "write `!`", "pow": "multiply",
        "now": "expressions do not read the clock: the time is given as a variable", "if": "write `condition ? a : b`",
    ]
}
