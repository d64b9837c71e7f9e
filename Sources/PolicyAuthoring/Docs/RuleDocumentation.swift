public import Documents
public import Engine
import Policies

/// The pages of packs: one for each rule, and a catalogue.
public struct RuleDocumentation: Sendable {
    /// A page by its path below the folder of the pages.
    public struct Page: Hashable, Sendable {
        public var path: String
        public var text: String
    }

    public private(set) var pages: [Page] = []
    public private(set) var problems: [Diagnostic]

    /// Makes the pages of the packs of a plan.
    public init(_ plan: PolicyTestPlan) {
        problems = plan.problems
        var suites: [PolicyTestSuite] = []
        for pack in plan.packs {
            do throws(Diagnostic) {
                suites.append(try PolicyTestSuite(pack))
            } catch {
                problems.append(error)
            }
        }
        if problems.isEmpty, suites.isEmpty { problems.append(.noPack) }
        pages = [Page(path: "README.md", text: Self.catalogue(suites))]
        for suite in suites {
            for rule in suite.pack.rules {
                pages.append(Page(path: "\(suite.pack.id)/\(rule.name).md", text: RulePage(rule, of: suite).text))
            }
        }
    }

    private static func catalogue(_ suites: [PolicyTestSuite]) -> String {
        let count = suites.reduce(0) { $0 + $1.pack.rules.count }
        var text =
            "# Rules\n\n\(count) rules in \(suites.count) packs. `proviso docs` makes these pages from the packs.\n"
        for suite in suites {
            text += "\n## \(suite.pack.id)\n\n\(suite.pack.title).\n\n| rule | severity | | fix |\n|---|---|---|---|\n"
            for rule in suite.pack.rules {
                let link = "[`\(suite.pack.id)/\(rule.name)`](\(suite.pack.id)/\(rule.name).md)"
                let fix = rule.fix == nil ? "" : "yes"
                text += "| \(link) | \(rule.severity.rawValue) | \(MarkdownCell.text(rule.title)) | \(fix) |\n"
            }
        }
        return text
    }
}

extension Diagnostic {
    static let noPack = Diagnostic(
        file: "input", message: "there is no policy pack in what was given", help: "give a pack or a folder of packs")
}
