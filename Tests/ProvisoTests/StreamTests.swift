import Foundation
import Testing

@Suite("Standard streams")
struct StreamTests {
    @Test("standard input is read, and reported under the name it is given")
    func input() throws {
        let ending = try Executable.run(["check", "-", "--stdin-filename", "infra/a.yaml"], input: Inputs.untagged)
        #expect(ending.code == 1)
        #expect(ending.output.contains("--> infra/a.yaml:3:3"))
    }

    @Test("standard input without a resource is nothing to judge")
    func emptyInput() throws {
        let ending = try Executable.run(["check", "-"])
        #expect(ending.code == 2)
        #expect(ending.errors.contains("there is no resource to judge"))
    }

    @Test("a broken text on standard input is an error at its position")
    func brokenInput() throws {
        let ending = try Executable.run(["check", "-"], input: Inputs.brokenTemplate)
        #expect(ending.code == 2)
        #expect(ending.output.contains("<stdin>:3:"))
    }

    @Test("a reader that goes away early is no failure and does not change the verdict")
    func closedPipe() throws {
        let scratch = try Scratch(["clean.yaml": Inputs.clean, "untagged.yaml": Inputs.untagged])
        for (file, code) in [("clean.yaml", 0), ("untagged.yaml", 1)] {
            let line = "(sleep 0.3; $proviso check \(file); echo $? >code) | true; wait; cat code"
            let ending = try Executable.shell(line, in: scratch.folder)
            #expect(ending.output == "\(code)\n")
        }
    }

    @Test("a full disk is an error", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full"))
    func fullDisk() throws {
        let scratch = try Scratch(["clean.yaml": Inputs.clean])
        let ending = try Executable.shell("$proviso check clean.yaml >/dev/full", in: scratch.folder)
        #expect(ending.code == 2)
        #expect(ending.output.contains("cannot write `standard output`"))
    }

    @Test("colour is for terminals, or where it is asked for")
    func colour() throws {
        let scratch = try Scratch(["untagged.yaml": Inputs.untagged])
        func isColoured(_ line: String) throws -> Bool {
            try Executable.shell(line, in: scratch.folder).output.contains("\u{1B}[")
        }
        #expect(try !isColoured("$proviso check untagged.yaml"))
        #expect(try isColoured("$proviso check untagged.yaml --color always"))
        #expect(try isColoured("env -u NO_COLOR FORCE_COLOR=1 $proviso check untagged.yaml"))
        #expect(try !isColoured("FORCE_COLOR=1 NO_COLOR=1 $proviso check untagged.yaml"))
        #expect(try !isColoured("FORCE_COLOR=1 $proviso check untagged.yaml --color never"))
    }

    @Test("the output is the same on one thread and on four, and from run to run")
    func threads() throws {
        let files = (0..<12).map { ("d/\($0).yaml", $0 % 3 == 0 ? Inputs.clean : Inputs.untagged) }
        let scratch = try Scratch(Dictionary(uniqueKeysWithValues: files))
        let outputs = try ["1", "4", "4"].map { threads in
            try Executable.run(["check", "d", "--format", "json", "--threads", threads], in: scratch.folder).output
        }
        #expect(outputs[0].contains("fingerprint"))
        #expect(outputs[0] == outputs[1] && outputs[1] == outputs[2])
    }
}
