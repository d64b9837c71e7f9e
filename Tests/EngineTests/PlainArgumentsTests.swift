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
        let request = try #require(CheckJob(plain: arguments, now: 5)).request
        #expect(request.paths == paths)
        #expect(request.isHook == isHook)
        #expect(request.now == 5)
    }

    @Test("which rules are meant needs no argument parser either")
    func readsRules() throws {
        let arguments = ["--rule", "a/*", "x", "--skip-rule", "b/c", "--policy", "p", "--no-builtin", "--rule", "d/e"]
        let job = try #require(CheckJob(plain: arguments + ["--threads", "2"], now: 5))
        #expect(job.request.workers == 2)
        #expect(job.request.paths == ["x"] && job.selection.paths == ["p"] && !job.selection.includesBuiltin)
        #expect(job.selection.only == ["a/*", "d/e"] && job.selection.except == ["b/c"])
    }

    @Test(
        "everything else is left to the argument parser",
        arguments: [
            [], ["--hook"], ["a", "--format", "sarif"], ["-h"], ["a", "--help"], ["--", "a"], ["a", ""],
            ["--hook=yes", "a"], ["a", "--rule"], ["a", "--rule", "--hook"], ["a", "--rule=x"],
            ["a", "--threads"], ["a", "--threads", "x"], ["a", "--threads", "0"], ["a", "--threads", "-1"],
            ["--policy", "", "a"],
        ])
    func leavesOptionsAlone(_ arguments: [String]) {
        #expect(CheckJob(plain: arguments, now: 0)?.request.paths == nil)
    }

    @Test("a plain request is the one that options leave as it is")
    func hasDefaults() throws {
        let plain = try #require(CheckJob(plain: ["a"], now: 0))
        #expect(String(reflecting: plain) == String(reflecting: CheckJob(CheckRequest(paths: ["a"], now: 0))))
    }
}
