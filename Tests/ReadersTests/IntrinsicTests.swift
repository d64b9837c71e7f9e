import Documents
import Readers
import Resources
import Testing

@Suite("Functions of the template language")
struct IntrinsicTests {
    private static let head = """
        Parameters:
          P: {Type: String}
        Conditions:
          C: !Equals [!Ref P, x]
        Mappings:
          M: {eu: {small: ml.t3.medium, list: [a, b]}}
        Resources:
          Other: {Type: AWS::SageMaker::Endpoint}
          R:
            Type: AWS::SageMaker::NotebookInstance
            Properties:
              X:
        """

    static let table: [(String, String)] = [
        ("ml.t3.medium", "ml.t3.medium"),
        ("{Ref: [1], b: 2}", "{Ref: [1], b: 2}"),
        ("!Ref Other", "-> Other"),
        ("{Ref: Other}", "-> Other"),
        ("!Ref P", "unknown: `Ref`: parameter `P` is given at deployment"),
        ("!Ref AWS::NoValue", "absent"),
        ("!Ref AWS::Region", "unknown: `Ref`: `AWS::Region` depends on the region"),
        ("!Ref Nothing", "unknown: `Ref`: the template declares no `Nothing`"),
        ("!GetAtt Other.EndpointName", "-> Other.EndpointName"),
        ("!GetAtt Other.A.B", "-> Other.A.B"),
        ("!GetAtt [Other, Arn]", "-> Other.Arn"),
        ("{'Fn::GetAtt': [Other, Arn]}", "-> Other.Arn"),
        ("{'Fn::GetAtt': [Other, !Ref P]}", "unknown: `Fn::GetAtt`: parameter `P` is given at deployment"),
        ("!GetAtt P.Arn", "unknown: `Fn::GetAtt`: the template declares no resource `P`"),
        ("!Sub plain", "plain"),
        ("!Sub 'a${!b}c'", "a${b}c"),
        ("!Sub '${Other}'", "-> Other"),
        ("!Sub '${Other.EndpointName}'", "-> Other.EndpointName"),
        ("!Sub 'a${P}'", "unknown: `Fn::Sub`: parameter `P` is given at deployment"),
        ("!Sub 'endpoint/${Other.EndpointName}'", "unknown: `Fn::Sub`: `Other.EndpointName` is known after deployment"),
        ("!Sub ['${v}-${v}', {v: x}]", "x-x"),
        ("!Sub ['${v}', {v: !Ref Other}]", "-> Other"),
        ("!Sub ['${v}${P}', {v: x, P: y}]", "xy"),
        ("!Sub 'a ${ open'", "a ${ open"),
        ("!Sub 'ß ${!x}\u{301}'", "ß ${x}\u{301}"),
        ("!Sub 'a${AWS::NoValue}'", "unknown: `Fn::Sub`: needs a text, not `AWS::NoValue`"),
        ("!Base64 hello", "aGVsbG8="),
        ("{'Fn::Base64': hello}", "aGVsbG8="),
        ("{'Fn::Base64': !Sub hello}", "aGVsbG8="),
        ("!Base64 {'Fn::Sub': 'a${P}'}", "unknown: `Fn::Base64`: parameter `P` is given at deployment"),
        ("!Base64 {'Fn::Join': ['', [he, llo]]}", "aGVsbG8="),
        ("!Base64 ''", ""),
        ("!Join ['-', [a, 1, true]]", "a-1-true"),
        ("!Join ['-', []]", ""),
        ("!Join ['', [a, !Ref P]]", "unknown: `Fn::Join`: parameter `P` is given at deployment"),
        ("!Join ['', !Ref P]", "unknown: `Fn::Join`: parameter `P` is given at deployment"),
        ("!Join ['', !FindInMap [M, eu, list]]", "ab"),
        ("!Split [',', 'a,b,,c']", "[a, b, , c]"),
        ("!Select [1, !Split [',', 'a,b']]", "b"),
        ("!Select ['0', [!Ref Other, b]]", "-> Other"),
        ("!Select [2, [a, b]]", "unknown: `Fn::Select`: the list has no element 2"),
        ("!Select [-1, [a, b]]", "unknown: `Fn::Select`: the list has no element -1"),
        ("!Select [0, !GetAZs '']", "unknown: `Fn::Select`: the zones depend on account and region"),
        ("!FindInMap [M, eu, small]", "ml.t3.medium"),
        ("!FindInMap [M, eu, list]", "[a, b]"),
        ("!FindInMap [M, !Ref P, small]", "unknown: `Fn::FindInMap`: parameter `P` is given at deployment"),
        ("!FindInMap [M, us, small]", "unknown: `Fn::FindInMap`: mapping `M` has no `us`, `small`"),
        ("!FindInMap [M, us, small, {DefaultValue: d}]", "d"),
        ("!If [C, a, b]", "unknown: `Fn::If`: condition `C` is not decided"),
        ("!If [C, a, !Ref AWS::NoValue]", "unknown?: `Fn::If`: condition `C` is not decided"),
        ("!If [C, {'Fn::If': [C, a, !Ref AWS::NoValue]}, b]", "unknown?: `Fn::If`: condition `C` is not decided"),
        ("!ImportValue x", "unknown: `Fn::ImportValue`: the value comes from another stack"),
        ("!GetAZs ''", "unknown: `Fn::GetAZs`: the zones depend on account and region"),
        ("!Cidr [!Ref P, 2, 3]", "unknown: `Fn::Cidr`: parameter `P` is given at deployment"),
        ("!Cidr [10.0.0.0/16, 3, 8]", "[10.0.0.0/24, 10.0.1.0/24, 10.0.2.0/24]"),
        ("!Select [1, !Cidr ['10.1.2.3/24', '4', '6']]", "10.1.2.64/26"),
        ("!Cidr [10.0.0.0/24, 3, 8]", "unknown: `Fn::Cidr`: the block has no 3 such subnets"),
        ("!Cidr ['fe80::/64', 3, 8]", "unknown: `Fn::Cidr`: `fe80::/64` is no block of IPv4"),
        ("{'Fn::Transform': {Name: m}}", "unknown?: `Fn::Transform`: a macro makes the value"),
        ("{'Fn::Length': [1, 2]}", "2"),
        ("!Length [1, 2, 3]", "3"),
        ("{'Fn::Length': [1, !Ref AWS::NoValue]}", "1"),
        (
            "{'Fn::ToJsonString': {a: 1, b: [x, true, null, !Ref AWS::NoValue], c: !Sub 'q\"x'}}",
            #"{"a":1,"b":["x",true,null],"c":"q\"x"}"#
        ),
        ("{'Fn::ToJsonString': {a: !Ref P}}", "unknown: `Fn::ToJsonString`: parameter `P` is given at deployment"),
        ("{'Fn::ToJsonString': {a: !Ref Other}}", "unknown: `Fn::ToJsonString`: `Other` is known after deployment"),
        ("!Condition C", "unknown: `Condition`: only conditions use it"),
        ("!Equals [a, b]", "unknown: `Fn::Equals`: only conditions and rules use it"),
        ("{'Fn::Made': x}", "unknown?: `Fn::Made`: not a function that is known"),
        ("!Made x", "unknown?: `Fn::Made`: not a function that is known"),
        ("{'Fn::ForEach::L': [i, [a], {}], k: v}", "unknown: `Fn::ForEach::L`: changes the keys beside it"),
        ("'{{resolve:ssm:/a}}'", "unknown: a dynamic reference is replaced at deployment"),
        ("!Sub 'x{{resolve:ssm:/a}}'", "unknown: `Fn::Sub`: a dynamic reference is replaced at deployment"),
        (
            "!Join ['', ['{{resolve:ssm:', '/a}}']]",
            "unknown: `Fn::Join`: a dynamic reference is replaced at deployment"
        ),
        ("!!str 1", "1"),
    ]

    @Test("a function stands for what the template alone decides", arguments: table)
    func resolution(expression: String, expected: String) throws {
        let input = try read("\(Self.head) \(expression)\n")
        #expect(try input.resource("R").resolution("X").summary == expected)
    }

    @Test("what a function resolves to is not deferred itself, and keeps the place of the function", arguments: table)
    func progress(expression: String, expected: String) throws {
        let input = try read("\(Self.head) \(expression)\n")
        let resource = try input.resource("R")
        guard case .value(let value) = try resource.resolution("X") else { return }
        #expect(!value.node.flags.contains(.deferred))
        #expect(value.range.upperBound <= resource.source.bytes.count)
    }

    @Test("both ways of writing a function are the same", arguments: table.filter { $0.0.hasPrefix("!") })
    func syntaxes(expression: String, expected: String) throws {
        let space = expression.firstIndex(of: " ") ?? expression.endIndex
        let name = expression[expression.index(after: expression.startIndex)..<space]
        guard !name.hasPrefix("!") else { return }
        guard name != "Condition" else { return }
        let long = name == "Ref" ? "Ref" : "Fn::\(name)"
        let input = try read("\(Self.head) {\"\(long)\": \(expression[space...])}\n")
        #expect(try input.resource("R").resolution("X").summary == expected)
    }

    @Test(
        "a composed text is given in its parts",
        arguments: [
            (
                "!Sub 'endpoint/${Other.EndpointName}/variant/main'",
                [
                    TextPart.literal("endpoint/"),
                    .reference(ResourceReference(target: "Other", attribute: "EndpointName")),
                    .literal("/variant/main"),
                ]
            ),
            (
                "!Join ['/', [endpoint, !Ref Other, !Ref P]]",
                [
                    .literal("endpoint/"), .reference(ResourceReference(target: "Other", attribute: nil)),
                    .literal("/"),
                    .unknown,
                ]
            ),
            ("!Sub plain", [.literal("plain")]),
        ] as [(String, [TextPart])])
    func parts(expression: String, expected: [TextPart]) throws {
        let input = try read("\(Self.head) \(expression)\n")
        let resource = try input.resource("R")
        let node = try #require(resource["X"])
        #expect(try #require(resource.resolver).parts(of: node) == expected)
    }

    @Test("repeated insertion does not grow without bound")
    func growth() throws {
        var value = "a"
        for _ in 0..<40 { value = "{\"Fn::Sub\": [\"${v}${v}\", {\"v\": \(value.hasPrefix("{") ? value : "\"a\"")}]}" }
        let input = try read("\(Self.head) \(value)\n")
        #expect(try input.resource("R").resolution("X").summary == "unknown: `Fn::Sub`: the text becomes too long")
    }

    @Test("functions inside functions end somewhere")
    func depth() throws {
        let value = String(repeating: "{\"Fn::Base64\": ", count: 100) + "\"a\"" + String(repeating: "}", count: 100)
        let input = try read("\(Self.head) \(value)\n")
        #expect(try input.resource("R").resolution("X").summary == "unknown?: `Fn::Base64`: nested too deeply")
    }
}
