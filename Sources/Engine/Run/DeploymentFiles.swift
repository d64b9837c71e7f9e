import Documents
import Readers

/// The files that say what templates are deployed with, read before anything else.
struct DeploymentFiles {
    private(set) var settings: DeploymentSettings
    private(set) var problems: [Diagnostic] = []

    init(_ request: CheckRequest) {
        settings = request.deployments
        let file = DeploymentFile(limits: request.limits)
        for path in request.parameterFiles {
            do throws(Diagnostic) {
                let source = try request.contents.read(path, limit: request.limits.size)
                settings.deployments += try file.read(source)
            } catch {
                problems.append(error)
            }
        }
    }

    /// The parameters that no template declares, as warnings.
    func unusedNames(declared: Set<String>) -> [Diagnostic] {
        settings.deployments.flatMap { deployment in
            deployment.parameters.filter { !declared.contains($0.key) }
                .sorted { ($0.value.place.lowerBound, $0.key) < ($1.value.place.lowerBound, $1.key) }
                .map { name, value in
                    Diagnostic(
                        .warning, in: deployment.source, at: value.place, "no template declares parameter `\(name)`",
                        help: Suggestion.nearest(to: name, among: declared).first.map { "did you mean `\($0)`?" })
                }
        }
    }
}
