/// A dialect of SQL in which the statements are written. They keep to what all of these have in common; what differs is here.
public enum SQLDialect: String, CaseIterable, Sendable {
    case duckdb, athena, trino, spark

    var textType: String { self == .spark ? "STRING" : "VARCHAR" }

    /// The statement after which times are shown as those of UTC; nil where they always are.
    var timeZone: String? {
        switch self {
        case .duckdb: "SET TimeZone = 'UTC'"
        case .trino, .spark: "SET TIME ZONE 'UTC'"
        case .athena: nil
        }
    }

    /// A name between quotes.
    func name(_ name: String) -> String {
        self == .spark
            ? "`" + name.replacing("`", with: "``") + "`" : "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    /// A text between quotes.
    func text(_ text: String) -> String {
        let escaped = self == .spark ? text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") : text
        return "'" + (self == .spark ? escaped : escaped.replacing("'", with: "''")) + "'"
    }

    func cast(toText expression: String) -> String { "CAST(\(expression) AS \(textType))" }

    /// The number of a day, so that the next day has the next number.
    func dayNumber(_ day: String) -> String {
        self == .spark
            ? "datediff(CAST(\(day) AS DATE), DATE '1970-01-01')"
            : "date_diff('day', DATE '1970-01-01', CAST(\(day) AS DATE))"
    }

    func element(of map: String, _ key: String) -> String {
        self == .duckdb ? "\(map)[\(text(key))]" : "element_at(\(map), \(text(key)))"
    }

    func element(ofJSON value: String, _ key: String) -> String {
        switch self {
        case .duckdb: "json_extract_string(\(value), \(text("$.\"" + key + "\"")))"
        case .athena, .trino: "json_extract_scalar(\(value), \(text("$[\"" + key + "\"]")))"
        case .spark: "get_json_object(\(value), \(text("$['" + key + "']")))"
        }
    }

    /// The first group of a pattern, null where it does not match.
    func firstGroup(of value: String, _ pattern: String) -> String {
        "NULLIF(regexp_extract(\(value), \(text(pattern)), 1), '')"
    }
}
