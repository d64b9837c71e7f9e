/// Reads standard input line by line, however much there is of it: only the line at hand is in memory.
// INVARIANT: `buffer` is allocated until deinit; `start` and `end` lie inside it and bound what was read and not handed out.
public final class LineReader {
    private let name: String
    private let limit: Int
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// The number of the line that was handed out last, counted from 1.
    public private(set) var number = 0

    /// - Parameters:
    ///   - name: how messages call the input.
    ///   - limit: the bytes of the longest line.
    public init(standardInputNamed name: String, limit: Int = DocumentLimits().scalarLength) {
        self.name = name
        self.limit = limit
    }

    deinit { buffer.deallocate() }

    /// The next line without its end, blank ones too; nil behind the last. The bytes stay until the next call.
    /// - Parameter goesOn: asked when a signal interrupts the reading; false gives it up.
    /// - Throws: an error if the input cannot be read, or a line is too long.
    public func next(while goesOn: () -> Bool = { true }) throws(Diagnostic) -> UnsafeRawBufferPointer? {
        var searched = 0
        while true {
            let pending = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
            if let length = UnsafeRawBufferPointer(rebasing: pending[searched...]).firstIndex(of: 0x0A) {
                return take(searched + length, ending: 1)
            }
            if isAtEnd { return pending.isEmpty ? nil : take(pending.count, ending: 0) }
            searched = pending.count
            guard searched <= limit else {
                throw Diagnostic(file: name, message: "line \(number + 1) has more than \(limit) bytes")
            }
            try fill(while: goesOn)
        }
    }

    private func take(_ length: Int, ending: Int) -> UnsafeRawBufferPointer {
        defer { start += length + ending }
        number += 1
        return UnsafeRawBufferPointer(rebasing: buffer[start..<start + length])
    }

    private func fill(while goesOn: () -> Bool) throws(Diagnostic) {
        if start > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            end -= start
            start = 0
        }
        if end == buffer.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
            buffer.deallocate()
            buffer = larger
        }
        do throws(FileFailure) {
            let count = try FileDescriptor.standardInput.read(
                into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]), while: goesOn)
            end += count
            isAtEnd = count == 0
        } catch {
            throw error.diagnostic(name, limit: limit)
        }
    }
}
