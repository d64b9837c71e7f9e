import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("Fixes")
struct FixTests {
    private static let pack = """
        pack: sample
        title: Sample
        parameters:
          type: { type: string, default: ml.t3.medium }
        rules:
          - id: type
            title: Type
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            check: { property: InstanceType, equals: { param: type } }
            fix: { set: { InstanceType: { param: type } } }
          - id: owner
            title: Owner
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            check: { requiredTags: [owner] }
            fix: { tags: { owner: ml } }
          - id: metadata
            title: Metadata
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            when: has(resource.InstanceMetadataServiceConfiguration)
            check:
              property: InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion
              equals: "2"
            fix: { set: { InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion: "2" } }
          - id: volume
            title: Volume
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            check: { property: VolumeSizeInGB, atMost: 50, default: 5 }
            fix: { set: { VolumeSizeInGB: { cel: "resource.?VolumeSizeInGB.orValue(0) > 1000 ? dyn(null) : dyn(50)" } } }

        """

    /// Fixes one file by some rules of the sample.
    static func fix(
        _ text: String, rules: [String], name: String = "a.yaml", pack: String = pack
    ) throws -> (
        text: String, run: FixRun
    ) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, policy) = (folder.appending(path: name), folder.appending(path: "pack.yaml"))
        try Data(text.utf8).write(to: file)
        try Data(pack.utf8).write(to: policy)
        var job = CheckJob(CheckRequest(paths: [file.path], now: 0))
        job.selection.includesBuiltin = false
        job.selection.paths = [policy.path]
        job.selection.only = rules.map { "sample/\($0)" }
        job.choice = ConfigurationChoice(option: nil, isOff: true, variable: nil)
        let run = FixRun(try #require(job.configured().job))
        #expect(run.issues.map(\.message) == [])
        return (run.changes.first.map { String(decoding: $0.text.bytes, as: UTF8.self) } ?? text, run)
    }

    /// Fixes one file by a built-in rule.
    static func fix(_ text: String, rule: String) throws -> (text: String, run: FixRun) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "resources.yaml")
        try Data(text.utf8).write(to: file)
        var job = CheckJob(CheckRequest(paths: [file.path], now: 0))
        job.selection.only = [rule]
        job.selection.needsFixes = true
        job.choice = ConfigurationChoice(option: nil, isOff: true, variable: nil)
        let run = FixRun(try #require(job.configured().job))
        return (run.changes.first.map { String(decoding: $0.text.bytes, as: UTF8.self) } ?? text, run)
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        var name: String
        var rule: String
        /// The properties of a notebook; `<old|new>` is what the fix changes.
        var properties: String

        var testDescription: String { name }

        init(_ name: String, _ rule: String, _ properties: String) {
            self.name = name
            self.rule = rule
            self.properties = properties
        }

        /// The text with one side of each mark.
        static func side(_ index: Int, of text: String) -> String {
            var result = ""
            var rest = Substring(text)
            while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
                result += rest[..<open]
                let parts = rest[rest.index(after: open)..<close]
                    .split(separator: "|", omittingEmptySubsequences: false)
                result += parts[index]
                rest = rest[rest.index(after: close)...]
            }
            return result + rest
        }
    }

    static let yamlSamples = [
        Sample("a plain value", "type", "InstanceType: <ml.p3.2xlarge|ml.t3.medium> # big\n      RoleArn: r"),
        Sample("a value in double quotes", "type", "RoleArn: r\n      InstanceType: \"<ml.p3.2xlarge|ml.t3.medium>\""),
        Sample("a value in single quotes", "type", "InstanceType: '<ml.p3.2xlarge|ml.t3.medium>'   # it's\n"),
        Sample("a missing property", "type", "# first\n      RoleArn: r # role<|\n      InstanceType: ml.t3.medium>\n"),
        Sample(
            "a missing property behind what is no scalar", "type",
            "RoleArn: 'r'<|\n      InstanceType: ml.t3.medium>\n      OnStart: |\n        x\n        y\n"),
        Sample("a mapping on one line", "type", "{ RoleArn: r<|, InstanceType: ml.t3.medium> } # note"),
        Sample("an empty mapping", "type", "{<| InstanceType: ml.t3.medium >}"),
        Sample("a number", "volume", "VolumeSizeInGB: <500|50>\n      RoleArn: r"),
        Sample("a number in quotes", "volume", "VolumeSizeInGB: '<500|50>'"),
        Sample(
            "a property inside another", "metadata",
            "InstanceMetadataServiceConfiguration:\n        MinimumInstanceMetadataServiceVersion: <'1'|'2'>"),
        Sample(
            "a tag beside others", "owner",
            "Tags:\n        - Key: a # one\n          Value: b<|\n        - Key: owner\n          Value: ml>\n      RoleArn: r"
        ),
        Sample(
            "a tag beside others without indentation", "owner",
            "Tags:\n      - Key: a\n        Value: 'b' # one<|\n      - Key: owner\n        Value: ml>\n      RoleArn: r"
        ),
        Sample(
            "a tag beside one on a line", "owner",
            "Tags:\n        - { Key: a, Value: b } # one<|\n        - { Key: owner, Value: ml }>\n      RoleArn: r"),
        Sample(
            "a tag in a list on one line", "owner", "Tags: [{ Key: a, Value: b }<|, { Key: owner, Value: ml }>] # x"),
        Sample("the first tag", "owner", "RoleArn: r<|\n      Tags:\n        - Key: owner\n          Value: ml>"),
        Sample("the value of a tag", "owner", "Tags: [{ Key: owner, Value: <\"\"|\"ml\"> }]"),
    ]

    @Test("of YAML change nothing but what they are about", arguments: yamlSamples, ["\n", "\r\n"])
    func yaml(sample: Sample, lineBreak: String) throws {
        let isFlow = sample.properties.hasPrefix("{")
        let text = """
            Resources:
              # comment
              N: # notebook
                Type: AWS::SageMaker::NotebookInstance
                Properties:\(isFlow ? " " : "\n      ")\(sample.properties)
              Other: { Type: AWS::SageMaker::Model }

            """.replacing("\n", with: lineBreak)
        let (fixed, run) = try Self.fix(Sample.side(0, of: text), rules: [sample.rule])
        #expect(fixed == Sample.side(1, of: text))
        #expect(run.after?.status == .clean)
        #expect(try Self.fix(fixed, rules: [sample.rule]).text == fixed)
    }

    static let jsonSamples = [
        Sample("a value", "type", #"{"RoleArn":"r","InstanceType":"<ml.p3.2xlarge|ml.t3.medium>"}"#),
        Sample("a missing property on one line", "type", #"{"RoleArn":"r"<|, "InstanceType": "ml.t3.medium">}"#),
        Sample(
            "a missing property on several lines", "type",
            "{\n\t\t\"RoleArn\": \"r\"<|,\n\t\t\"InstanceType\": \"ml.t3.medium\">\n\t}"),
        Sample("the only property", "type", #"{<|"InstanceType": "ml.t3.medium">}"#),
        Sample("a tag", "owner", #"{"Tags": [{"Key": "a", "Value": "b"}<|, { "Key": "owner", "Value": "ml" }>]}"#),
        Sample("the first tag", "owner", #"{"RoleArn": "r"<|, "Tags": [{ "Key": "owner", "Value": "ml" }]>}"#),
    ]

    @Test("of JSON change nothing but what they are about", arguments: jsonSamples)
    func json(sample: Sample) throws {
        let text = """
            {"Resources": {"N": {"Type": "AWS::SageMaker::NotebookInstance", "Properties": \(sample.properties)} } }
            """
        let (fixed, run) = try Self.fix(Sample.side(0, of: text), rules: [sample.rule], name: "a.json")
        #expect(fixed == Sample.side(1, of: text))
        #expect(run.after?.status == .clean)
    }

    static let refused = [
        ("InstanceType: !Sub 'ml.p3.2xlarge'", "the value comes from an intrinsic function"),
        ("InstanceType: { 'Fn::Sub': 'ml.p3.2xlarge' }", "the value comes from an intrinsic function"),
        ("InstanceType: *shared", "the value comes from an alias"),
        ("InstanceType: |-\n        ml.p3.2xlarge", "the value is a block of text"),
        ("InstanceType: &own ml.p3.2xlarge\n      KmsKeyId: *own", "an alias shares the value"),
    ]

    @Test("are refused where they would change more than the property, with the reason", arguments: refused)
    func refusal(properties: String, reason: String) throws {
        let text = """
            Parameters: { A: { Type: String, Default: p3 } }
            Metadata: { shared: &shared ml.p3.2xlarge }
            Resources:
              N:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  \(properties)
            """.replacing("          ", with: "      ")
        let (fixed, run) = try Self.fix(text, rules: ["type"])
        #expect(fixed == text)
        #expect(run.refusals.map(\.reason) == [reason])
    }

    @Test("are refused when another verdict would get worse")
    func worse() throws {
        let pack =
            Self.pack + """
                  - id: large
                    title: Large
                    severity: high
                    targets: [AWS::SageMaker::NotebookInstance]
                    check: { property: InstanceType, notEquals: ml.t3.medium }

                """
        let text = """
            Resources:
              N:
                Type: AWS::SageMaker::NotebookInstance
                Properties: { InstanceType: ml.p3.2xlarge, VolumeSizeInGB: 70 }
            """
        let (fixed, run) = try Self.fix(text, rules: ["type", "large", "volume"], pack: pack)
        #expect(fixed == text.replacing("70", with: "50"))
        #expect(run.refusals.map(\.reason) == ["`sample/large` would then not be satisfied by `N`"])
    }

    @Test("that are refused keep no other one from being made, however many there are")
    func manyRefused() throws {
        let pack =
            Self.pack + """
                  - id: last
                    title: Last
                    severity: high
                    targets: [AWS::SageMaker::NotebookInstance]
                    when: resource.?NotebookInstanceName.orValue("").endsWith("7")
                    check: { property: InstanceType, equals: ml.p3.2xlarge }

                """
        let text =
            "Resources:\n"
            + (1...30).map {
                "  N\($0):\n    Type: AWS::SageMaker::NotebookInstance\n    Properties:\n"
                    + "      NotebookInstanceName: n\($0)\n      InstanceType: ml.p3.2xlarge\n"
            }.joined()
        let (fixed, run) = try Self.fix(text, rules: ["type", "last"], pack: pack)
        #expect(run.fixed.count == 27 && run.refusals.count == 3)
        #expect(run.refusals.allSatisfy { $0.reason.hasPrefix("`sample/last` would then not be satisfied") })
        #expect(try Self.fix(fixed, rules: ["type", "last"], pack: pack).text == fixed)
    }

    @Test("with the value null leave the property alone")
    func nothing() throws {
        let text = """
            Resources:
              N: { Type: AWS::SageMaker::NotebookInstance, Properties: { VolumeSizeInGB: 2000 } }
            """
        let (fixed, run) = try Self.fix(text, rules: ["volume"])
        #expect(fixed == text && run.refusals.map(\.reason) == ["the fix has nothing to change here"])
    }

    @Test("of random templates change the value alone, and fixing twice equals fixing once", arguments: 0..<40)
    func random(seed: UInt64) throws {
        var template = RandomTemplate(seed: seed)
        let (before, after) = template.make()
        let (fixed, _) = try Self.fix(before, rules: ["type", "volume"])
        #expect(fixed == after, "seed \(seed)")
        #expect(try Self.fix(fixed, rules: ["type", "volume"]).text == fixed, "seed \(seed)")
    }
}

/// A template with notebooks in all kinds of spelling, and the same with their types and volumes fixed.
private struct RandomTemplate {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    private mutating func pick(_ texts: [String]) -> String { texts[next(texts.count)] }

    mutating func make() -> (before: String, after: String) {
        let lineBreak = pick(["\n", "\r\n"])
        let step = String(repeating: " ", count: 2 + next(3))
        var (before, after) = (["Resources:"], ["Resources:"])
        for index in 0...next(4) {
            let head = ["\(step)R\(index):\(comment())", "\(step)\(step)Type: AWS::SageMaker::NotebookInstance"]
            let indent = step + step + step
            var members = others(indent)
            let place = next(members.count + 1)
            let quote = pick(["", "'", "\""])
            let space = pick([" ", "   "])
            let note = comment()
            members.insert(
                (
                    "\(indent)InstanceType:\(space)\(quote)ml.p3.2xlarge\(quote)\(note)",
                    "\(indent)InstanceType:\(space)\(quote)ml.t3.medium\(quote)\(note)"
                ), at: place)
            before += head + ["\(step)\(step)Properties:\(note)"] + members.map(\.0)
            after += head + ["\(step)\(step)Properties:\(note)"] + members.map(\.1)
        }
        let end = pick(["", lineBreak])
        return (before.joined(separator: lineBreak) + end, after.joined(separator: lineBreak) + end)
    }

    private mutating func comment() -> String { pick(["", " # note", "   # it's: [a, {b", "\t#\ttab"]) }

    /// Members that no fix touches, and perhaps a volume that one does.
    private mutating func others(_ indent: String) -> [(String, String)] {
        var members: [(String, String)] = []
        func same(_ text: String) { members.append((text, text)) }
        if next(2) == 0 { same("\(indent)RoleArn: !Sub 'arn:${AWS::Partition}:x'\(comment())") }
        if next(2) == 0 { same("\(indent)\"RootAccess\": Enabled") }
        if next(2) == 0 { same("\(indent)# \(pick(["InstanceType: ml.p3.2xlarge", "ünïcode", ""]))") }
        if next(2) == 0 { same("\(indent)Tags: [{Key: \"a\", Value: 'b'}, ]") }
        if next(2) == 0 {
            let note = comment()
            members.append(("\(indent)VolumeSizeInGB: 300\(note)", "\(indent)VolumeSizeInGB: 50\(note)"))
        }
        return members
    }
}
