import Documents
import Foundation
import Policies
import Testing

@Suite("Profiles")
struct ProfileTests {
    private static func pack(_ profiles: String = "[night, strict]") -> String {
        """
        pack: mine
        title: A pack
        rules:
          - { id: everywhere, title: Rule, severity: high, targets: [AWS::SageMaker::Model], check: { property: ModelName, exists: true } }
          - id: sometimes
            title: Rule
            severity: high
            targets: [AWS::SageMaker::Model]
            profiles: \(profiles)
            check: { property: ModelName, exists: true }
        """
    }

    private func load(
        _ profile: String?, pack: String = pack(), _ change: (inout PolicySelection) -> Void = { _ in }
    ) -> (ids: [String]?, issues: [Diagnostic]) {
        var selection = PolicySelection()
        selection.includesBuiltin = false
        selection.texts = [SourceText(name: "mine.yaml", text: pack)]
        selection.profile = profile
        change(&selection)
        let (set, issues) = PolicySet.load(selection)
        return (set?.rules.map(\.rule.name), issues)
    }

    @Test(
        "a rule takes part in the profiles that it names, and in all if it names none",
        arguments: [
            (nil, false), ("recommended", false), ("strict", true), ("night", true), ("security", false),
            ("all", true),
        ] as [(String?, Bool)])
    func profiles(profile: String?, takesPart: Bool) {
        let (ids, issues) = load(profile)
        #expect(issues.isEmpty)
        #expect(ids == (takesPart ? ["everywhere", "sometimes"] : ["everywhere"]))
    }

    @Test("who names a rule gets it, whatever the profile holds")
    func named() {
        #expect(load(nil) { $0.only = ["mine/sometimes"] }.ids == ["sometimes"])
        #expect(load("strict") { $0.except = ["mine/sometimes"] }.ids == ["everywhere"])
    }

    @Test("a profile that nobody knows is an error that names those there are")
    func unknown() throws {
        let (ids, issues) = load("nigth")
        #expect(ids == nil)
        let issue = try #require(issues.first)
        #expect(issue.message == "there is no profile `nigth`" && issue.help == "did you mean `night`?")
        let other = try #require(load("weekend").issues.first)
        #expect(other.help?.contains("security, security-hub, aws-config, guard-registry, checkov, all, night") == true)
    }

    @Test(
        "what is no name of a profile is an error in the pack",
        arguments: ["[Night]", "[all]", "night", "[1]", "[[night]]"])
    func names(profiles: String) {
        let (ids, issues) = load(nil, pack: Self.pack(profiles))
        #expect(ids == nil && !issues.isEmpty && issues[0].excerpt != nil)
    }

    @Test("the built-in rules name profiles of the program, each a part of the next stricter one")
    func builtin() throws {
        var selection = PolicySelection()
        selection.profile = Profile.all
        let rules = try #require(PolicySet.load(selection).set).rules
        for rule in rules {
            let names = Set(rule.rule.profiles)
            #expect(!names.isEmpty && names.isSubset(of: Profile.builtin), "\(rule.id)")
            if names.contains("starter") { #expect(names.contains("recommended"), "\(rule.id)") }
            if names.contains("recommended") { #expect(names.contains("strict"), "\(rule.id)") }
        }
        for profile in Profile.builtin { #expect(rules.contains { $0.rule.isHeld(by: profile) }) }
    }
}
