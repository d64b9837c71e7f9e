import Documents
import Engine
import FuzzDriver
import Policies
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The whole way from the bytes of a file to reports, with the built-in packs.
@main
struct FuzzCheck {
    static func main() {
        let (set, issues) = PolicySet.load(PolicySelection(), seed: 1)
        guard let set else { fatalError("\(issues)") }
        let subject = CheckSubject(policies: set)
        FuzzDriver.run { subject.run($0) }
    }
}

struct CheckSubject {
    let policies: PolicySet
    /// Written anew for each input; a later run of the same process id finds and overwrites it.
    private let file = "\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/proviso-fuzz-\(getpid()).yaml"

    init(policies: PolicySet) { self.policies = policies }

    func run(_ input: UnsafeRawBufferPointer) {
        write(input)
        // A Saturday in 2026.
        var request = CheckRequest(paths: [file], now: 1_774_000_000)
        request.includesPasses = true
        request.workers = 1
        let result = CheckRun.run(request, policies: policies)
        for finding in result.findings {
            FuzzDriver.expect(finding.region.end.offset <= input.count * 4, "a finding outside of its file")
            // Values of a wrong type stop a rule; what is missing must not.
            let isUnguarded = finding.verdict == .error && finding.message.contains("no such key")
            FuzzDriver.expect(!isUnguarded, "a built-in rule asks for what need not be there: \(finding.message)")
        }
        report(result)
    }

    private func report(_ result: RunResult) {
        for format in ReportFormat.allCases {
            let options = ReportOptions(version: "0", exitCode: 0, color: .never, width: 80)
            // What a format cannot express is an error of its own, not a defect.
            try? ReportWriter(format: format, options: options).write(result, to: MemorySink())
        }
    }

    private func write(_ input: UnsafeRawBufferPointer) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { fatalError("cannot write \(file)") }
        defer { close(descriptor) }
        var rest = input[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(descriptor, part.baseAddress, part.count)
            guard count > 0 else { fatalError("cannot write \(file)") }
            rest = rest.dropFirst(count)
        }
    }
}
