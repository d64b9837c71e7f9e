import CEL
import Foundation
import Testing

@Suite("values as text")
struct ValueTextTests {
    /// Expression, its value in the syntax of the language, its value as typed JSON.
    static let samples: [(expression: String, text: String, json: String)] = [
        ("null", "null", #"{"null": null}"#),
        ("1 < 2", "true", #"{"bool": true}"#),
        ("-9223372036854775808", "-9223372036854775808", #"{"int": "-9223372036854775808"}"#),
        ("18446744073709551615u", "18446744073709551615u", #"{"uint": "18446744073709551615"}"#),
        ("3.0", "3.0", #"{"double": "3.0"}"#),
        ("1e21", "1e+21", #"{"double": "1e+21"}"#),
        ("-0.0", "-0.0", #"{"double": "-0.0"}"#),
        ("0.0 / 0.0", #"double("NaN")"#, #"{"double": "NaN"}"#),
        ("-1.0 / 0.0", #"double("-Infinity")"#, #"{"double": "-Infinity"}"#),
        (
            #"'é\'"\\\n\x01\u2028\U0001F600\a'"#, #""é'\"\\\n\u0001\u2028😀\a""#,
            #"{"string": "é'\"\\\n\u0001\u2028😀\u0007"}"#
        ),
        ("'a##[error]'", #""a##[error]""#, #"{"string": "a#\u0023[error]"}"#),
        (#"b'a\xff\x00"\n'"#, #"b"a\xff\x00\"\n""#, #"{"bytes": "Yf8AIgo="}"#),
        ("b''", #"b"""#, #"{"bytes": ""}"#),
        (
            "timestamp('2009-02-13T23:31:30.5Z')", #"timestamp("2009-02-13T23:31:30.5Z")"#,
            #"{"timestamp": "2009-02-13T23:31:30.5Z"}"#
        ),
        ("duration('-1500ms')", #"duration("-1.5s")"#, #"{"duration": "-1.5s"}"#),
        ("[1, [2u], []]", "[1, [2u], []]", #"{"list": [{"int": "1"}, {"list": [{"uint": "2"}]}, {"list": []}]}"#),
        (
            "{'a': 1, true: {}}", #"{"a": 1, true: {}}"#,
            #"{"map": [[{"string": "a"}, {"int": "1"}], [{"bool": true}, {"map": []}]]}"#
        ),
        ("type(1)", "int", #"{"type": "int"}"#),
        ("type(timestamp(0))", "google.protobuf.Timestamp", #"{"type": "google.protobuf.Timestamp"}"#),
        ("optional.of([1])", "optional.of([1])", #"{"optional": {"list": [{"int": "1"}]}}"#),
        ("optional.none()", "optional.none()", #"{"optional": null}"#),
        ("ip('2001:DB8::1')", #"ip("2001:db8::1")"#, #"{"net.IP": "2001:db8::1"}"#),
        ("cidr('10.1.0.0/8')", #"cidr("10.1.0.0/8")"#, #"{"net.CIDR": "10.1.0.0/8"}"#),
        ("url('https://a.example/b?c')", #"url("https://a.example/b?c")"#, #"{"url.URL": "https://a.example/b?c"}"#),
        ("1 / 0", "<error: division by zero>", #"{"error": "division by zero"}"#),
    ]

    @Test("the text is an expression, the JSON keeps the type", arguments: samples)
    func forms(_ sample: (expression: String, text: String, json: String)) throws {
        let value = try ExpressionOutcome.value(of: sample.expression)
        #expect(value.description == sample.text)
        #expect(TypedJSON.text(of: value) == sample.json)
        _ = try JSONSerialization.jsonObject(with: Data(sample.json.utf8))
        if case .error = value { return }
        #expect(try ExpressionOutcome.value(of: sample.text) == value)
        #expect(try ExpressionOutcome.value(of: "type(\(sample.expression))") == .type(value.typeName))
    }

    @Test("what is no value of the language is told between angle brackets")
    func indefinite() {
        #expect(Value.unknown(nil).description == "<unknown>")
        #expect(TypedJSON.text(of: .unknown(nil)) == #"{"unknown": null}"#)
        #expect(Value.opaque(.host, [1]).description == "<opaque>")
        #expect(TypedJSON.text(of: .opaque(.address, [1, 2])) == #"{"net.IP": ""}"#)
        #expect(TypedJSON.text(ofError: "no \"x\"") == #"{"error": "no \"x\""}"#)
    }

    @Test(
        "every value of the specification's suite survives both forms",
        .enabled(
            if: ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"] != nil, "PROVISO_SHARED_DATA is not set"),
        arguments: ConformanceTests.suites)
    func conformance(_ suite: String) throws {
        let folder = try #require(ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"])
        let file = URL(fileURLWithPath: folder).appendingPathComponent("cel-conformance/\(suite)")
        for testCase in try ConformanceCase.read(file) {
            guard case .value(let value, _) = testCase.expectation else { continue }
            let json = try JSONSerialization.jsonObject(with: Data(TypedJSON.text(of: value).utf8))
            #expect(try Value(conformance: json) == value, "\(testCase.id)")
            #expect(try ExpressionOutcome.value(of: value.description) == value, "\(testCase.id)")
        }
    }
}
