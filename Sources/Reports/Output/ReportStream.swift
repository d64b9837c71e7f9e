public import Documents
import Engine

/// Gathers the small pieces that reports are written in and hands them to a sink in large ones.
///
/// An error of the sink ends the writing and comes out of `finish()`, so that the code of a report need not handle it
/// at every piece.
public final class ReportStream: TextOutputStream {
    private static let capacity = 64 << 10
    /// Bytes of one report: what is longer is an error, not a full disk.
    public static let usualLimit = RunLimits().reportBytes

    private let sink: any ByteSink
    private var pending: [UInt8] = []
    private var failure: Diagnostic?
    private var hasFailed = false
    private let limit: Int
    private var left: Int

    public init(sink: any ByteSink, limit: Int = ReportStream.usualLimit) {
        self.sink = sink
        self.limit = limit
        left = limit
        pending.reserveCapacity(Self.capacity)
    }

    public func write(_ text: String) {
        var text = text
        text.withUTF8 { write($0) }
    }

    func write(_ text: some Collection<UInt8>) {
        guard !hasFailed else { return }
        pending.append(contentsOf: text)
        if pending.count >= Self.capacity { flush() }
    }

    /// Hands over what is left.
    /// - Throws: the first error of the sink.
    public func finish() throws(Diagnostic) {
        flush()
        if let failure { throw failure }
    }

    private func flush() {
        guard !hasFailed, !pending.isEmpty else { return }
        do throws(Diagnostic) {
            left -= pending.count
            guard left >= 0 else { throw tooLong }
            try hand(pending, to: sink)
        } catch {
            failure = error
            hasFailed = true
        }
        pending.removeAll(keepingCapacity: true)
    }

    private var tooLong: Diagnostic {
        Diagnostic(
            file: "report", message: "the report becomes longer than \(limit) bytes: it was given up",
            help: "judge fewer files or rules at once, allow fewer findings with `--max-findings`, or more bytes with "
                + "`limits.report` of the configuration")
    }

    private func hand(_ bytes: [UInt8], to sink: any ByteSink) throws(Diagnostic) {
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(Diagnostic) in try sink.write(buffer) }
        }
        try outcome.get()
    }
}
