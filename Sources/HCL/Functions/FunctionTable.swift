internal import Documents

/// The functions that the language has.
/// - SeeAlso: https://developer.hashicorp.com/terraform/language/functions
package enum FunctionTable {
    /// What is known of a function by its name.
    struct Entry: Sendable {
        enum Form: Sendable {
            /// Functions that look at expressions before they are evaluated.
            case attempt, check, fileTemplate, textTemplate
            case computed(Function)
            /// What it gives is not computed, for this reason.
            case uncomputed(String)
        }

        let form: Form
        /// The type of what it gives, where that does not depend on its arguments.
        let result: ValueType?
        /// Whether it converts each of its arguments to a plain type, and so does not see of what type it was.
        let takesPlain: Bool
        /// Whether it fails if a part of its arguments that it need not look at is not of the right type.
        let convertsParts: Bool
    }

    /// Built when the first call of a run is evaluated.
    private static let computed: [String: Function] = {
        var table: [String: Function] = [:]
        for group in [
            numeric, strings, patterns, collections, sets, encoding, hashes, addresses, conversions, files, times,
            texts,
        ] {
            table.merge(group) { _, later in later }
        }
        return table
    }()

    /// The names of the functions that are computed.
    package static var names: [String] { computed.keys.sorted() }

    /// Functions of Terraform whose result is not computed, with the reason.
    private static let uncomputed: [String: String] = [
        "timestamp": "it depends on the time", "plantimestamp": "it depends on the time", "uuid": "it is random",
        "bcrypt": "it is random", "base64gzip": "it depends on how Terraform compresses",
        "rsadecrypt": "what is encrypted stays so",
        "pathexpand": "it depends on who runs it", "abspath": "it depends on where it runs",
        "type": "only the console of Terraform has it",
    ]

    private static let all: [String: Entry] = {
        let groups = [strings, numeric, hashes, addresses, times]
        let plain = Set(groups.flatMap(\.keys)).subtracting(["format", "formatlist", "join", "sum"])
        let types = Dictionary(uniqueKeysWithValues: resultTypes.flatMap { type, names in names.map { ($0, type) } })
        var forms: [String: Entry.Form] = [
            "try": .attempt, "can": .check, "templatefile": .fileTemplate, "templatestring": .textTemplate,
        ]
        for (name, reason) in uncomputed { forms[name] = .uncomputed(reason) }
        for (name, function) in computed { forms[name] = .computed(function) }
        var table: [String: Entry] = [:]
        for (name, form) in forms {
            table[name] = Entry(
                form: form, result: types[name], takesPlain: plain.contains(name),
                convertsParts: converting.contains(name))
        }
        return table
    }()

    /// - Throws: an error if there is no function with this name.
    static func entry(named name: String) throws(EvaluationFailure) -> Entry {
        if let known = all[name] ?? (name.hasPrefix("core::") ? all[String(name.dropFirst(6))] : nil) { return known }
        if name.hasPrefix("provider::") {
            return Entry(
                form: .uncomputed("a provider computes it"), result: nil, takesPlain: false, convertsParts: false)
        }
        let near = Suggestion.nearest(to: name, among: computed.keys).first
        throw EvaluationFailure("there is no function `\(name)`" + (near.map { ": did you mean `\($0)`?" } ?? ""))
    }

    private static let resultTypes: [(ValueType, names: [String])] = [
        (
            .number,
            [
                "abs", "ceil", "floor", "index", "length", "log", "max", "min", "parseint", "pow", "signum", "sum",
                "timecmp", "tonumber",
            ]
        ),
        (
            .bool,
            [
                "alltrue", "anytrue", "can", "cidrcontains", "contains", "endswith", "fileexists", "issensitive",
                "startswith", "strcontains", "tobool",
            ]
        ),
        (.list(.string), ["cidrsubnets", "compact", "formatlist", "sort", "split"]),
        (.set(.string), ["fileset"]),
        (.list(.number), ["range"]),
        (
            .string,
            [
                "abspath", "base64decode", "base64encode", "base64gzip", "base64gunzip", "basename", "bcrypt", "chomp",
                "cidrhost", "cidrnetmask", "cidrsubnet", "dirname", "file", "filebase64", "filemd5", "filesha1",
                "filesha256", "filesha512", "filebase64sha256", "filebase64sha512", "format", "formatdate", "indent",
                "join", "jsonencode", "lower", "md5", "pathexpand", "plantimestamp", "replace", "rsadecrypt", "sha1",
                "sha256", "sha512", "base64sha256", "base64sha512", "strrev", "substr", "textdecodebase64",
                "textencodebase64", "timeadd", "timestamp", "title", "tostring", "trim", "trimprefix", "trimspace",
                "trimsuffix", "upper", "urldecode", "urlencode", "uuid", "uuidv5", "yamlencode",
            ]
        ),
    ]

    private static let converting: Set<String> = [
        "alltrue", "anytrue", "chunklist", "coalesce", "coalescelist", "contains", "lookup", "setproduct", "tolist",
        "tomap", "toset",
    ]

    static func count(_ arity: ClosedRange<Int>) -> String {
        if arity.lowerBound == arity.upperBound { return "\(arity.lowerBound)" }
        return arity.upperBound == Function.many
            ? "at least \(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
    }
}
