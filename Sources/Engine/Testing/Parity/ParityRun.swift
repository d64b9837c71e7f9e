public import Documents
public import Policies
import Readers
import Resources

/// Whether a case has the same verdict in every form of input.
///
/// A case gives resources in a form of their own; they are written as templates, as plans, as Terraform configurations, as
/// items of AWS Config and as answers of the API, read back, and judged again. What a form cannot say is told with the
/// reason.
public struct ParityOutcome: Sendable {
    public enum Result: Sendable {
        case same
        /// The form cannot say what the case says.
        case inexpressible(reason: String)
        /// The verdict is another one, or the text was not read.
        case different(Diagnostic)
    }

    public var test: PolicyTest
    public var form: ParityForm
    public var result: Result
}

extension ParityOutcome {
    /// The outcome as that of a case; nil when the verdict is the same, or cannot be compared.
    var failure: PolicyTestOutcome? {
        guard case .different(let diagnostic) = result else { return nil }
        return PolicyTestOutcome(test: test, failure: diagnostic)
    }
}

extension [ParityOutcome] {
    /// Why cases are not judged in some forms, in words, each reason once.
    var inexpressible: [String] {
        var counts: [(form: ParityForm, reason: String, count: Int)] = []
        for outcome in self {
            guard case .inexpressible(let reason) = outcome.result else { continue }
            if let index = counts.firstIndex(where: { $0.form == outcome.form && $0.reason == reason }) {
                counts[index].count += 1
            } else {
                counts.append((outcome.form, reason, 1))
            }
        }
        return counts.map { form, reason, count in
            "not judged as \(form.rawValue): \(count == 1 ? "1 case" : "\(count) cases"), \(reason)"
        }
    }
}

extension PolicyTestSuite {
    /// Judges every case in every form.
    public func comparingForms() -> [ParityOutcome] {
        let runner = PolicyTestRunner(suite: self)
        // Compiling interns keys, so everything is compiled before a document of a resource seals the table.
        let policies = cases.map { runner.policies(for: $0, of: pack) }
        return zip(cases, policies).flatMap { test, policies in
            ParityForm.allCases.map { form in
                ParityOutcome(test: test, form: form, result: runner.result(of: test, in: form, by: policies))
            }
        }
    }
}

extension PolicyTestRunner {
    fileprivate func result(
        of test: PolicyTest, in form: ParityForm, by policies: Result<PolicySet, Diagnostic>
    ) -> ParityOutcome.Result {
        guard case .resource = test.given else { return .inexpressible(reason: "the case gives a template") }
        do {
            let given = try resources(of: test).all
            if given.contains(where: { $0.facets != nil }) {
                return .inexpressible(reason: "no other form says what was measured")
            }
            let rendering = try form.render(SchemaTyping.conform(given).map { ParityResource($0) })
            return try result(of: test, rendering, given: given, in: form, by: try policies.get())
        } catch let error as ParityForm.Inexpressible {
            return .inexpressible(reason: error.reason)
        } catch let error as Diagnostic {
            return .different(error)
        } catch {
            return .inexpressible(reason: "the form cannot be written")
        }
    }

    private func result(
        of test: PolicyTest, _ rendering: ParityForm.Rendering, given: [Resource], in form: ParityForm,
        by policies: PolicySet
    ) throws(Diagnostic) -> ParityOutcome.Result {
        let input = try rendering.read(by: InputReader(), symbols: SymbolTable(extending: policies.symbols))
        if let error = input.diagnostics.first(where: { $0.severity == .error }) { throw error }
        guard let read = input.resources.first(where: { $0.id == rendering.judged }), let judged = given.first else {
            throw Diagnostic(in: source, at: test.node.range, "`\(test.name)`: not read back as \(form.rawValue)")
        }
        if let lost = ParityDifference.first(between: judged, and: read) {
            return .inexpressible(reason: "\(lost) is not read back")
        }
        let limits = try AccessLimits(test.access, in: source)
        let outcome = judge(input.resources, judged: rendering.judged, by: policies, nil, limits)
        let expected = judge(given, judged: judged.id, by: policies, nil, limits)
        let (found, wanted) = (Self.verdict(outcome), Self.verdict(expected))
        guard found != wanted else { return .same }
        return .different(
            Diagnostic(
                in: source, at: test.node.range,
                "`\(test.name)`: the verdict is \(found.rawValue) as \(form.rawValue), and \(wanted.rawValue) as written",
                help: rendering.text))
    }
}

/// What gets lost when a resource is written in another form and read back.
enum ParityDifference {
    /// The first property that is not there again, in words; nil when all are.
    static func first(between given: Resource, and read: Resource) -> String? {
        let conformed = SchemaTyping.conform([given, read])
        let left = ParityResource(conformed[0])
        let right = ParityResource(conformed[1])
        guard left.type == right.type else { return "the type" }
        for member in left.properties.members {
            guard let other = right.properties[member.key], agree(member.value, other) else { return "`\(member.key)`" }
        }
        let hasTags = left.tags.allSatisfy { tag in right.tags.contains { $0.key == tag.key } }
        return hasTags && left.hasOpenTags == right.hasOpenTags ? nil : "the tags"
    }

    private static func agree(_ left: PlainValue, _ right: PlainValue) -> Bool {
        switch (left, right) {
        case (.map(let members), .map):
            members.allSatisfy { member in
                member.value == .null || right[member.key].map { agree(member.value, $0) } ?? isEmpty(member.value)
            }
        case (.list(let first), .list(let second)):
            first.count == second.count && zip(first, second).allSatisfy(agree)
        // Some forms keep a document as a text.
        case (.map, .text(let text)): left.json == text
        default: left == right
        }
    }

    private static func isEmpty(_ value: PlainValue) -> Bool { value == .list([]) || value == .map([]) }
}
