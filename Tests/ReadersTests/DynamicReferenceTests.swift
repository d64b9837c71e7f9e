import Documents
import Readers
import Resources
import Testing

@Suite("Dynamic references")
struct DynamicReferenceTests {
    /// - SeeAlso: CloudFormation User Guide, "Using dynamic references".
    static let forms = [
        "{{resolve:ssm:/app/type}}", "{{resolve:ssm:/app/type:3}}", "{{resolve:ssm-secure:Password:10}}",
        "{{resolve:secretsmanager:MySecret}}", "{{resolve:secretsmanager:MySecret:SecretString:password}}",
        "{{resolve:secretsmanager:arn:aws:secretsmanager:us-west-2:111122223333:secret:S-a1b2:SecretString:p::v}}",
        "{{resolve:other:x}}",
    ]

    /// Where a reference may stand: the head of the template, and the value of a property.
    static let positions: [(head: String, value: String)] = [
        ("", "'@'"), ("", "\"@\""), ("", "before-@-after"), ("", "!Sub '@'"), ("", "!Sub ['${V}', {V: '@'}]"),
        ("", "!Join ['', [a, '@']]"), ("", "!Select [0, ['@', b]]"), ("", "!Base64 '@'"),
        ("", "!If [IsOn, '@', '@']"), ("", "{'Fn::Sub': '@'}"), ("", "!FindInMap [M, a, b]"),
        ("Parameters: {P: {Type: String, Default: '@', AllowedValues: ['@']}}", "!Ref P"),
        ("Parameters: {P: {Type: String, Default: '@', AllowedValues: ['@']}}", "!Sub '${P}'"),
    ]

    @Test("are not known, in every form and wherever they stand", arguments: forms)
    func unknown(form: String) throws {
        for (head, value) in Self.positions {
            let text = """
                \(head.replacing("@", with: form))
                Conditions: {IsOn: !Equals [a, a]}
                Mappings: {M: {a: {b: '\(form)'}}}
                Resources:
                  R:
                    Type: X::Y::Z
                    Properties:
                      A: \(value.replacing("@", with: form))
                """
            let resource = try read(text, as: .cloudFormation).resource("R")
            let node = try #require(resource["A"])
            #expect(node.node.flags.contains(.deferred), "\(value)")
            guard case .unknown(let reason, _)? = resource.resolver?.resolve(node) else {
                Issue.record("\(value) with \(form) is known")
                continue
            }
            #expect(reason.hasSuffix("a dynamic reference is replaced at deployment"), "\(value)")
        }
    }

    @Test("are not known inside of lists, mappings and tags, and what is beside them is")
    func inside() throws {
        let text = """
            {"Resources": {"R": {"Type": "AWS::SageMaker::NotebookInstance", "Properties": {
              "SecurityGroupIds": ["sg-1", "\\u007b\\u007bresolve:ssm:/sg}}"],
              "Tags": [{"Key": "owner", "Value": "{{resolve:ssm:/owner}}"}, {"Key": "team", "Value": "ml"}]}}}}
            """
        let resource = try read(text).resource("R")
        let groups = try #require(resource["SecurityGroupIds"]).children.map { $0.node.flags.contains(.deferred) }
        #expect(groups == [false, true])
        guard case .known(let tags, _, _) = resource.tags else { throw Diagnostic(file: "", message: "no tags") }
        #expect(tags.map { $0.value.node.flags.contains(.deferred) } == [true, false])
    }

    @Test("decide no condition")
    func condition() throws {
        let text = """
            Conditions: {IsOn: !Equals ['{{resolve:ssm:/a}}', a]}
            Resources: {R: {Type: 'X::Y::Z', Condition: IsOn}}
            """
        let resource = try read(text, as: .cloudFormation).resource("R")
        #expect(resource.exists(in: Scenario()) == nil)
    }
}
