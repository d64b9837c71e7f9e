import Documents
import Resources

extension UsageReport {
    /// Says what the totals contain, and what cannot be said.
    mutating func addLosses(of columns: ReportColumns, _ reader: AnswerReader, tags keys: [String]) {
        notes += columns.losses(tags: keys)
        let others = charges.filter { !$0.isUsage && $0.billed.value != 0 }
        if !others.isEmpty {
            let list = others.map { "\($0.type) \($0.billed.rounded)" }.joined(separator: ", ")
            let covered = hasCoveredUsage && !form.isFocus ? ", with what plans cover at its price on demand" : ""
            notes.append(
                "the cost of usage is without \(list), which were billed, too: \(billed.rounded) in all\(covered)")
        }
        addPlans(of: columns)
        if reader.lateRows > 0 {
            notes.append("\(reader.lateRows) rows are about days before their bill: late or corrected ones")
        }
        if !columns.names(of: .resource).isEmpty, namedRows == 0 {
            notes.append("no row names a resource: the report was made without resource ids")
        }
        for key in keys where columns.source(ofTag: key) != nil && !tags.contains(where: { $0.key == key }) {
            notes.append(
                reader.similarTags[key].map { ReportColumns.similarTag(key, $0) }
                    ?? "no row carries the tag `\(key)`: it is not active, or nothing has it")
        }
        addSteadiness()
        addLeftOut(reader)
        notes.append("the last two days, up to \(lastDay), are not complete and not part of runs of full days")
    }

    /// Says why it is not known what never stops.
    private mutating func addSteadiness() {
        guard charges.contains(where: \.isUsage) else {
            notes.append("no row is about usage: what never stops cannot be told")
            return
        }
        if hourlyRows == 0 {
            notes.append(
                "rows are not about hours: what never stops cannot be told, and runs of full days only of notebook "
                    + "instances and applications, since the hours of a day may be those of several instances")
        } else if steadyHourlyCost == nil {
            notes.append(
                "the report is too short to say what never stops: that takes 14 days before the last two, of which "
                    + "usage of \(firstDay) to \(lastDay) has fewer")
        }
    }

    private var hasCoveredUsage: Bool { charges.contains { $0.type == "SavingsPlanCoveredUsage" } }

    /// Says what other currencies hold, of which none is in any total.
    private mutating func addLeftOut(_ reader: AnswerReader) {
        guard !reader.leftOut.isEmpty else { return }
        let list = reader.leftOut.map { currency, rows, billed in
            "\(rows) rows \(currency.map { "with \(billed.rounded) \(Diagnostic.shown($0))" } ?? "without a currency, with \(billed.rounded)")"
        }.joined(separator: ", ")
        notes.append("rows in other currencies than \(currency) are in no total: \(list)")
    }

    /// Says what stands for the cost of usage that a Savings Plan covers, and whether the fees of the plan are here.
    private mutating func addPlans(of columns: ReportColumns) {
        for unused in charges where unused.type == UsageSource.unused && unused.cost.value != 0 {
            notes.append("\(unused.cost.rounded) of a commitment was paid and not used: no cost of usage has it")
        }
        guard hasCoveredUsage else { return }
        if !form.isFocus, let files = columns.filesWithout(.planCost) {
            notes.append(
                "\(files) no column for what usage under a Savings Plan cost: on-demand prices stand for it")
        }
        if !charges.contains(where: { UsageSource.fees.contains($0.type) }) {
            notes.append(
                "the fees of the Savings Plan are in no row of this report, so that what was billed is without them")
        }
    }

    /// Divides the cost of data that no row gives to an endpoint by how often the endpoints of the same account and region
    /// were called. That is an estimate: calls differ in size.
    mutating func apportion(by invocations: [String: Double]) {
        var places: [String: Int] = [:]
        for (index, resource) in resources.enumerated() { places[resource.id.lowercased()] = index }
        for transfer in transfers {
            guard let id = transfer.resource, let place = places[id.lowercased()] else { continue }
            resources[place].transfer = (transfer.cost, false)
        }
        guard !invocations.isEmpty else { return }
        for transfer in transfers where transfer.resource == nil {
            let calls = invocations.filter { arn, count in
                let arn = ARN(arn)
                return count > 0 && arn?.account == transfer.account && (transfer.region ?? arn?.region) == arn?.region
            }
            let all = calls.values.reduce(0, +)
            guard all > 0 else { continue }
            for (arn, count) in calls {
                let share = Amount(transfer.cost.value * count / all)
                if let place = places[arn] {
                    let known = resources[place].transfer?.cost.value ?? 0
                    resources[place].transfer = (Amount(known + share.value), true)
                }
            }
            notes.append(
                "\(transfer.cost.rounded) of data in account \(transfer.account ?? "(not known)") are divided among "
                    + "\(calls.count) endpoints by their invocations: an estimate")
        }
    }
}
