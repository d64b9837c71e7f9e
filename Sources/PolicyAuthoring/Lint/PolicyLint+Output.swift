import Documents
public import Reports

extension PolicyLint {
    /// Writes the findings for people.
    public func writeText(to stream: ReportStream, color: ColorMode, width: Int) {
        let renderer = DiagnosticRenderer(color: color, width: width)
        for finding in findings {
            var diagnostic = finding.diagnostic
            diagnostic.message += " [\(finding.kind.rawValue)]"
            stream.write(renderer.render(diagnostic) + "\n")
        }
        stream.write(
            "\(findings.isEmpty ? "nothing" : String(findings.count)) found in \(ruleCount) rule\(ruleCount == 1 ? "" : "s")\n"
        )
    }

    /// Writes the findings for programs.
    public func writeJSON(to stream: ReportStream) {
        let json = JSONWriter(stream: stream)
        json.object {
            json.member("schema", "proviso-policy-lint/1")
            json.member("rules", ruleCount)
            json.array("findings") {
                for finding in findings {
                    json.object {
                        json.member("kind", finding.kind.rawValue)
                        json.member("rule", finding.rule)
                        json.member("file", finding.diagnostic.file)
                        if let region = finding.diagnostic.region {
                            json.member("line", region.start.line)
                            json.member("column", region.start.column)
                        }
                        json.member("message", finding.diagnostic.message)
                        json.member("help", ifPresent: finding.diagnostic.help)
                    }
                }
            }
        }
        json.finish()
    }
}
