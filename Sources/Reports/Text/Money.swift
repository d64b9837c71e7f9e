/// Amounts of money as text.
package enum Money {
    /// With two digits behind the point, and the thousands apart: `1,234.50 USD`.
    package static func text(_ amount: Double, _ currency: String) -> String {
        "\(rounded(amount, grouped: true)) \(currency)"
    }

    /// The same where a heading names the currency.
    static func grouped(_ amount: Double) -> String { rounded(amount, grouped: true) }

    /// With two digits behind the point, for programs.
    package static func digits(_ amount: Double) -> String { rounded(amount, grouped: false) }

    private static func rounded(_ amount: Double, grouped: Bool) -> String {
        guard amount.magnitude < 1e15 else { return "\(amount)" }
        let cents = Int((amount.magnitude * 100).rounded())
        var whole = String(cents / 100)
        var groups = ""
        while grouped, whole.utf8.count > 3 {
            groups = "," + whole.suffix(3) + groups
            whole.removeLast(3)
        }
        let rest = cents % 100
        return (amount < 0 && cents > 0 ? "-" : "") + whole + groups + (rest < 10 ? ".0" : ".") + String(rest)
    }
}
