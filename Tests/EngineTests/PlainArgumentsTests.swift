import Engine
import Testing

@Suite struct PlainArgumentsTests {
    @Test(
        "names of files, and the word of a hook, need no argument parser",
        arguments: [
            (["a.yaml"], ["a.yaml"], false), (["--hook", "a.yaml", "b"], ["a.yaml", "b"], true),
            (["a", "--hook"], ["a"], true), (["-"], ["-"], false),
        ])
    func readsPlainForms(_ arguments: [String], paths: [String], isHook: Bool) throws {
        let request = try #require(CheckRequest(plain: arguments, now: 5))
        #expect(request.paths == paths)
        #expect(request.isHook == isHook)
        #expect(request.now == 5)
    }

    @Test(
        "everything else is left to the argument parser",
        arguments: [
            [], ["--hook"], ["a", "--format", "sarif"], ["-h"], ["a", "--help"], ["--", "a"], ["a", ""],
            ["--hook=yes", "a"],
        ])
    func leavesOptionsAlone(_ arguments: [String]) {
        #expect(CheckRequest(plain: arguments, now: 0)?.paths == nil)
    }

    @Test("a plain request is the one that options leave as it is")
    func hasDefaults() throws {
        let plain = try #require(CheckRequest(plain: ["a"], now: 0))
        #expect(String(reflecting: plain) == String(reflecting: CheckRequest(paths: ["a"], now: 0)))
    }
}
