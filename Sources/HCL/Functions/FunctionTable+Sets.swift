extension FunctionTable {
    static let sets: [String: Function] = [
        "setintersection": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            let (sets, type) = try sets(a)
            var result = sets[0]
            for other in sets.dropFirst() {
                let keys = try keys(of: other, a.budget)
                result = result.filter { Value.Key($0).map(keys.contains) ?? false }
            }
            return Value(Value.makeSet(result), of: type)
        },
        "setsubtract": Function(2...2, .inside) { a throws(EvaluationFailure) in
            let (sets, type) = try sets(a)
            let taken = try keys(of: sets[1], a.budget)
            return Value(Value.makeSet(sets[0].filter { !(Value.Key($0).map(taken.contains) ?? false) }), of: type)
        },
        "setunion": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            let (sets, type) = try sets(a)
            return Value(Value.makeSet(Array(sets.joined())), of: type)
        },
        "setproduct": Function(2...Function.many) { a throws(EvaluationFailure) in
            var rows: [[Value]] = [[]]
            var types: [ValueType] = []
            for index in a.values.indices {
                let (column, type) = try Value.unified(try a.list(index))
                types.append(column.isEmpty ? a[index].elementType : type)
                guard rows.count * column.count <= 100_000 else {
                    throw .notComputed("the product has more than 100000 elements")
                }
                try a.budget.spend(4 * rows.count * column.count * (index + 1))
                rows = rows.flatMap { row in column.map { row + [$0] } }
            }
            let values = rows.map { Value(.tuple($0)) }
            guard a.values.contains(where: \.isSet) else { return Value(.list(values), of: .tuple(types)) }
            try a.budget.spend(values.reduce(0) { $0 + 32 * $1.weight })
            return Value(Value.makeSet(values), of: .tuple(types))
        },
    ]

    /// The elements of all arguments, in the type that they have in common.
    private static func sets(_ a: Arguments) throws(EvaluationFailure) -> (sets: [[Value]], type: ValueType) {
        var types: [ValueType] = []
        var sets: [[Value]] = []
        for index in a.values.indices {
            sets.append(try a.list(index))
            if case .tuple(let values) = a[index].form {
                types += values.map(\.type)
            } else {
                types.append(a[index].elementType)
            }
        }
        try a.budget.spend(a.values.reduce(0) { $0 + 16 * $1.weight })
        guard let type = try ValueType.unified(types) else {
            throw EvaluationFailure("the elements have no type in common")
        }
        var converted: [[Value]] = []
        for set in sets {
            var values: [Value] = []
            for value in set { values.append(try value.converted(to: type)) }
            converted.append(values)
        }
        return (converted, type)
    }

    private static func keys(of values: [Value], _ budget: EvaluationBudget) throws(EvaluationFailure) -> Set<Value.Key>
    {
        var keys: Set<Value.Key> = []
        for value in values {
            guard let key = Value.Key(value) else { throw Value.inexact }
            try budget.spend(16 * value.weight)
            keys.insert(key)
        }
        return keys
    }

    // Conversions.

    static let conversions: [String: Function] = [
        "tobool": Function(1...1) { a throws(EvaluationFailure) in try a[0].converted(to: .bool) },
        "tolist": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            try a.converted(to: .list(.any), cost: 4)
        },
        "tomap": Function(1...1, marks: .parts) { a throws(EvaluationFailure) in
            try a.converted(to: .map(.any), cost: 4)
        },
        "tonumber": Function(1...1) { a throws(EvaluationFailure) in try a.converted(to: .number, cost: 32) },
        "toset": Function(1...1) { a throws(EvaluationFailure) in
            try a.converted(to: .set(.any), cost: 32)
        },
        "tostring": Function(1...1) { a throws(EvaluationFailure) in try a[0].converted(to: .string) },
        "sensitive": Function(1...1, .own, marks: .own) { a throws(EvaluationFailure) in
            Value(a[0].form, isSensitive: true)
        },
        "nonsensitive": Function(1...1, .own, marks: .own) { a throws(EvaluationFailure) in Value(a[0].form) },
        "issensitive": Function(1...1, .own, marks: .own) { a throws(EvaluationFailure) in
            a[0].unknown.map { Value(.unknown($0)) } ?? .bool(a[0].isSensitive)
        },
    ]

    // Files.

    static let files: [String: Function] = [
        "basename": Function(1...1) { a throws(EvaluationFailure) in
            let path = try a.text(0, cost: 64)
            return .string(path.split(separator: "/").last.map(String.init) ?? (path.isEmpty ? "." : "/"))
        },
        "dirname": Function(1...1) { a throws(EvaluationFailure) in
            let path = try a.text(0, cost: 64)
            guard let slash = path.lastIndex(of: "/") else { return .string(".") }
            return .string(cleaned(path[...slash]))
        },
        "file": Function(1...1) { a throws(EvaluationFailure) in
            guard let text = String(validating: try bytes(a), as: UTF8.self) else {
                throw EvaluationFailure("the file is no text in UTF-8: read it with `filebase64`")
            }
            return .string(text)
        },
        "filebase64": Function(1...1) { a throws(EvaluationFailure) in .string(Base64Text.encode(try bytes(a))) },
        "filemd5": Function(1...1) { a throws(EvaluationFailure) in .string(Hash.hexadecimal(Hash.md5(try digested(a))))
        },
        "filesha1": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.sha1(try digested(a))))
        },
        "filesha256": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.sha256(try digested(a))))
        },
        "filesha512": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.sha512(try digested(a))))
        },
        "filebase64sha256": Function(1...1) { a throws(EvaluationFailure) in
            .string(Base64Text.encode(Hash.sha256(try digested(a))))
        },
        "filebase64sha512": Function(1...1) { a throws(EvaluationFailure) in
            .string(Base64Text.encode(Hash.sha512(try digested(a))))
        },
        "fileset": Function(2...2) { a throws(EvaluationFailure) in
            var search = FileSearch(host: a.host, budget: a.budget)
            guard let found = try search.files(in: try a.text(0), matching: try a.text(1)) else {
                return .unknown("not all folders that `fileset` looks into can be read, or they hold links")
            }
            return Value(Value.makeSet(found.map { .string($0) }), of: .string)
        },
        "fileexists": Function(1...1) { a throws(EvaluationFailure) in
            let path = try a.text(0)
            guard let exists = a.host.fileExists(path) else { throw .outOfReach(path) }
            return .bool(exists)
        },
    ]

    /// A path without steps that lead nowhere.
    private static func cleaned(_ path: Substring) -> String {
        var steps: [Substring] = []
        let isAbsolute = path.hasPrefix("/")
        for step in path.split(separator: "/") where step != "." {
            if step == "..", let last = steps.last, last != ".." {
                steps.removeLast()
            } else if step != ".." || !isAbsolute {
                steps.append(step)
            }
        }
        let joined = steps.joined(separator: "/")
        return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
    }

    /// The bytes of a file of which a digest is computed.
    private static func digested(_ a: Arguments) throws(EvaluationFailure) -> [UInt8] {
        let bytes = try bytes(a)
        try a.budget.spend(bytes.count)
        return bytes
    }

    private static func bytes(_ a: Arguments) throws(EvaluationFailure) -> [UInt8] {
        let source = try a.host.file(try a.text(0))
        try a.budget.spend(source.bytes.count / 4)
        return Array(source.bytes)
    }
}
