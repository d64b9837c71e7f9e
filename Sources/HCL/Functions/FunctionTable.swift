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

    static func reason(for name: String) -> String {
        "`\(name)` is not known: " + (uncomputed[name] ?? "a provider computes it")
    }

    static func count(_ arity: ClosedRange<Int>) -> String {
        if arity.lowerBound == arity.upperBound { return "\(arity.lowerBound)" }
        return arity.upperBound == Function.many
            ? "at least \(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
    }
}
