import Documents
import Engine
import FuzzDriver
import Policies
import Readers

/// The files that say how a run goes, each form over the same bytes: configuration, exceptions, known findings, the lock of
/// bundles, what templates are deployed with.
@main
struct FuzzSettings {
    static func main() { FuzzDriver.run { SettingsSubject.run($0) } }
}

enum SettingsSubject {
    private static let folder = "/proviso-fuzz"

    static func run(_ input: UnsafeRawBufferPointer) {
        let source = SourceText(name: "settings", copying: input)
        let file = "\(folder)/proviso.yaml"
        let contents = FileContents.edited([file: Array(input)], over: .disk)
        let paths = RepositoryPaths(root: folder, workingDirectory: folder)

        let (configuration, issues) = ConfigurationLoader(contents: contents, paths: paths).load(.file(file), seed: 1)
        issues.forEach(FuzzDriver.expectShowable)
        FuzzDriver.expect(
            configuration != nil || issues.contains { $0.severity == .error }, "a configuration is refused in silence")
        if let configuration { _ = ConfigurationListing(configuration) }

        let (list, found) = ExceptionList.load([file], contents: contents, paths: paths)
        found.forEach(FuzzDriver.expectShowable)
        FuzzDriver.expect(list != nil || !found.isEmpty, "exceptions are refused in silence")

        attempt { () throws(Diagnostic) in
            let baseline = try Baseline(parsing: source)
            let again = try Baseline(parsing: SourceText(name: "again", text: baseline.text))
            FuzzDriver.expect(again.text == baseline.text, "a baseline is written other than read")
        }
        attempt { () throws(Diagnostic) in
            let lock = try BundleLock(parsing: source)
            let again = try BundleLock(parsing: SourceText(name: "again", text: lock.text))
            FuzzDriver.expect(again.sums == lock.sums, "a lock is written other than read")
        }
        attempt { () throws(Diagnostic) in _ = try DeploymentFile().read(source) }
    }

    private static func attempt(_ body: () throws(Diagnostic) -> Void) {
        do throws(Diagnostic) {
            try body()
        } catch {
            FuzzDriver.expectShowable(error)
        }
    }
}
