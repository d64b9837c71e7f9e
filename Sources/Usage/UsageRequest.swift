/// What is asked of reports.
public struct UsageRequest: Sendable {
    /// Files, folders, and addresses in S3.
    public var paths: [String]
    /// The keys of tags; the first one says who pays.
    public var tags = ["cost-center", "owner", "environment"]
    /// Instance types that should not appear; `*` and `?` are wildcards.
    public var denied = ["ml.p4*", "ml.p5*", "ml.p6*", "ml.trn*"]
    /// The currency whose rows count; nil where the report must have one only.
    public var currency: String?
    public var database = DuckDB()
    /// How often each endpoint was called, by its ARN in lower case.
    public var invocations: [String: Double] = [:]

    public init(paths: [String]) { self.paths = paths }

    /// The pattern of denied instance types.
    public var deniedPattern: String { Self.pattern(of: denied) }

    static func pattern(of globs: [String]) -> String {
        let parts = globs.map { glob in
            glob.unicodeScalars.map { scalar in
                switch scalar {
                case "*": ".*"
                case "?": "."
                default: "[\(scalar)]"
                }
            }.joined()
        }
        return "^(?:" + parts.joined(separator: "|") + ")$"
    }

    /// Whether a text may be the pattern of an instance type.
    public static func isInstancePattern(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                "a"..."z" ~= $0 || "0"..."9" ~= $0 || [".", "-", "*", "?"].contains($0)
            }
    }

    /// Whether a text may be the key of a tag.
    /// - SeeAlso: <https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>
    public static func isTagKey(_ text: String) -> Bool {
        (1...128).contains(text.unicodeScalars.count)
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
                    || " _.:/=+-@".unicodeScalars.contains($0)
            }
    }
}
