import Documents
import Readers
import Testing

@Suite("Broken inputs")
struct BrokenInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let sample: String
        /// What is said, in order; each message is marked in the sample by a label of the same text.
        let messages: [String]

        var testDescription: String { messages.joined(separator: "; ") }
    }

    static let cases: [Case] = [
        Case(
            sample: """
                AWSTemplateFormatVersion: 2010-09-09
                Resources: []
                #          ^^ error: `Resources` is not a mapping
                """, messages: ["error: `Resources` is not a mapping"]),
        Case(
            sample: """
                AWSTemplateFormatVersion: 2010-09-09
                Resources:
                ^^^^^^^^^ error: `Resources` is not a mapping
                """, messages: ["error: `Resources` is not a mapping"]),
        Case(
            sample: """
                AWSTemplateFormatVersion: 2010-09-09
                ^ error: the template has no `Resources`
                Description: x
                """, messages: ["error: the template has no `Resources`"]),
        Case(
            sample: """
                Resources:
                  Good: {Type: AWS::S3::Bucket}
                  Bare:
                # ^^^^ error: resource `Bare` is not a mapping
                  Text: hello
                #       ^^^^^ error: resource `Text` is not a mapping
                  Typeless: {Properties: {}}
                # ^^^^^^^^ error: resource `Typeless` has no `Type`
                  Number: {Type: 12}
                #                ^^ error: the `Type` of `Number` is not a text
                  Empty: {Type: ''}
                #               ^^ error: the `Type` of `Empty` is not a text
                  Listed: {Type: [AWS::S3::Bucket]}
                #                ^^^^^^^^^^^^^^^^^ error: the `Type` of `Listed` is not a text
                  Flat: {Type: AWS::S3::Bucket, Properties: [a]}
                #                                           ^^^ error: `Properties` of `Flat` is not a mapping
                  Word: {Type: AWS::S3::Bucket, Properties: b}
                #                                           ^ error: `Properties` of `Word` is not a mapping
                """,
            messages: [
                "error: resource `Bare` is not a mapping", "error: resource `Text` is not a mapping",
                "error: resource `Typeless` has no `Type`", "error: the `Type` of `Number` is not a text",
                "error: the `Type` of `Empty` is not a text", "error: the `Type` of `Listed` is not a text",
                "error: `Properties` of `Flat` is not a mapping", "error: `Properties` of `Word` is not a mapping",
            ]),
        Case(
            sample: """
                Parameters: {Stage: {Type: String}}
                Conditions: {IsProd: !Equals [a, b]}
                Resources:
                  R:
                    Type: AWS::S3::Bucket
                    Properties:
                      A: !GetAtt R
                #                ^ error: `!GetAtt` takes a resource and an attribute: `Name.Attribute`
                      B: {'Fn::GetAtt': [R]}
                #                       ^^^ error: `Fn::GetAtt` takes a resource and an attribute: `Name.Attribute`
                      C: !Join [a]
                #              ^^^ error: `!Join` takes a delimiter and a list
                      D: {Ref: [x]}
                #              ^^^ error: `Ref` takes the name of a parameter or resource
                      E: !If [IsProd, a]
                #            ^^^^^^^^^^^ error: `!If` takes a condition and two values
                      F: !Ref Stag
                #             ^^^^ warning: the template declares no `Stag` (did you mean `Stage`?)
                      G: !GetAtt Queue.Arn
                #                ^^^^^^^^^ warning: the template declares no `Queue`
                      H: !Sub '${Stage}-${Region}'
                #             ^^^^^^^^^^^^^^^^^^^^ warning: the template declares no `Region`
                      I: !Subb x
                #              ^ warning: `!Subb` is not a function of CloudFormation: its value is not known (did you mean `Fn::Sub`?)
                      J: !If [IsPro, a, b]
                #             ^^^^^ warning: the template declares no condition `IsPro`
                      K: [!Ref Stage, !Ref R, !Ref 'AWS::Region', !Sub '${R.Arn}', !Sub ['${x}', {x: 1}]]
                """,
            messages: [
                "error: `!GetAtt` takes a resource and an attribute: `Name.Attribute`",
                "error: `Fn::GetAtt` takes a resource and an attribute: `Name.Attribute`",
                "error: `!Join` takes a delimiter and a list",
                "error: `Ref` takes the name of a parameter or resource",
                "error: `!If` takes a condition and two values",
                "warning: the template declares no `Stag` (did you mean `Stage`?)",
                "warning: the template declares no `Queue`", "warning: the template declares no `Region`",
                "warning: `!Subb` is not a function of CloudFormation: its value is not known (did you mean `Fn::Sub`?)",
                "warning: the template declares no condition `IsPro`",
            ]),
        Case(
            sample: """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  R:
                    Type: AWS::Serverless::Function
                    Properties: {A: !GetAtt FunctionRole.Arn, B: !Ref ServerlessRestApi}
                """, messages: []),
        Case(
            sample: """
                resources:
                - type: AWS::S3::Bucket
                  nmae: x
                # ^^^^ error: a resource has no key `nmae` (did you mean `name`?)
                - name: y
                # ^^^^^^^ error: the resource has no `type`
                - type: [a]
                #       ^^^ error: `type` is not a text
                - type: AWS::S3::Bucket
                  properties: x
                #             ^ error: `properties` is not a mapping
                - text
                # ^^^^ error: a resource is a mapping with `type` and `properties`
                version: 1
                ^^^^^^^ error: a resource file has no key `version` (it has `resources`)
                """,
            messages: [
                "error: a resource file has no key `version` (it has `resources`)",
                "error: a resource has no key `nmae` (did you mean `name`?)", "error: the resource has no `type`",
                "error: `type` is not a text", "error: `properties` is not a mapping",
                "error: a resource is a mapping with `type` and `properties`",
            ]),
        Case(
            sample: """
                type: AWS::S3::Bucket
                resource: x
                """,
            messages: [
                "error: a resource has no key `resource` "
                    + "(it has `type`, `name`, `id`, `account`, `region`, `tags`, `properties`, `metrics`, `usage`)"
            ]),
    ]

    @Test("an input of ours that is broken says where and why", arguments: cases)
    func diagnostics(_ example: Case) throws {
        let sample = Sample(example.sample)
        let said = try sample.read().diagnostics
        let messages = said.map { "\($0.severity): \($0.message)" + ($0.help.map { " (\($0))" } ?? "") }
        if example.messages.isEmpty {
            #expect(messages.filter { !sample.marks.keys.contains($0) } == [])
        } else {
            #expect(messages == example.messages)
        }
        for (message, diagnostic) in zip(messages, said) {
            guard let mark = sample.marks[message] else { continue }
            #expect(diagnostic.region.map(Sample.Mark.init) == mark, "\(message)")
        }
    }

    @Test("the rest of a broken input is read")
    func rest() throws {
        let input = try read("Resources: {A: {Type: AWS::S3::Bucket}, B: {}}")
        #expect(input.resources.map(\.name) == ["A"])
    }

    @Test("a thousand mistakes do not make a thousand messages")
    func bounded() throws {
        let members = (0..<1_000).map { "\"R\($0)\": {}" }.joined(separator: ",")
        let input = try read("{\"AWSTemplateFormatVersion\": \"\", \"Resources\": {\(members)}}")
        #expect(input.errors.count == 101)
        #expect(input.errors.last?.message == "900 more of these errors are not shown")
    }

    @Test("a text that cannot be parsed throws")
    func unparsable() {
        #expect(throws: Diagnostic.self) { try read("a: [") }
        #expect(throws: Diagnostic.self) { try read("{\"a\": ") }
        #expect(throws: Diagnostic.self) { try read("{\"a\": 1}\n{\"a\": }") }
        #expect(throws: Diagnostic.self) { try read(String(repeating: "[", count: 10_000)) }
    }
}
