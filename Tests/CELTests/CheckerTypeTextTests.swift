import CEL
import Testing

@Suite("types as text")
struct CheckerTypeTextTests {
    @Test(
        "a type is read back from what it is written as",
        arguments: [
            CELType.dyn, .null, .list(.int), .map(.string, .list(.map(.int, .dyn))), .wrapper(.bool), .optional(.bytes),
            .type(.int),
            .opaque("net.IP", []), .opaque("tuple", [.int, .string]), .timestamp, .duration, .uint, .double,
        ])
    func roundTrip(_ type: CELType) {
        #expect(CELType(type.description) == type)
    }

    @Test(
        "text that is no type is refused",
        arguments: [
            "", " ", "list", "list()", "list(int", "list(int))", "map(int)", "int(string)", "list(int, int)", "1x",
            "a b", "$", "list(,)",
            String(repeating: "list(", count: 1000) + "int" + String(repeating: ")", count: 1000),
        ])
    func refused(_ text: String) {
        #expect(CELType(text) == nil)
    }

    @Test("blanks and parameters are understood")
    func parameters() {
        #expect(CELType(" map( string , $T ) ") == .map(.string, .parameter("T")))
        #expect(CELType("null_type") == .null)
        #expect(CELType("any") == .dyn)
    }
}
