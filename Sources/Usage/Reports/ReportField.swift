/// What the questions ask of a row of a report, whatever the form calls it.
enum ReportField: String, CaseIterable, Sendable {
    case account, resource, product, operation, start, end, quantity, unit, billed, rate, region, currency
    case usageType = "usage type"
    case lineType = "line type"
    case effective = "effective cost"
    case listCost = "on-demand cost"
    /// The cost of what a Savings Plan or a reservation covers.
    case planCost = "cost under a Savings Plan"
    case reservedCost = "cost under a reservation"
    case chargeClass = "charge class"
    case commitment = "commitment"
    case billStart = "start of the bill"
    case item = "line item"
    case interval = "time interval"

    /// Without these no total would mean anything.
    static let required: [ReportField] = [.account, .usageType, .product, .lineType, .start, .quantity, .billed]

    /// What cannot be said without it; nil for what only makes an answer better.
    var loss: String? {
        switch self {
        case .resource: "nothing leads from a cost to a resource: there are no costs by resource and no runs of days"
        case .operation, .unit: "hours are not counted, so there are no runs of full days"
        case .region: "the regions are not known"
        case .listCost: "what Savings Plans cover is not known"
        case .effective: "what was billed stands for it, which is nothing where a Savings Plan covers usage"
        default: nil
        }
    }
}

extension ReportForm {
    /// The columns that may hold a field, the first one that exists counts. One row for each field, one column for each
    /// form of names: `-` where a form has none.
    ///
    /// - SeeAlso: the dictionaries that `ReportForm` names.
    private static let table: [(field: ReportField, csv: [String], table: [String], focus: [String])] = [
        (.account, ["lineItem/UsageAccountId"], ["line_item_usage_account_id"], ["SubAccountId"]),
        (.resource, ["lineItem/ResourceId"], ["line_item_resource_id"], ["ResourceId"]),
        (
            .usageType, ["lineItem/UsageType"], ["line_item_usage_type"],
            ["x_UsageType", "SkuMeter", "ChargeDescription"]
        ),
        (.product, ["lineItem/ProductCode"], ["line_item_product_code"], ["x_ServiceCode"]),
        (.operation, ["lineItem/Operation"], ["line_item_operation"], ["x_Operation"]),
        (.lineType, ["lineItem/LineItemType"], ["line_item_line_item_type"], ["ChargeCategory"]),
        (.chargeClass, [], [], ["ChargeClass"]),
        (.commitment, [], [], ["CommitmentDiscountStatus"]),
        (.start, ["lineItem/UsageStartDate"], ["line_item_usage_start_date"], ["ChargePeriodStart"]),
        (.end, ["lineItem/UsageEndDate"], ["line_item_usage_end_date"], ["ChargePeriodEnd"]),
        (.quantity, ["lineItem/UsageAmount"], ["line_item_usage_amount"], ["ConsumedQuantity"]),
        (.unit, ["pricing/unit"], ["pricing_unit"], ["ConsumedUnit"]),
        (.billed, ["lineItem/UnblendedCost"], ["line_item_unblended_cost"], ["BilledCost"]),
        (.effective, [], [], ["EffectiveCost"]),
        (
            .planCost, ["savingsPlan/SavingsPlanEffectiveCost"], ["savings_plan_savings_plan_effective_cost"], []
        ),
        (.reservedCost, ["reservation/EffectiveCost"], ["reservation_effective_cost"], []),
        (
            .listCost, ["pricing/publicOnDemandCost", "lineItem/UnblendedCost"],
            ["pricing_public_on_demand_cost", "line_item_unblended_cost"], ["ListCost"]
        ),
        (.rate, ["lineItem/UnblendedRate"], ["line_item_unblended_rate"], ["ContractedUnitPrice", "ListUnitPrice"]),
        (
            .region, ["product/regionCode", "product/region"], ["product_region_code", "product_region"], ["RegionId"]
        ),
        (.currency, ["lineItem/CurrencyCode"], ["line_item_currency_code"], ["BillingCurrency"]),
        (.billStart, ["bill/BillingPeriodStartDate"], ["bill_billing_period_start_date"], ["BillingPeriodStart"]),
        (.item, ["identity/LineItemId"], ["identity_line_item_id"], []),
        (.interval, ["identity/TimeInterval"], ["identity_time_interval"], []),
    ]

    /// The names that a field may have in this form, the best one first.
    func names(of field: ReportField) -> [String] {
        guard let row = Self.table.first(where: { $0.field == field }) else { return [] }
        return switch self {
        case .legacyCSV: row.csv
        case .legacyTable, .cur2: row.table
        case .focus10, .focus12: row.focus
        }
    }

    /// The names that stand in every report of this form with all columns.
    func documentedNames(of field: ReportField) -> [String] {
        switch (self, field) {
        case (.focus12, .usageType): ["SkuMeter", "ChargeDescription"]
        case (_, .listCost): names(of: field)
        default: Array(names(of: field).prefix(1))
        }
    }

    /// The name of the column in which the keys of tags stand as columns of their own.
    ///
    /// Athena's names have an underscore before each capital, lower case, and underscores for everything else; of several
    /// keys that become one name the first counts, so that they cannot be told apart.
    func tagColumn(_ key: String) -> String? {
        switch self {
        case .legacyCSV: "resourceTags/user:" + key
        case .legacyTable: "resource_tags_user_" + Self.columnName(key)
        case .cur2, .focus10, .focus12: nil
        }
    }

    /// The columns that may hold all tags as a map or as JSON.
    var tagMaps: [String] {
        switch self {
        case .legacyCSV, .legacyTable: []
        case .cur2: ["resource_tags", "tags"]
        case .focus10, .focus12: ["Tags"]
        }
    }

    /// The keys under which a tag may stand in the map.
    func mapKeys(of key: String) -> [String] {
        isFocus
            ? [key, "user:" + key] : ["user_" + Self.columnName(key), "user:" + key, key, "resourceTag/user:" + key]
    }

    static func columnName(_ key: String) -> String {
        var name = ""
        for scalar in key.unicodeScalars {
            let isCapital = "A"..."Z" ~= scalar
            if isCapital, let last = name.last, last != "_" { name.append("_") }
            let isPlain = "a"..."z" ~= scalar || isCapital || "0"..."9" ~= scalar
            if isPlain { name += String(scalar).lowercased() } else if name.last != "_" { name.append("_") }
        }
        return String(name.drop { $0 == "_" }.reversed().drop { $0 == "_" }.reversed())
    }
}
