public import Documents
public import Engine
import Policies

/// The forms in which the outcome of policy tests can be written.
public enum PolicyTestFormat: String, CaseIterable, Sendable {
    case text, json, junit
}

/// Writes the outcome of policy tests.
public struct PolicyTestReport: Sendable {
    public let format: PolicyTestFormat
    private let color: ColorMode
    private let width: Int

    public init(format: PolicyTestFormat, color: ColorMode = .never, width: Int = 80) {
        self.format = format
        self.color = color
        self.width = width
    }

    /// Writes the whole report.
    /// - Throws: what the sink refuses.
    public func write(_ run: PolicyTestRun, to sink: any ByteSink) throws(Diagnostic) {
        let stream = ReportStream(sink: sink)
        switch format {
        case .text: PolicyTestText(color: color, width: width).write(run, to: stream)
        case .json: PolicyTestJSON().write(run, to: stream)
        case .junit: PolicyTestJUnit().write(run, to: stream)
        }
        try stream.finish()
    }
}

extension Mutant {
    /// What survived, as a diagnostic that points at the changed part of the pack.
    func survival(of rule: String) -> Diagnostic {
        Diagnostic(
            in: pack.source, at: range,
            "no case of `\(rule)` notices this change (\(self.operator.rawValue)): `\(change)`",
            help: "add a case that does, or list the change under `equivalent` with the reason")
    }
}
