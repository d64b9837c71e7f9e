/// Values as text. Each function is false, and writes nothing, for a value that it does not apply to.
extension ByteWriter {
    /// Anything but lists, maps and optionals.
    mutating func append(scalar value: Val) -> Bool {
        switch value.kind {
        case .null: append("null")
        case .bool: append(value.boolean ? "true" : "false")
        case .int: append(value.integer)
        case .uint: append(value.unsigned)
        case .double: append(value.number, isPositional: true)
        case .string, .type: append(value.text)
        case .bytes: append(repairing: value.text)
        case .duration: append(durationNanoseconds: value.nanoseconds)
        case .timestamp:
            guard let instant = Instant(value) else { return false }
            append(instant)
        case .opaque: return append(opaque: value)
        default: return false
        }
        return true
    }

    /// Addresses, blocks of them and URLs.
    mutating func append(opaque value: Val) -> Bool {
        switch OpaqueKind(rawValue: value.detail) {
        case .address:
            guard let address = IPAddress(value) else { return false }
            append(address)
        case .network:
            guard let block = AddressBlock(value) else { return false }
            append(block)
        case .url: append(value.text)
        default: return false
        }
        return true
    }

    mutating func append(decimal value: Val) -> Bool {
        switch value.kind {
        case .int, .uint, .double: append(scalar: value)
        default: false
        }
    }

    mutating func append(_ value: Val, precision: Int, isScientific: Bool) -> Bool {
        let number: Double
        switch value.kind {
        case .int: number = Double(value.integer)
        case .uint: number = Double(value.unsigned)
        case .double: number = value.number
        default: return false
        }
        append(number, precision: precision, isScientific: isScientific)
        return true
    }

    mutating func append(_ value: Val, radix: UInt64, isUpperCase: Bool) -> Bool {
        switch value.kind {
        case .int: append(value.integer, radix: radix, isUpperCase: isUpperCase)
        case .uint: append(value.unsigned, radix: radix, isUpperCase: isUpperCase)
        default: return false
        }
        return true
    }

    mutating func append(binary value: Val) -> Bool {
        guard value.kind == .bool else { return append(value, radix: 2, isUpperCase: false) }
        append(value.boolean ? "1" : "0")
        return true
    }

    mutating func append(hexadecimal value: Val, isUpperCase: Bool) -> Bool {
        guard value.kind == .string || value.kind == .bytes else {
            return append(value, radix: 16, isUpperCase: isUpperCase)
        }
        append(hexadecimal: value.text, isUpperCase: isUpperCase)
        return true
    }

    /// Bytes as text, with U+FFFD for what is not UTF-8.
    private mutating func append(repairing bytes: Bytes) {
        guard !CodePoints.areValid(bytes) else { return append(bytes) }
        var offset = 0
        while offset < bytes.count {
            if let length = CodePoints.validSequence(bytes, at: offset) {
                append(Bytes(rebasing: bytes[offset..<offset + length]))
                offset += length
            } else {
                append("\u{FFFD}")
                offset += 1
            }
        }
    }
}
