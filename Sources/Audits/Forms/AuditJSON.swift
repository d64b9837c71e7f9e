import Accounts
import Engine
import History
import Policies
import Reports

/// An audit for other programs, in the form `proviso-audit/1`.
struct AuditJSON {
    let audit: Audit

    var text: String {
        let counts = FindingState.allCases.map { state in
            (state.rawValue, Optional(String(audit.findings.count { $0.state == state })))
        }
        return JSONText.object([
            ("schema", JSONText.quoted("proviso-audit/1")),
            (
                "tool",
                JSONText.object([
                    ("name", JSONText.quoted("proviso")), ("version", JSONText.quoted(Version.current)),
                ])
            ),
            ("collected", JSONText.quoted(audit.manifest.collected)), ("resources", String(audit.resources)),
            ("accounts", JSONText.array(audit.manifest.accounts.map(JSONText.quoted))),
            ("regions", JSONText.array(audit.manifest.regions.map(JSONText.quoted))),
            ("counts", JSONText.object(counts)),
            ("costs", JSONText.array(audit.costs.map(cost))),
            ("findings", JSONText.array(audit.findings.map { Self.finding($0, at: audit.time) })),
            (
                "notSeen",
                JSONText.array(audit.manifest.outcomes.filter { $0.status != .complete }.map(\.json))
            ),
            ("drift", audit.drift.map(drift)),
        ]) + "\n"
    }

    static func finding(_ tracked: TrackedFinding, at time: Int64) -> String {
        let finding = tracked.finding
        return JSONText.object([
            ("state", JSONText.quoted(tracked.state.rawValue)), ("rule", JSONText.quoted(finding.rule)),
            ("severity", JSONText.quoted(finding.severity)), ("message", JSONText.quoted(finding.message)),
            ("type", JSONText.quoted(finding.type)), ("resource", JSONText.quoted(finding.resource)),
            ("name", JSONText.quoted(finding.name)), ("account", JSONText.quoted(finding.account)),
            ("region", JSONText.quoted(finding.region)), ("owner", finding.owner.map(JSONText.quoted)),
            (
                "cost",
                finding.cost.map { amount(monthly: $0.monthly, avoidable: $0.avoidable, currency: $0.currency) }
            ),
            ("firstSeen", JSONText.quoted(AWSTime.text(tracked.firstSeen))),
            ("lastSeen", JSONText.quoted(AWSTime.text(tracked.lastSeen))),
            ("resolution", tracked.resolution.map { JSONText.quoted($0.rawValue) }),
            ("days", String(tracked.age(at: time))), ("fingerprint", JSONText.quoted(finding.fingerprint)),
        ])
    }

    private func cost(_ totals: CostTotals) -> String {
        Self.amount(monthly: totals.total.monthly, avoidable: totals.total.avoidable, currency: totals.currency)
    }

    static func amount(monthly: Double, avoidable: Double, currency: String) -> String {
        JSONText.object([
            ("currency", JSONText.quoted(currency)), ("monthly", Money.digits(monthly)),
            ("avoidable", Money.digits(avoidable)),
        ])
    }

    // MARK: Drift

    private func drift(_ drift: Drift) -> String {
        let counts =
            [("matched", drift.matched), ("notInCode", drift.notInCode.count), ("doubtful", drift.doubtful.count)]
            + Drift.Kind.allCases.map { kind in (kind.rawValue, drift.items(kind).count) }
        return JSONText.object([
            ("expected", JSONText.array(drift.expected.map(JSONText.quoted))),
            ("counts", JSONText.object(counts.map { ($0.0, Optional(String($0.1))) })),
            ("findings", JSONText.array(drift.items.map(item))),
            ("notInCode", JSONText.array(drift.notInCode.map(resource))),
            ("doubtful", JSONText.array(drift.doubtful.map(resource))),
            ("notDeployed", JSONText.array(drift.notDeployed.map(place))),
            ("notSeen", JSONText.array(drift.notSeen.map(place))),
        ])
    }

    private func item(_ item: Drift.Item) -> String {
        JSONText.object([
            ("kind", JSONText.quoted(item.kind.rawValue)), ("rule", JSONText.quoted(item.rule)),
            ("severity", JSONText.quoted(item.severity)), ("message", JSONText.quoted(item.message)),
            ("type", JSONText.quoted(item.type)), ("live", item.live.map(resource)), ("code", place(item.code)),
        ])
    }

    private func resource(_ resource: Drift.LiveResource) -> String {
        JSONText.object([
            ("type", JSONText.quoted(resource.type)), ("id", JSONText.quoted(resource.id)),
            ("name", JSONText.quoted(resource.name)), ("account", JSONText.quoted(resource.account)),
            ("region", JSONText.quoted(resource.region)), ("owner", resource.owner.map(JSONText.quoted)),
            ("findings", String(resource.findings)), ("doubt", resource.doubt.map(JSONText.quoted)),
        ])
    }

    private func place(_ place: Drift.CodePlace) -> String {
        JSONText.object([
            ("file", JSONText.quoted(place.file)), ("line", String(place.line)), ("name", JSONText.quoted(place.name)),
            ("found", place.basis.map(JSONText.quoted)),
        ])
    }
}
