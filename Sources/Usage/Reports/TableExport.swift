/// Which of two exports a table is of whose columns have names such as `line_item_usage_type`: they share most of them, and
/// of the second one columns can be left out.
///
/// - SeeAlso: <https://docs.aws.amazon.com/cur/latest/userguide/dataexports-migrate.html>.
enum TableExport: Sendable {
    /// The cost and usage report as Parquet, which has a column for each tag and each attribute of a product.
    case older
    /// CUR 2.0, which has maps of them.
    case second
    /// What is there may be of either.
    case unknown

    private static let ofSecond: Set<String> = [
        "resource_tags", "tags", "product", "cost_category", "discount", "bill_payer_account_name",
        "line_item_usage_account_name", "line_item_iam_principal", "line_item_user_identifier",
    ]
    private static let ofOlder = ["resource_tags_user_", "product_product_name"]

    /// - Parameter names: in lower case.
    init(ofColumns names: Set<String>) {
        self =
            !names.isDisjoint(with: Self.ofSecond)
            ? .second : names.contains { Self.ofOlder.contains(where: $0.hasPrefix) } ? .older : .unknown
    }

    /// Nil where it may be either.
    var form: ReportForm? {
        switch self {
        case .older: .legacyTable
        case .second: .cur2
        case .unknown: nil
        }
    }

    /// A column for which two tables cannot be taken as parts of one export; nil if they can. The older export has always
    /// the name of the product. Of others those are one whose columns were added or left out, not both.
    static func difference(_ one: Set<String>, _ other: Set<String>) -> String? {
        let (first, second) = (TableExport(ofColumns: one), TableExport(ofColumns: other))
        guard first != second || first == .unknown else { return nil }
        let isOne = first != .older && second != .older && (one.isSubset(of: other) || one.isSuperset(of: other))
        guard !isOne else { return nil }
        let marks = one.symmetricDifference(other).sorted()
        return marks.first { name in ofSecond.contains(name) || ofOlder.contains(where: name.hasPrefix) } ?? marks.first
    }
}
