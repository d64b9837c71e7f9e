import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("proviso test")
struct TestCommandTests {
    @Test("passes on the packs and examples of this repository")
    func ownPacks() throws {
        let ending = try Executable.run(["test"])
        #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains("ok tagging: "))
    }

    @Test("writes reports that parsers read", arguments: ["json", "junit"])
    func reports(form: String) throws {
        let ending = try Executable.run(["test", "--mutate", "--format", form, "Policies/tagging.yaml"])
        #expect(ending.code == 0)
        let data = Data(ending.output.utf8)
        if form == "json" {
            let report = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            #expect(report?["schema"] as? String == "proviso-test-report/1" && report?["success"] as? Bool == true)
        } else {
            let parser = XMLParser(data: data)
            #expect(parser.parse())
        }
    }

    @Test(
        "ends with 2 when there is nothing to test", arguments: [["missing.yaml"], ["README.md"], ["--format", "x"]])
    func nothing(arguments: [String]) throws {
        let ending = try Executable.run(["test"] + arguments)
        #expect(ending.code == 2 && !ending.errors.isEmpty)
    }

    @Test("runs again when a file changes, and ends when interrupted")
    func watch() throws {
        let scratch = try Scratch()
        let pack = scratch["tagging.yaml"]
        for name in ["tagging.yaml", "tagging.test.yaml"] {
            try FileManager.default.copyItem(at: packageRoot.appending(path: "Policies/\(name)"), to: scratch[name])
        }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: Executable.path)
        process.arguments = ["test", "--watch", pack.path]
        process.standardOutput = output
        try process.run()
        #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).contains("ok tagging"))
        let text = try String(contentsOf: pack, encoding: .utf8)
        try Data((text + "# a change\n").utf8).write(to: pack)
        #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).contains("ok tagging"))
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    }
}
