import HCL
import Testing

@Suite("A null, an empty collection and what is not known have a type")
struct ValueTypeTests {
    private static func value(_ expression: String, _ variables: String) -> String {
        Sample(variables + "\nresource \"aws_a\" \"x\" { v = jsonencode(\(expression)) }").value("aws_a.x", "v")
    }

    @Test("which decides that of their neighbours as it does for Terraform", arguments: TerraformTypeCases.known)
    func terraform(expression: String, json: String?) {
        let ours = Self.value(expression, TerraformTypeCases.variables)
        if let json { #expect(ours == json, "\(expression)") } else { #expect(ours.hasPrefix("!"), "\(expression)") }
    }

    @Test("and is not guessed", arguments: TerraformTypeCases.open)
    func open(expression: String) { #expect(Self.value(expression, "").hasPrefix("?"), "\(expression)") }
}
