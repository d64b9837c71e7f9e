import Testing

@testable import Reports

@Suite struct JSONWriterTests {
    private func written(_ body: (JSONWriter) -> Void) throws -> String {
        let sink = MemorySink()
        let stream = ReportStream(sink: sink)
        body(JSONWriter(stream: stream))
        try stream.finish()
        return sink.text
    }

    @Test("containers are set on lines or inline, empty ones closed at once")
    func layout() throws {
        let text = try written { json in
            json.object {
                json.member("a", 1)
                json.object("b", layout: .inline) {
                    json.member("c", true)
                    json.array("d") { json.element("e") }
                }
                json.array("f") {}
                json.object("g") {}
                json.member("h", ["i", "j"])
                json.member("k", ifPresent: nil)
            }
        }
        #expect(
            text == """
                {
                  "a": 1,
                  "b": {"c": true, "d": ["e"]},
                  "f": [],
                  "g": {},
                  "h": ["i", "j"]
                }
                """)
    }

    @Test(
        "what could steer a terminal or a build log is escaped",
        arguments: [
            ("plain", "plain"), ("\"\\\n\r\t", #"\"\\\n\r\t"#),
            ("\u{0}\u{1B}\u{7F}\u{9B}", #"\u0000\u001b\u007f\u009b"#),
            ("\u{2028}\u{2029}\u{202E}\u{200B}", #"\u2028\u2029\u202e\u200b"#), ("\u{E0041}", #"\udb40\udc41"#),
            ("é日🚀", "é日🚀"), ("##[error]", ##"#\u0023[error]"##), ("# 1", "# 1"), ("###", ##"#\u0023\u0023"##),
            ("\r\n", #"\r\n"#),
        ])
    func escapes(text: String, escaped: String) throws {
        let written = try written { $0.element(text) }
        #expect(written == "\"\(escaped)\"")
        #expect(try JSONTree(written).string?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }
}
