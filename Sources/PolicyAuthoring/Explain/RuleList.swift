import Documents
public import Policies
public import Reports

/// The rules of a set, for people and programs.
public struct RuleList: Sendable {
    private let rules: [CompiledRule]
    private let packs: [PolicyPack]

    public init(_ rules: [CompiledRule], of set: PolicySet) {
        self.rules = rules
        packs = set.packs
    }

    public func writeText(to stream: ReportStream) {
        let width = rules.map(\.id.count).max() ?? 0
        for rule in rules {
            let id = rule.id + String(repeating: " ", count: width - rule.id.count)
            let severity = rule.rule.severity.rawValue
            let padding = String(repeating: " ", count: max(0, 8 - severity.count))
            stream.write("\(id)  \(severity)\(padding)  \(rule.rule.title)\(rule.rule.fix == nil ? "" : " [fix]")\n")
        }
    }

    public func writeJSON(to stream: ReportStream) {
        let json = JSONWriter(stream: stream)
        json.object {
            json.member("schema", "proviso-rules/1")
            json.array("rules") { for rule in rules { write(rule, to: json) } }
        }
        json.finish()
    }

    private func write(_ compiled: CompiledRule, to json: JSONWriter) {
        let rule = compiled.rule
        json.object {
            json.member("id", compiled.id)
            json.member("title", rule.title)
            json.member("description", ifPresent: rule.description?.onOneLine)
            json.member("severity", rule.severity.rawValue)
            json.member("targets", rule.targets.map(\.pattern))
            json.member("when", ifPresent: rule.when?.text.onOneLine)
            json.member("remedy", ifPresent: rule.remedy?.text)
            json.member("fixable", rule.fix != nil)
            json.member("suppressible", rule.isSuppressible)
            json.member("gates", !rule.isReportOnly)
            json.member("effective", ifPresent: rule.effective)
            json.member("labels", rule.labels)
            json.member("profiles", rule.profiles)
            json.member("sources", rule.sources)
            json.member("references", rule.references)
            json.array("parameters") {
                let pack = packs.first { compiled.id.hasPrefix($0.id + "/") }
                for name in ParameterUse.names(in: rule).sorted() {
                    guard let pack, let parameter = pack.parameter(named: name) else { continue }
                    json.object(layout: .inline) {
                        json.member("name", "\(pack.id).\(name)")
                        json.member("type", parameter.type.name)
                        json.member("value", RuleWords.text(of: parameter.value))
                        json.member("description", parameter.description)
                    }
                }
            }
        }
    }
}
