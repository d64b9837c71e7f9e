/// What the functions of the extension libraries share: results put together piece by piece, and errors about arguments.
extension UnsafeMutablePointer where Pointee == Frame {
    /// The longest text or byte string that a function makes out of its arguments.
    static var resultLimit: Int { 16 << 20 }

    /// A string written piece by piece; an error if it becomes longer than may be.
    func string(_ write: (inout ByteWriter) -> Void) -> Val {
        ByteWriter.with(limit: Self.resultLimit) { writer in
            write(&writer)
            guard writer.isTruncated else { return string(copying: writer.bytes) }
            // What is thrown away was work as well.
            charge(writer.bytes.count >> 4)
            return tooLong()
        }
    }

    /// An error as a value of CEL.
    struct Failure: Error {
        let value: Val
    }

    func tooLong() -> Val {
        error(.invalidArgument, "result too long: at most \(Self.resultLimit) bytes are allowed")
    }

    /// Takes the steps for looking at so many bytes.
    func charge(bytes count: Int) { charge(count >> 6) }

    func invalidArgument(_ message: @autoclosure () -> String) -> Val { error(.invalidArgument, message()) }

    func invalidConversion(of text: Bytes, _ expectation: @autoclosure () -> String) -> Val {
        error(.invalidConversion, "\(Self.quoted(text)) \(expectation())")
    }

    func indexOutOfRange(_ index: Int64, _ size: Int) -> Val {
        error(.indexOutOfRange, "index \(index) out of range: expected 0 to \(size)")
    }

    /// A text of the user in a message, cut off where it is long.
    static func quoted(_ text: Bytes) -> String {
        let limit = 80
        guard text.count > limit else { return "`\(String(decoding: text, as: UTF8.self))`" }
        var end = limit
        while end > 0, CodePoints.isContinuation(text[end]) { end -= 1 }
        return "`\(String(decoding: text[..<end], as: UTF8.self))...`"
    }
}
