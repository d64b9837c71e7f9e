import Foundation
import Testing

@Suite("proviso check --fix")
struct FixCommandTests {
    private static let template = """
        Resources: # all
          N:
            Type: AWS::SageMaker::Endpoint
            Properties: { EndpointConfigName: c, Tags: [{ Key: environment, Value: "prod" }] }

        """
    private static let arguments = ["--rule", "tagging/allowed-values"]

    @Test("changes the file in place, keeps its permissions, and then finds nothing")
    func fix() throws {
        let scratch = try Scratch()
        let file = scratch["template.yaml"]
        try Data(Self.template.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        let ending = try Executable.run(["check", "--fix", file.path] + Self.arguments)
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.errors.contains("fixed 1 finding in 1 file"))
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.template.replacing("prod", with: "production"))
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
    }

    @Test("keeps a byte order mark")
    func mark() throws {
        let scratch = try Scratch()
        let file = scratch["template.yaml"]
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        try Data(mark + Array(Self.template.utf8)).write(to: file)
        #expect(try Executable.run(["check", "--fix", file.path] + Self.arguments).code == 0)
        let fixed = Self.template.replacing("prod", with: "production")
        #expect(try Array(Data(contentsOf: file)) == mark + Array(fixed.utf8))
    }

    @Test("of what is staged fails, since the next commit does not have the fixes")
    func staged() throws {
        let scratch = try Scratch()
        let file = scratch["template.yaml"]
        try Data(Self.template.utf8).write(to: file)
        #expect(try Executable.shell("git init -q . && git add -A .", in: scratch.folder).code == 0)
        let command = ["check", "--staged", "--fix"] + Self.arguments
        let first = try Executable.run(command, in: scratch.folder)
        #expect(first.code == 1 && first.errors.contains("the next commit does not have the fixes yet"))
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.template.replacing("prod", with: "production"))
    }

    @Test("fixes a file that is also named by a link once, where it lies, and reports")
    func links() throws {
        let scratch = try Scratch()
        let (file, link) = (scratch["template.yaml"], scratch["a.yaml"])
        try Data(Self.template.utf8).write(to: file)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        let ending = try Executable.run(["check", "--fix", link.path, file.path] + Self.arguments)
        #expect(ending.code == 0 && ending.errors.contains("in 1 file"), "\(ending.errors)")
        #expect(!ending.output.isEmpty)
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.template.replacing("prod", with: "production"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    }

    @Test("as a patch changes nothing and fails as before")
    func diff() throws {
        let scratch = try Scratch()
        let file = scratch["template.yaml"]
        try Data(Self.template.utf8).write(to: file)
        let ending = try Executable.run(["check", "--diff", file.path] + Self.arguments)
        #expect(ending.code == 1)
        #expect(ending.output.contains("\n+    Properties") && ending.output.contains("@@ -1,4 +1,4 @@"))
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.template)
    }

    @Test("leaves standard input alone and says so")
    func standardInput() throws {
        let ending = try Executable.run(["check", "--fix", "-"] + Self.arguments, input: Self.template)
        #expect(ending.code == 2 && ending.errors.contains("give some in place of `-`"))
    }
}
