import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    /// Files of a repository at `/repo`, with the program started in a directory of it.
    private func load(
        _ files: [String: String], in directory: String = "/repo", choice: ConfigurationChoice = .search
    ) -> (configuration: Configuration?, issues: [Diagnostic]) {
        let paths = RepositoryPaths(root: "/repo", workingDirectory: directory)
        let snapshot = FileSnapshot(files: files.mapValues { Array($0.utf8) }, paths: paths, name: "test")
        return ConfigurationLoader(contents: .snapshot(snapshot), paths: paths).load(choice)
    }

    private func issues(_ text: String) -> [Diagnostic] { load(["proviso.yaml": text]).issues }

    @Test("the outermost file up to the root of the repository counts, wherever the program is started")
    func search() throws {
        let files = ["proviso.yaml": "failOn: low", "a/b/proviso.yaml": "failOn: critical"]
        for directory in ["/repo", "/repo/a", "/repo/a/b", "/repo/a/b/c"] {
            let (found, issues) = load(files, in: directory)
            #expect(issues.isEmpty)
            #expect(found?.failOn?.value == .low, "started in \(directory)")
        }
        #expect(load(["a/proviso.yaml": "failOn: low"]).configuration == nil)
    }

    @Test("the command line goes before the environment, and both before the search")
    func choice() {
        #expect(ConfigurationChoice(option: "a", isOff: false, variable: "b") == .file("a"))
        #expect(ConfigurationChoice(option: nil, isOff: false, variable: "b") == .file("b"))
        #expect(ConfigurationChoice(option: nil, isOff: false, variable: "") == .search)
        #expect(ConfigurationChoice(option: nil, isOff: true, variable: "b") == .none)
        #expect(load(["proviso.yaml": "failOn: low"], choice: .none).configuration == nil)
        #expect(load(["x.yaml": "failOn: low"], choice: .file("x.yaml")).configuration?.failOn?.value == .low)
        #expect(load([:], choice: .file("x.yaml")).issues.map(\.message) == ["the file does not exist in `test`"])
    }

    @Test("paths count from the file that names them, and patterns from its directory")
    func paths() throws {
        let text = "{policies: [rules, ../more.yaml], exclude: [/old, '*.tmp.yaml']}"
        let found = try #require(load(["a/c.yaml": text], in: "/repo/a/b", choice: .file("../c.yaml")).configuration)
        #expect(found.policies.map(\.value) == ["../rules", "../../more.yaml"])
        let patterns = found.exclude.map(\.value)
        #expect(patterns[0].matches("a/old/x.yaml") && !patterns[0].matches("old/x.yaml"))
        #expect(patterns[1].matches("a/b/x.tmp.yaml") && !patterns[1].matches("b/x.tmp.yaml"))
    }

    @Test("what a file extends comes first: it adds to lists and goes before in everything else")
    func extends() throws {
        let files = [
            "base/c.yaml": "{failOn: low, builtin: false, profile: finops, policies: p, rules: {a/b: low}}",
            "proviso.yaml":
                "{extends: base/c.yaml, failOn: high, profile: strict, policies: q, rules: {a/b: critical}}",
        ]
        let found = try #require(load(files).configuration)
        #expect(found.failOn?.value == .high && found.includesBuiltin?.value == false)
        #expect(found.profile?.value == "strict")
        #expect(found.policies.map(\.value) == ["base/p", "q"])
        #expect(found.rules.map(\.value.severity) == [.low, .critical])
        #expect(found.files == ["base/c.yaml", "proviso.yaml"])
    }

    @Test(
        "what is wrong is an error with its place",
        arguments: [
            ("failon: high", "unknown key `failon` in a configuration", "did you mean `failOn`?", 1),
            ("failOn: hi", "unknown severity `hi`", "expected one of info, low, medium, high, critical", 1),
            ("a: &a 1\nfailOn:", "`failOn` has no value", "give it one, or remove the key", 2),
            ("rules:\n  a/b: of", "`of` says nothing about a rule", "did you mean `off`?", 2),
            ("rules: [a]", "expected a mapping of rule ids to `on`, `off` or a severity", nil, 1),
            ("parameters: { a: 1 }", "expected a mapping of the parameters of `a` to their values", nil, 1),
            ("exclude: ['../x']", "a pattern of paths cannot lead out of its directory", nil, 1),
            ("limits:\n  fileSize: -1", "expected a whole number from 1 to 4294967296", nil, 2),
            ("extends: proviso.yaml", "`proviso.yaml` extends itself", nil, 1),
            (
                "extends: nowhere.yaml", "there is no file `nowhere.yaml`", "paths count from the file that names them",
                1
            ),
            (
                "requires: proviso >= 99", "this configuration needs proviso 99 or later; this is \(Version.current)",
                nil, 1
            ),
            ("- a", "expected a configuration, which is a mapping", nil, 1),
        ] as [(String, String, String?, Int)])
    func mistakes(text: String, message: String, help: String?, line: Int) throws {
        let found = issues(text)
        let issue = try #require(found.first { $0.message == message }, "\(found.map(\.message))")
        #expect(issue.help == help)
        #expect(issue.region?.start.line == line)
        #expect(load(["proviso.yaml": text]).configuration == nil)
    }

    @Test("a key that stands twice is an error")
    func duplicates() {
        #expect(issues("failOn: low\nfailOn: high").contains { $0.severity == .error })
        #expect(issues("rules:\n  a/b: low\n  a/b: high").contains { $0.severity == .error })
    }

    @Test("an empty file says nothing")
    func empty() {
        #expect(load(["proviso.yaml": "# nothing yet\n"]).configuration?.files == ["proviso.yaml"])
    }

    @Test("files that extend each other without end are an error")
    func cycle() {
        let files = ["proviso.yaml": "extends: b.yaml", "b.yaml": "extends: c.yaml", "c.yaml": "extends: b.yaml"]
        #expect(load(files).issues.map(\.message) == ["`b.yaml` extends itself"])
    }

    @Test("the listing is YAML that says the same, with the place of each value")
    func listing() throws {
        let text = "failOn: high\nrules: { 'a/*': off }\nparameters: { a: { b: [1, 'x: y'] } }\nexclude: ['*.tmp']\n"
        let listing = ConfigurationListing(load(["proviso.yaml": text]).configuration).text
        #expect(listing.contains(#/\nfailOn: high +# proviso\.yaml:1\n/#))
        #expect(listing.contains(#/\n  "a/\*": off +# proviso\.yaml:2\n/#))
        #expect(listing.contains(#/\n  a\.b: \[1, "x: y"\] +# proviso\.yaml:3\n/#))
        #expect(listing.contains(#/\nonUnknown: ignore +# default\n/#))
    }

    @Test("the schema has the keys that the decoder knows, and no other")
    func schema() throws {
        let tree = try JSONSerialization.jsonObject(with: Data(Configuration.schema.utf8)) as? [String: Any]
        let properties = try #require(tree?["properties"] as? [String: [String: Any]])
        func known(_ text: String) -> Set<String> {
            let help = issues(text).first { $0.message.hasPrefix("unknown key") }?.help ?? ""
            return Set(help.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
        }
        #expect(Set(properties.keys) == known("zzzzzzzzzzzzzzz: 1"))
        for (key, value) in properties {
            guard let inner = value["properties"] as? [String: Any] else { continue }
            #expect(Set(inner.keys) == known("\(key): { zzzzzzzzzzzzzzz: 1 }"), "in \(key)")
        }
    }

    @Test(
        "patterns of paths",
        arguments: [
            ("a/b.yaml", "a/b.yaml", true), ("a/b.yaml", "x/a/b.yaml", false), ("a", "a/b/c.yaml", true),
            ("a", "x/a/c.yaml", true), ("/a", "x/a/c.yaml", false), ("a/*.yaml", "a/b/c.yaml", false),
            ("a/**/c.yaml", "a/c.yaml", true), ("a/**/c.yaml", "a/x/y/c.yaml", true), ("**/c.yaml", "c.yaml", true),
            ("a/**", "a/b", true), ("*.json", "a/b.json", true), ("*.json", "a/b.yaml", false), ("a/b", "a/bc", false),
            ("a?/b", "ax/b/c", true),
        ])
    func patterns(pattern: String, path: String, isMatch: Bool) {
        #expect(PathPattern(pattern).matches(path) == isMatch)
    }
}
