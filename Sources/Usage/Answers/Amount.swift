/// A sum as the database computed it, exact.
public struct Amount: Hashable, Comparable, Sendable {
    /// In plain digits, without zeros that say nothing: `5.76`.
    public let text: String
    public let value: Double

    public static let zero = Amount(0)

    /// - Parameter text: a decimal number; nil if it is none.
    init?(_ text: String) {
        guard let value = Double(text), value.isFinite else { return nil }
        self.value = value
        guard text.utf8.allSatisfy({ "-0123456789.".utf8.contains($0) }) else {
            self.text = Self.digits(value)
            return
        }
        self.text = Self.trimmed(text)
    }

    /// A number that was computed here, to ten digits behind the point.
    public init(_ value: Double) {
        self.value = value
        text = Self.digits(value)
    }

    public static func < (left: Amount, right: Amount) -> Bool { left.value < right.value }

    /// With two digits behind the point, and the thousands apart: `1,234.50`.
    public var rounded: String {
        guard value.magnitude < 1e15 else { return text }
        let cents = Int((value.magnitude * 100).rounded())
        var whole = String(cents / 100)
        var grouped = ""
        while whole.count > 3 {
            grouped = "," + whole.suffix(3) + grouped
            whole.removeLast(3)
        }
        let sign = value < 0 && cents > 0 ? "-" : ""
        let rest = cents % 100
        return sign + whole + grouped + (rest < 10 ? ".0" : ".") + String(rest)
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = Substring(text)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text == "-0" ? "0" : String(text)
    }

    private static func digits(_ value: Double) -> String {
        guard value.magnitude < 9e8 else { return "\(value)" }
        let scaled = Int((value.magnitude * 1e10).rounded())
        let fraction = String(scaled % 10_000_000_000)
        let padded = String(repeating: "0", count: 10 - fraction.count) + fraction
        return trimmed((value < 0 && scaled > 0 ? "-" : "") + "\(scaled / 10_000_000_000).\(padded)")
    }
}
