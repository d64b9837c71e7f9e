import Documents

extension Library {
    /// `base64.encode(b'...')` and `base64.decode('...')`, as in cel-go's `encoders` library.
    public static let encoders = Library(
        name: "encoders",
        functions: [
            Function("base64.encode") {
                [.global("base64_encode_bytes", [.bytes], .string, .unary(EncoderFunctions.encode))]
            },
            Function("base64.decode") {
                [.global("base64_decode_string", [.string], .bytes, .unary(EncoderFunctions.decode))]
            },
        ])
}

/// The functions of the `encoders` library.
enum EncoderFunctions {
    @Sendable
    static func encode(_ frame: FramePointer, _ bytes: Val) -> Val {
        frame.charge(bytes: bytes.text.count)
        guard let size = Base64.encodedCount(bytes.text.count), size <= FramePointer.resultLimit else {
            return frame.tooLong()
        }
        return frame.string(capacity: size) { output in
            Base64.encode(bytes.text, into: output)
            return size
        }
    }

    @Sendable
    static func decode(_ frame: FramePointer, _ text: Val) -> Val {
        frame.charge(bytes: text.text.count)
        guard text.text.count <= FramePointer.resultLimit else { return frame.tooLong() }
        guard let memory = frame.allocate(text.text.count / 4 * 3 + 3) else { return .error(.stepBudget) }
        guard let count = Base64.decode(text.text, into: memory) else {
            return frame.invalidConversion(of: text.text, "is not base64")
        }
        return .bytes(Bytes(rebasing: Bytes(memory)[..<count]))
    }
}
