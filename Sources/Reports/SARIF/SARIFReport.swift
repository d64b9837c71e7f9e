public import Documents
public import Engine

/// The report for GitHub code scanning and other readers of SARIF 2.1.0.
///
/// One run whose results replace those of the category's last run, so that it is written in full even when there is
/// nothing to report. Limits of GitHub are kept, but for the one on the size of the packed file, 10 MB, which 25,000
/// results of ordinary length do not reach.
/// - SeeAlso: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, "SARIF support for code scanning" of
///   GitHub's documentation
public struct SARIFReport: Sendable {
    private let options: ReportOptions
    private let resultLimit: Int

    public init(options: ReportOptions) { self.init(options: options, resultLimit: SARIFResults.standardLimit) }

    init(options: ReportOptions, resultLimit: Int) {
        self.options = options
        self.resultLimit = resultLimit
    }

    /// - Throws: when a finding lies in no file. Nothing is written then: GitHub refuses a whole upload for one result
    ///   without a place.
    public func write(_ run: RunResult, to stream: ReportStream) throws(Diagnostic) {
        let rules = SARIFRules(of: run)
        let results = SARIFResults(of: run, options: options, limit: resultLimit)
        guard results.kept.allSatisfy({ options.paths.address(of: $0.primary.file) != nil }) else {
            throw ReportFormat.nameIsMissing
        }
        let json = JSONWriter(stream: stream)
        json.object {
            json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            json.member("version", "2.1.0")
            json.array("runs") {
                json.object {
                    json.object("tool") { json.object("driver") { writeDriver(rules, to: json) } }
                    writeAutomationDetails(to: json)
                    json.member("columnKind", "unicodeCodePoints")
                    json.array("invocations") { json.object { writeInvocation(run, rules, results, to: json) } }
                    json.array("results") { results.write(rules: rules, to: json) }
                }
            }
        }
        json.finish()
    }

    private func writeDriver(_ rules: SARIFRules, to json: JSONWriter) {
        json.member("name", "Proviso")
        json.member("semanticVersion", options.version)
        json.member("informationUri", ifPresent: options.homePage)
        json.array("rules") { rules.write(to: json) }
    }

    /// The part of the id up to its last slash is what GitHub calls the category.
    private func writeAutomationDetails(to json: JSONWriter) {
        let parts = ["proviso"] + options.category.split(separator: "/").map(String.init)
        json.object("automationDetails", layout: .inline) { json.member("id", parts.joined(separator: "/") + "/") }
    }

    private func writeInvocation(_ run: RunResult, _ rules: SARIFRules, _ results: SARIFResults, to json: JSONWriter) {
        json.member("executionSuccessful", [0, 1, 3].contains(options.exitCode))
        json.member("exitCode", options.exitCode)
        if results.leavesRepository, let address = options.paths.workingDirectoryAddress {
            json.object("workingDirectory", layout: .inline) { json.member("uri", address) }
        }
        json.array("toolExecutionNotifications") {
            let notifications =
                SARIFNotification.problems(of: run) + SARIFNotification.undecided(of: run)
                + SARIFNotification.truncation(of: results)
            for notification in notifications {
                json.object { notification.write(rules: rules, paths: options.paths, to: json) }
            }
        }
    }
}

extension JSONWriter {
    /// Writes a SARIF message or multi-format string of plain text.
    func sarifText(_ key: String, _ text: String) {
        object(key, layout: .inline) { member("text", text) }
    }

    /// Writes the members of a SARIF location.
    func sarifPlace(address: String, region: SourceRegion?) {
        object("physicalLocation") {
            object("artifactLocation", layout: .inline) { member("uri", address) }
            if let region { self.region("region", region) }
        }
    }
}
