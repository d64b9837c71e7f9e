import Foundation
import IAM
import Testing

@testable import random_policies

/// The same questions, answered by another solver.
@Suite(
    "the decision procedure against Z3",
    .enabled(if: SharedData.solver != nil, "PROVISO_Z3_PYTHON is not set: `make oracles` fetches Z3"))
struct OracleTests {
    private struct Result: Decodable {
        struct Disagreement: Decodable {
            var `case`: Int
            var z3: String
            var verdict: String
        }
        var checked: Int
        var skipped: Int
        var undecided: Int
        /// How many cases were skipped for which reason.
        var reasons: [String: Int]
        var disagreements: [Disagreement]
    }

    @Test("both find the same verdict")
    func agreement() throws {
        let count = ProcessInfo.processInfo.environment["PROVISO_Z3_CASES"].flatMap { Int($0) } ?? 100
        var policies = RandomPolicies(random: SeededGenerator(seed: 43))
        policies.isWide = false
        var cases: [String] = []
        var options = DecisionOptions()
        options.explainsProofs = false
        while cases.count < count {
            let instance = try RandomInstance(&policies)
            let answer = instance.set.decide(instance.guarantee, options: options)
            if answer.verdict != .unknown { cases.append(instance.oracleCase(verdict: answer.verdict)) }
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString).json")
        try "[\(cases.joined(separator: ",\n"))]".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Oracles/iam_z3.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [SharedData.solver ?? "python3", script.path, file.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.standardError
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let result = try JSONDecoder().decode(Result.self, from: data)
        print(
            "Z3: \(result.checked) of \(count) checked (\(result.checked * 100 / count) %), \(result.skipped) skipped \(result.reasons), \(result.undecided) undecided"
        )
        // An oracle that says little is none; how much it decides in its time depends on the machine.
        #expect(result.skipped * 100 <= count * 15 && result.checked * 100 >= count * 60)
        for one in result.disagreements {
            Issue.record("Z3 says \(one.z3), the procedure \(one.verdict): \(cases[one.case])")
        }
    }
}

extension RandomInstance {
    /// The instance as the script reads it.
    func oracleCase(verdict: Answer.Verdict) -> String {
        let everything = #"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
        let controls = control.map { "[[\(everything), \($0)]]" } ?? "[]"
        return
            #"{"identity": \#(identity), "controls": \#(controls), "boundary": \#(boundary ?? "null"), "resource": \#(resource ?? "null"), "action": "\#(action)", "onlyWhen": \#(onlyWhen), "verdict": "\#(verdict.rawValue)"}"#
    }
}
