import Documents
import Engine
import FuzzDriver
import Policies

/// Jobs inside definitions: an input is a state machine or a pipeline, which stands as a file of its own, as a mapping in
/// a template, and as a text there.
@main
struct FuzzJobs {
    static func main() {
        let (set, issues) = PolicySet.load(PolicySelection(), seed: 1)
        guard let set else { fatalError("\(issues)") }
        FuzzDriver.run { JobSubject(policies: set).run($0) }
    }
}

struct JobSubject {
    let policies: PolicySet

    func run(_ input: UnsafeRawBufferPointer) {
        let definition = Array(input)
        judge(definition)
        for (type, mapping, text) in [
            ("AWS::StepFunctions::StateMachine", "Definition", "DefinitionString"),
            ("AWS::SageMaker::Pipeline", "PipelineDefinition", "PipelineDefinition"),
        ] {
            let head = #"{"Resources": {"Holder": {"Type": "\#(type)", "Properties": {""#
            judge(Array("\(head)\(mapping)\": ".utf8) + definition + Array("}}}}".utf8))
            judge(Array("\(head)\(text)\": {\"Fn::Sub\": ".utf8) + quoted(definition) + Array("}}}}}".utf8))
        }
    }

    private func judge(_ bytes: [UInt8]) {
        var request = CheckRequest(paths: ["/proviso-fuzz/definition.json"], now: 1_774_000_000)
        request.contents = .only("definition.json", bytes)
        request.workers = 1
        let result = CheckRun.run(request, policies: policies)
        (result.errors + result.warnings).forEach(FuzzDriver.expectShowable)
        for finding in result.findings {
            FuzzDriver.expect(
                finding.region.start.line >= 1 && finding.region.end.offset <= bytes.count * 4,
                "a finding outside of its file: \(finding.region)")
        }
    }

    /// The bytes as a text of JSON.
    private func quoted(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = [UInt8(ascii: "\"")]
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: text += Array(byte < 0x10 ? "\\u000\(String(byte, radix: 16))".utf8 : "\\u0020".utf8)
            default: text.append(byte)
            }
        }
        return text + [UInt8(ascii: "\"")]
    }
}
