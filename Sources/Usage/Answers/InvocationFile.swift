public import Documents
import Readers
import Resources

/// How often endpoints were called, as snapshots say it: `metrics.Invocations.sum` of resources with an ARN.
public enum InvocationFile {
    /// - Returns: the number of calls by ARN in lower case.
    /// - Throws: an error if the file cannot be read, or says nothing of that.
    public static func read(_ path: String) throws(Diagnostic) -> [String: Double] {
        let source = try FileReader().read(path)
        let input = try InputReader().read(source, symbols: SymbolTable())
        if let error = input.diagnostics.first(where: { $0.severity == .error }) { throw error }
        var calls: [String: Double] = [:]
        for resource in input.resources {
            let names = [resource.id, resource.name] + resource.aliases
            guard let arn = names.first(where: { ARN($0) != nil }),
                let sum = resource.facets?["metrics"]?["Invocations"]?["sum"]?.number, sum >= 0
            else { continue }
            calls[arn.lowercased(), default: 0] += sum
        }
        guard !calls.isEmpty else {
            throw Diagnostic(
                file: path, message: "no resource of this file has an ARN and `metrics.Invocations.sum`",
                help: "give a snapshot with metrics")
        }
        return calls
    }
}
