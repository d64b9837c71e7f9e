import Policies
import Testing

@Test("severities are ordered from info to critical")
func severityOrder() {
    #expect(Severity.allCases == Severity.allCases.sorted() && Severity.info < .critical)
}
