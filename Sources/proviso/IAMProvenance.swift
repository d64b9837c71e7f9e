import IAM
import Policies
import Resources

/// `proviso --version --verbose`: where the facts inside the program come from.
enum Provenance {
    /// True for the arguments that ask for it, in either order.
    static func isAsked(_ arguments: some Collection<String>) -> Bool {
        arguments.count == 2 && arguments.contains("--version") && arguments.contains("--verbose")
    }

    static var text: String {
        let rows =
            [
                ("proviso", Version.current), ("iam actions", "\(ServiceData.source), facts of \(ServiceData.date)"),
                ("iam instance types", InstanceTypes.source),
                ("iam managed policies", "\(ManagedPolicy.source), policies of \(ManagedPolicy.date)"),
            ] + Catalogue.sources.map { ("catalogue", $0) }
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 + "\n" }.joined()
    }
}
