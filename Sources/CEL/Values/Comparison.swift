#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How two values stand to each other.
enum Order: Int8 {
    case less = -1
    case equal = 0
    case greater = 1
    /// One of them is not a number.
    case unordered = 2
    /// There is no order between values of these kinds.
    case incomparable = 3
}

extension Val {
    /// The order of two values for `<` and its relatives: CEL compares numbers across int, uint and double.
    @inline(__always)
    static func order(_ left: Val, _ right: Val) -> Order {
        if left.kind == .int, right.kind == .int { return order(left.integer, right.integer) }
        if left.kind == .string, right.kind == .string { return order(left.text, right.text) }
        return orderAcross(left, right)
    }

    @inline(never)
    private static func orderAcross(_ left: Val, _ right: Val) -> Order {
        switch (left.kind, right.kind) {
        case (.int, .uint): left.integer < 0 ? .less : order(left.bits, right.bits)
        case (.uint, .int): right.integer < 0 ? .greater : order(left.bits, right.bits)
        case (.uint, .uint), (.bool, .bool): order(left.bits, right.bits)
        // Integers are converted, which may round: this is how CEL compares them.
        case (.double, .double): order(left.number, right.number)
        case (.int, .double): order(Double(left.integer), right.number)
        case (.double, .int): order(left.number, Double(right.integer))
        case (.uint, .double): order(Double(left.unsigned), right.number)
        case (.double, .uint): order(left.number, Double(right.unsigned))
        case (.bytes, .bytes): order(left.text, right.text)
        case (.duration, .duration): order(left.nanoseconds, right.nanoseconds)
        case (.timestamp, .timestamp):
            left.seconds == right.seconds ? order(left.count, right.count) : order(left.seconds, right.seconds)
        default: .incomparable
        }
    }

    @inline(__always)
    private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
        left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
    }

    /// Bytes in order: for UTF-8 that is the order of code points.
    static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Order {
        if let leftStart = left.baseAddress, let rightStart = right.baseAddress {
            let difference = memcmp(leftStart, rightStart, min(left.count, right.count))
            if difference != 0 { return difference < 0 ? .less : .greater }
        }
        return order(left.count, right.count)
    }

    /// Whether two texts have the same bytes.
    @inline(__always)
    static func sameText(_ left: Val, _ right: Val) -> Bool {
        guard left.count == right.count else { return false }
        guard left.bits != right.bits, let leftStart = left.text.baseAddress, let rightStart = right.text.baseAddress
        else { return true }
        return memcmp(leftStart, rightStart, Int(left.count)) == 0
    }

    var isNumber: Bool { kind == .int || kind == .uint || kind == .double }
}
