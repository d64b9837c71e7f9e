internal import Documents

/// The functions that need neither network nor clock.
/// - SeeAlso: https://developer.hashicorp.com/terraform/language/functions
package enum FunctionTable {
    /// Built when the first call of a run is evaluated.
    private static let all: [String: Function] = {
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
    package static var names: [String] { all.keys.sorted() }

    /// Functions of Terraform whose result is not computed, with the reason.
    private static let uncomputed: [String: String] = [
        "timestamp": "it depends on the time", "plantimestamp": "it depends on the time", "uuid": "it is random",
        "bcrypt": "it is random", "base64gzip": "it depends on how Terraform compresses",
        "rsadecrypt": "what is encrypted stays so",
        "pathexpand": "it depends on who runs it", "abspath": "it depends on where it runs",
        "type": "only the console of Terraform has it",
    ]

    /// The function with a name; nil for one whose result is not computed.
    /// - Throws: an error if there is none.
    static func function(named name: String) throws(EvaluationFailure) -> Function? {
        let name = name.hasPrefix("core::") ? String(name.dropFirst(6)) : name
        if let function = all[name] { return function }
        if uncomputed[name] != nil || name.hasPrefix("provider::") { return nil }
        let near = Suggestion.nearest(to: name, among: all.keys).first
        throw EvaluationFailure("there is no function `\(name)`" + (near.map { ": did you mean `\($0)`?" } ?? ""))
    }

    /// The type of what a function gives, where it does not depend on its arguments.
    static func resultType(of name: String) -> ValueType? {
        switch name.hasPrefix("core::") ? String(name.dropFirst(6)) : name {
        case "abs", "ceil", "floor", "index", "length", "log", "max", "min", "parseint", "pow", "signum", "sum",
            "timecmp",
            "tonumber":
            .number
        case "alltrue", "anytrue", "can", "cidrcontains", "contains", "endswith", "fileexists", "issensitive",
            "startswith", "strcontains", "tobool":
            .bool
        case "cidrsubnets", "compact", "formatlist", "sort", "split": .list(.string)
        case "fileset": .set(.string)
        case "range": .list(.number)
        case "abspath", "base64decode", "base64encode", "base64gzip", "base64gunzip", "basename", "bcrypt", "chomp",
            "cidrhost", "cidrnetmask", "cidrsubnet", "dirname", "file", "filebase64", "filemd5", "filesha1",
            "filesha256", "filesha512", "filebase64sha256", "filebase64sha512", "format", "formatdate", "indent",
            "join", "jsonencode", "lower", "md5", "pathexpand", "plantimestamp", "replace", "rsadecrypt", "sha1",
            "sha256", "sha512", "base64sha256", "base64sha512", "strrev", "substr", "textdecodebase64",
            "textencodebase64", "timeadd", "timestamp", "title", "tostring", "trim", "trimprefix", "trimspace",
            "trimsuffix", "upper", "urldecode", "urlencode", "uuid", "uuidv5", "yamlencode":
            .string
        default: nil
        }
    }

    /// Whether a function converts each of its arguments to a plain type, and so does not see of what type it was.
    static func takesPlain(_ name: String) -> Bool {
        plain.contains { $0[name] != nil } && !["format", "formatlist", "join", "sum"].contains(name)
    }

    /// Whether a function fails if a part of its arguments that it need not look at is not of the right type.
    static func convertsParts(_ name: String) -> Bool {
        switch name.hasPrefix("core::") ? String(name.dropFirst(6)) : name {
        case "alltrue", "anytrue", "chunklist", "coalesce", "coalescelist", "contains", "lookup", "setproduct",
            "tolist",
            "tomap", "toset":
            true
        default: false
        }
    }

    private static let plain = [strings, numeric, hashes, addresses, times]

    static func reason(for name: String) -> String {
        "`\(name)` is not known: " + (uncomputed[name] ?? "a provider computes it")
    }

    static func count(_ arity: ClosedRange<Int>) -> String {
        if arity.lowerBound == arity.upperBound { return "\(arity.lowerBound)" }
        return arity.upperBound == Function.many
            ? "at least \(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
    }
}
