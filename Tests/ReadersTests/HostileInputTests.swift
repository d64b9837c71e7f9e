import Documents
import Foundation
import Readers
import Resources
import Testing

@Suite("Hostile inputs")
struct HostileInputTests {
    /// Inputs of every kind, as JSON so that each of their nodes can be replaced.
    static let seeds: [String] = [
        """
        {"AWSTemplateFormatVersion": "2010-09-09", "Transform": ["AWS::Serverless-2016-10-31"],
         "Parameters": {"P": {"Type": "String", "Default": "a"}}, "Conditions": {"C": {"Fn::Equals": ["a", "b"]}},
         "Mappings": {"M": {"a": {"b": "c"}}},
         "Resources": {
           "A": {"Type": "AWS::SageMaker::NotebookInstance", "Condition": "C", "Metadata": {"x": 1},
             "Properties": {"NotebookInstanceName": {"Fn::Sub": ["${x}-${P}", {"x": {"Ref": "P"}}]},
               "InstanceType": {"Fn::FindInMap": ["M", {"Ref": "P"}, "b"]},
               "RoleArn": {"Fn::GetAtt": ["B", "Arn"]}, "Other": {"Fn::Join": [",", ["a", {"Ref": "AWS::NoValue"}]]},
               "If": {"Fn::If": ["C", {"Ref": "B"}, {"Fn::Select": [0, {"Fn::Split": [",", "a,b"]}]}]},
               "Enc": {"Fn::Base64": {"Fn::Sub": "x"}}, "Len": {"Fn::Length": [1]},
               "Tags": [{"Key": "a", "Value": "b"}, {"Fn::If": ["C", {"Key": "k", "Value": "v"}, {"Ref": "AWS::NoValue"}]}]}},
           "B": {"Type": "AWS::IAM::Role", "Properties": {"Tags": {"a": "b"}}},
           "Fn::ForEach::L": ["i", ["a"], {"X${i}": {"Type": "T"}}]}}
        """,
        """
        {"status_code": 200, "data": {"NotebookInstances": [{"NotebookInstanceName": "n", "InstanceType": "ml.t3.medium",
          "NotebookInstanceArn": "arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/n"}], "ResponseMetadata": {}}}
        """,
        """
        [{"ClusterName": "c", "ClusterArn": "arn:aws:sagemaker:eu-west-1:123456789012:cluster/c",
          "InstanceGroups": [{"InstanceGroupName": "a", "TargetCount": 2}], "Tags": [{"Key": "a", "Value": "b"}]},
         {"PipelineName": "p", "PipelineArn": "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/p",
          "PipelineDefinition": "{}"}]
        """,
        """
        {"resources": [{"type": "AWS::S3::Bucket", "name": "a", "id": "b", "account": "1", "region": "r",
          "tags": {"a": "b"}, "properties": {"BucketName": "x", "Tags": [{"Key": "k", "Value": "v"}]}}]}
        """,
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["sts:AssumeRole"]}]}
        """,
    ]

    static let replacements = [
        "null", "[]", "{}", "\"\"", "\"x\"", "0", "-1.5e300", "true", "[null]", #"{"Ref": "A"}"#, #"{"Fn::If": 1}"#,
        #"{"Fn::GetAtt": []}"#, #"{"Fn::Sub": ["${", {}]}"#, #"{"a": 1, "Fn::Transform": {}}"#,
        #"!t [!u {"Fn::Sub": !Sub x}, !unknown y]"#,
    ]

    @Test("an input with any node replaced by anything is read or refused", arguments: seeds.indices)
    func mutations(seed: Int) throws {
        let text = Self.seeds[seed]
        let bytes = Array(text.utf8)
        let document = try JSONParser.parse(SourceText(name: "seed", text: text), symbols: SymbolTable())
        var read = 0
        for node in document.nodes {
            for replacement in Self.replacements {
                let mutant = bytes[..<Int(node.start)] + Array(replacement.utf8) + bytes[Int(node.end)...]
                if try exercise(String(decoding: mutant, as: UTF8.self)) { read += 1 }
            }
        }
        #expect(read > document.nodes.count)
    }

    @Test("an input cut anywhere is read or refused", arguments: seeds.indices)
    func truncation(seed: Int) throws {
        let bytes = Array(Self.seeds[seed].utf8)
        for length in stride(from: 0, to: bytes.count, by: 3) {
            let text = String(decoding: bytes[..<length], as: UTF8.self)
            _ = try? exercise(text)
            _ = try? exercise(text + "]")
            _ = try? exercise(text + "\"}}}]}")
        }
    }

    @Test("a form that is forced upon any input is read or refused", arguments: seeds)
    func forced(text: String) {
        for form in [
            InputForm.cloudFormation, .resourceFile, .iamPolicy, .apiOutput(type: nil),
            .apiOutput(type: "AWS::SageMaker::Cluster"), .apiOutput(type: "No::Such::Type"),
        ] {
            if let input = try? ReadersTests.read(text, as: form) { touch(input) }
        }
    }

    @Test("aliases do not multiply")
    func aliases() {
        var lines = [
            "Resources:", "  R:", "    Type: AWS::S3::Bucket", "    Properties:", "      a0: &a0 [x, x, x, x]",
        ]
        for level in 1...12 {
            lines.append(
                "      a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 8).joined(separator: ", ")
                    + "]")
        }
        #expect(throws: Diagnostic.self) { try ReadersTests.read(lines.joined(separator: "\n")) }
    }

    @Test("many documents in one stream cost no more than their length")
    func documents() throws {
        let text = (0..<2_000).map { "Resources: {A\($0): {Type: AWS::S3::Bucket, Properties: {B: !Ref A\($0)}}}" }
            .joined(separator: "\n---\n")
        let clock = ContinuousClock()
        var count = 0
        let elapsed = try clock.measure { count = try ReadersTests.read(text).resources.count }
        #expect(count == 2_000)
        #expect(elapsed < .seconds(10))
    }

    @Test("several threads may use one reader")
    func threads() async throws {
        let reader = InputReader()
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let symbols = SymbolTable()
                    return try (0..<50).reduce(0) { sum, round in
                        let text = Self.seeds[(worker + round) % Self.seeds.count]
                        return sum
                            + (try reader.read(SourceText(name: "x", text: text), symbols: symbols).resources.count)
                    }
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(counts == [70, 70, 70, 70])
    }

    /// Reads a text and asks everything about its resources.
    /// - Returns: whether it could be read.
    private func exercise(_ text: String) throws -> Bool {
        do {
            touch(try ReadersTests.read(text))
            return true
        } catch is Diagnostic {
            return false
        }
    }

    private func touch(_ input: Input) {
        for resource in input.resources {
            #expect(resource.anchor.upperBound <= resource.source.bytes.count)
            _ = resource.tags.summary
            guard let properties = resource.properties else { continue }
            let first = Int(properties.id.rawValue)
            for index in first..<first + properties.node.stride {
                let node = NodeView(document: properties.document, id: NodeID(rawValue: UInt32(index)))
                #expect(node.range.upperBound <= resource.source.bytes.count)
                guard node.node.flags.contains(.deferred), let resolver = resource.resolver else { continue }
                _ = resolver.resolve(node)
                _ = resolver.parts(of: node)
            }
        }
        for diagnostic in input.diagnostics { #expect(!diagnostic.message.isEmpty) }
    }
}
