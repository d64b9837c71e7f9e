import Testing
import Usage

@Suite("Amounts")
struct AmountTests {
    @Test(
        "an amount is shown with two digits and thousands apart",
        arguments: [
            (0, "0.00"), (5.76, "5.76"), (0.005, "0.01"), (1234.5, "1,234.50"), (1_234_567.899, "1,234,567.90"),
            (-3.1, "-3.10"), (999.995, "1,000.00"), (-0.001, "0.00"),
        ] as [(Double, String)])
    func shown(_ value: Double, _ text: String) {
        #expect(Amount(value).rounded == text)
    }

    @Test(
        "an amount that was computed has no more digits than it needs",
        arguments: [(5.76, "5.76"), (0.1 + 0.2, "0.3"), (-1.5, "-1.5"), (1e-7, "0.0000001"), (12, "12")]
            as [(Double, String)])
    func digits(_ value: Double, _ text: String) {
        #expect(Amount(value).text == text)
    }
}
