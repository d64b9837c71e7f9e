public import Documents

/// Takes the bytes of a report.
public protocol ByteSink: AnyObject {
    /// Takes all of the bytes, or says why that is not possible. After an error it is not called again.
    func write(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic)
}

/// Keeps what is written to it.
public final class MemorySink: ByteSink {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
