/// Where a column of one file stands whose name is told from others by its case.
///
/// DuckDB does not tell names by case: of several columns that differ in nothing else all but the first get a number, and of
/// several files those of one name become one column, whatever their case.
struct CasedName: Sendable {
    /// The name that DuckDB gives it; nil where the file has no such column.
    let column: String?
    /// The names of the file, in lower case.
    private let names: Set<String>

    init(_ name: String, in names: [String]) {
        self.names = Set(names.map { $0.lowercased() })
        let numbered: String? =
            self.names.contains(name.lowercased())
            ? names.first { other in
                let number = other.dropFirst(name.count + 1)
                return other.hasPrefix(name + "_") && !number.isEmpty && number.allSatisfy(\.isWholeNumber)
            } : nil
        column = names.contains(name) ? name : numbered
    }

    /// The column that holds it in all files together; nil where none has it, or where the column holds another one in some.
    static func common(_ files: [CasedName]) -> String? {
        guard let column = files.lazy.compactMap(\.column).first else { return nil }
        let place = column.lowercased()
        let isCommon = files.allSatisfy { file in
            file.column.map { $0.lowercased() == place } ?? !file.names.contains(place)
        }
        return isCommon ? column : nil
    }
}
