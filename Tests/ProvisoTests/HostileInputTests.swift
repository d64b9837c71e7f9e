import Foundation
import Testing

@Suite("Inputs that nobody should give")
struct HostileInputTests {
    @Test("a directory that contains itself is read once")
    func loop() throws {
        let scratch = try Scratch(["a/clean.yaml": Inputs.clean])
        try FileManager.default.createSymbolicLink(atPath: scratch["a/loop"].path, withDestinationPath: ".")
        try FileManager.default.createSymbolicLink(atPath: scratch["a/up"].path, withDestinationPath: "..")
        let ending = try Executable.run(["check", "."], in: scratch.folder)
        #expect(ending.code == 0)
        #expect(ending.output.contains("1 resource in 1 file"))
    }

    @Test("a file is read once, whatever it is called")
    func sameFile() throws {
        let scratch = try Scratch(["a/clean.yaml": Inputs.clean])
        let names = ["a/clean.yaml", "./a/clean.yaml", "a//clean.yaml", "a", "./a/", "a/./clean.yaml"]
        let ending = try Executable.run(["check"] + names, in: scratch.folder)
        #expect(ending.code == 0)
        #expect(ending.output.contains("1 resource in 1 file"))
    }

    @Test("a file that is named must be readable, also when it lies in a directory that is named as well")
    func namedTwice() throws {
        let scratch = try Scratch(["a/web.yaml": Inputs.chartTemplate, "a/clean.yaml": Inputs.clean])
        #expect(try Executable.run(["check", "a"], in: scratch.folder).code == 0)
        #expect(try Executable.run(["check", "a", "a/web.yaml"], in: scratch.folder).code == 2)
    }

    @Test("a huge file ends in a clear error", arguments: [("a.json", 200), ("a.yaml", 200), ("a.json", 300)])
    func huge(name: String, megabytes: Int) throws {
        let scratch = try Scratch([name: ""])
        let file = try FileHandle(forWritingTo: scratch[name])
        try file.truncate(atOffset: UInt64(megabytes) << 20)
        try file.close()
        let ending = try Executable.run(["check", name], in: scratch.folder)
        #expect(ending.code == 2)
        let words = megabytes == 300 ? "the file has more than" : "a control character stands in the text"
        #expect(ending.output.contains(words), "\(ending.output)")
        #expect(ending.output.utf8.count < 2_000)
    }

    struct Nest: CustomTestStringConvertible {
        var testDescription: String
        var text: String
    }

    @Test(
        "ten thousand brackets end in a clear error",
        arguments: [
            Nest(testDescription: "lists", text: String(repeating: "[", count: 10_000)),
            Nest(testDescription: "closed lists", text: bracketed("[", "]")),
            Nest(testDescription: "objects", text: String(repeating: #"{"a":"#, count: 10_000)),
            Nest(
                testDescription: "a template",
                text: #"{"AWSTemplateFormatVersion": "#.appending(bracketed("[", "]")) + "}"),
            Nest(testDescription: "YAML lists", text: "a: " + bracketed("[", "]")),
            Nest(testDescription: "YAML dashes", text: String(repeating: "- ", count: 10_000) + "a"),
        ], ["deep.json", "deep.yaml"])
    func deep(nest: Nest, name: String) throws {
        let scratch = try Scratch([name: nest.text])
        let ending = try Executable.run(["check", name], in: scratch.folder)
        #expect(ending.code == 2)
        #expect(ending.output.contains("error: "), "\(ending.output)")
        #expect(ending.output.utf8.count < 2_000)
    }

    private static func bracketed(_ open: String, _ close: String) -> String {
        String(repeating: open, count: 10_000) + String(repeating: close, count: 10_000)
    }

    @Test("a binary file is an error when it is named, and passed over in a directory")
    func binary() throws {
        let scratch = try Scratch(["d/clean.yaml": Inputs.clean])
        var random = SystemRandomNumberGenerator()
        var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 0, 1]
        bytes += (0..<10_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        try Data(bytes).write(to: scratch["d/binary.yaml"])
        let named = try Executable.run(["check", "d/binary.yaml"], in: scratch.folder)
        #expect(named.code == 2)
        #expect(named.output.contains("error: "))
        let walked = try Executable.run(["check", "d"], in: scratch.folder)
        #expect(walked.code == 0)
        #expect(walked.output.contains("skipped: 1 file"))
    }

    @Test("a template in UTF-16 is read", arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
    func utf16(encoding: String.Encoding) throws {
        let scratch = try Scratch()
        try #require(Inputs.untagged.data(using: encoding)).write(to: scratch["a.yaml"])
        let ending = try Executable.run(["check", "a.yaml"], in: scratch.folder)
        #expect(ending.code == 1)
        #expect(ending.output.contains("a.yaml:3:3"))
    }

    @Test("a pipe among the files does not block")
    func pipe() throws {
        let scratch = try Scratch(["clean.yaml": Inputs.clean])
        #expect(mkfifo(scratch["pipe.yaml"].path, 0o600) == 0)
        #expect(try Executable.run(["check", "."], in: scratch.folder).code == 0)
        let named = try Executable.run(["check", "pipe.yaml"], in: scratch.folder)
        #expect(named.code == 2)
        #expect(named.output.contains("this is not a regular file"))
    }

    @Test("names with line breaks and controls do not break out of their line")
    func names() throws {
        let scratch = try Scratch(["a\n::error::b\u{1B}[31m.yaml": Inputs.untagged])
        for format in ["text", "github"] {
            let ending = try Executable.run(["check", ".", "--format", format], in: scratch.folder)
            #expect(ending.code == 1)
            #expect(!ending.output.contains("\n::error::b") && !ending.output.contains("\u{1B}[31m.yaml"))
        }
    }
}
