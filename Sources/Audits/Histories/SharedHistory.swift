public import Accounts
public import Documents
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A history in S3, for runs whose machine is thrown away: fetched, changed and put back, if nobody else did so first.
public struct SharedHistory: Sendable {
    private let object: StoredObject
    private let pause: @Sendable (Double) async -> Void
    /// The folder for the copy that is worked on.
    private let folder: String

    /// How often a race may be lost.
    private static let attempts = 8

    public init(
        _ object: StoredObject, folder: String,
        pause: @escaping @Sendable (Double) async -> Void = ServiceClient.sleep
    ) {
        self.object = object
        self.folder = folder
        self.pause = pause
    }

    /// Works on the history.
    /// - Parameter body: takes the path of a copy, which may not be there yet. It is called again with a newer copy when
    ///   somebody else changed the history in the meantime.
    public func update<Value: Sendable>(
        _ body: (String) throws(Diagnostic) -> Value
    ) async throws(Diagnostic) -> Value {
        for attempt in 1...Self.attempts {
            let known = try await object.read()
            let copy = try Copy(in: folder, holding: known?.bytes)
            let value = try body(copy.path)
            let bytes = try copy.bytes()
            if bytes == known?.bytes || bytes.isEmpty && known == nil { return value }
            if try await object.write(bytes, replacing: known) { return value }
            await pause(Double.random(in: 0...min(10, 0.2 * Double(1 << attempt))))
        }
        throw Diagnostic(
            file: object.place.text, message: "others changed the history \(Self.attempts) times in the meantime",
            help: "let fewer audits with this history run at the same time")
    }
}

/// A copy of a history in a folder of its own.
private struct Copy {
    private let folder: ScratchFolder
    var path: String { folder.path + "/history.sqlite" }

    init(in parent: String, holding bytes: [UInt8]?) throws(Diagnostic) {
        folder = try ScratchFolder(in: parent)
        if let bytes { try AuditFile.write(bytes, to: path) }
    }

    func bytes() throws(Diagnostic) -> [UInt8] {
        PathLookup.isFile(path) ? try FileReader(limit: 1 << 30).read(path).copiedBytes : []
    }
}

/// Writes what an audit gives.
public enum AuditFile {
    public static func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        try ReportFile(path: path).write { (sink) throws(Diagnostic) in
            var failure: Diagnostic?
            bytes.withUnsafeBytes { bytes in
                do throws(Diagnostic) { try sink.write(bytes) } catch { failure = error }
            }
            if let failure { throw failure }
        }
    }
}
