extension FunctionTable {
    static let sets: [String: Function] = [
        "setintersection": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            var result = try a.list(0)
            for index in a.values.indices.dropFirst() {
                let other = try a.list(index)
                try a.budget.spend(result.count * max(other.count, 1))
                result = result.filter { value in has(other, value) }
            }
            return Value(Value.makeSet(result))
        },
        "setsubtract": Function(2...2, .inside) { a throws(EvaluationFailure) in
            let (values, other) = (try a.list(0), try a.list(1))
            try a.budget.spend(values.count * max(other.count, 1))
            return Value(Value.makeSet(values.filter { !has(other, $0) }))
        },
        "setunion": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            var result: [Value] = []
            for index in a.values.indices { result += try a.list(index) }
            return Value(Value.makeSet(result))
        },
        "setproduct": Function(1...Function.many) { a throws(EvaluationFailure) in
            var rows: [[Value]] = [[]]
            for index in a.values.indices {
                let column = try a.list(index)
                guard rows.count * column.count <= 100_000 else {
                    throw EvaluationFailure("the product has more than 100000 elements")
                }
                rows = rows.flatMap { row in column.map { row + [$0] } }
            }
            let areSets = a.values.allSatisfy { if case .set = $0.form { true } else { false } }
            let values = rows.map { Value(.tuple($0)) }
            return Value(areSets ? .set(values) : .list(values))
        },
    ]

    private static func has(_ values: [Value], _ value: Value) -> Bool {
        values.contains { Value.areEqual($0, value) == true }
    }

    // Conversions.

    static let conversions: [String: Function] = [
        "tobool": Function(1...1) { a throws(EvaluationFailure) in try a[0].converted(to: .bool) },
        "tolist": Function(1...1) { a throws(EvaluationFailure) in try a[0].converted(to: .list(.any)) },
        "tomap": Function(1...1) { a throws(EvaluationFailure) in try a[0].converted(to: .map(.any)) },
        "tonumber": Function(1...1) { a throws(EvaluationFailure) in try a[0].converted(to: .number) },
        "toset": Function(1...1) { a throws(EvaluationFailure) in try a[0].converted(to: .set(.any)) },
        "tostring": Function(1...1) { a throws(EvaluationFailure) in try a[0].converted(to: .string) },
        "sensitive": Function(1...1, .own) { a throws(EvaluationFailure) in Value(a[0].form, isSensitive: true) },
        "nonsensitive": Function(1...1, .own) { a throws(EvaluationFailure) in Value(a[0].form) },
        "issensitive": Function(1...1, .own) { a throws(EvaluationFailure) in
            a[0].unknown.map { Value(.unknown($0)) } ?? .bool(a[0].isSensitive)
        },
    ]

    // Files.

    static let files: [String: Function] = [
        "basename": Function(1...1) { a throws(EvaluationFailure) in
            .string(try a.text(0).split(separator: "/").last.map(String.init) ?? ".")
        },
        "dirname": Function(1...1) { a throws(EvaluationFailure) in
            let path = try a.text(0)
            guard let slash = path.lastIndex(of: "/") else { return .string(".") }
            return .string(slash == path.startIndex ? "/" : String(path[..<slash]))
        },
        "file": Function(1...1) { a throws(EvaluationFailure) in .string(String(decoding: try bytes(a), as: UTF8.self))
        },
        "filebase64": Function(1...1) { a throws(EvaluationFailure) in .string(Base64Text.encode(try bytes(a))) },
        "filemd5": Function(1...1) { a throws(EvaluationFailure) in .string(Hash.hexadecimal(Hash.md5(try bytes(a)))) },
        "filesha1": Function(1...1) { a throws(EvaluationFailure) in .string(Hash.hexadecimal(Hash.sha1(try bytes(a))))
        },
        "filesha256": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.sha256(try bytes(a))))
        },
        "filesha512": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.sha512(try bytes(a))))
        },
        "filebase64sha256": Function(1...1) { a throws(EvaluationFailure) in
            .string(Base64Text.encode(Hash.sha256(try bytes(a))))
        },
        "filebase64sha512": Function(1...1) { a throws(EvaluationFailure) in
            .string(Base64Text.encode(Hash.sha512(try bytes(a))))
        },
        "fileset": Function(2...2) { a throws(EvaluationFailure) in
            var search = FileSearch(host: a.host, budget: a.budget)
            guard let found = try search.files(in: try a.text(0), matching: try a.text(1)) else {
                return .unknown("not all folders that `fileset` looks into can be read, or they hold links")
            }
            return Value(Value.makeSet(found.map { .string($0) }))
        },
        "fileexists": Function(1...1) { a throws(EvaluationFailure) in
            a.host.fileExists(try a.text(0)).map { .bool($0) } ?? .unknown("the file lies outside of the configuration")
        },
    ]

    private static func bytes(_ a: Arguments) throws(EvaluationFailure) -> [UInt8] {
        let source = try a.host.file(try a.text(0))
        try a.budget.spend(source.bytes.count / 64)
        return Array(source.bytes)
    }
}
