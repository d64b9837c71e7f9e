import CEL
import Documents
import Engine
import Foundation
import Testing

@Suite("Expressions over a file")
struct ExpressionRunTests {
    static let json = """
        {
          "InstanceType": "ml.p3.2xlarge",
          "Count": 9,
          "Vpc": {"Subnets": ["subnet-1", "other"]},
          "my-key": null
        }
        """

    private func run(
        _ expression: String, _ text: String? = json, name: String = "data.json",
        _ change: (inout ExpressionRequest) -> Void = { _ in }
    ) throws -> ExpressionResult {
        var request = ExpressionRequest(expression)
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        if let text {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = folder.appending(path: name)
            try Data(text.utf8).write(to: file)
            request.dataPath = file.path
        }
        change(&request)
        return try ExpressionRun.run(request)
    }

    /// The first problem of an expression: its message and where it is.
    private func problem(_ expression: String, _ text: String? = json, isStrict: Bool = false) throws -> String {
        do {
            let result = try run(expression, text) { $0.isStrict = isStrict }
            return "no problem: \(result.value)"
        } catch let failure as ExpressionFailure {
            let first = try #require(failure.problems.first)
            let place = first.region.map { ":\($0.start.line):\($0.start.column)" } ?? ""
            return "\(first.message) @ \(first.file.split(separator: "/").last ?? "")\(place)"
        }
    }

    @Test("a pattern that is spelled out and wrong is an error, whether it is reached or not")
    func wrongPattern() throws {
        #expect(throws: ExpressionFailure.self) {
            try ExpressionRun.run(ExpressionRequest("true || 'a'.find('(') == ''"))
        }
    }

    @Test(
        "members are variables, and `data` is the whole",
        arguments: [
            ("Count + 1", Value.int(10)), ("InstanceType", .string("ml.p3.2xlarge")),
            ("data.Count == Count", .bool(true)),
            ("data['my-key']", .null), ("size(data)", .int(4)), ("has(data.Nope)", .bool(false)), ("1 + 1", .int(2)),
            ("cidr('10.0.0.0/8').containsIP('10.1.2.3') && [3, 1].max() == 3", .bool(true)),
        ])
    func variables(_ expression: String, _ expected: Value) throws {
        #expect(try run(expression).value == expected)
    }

    @Test("YAML, lists and scalars are data too")
    func otherData() throws {
        #expect(try run("a.b[1] == 0x1F", "a: {b: [x, 31]}", name: "data.yaml").value == .bool(true))
        #expect(try run("data.sum()", "[1, 2, 3]").value == .int(6))
        #expect(try run("data", "text", name: "data.yaml").value == .string("text"))
        #expect(try run("int('5') + 1", nil).value == .int(6))
        #expect(try run("a", #"{"a": 1, "a": 2}"#).value == .int(2))
        #expect(try run("data.data + data.while", #"{"data": 1, "while": 2}"#).value == .int(3))
    }

    @Test(
        "what goes wrong is said with its place",
        arguments: [
            ("Count +", "the expression ends too soon: expected an expression @ <expression>:1:8"),
            ("Coumt", "nothing is named `Coumt` @ <expression>:1:1"),
            ("1 + Count / 0", "division by zero @ <expression>:1:5"),
            ("data.Nope == 1", "no such key: `Nope` @ <expression>:1:1"),
        ])
    func problems(_ expression: String, _ expected: String) throws {
        #expect(try problem(expression) == expected)
    }

    @Test("data that cannot be read or is not one document is a problem")
    func unreadableData() throws {
        #expect(try problem("1", "{").hasSuffix("@ data.json:1:2"))
        #expect(try problem("1", "").hasPrefix("the data holds no documents"))
        #expect(try problem("1", "--- a\n--- b\n").hasPrefix("the data holds 2 documents"))
        #expect(throws: ExpressionFailure.self) {
            try ExpressionRun.run(ExpressionRequest("1", dataPath: "/nonexistent/x"))
        }
    }

    @Test("an expression that begins with a dash is told from an option")
    func dashes() {
        for expression in ["-1", "-Count", "-(1)", "--1", "-.5 < 0.0"] {
            #expect(ExpressionRequest.isExpression(argument: expression))
        }
        for other in ["--data", "--help", "-h", "-", "--", "Count - 1"] {
            #expect(!ExpressionRequest.isExpression(argument: other))
        }
    }

    @Test("strictness refuses what only this implementation accepts")
    func strictness() throws {
        #expect(try run("has(data['my-key'])").value == .bool(true))
        #expect(try problem("has(data['my-key'])", isStrict: true).hasSuffix("@ <expression>:1:5"))
    }

    /// `message @ line:column` of each reason.
    private func reasons(_ expression: String, always: Bool = false) throws -> [String] {
        try run(expression) { $0.alwaysExplains = always }.reasons.map { reason in
            let file = reason.file.hasSuffix("data.json") ? "" : "\(reason.file):"
            return "\(reason.message) @ \(file)\(reason.region.map { "\($0.start.line):\($0.start.column)" } ?? "")"
        }
    }

    @Test(
        "a false outcome is explained by the values that decided and where they stand",
        arguments: [
            ("Count < 5 && InstanceType != ''", ["`Count` is 9 @ 3:12"]),
            (
                "Vpc.Subnets.all(s, s.startsWith('subnet-'))",
                [
                    "element 1, counted from 0, decides `Vpc.Subnets.all(s, s.startsWith('subnet-'))` @ 4:35",
                    "`s` is \"other\" @ 4:35",
                ]
            ),
            ("has(data.Role)", ["`has(data.Role)`: there is no `Role` here @ 1:1"]),
            ("has(Vpc.Role)", ["`has(Vpc.Role)`: there is no `Role` here @ 4:4"]),
            ("size(InstanceType) == 3", ["`InstanceType` is \"ml.p3.2xlarge\" @ 2:19"]),
        ])
    func explanation(_ expression: String, _ expected: [String]) throws {
        #expect(try reasons(expression) == expected)
    }

    @Test("other outcomes are explained when asked for")
    func explanationOnDemand() throws {
        #expect(try reasons("Count > 5") == [])
        #expect(try reasons("Count > 5", always: true) == ["`Count` is 9 @ 3:12"])
        #expect(try reasons("Count + 1", always: true) == ["`Count` is 9 @ 3:12"])
    }

    @Test("steps are counted, and too many end the evaluation")
    func steps() throws {
        let few = try run("Vpc.Subnets.all(s, true)").steps
        let more = try run("Vpc.Subnets.all(s, Vpc.Subnets.all(t, true))").steps
        #expect(few > 0 && more > few)
        let loops = String(repeating: "lists.range(999).all(x, ", count: 4)
        #expect(try problem(loops + "true))))").hasPrefix("the expression takes too many steps"))
    }

    @Test("a member that the whole hides is a warning to whoever reads the whole")
    func hiddenMember() throws {
        let text = #"{"data": 1, "b": 2}"#
        #expect(try run("b", text).warnings == [])
        #expect(try run("data.b", text).warnings.map(\.help) == ["write `data.data` for the member"])
    }
}
