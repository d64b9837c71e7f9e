/// The bytes of one input, as UTF-8, with the name by which messages refer to it.
// INVARIANT: the bytes are allocated once, never written after init and freed with the object.
public final class SourceText: @unchecked Sendable {
    /// The path as the user gave it, or `<stdin>`.
    public let name: String
    public let bytes: UnsafeRawBufferPointer

    /// Copies bytes.
    public init(name: String, copying content: some Collection<UInt8>) {
        self.name = name
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 16)
        buffer.copyBytes(from: content)
        bytes = UnsafeRawBufferPointer(buffer)
    }

    /// Copies a text.
    public convenience init(name: String, text: String) {
        self.init(name: name, copying: Array(text.utf8))
    }

    /// Takes over bytes allocated by `UnsafeMutableRawBufferPointer.allocate`.
    public init(name: String, adopting buffer: UnsafeMutableRawBufferPointer) {
        self.name = name
        bytes = UnsafeRawBufferPointer(buffer)
    }

    /// Whether the text consists of these bytes.
    public func hasBytes(_ other: some Sequence<UInt8>) -> Bool {
        withExtendedLifetime(self) { bytes.elementsEqual(other) }
    }

    /// The bytes, copied: they stay when the text is gone.
    public var copiedBytes: [UInt8] { withExtendedLifetime(self) { Array(bytes) } }

    deinit { bytes.deallocate() }
}
