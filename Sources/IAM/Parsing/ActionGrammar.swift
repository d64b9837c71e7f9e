/// The form of one value of `Action` or `NotAction`.
enum ActionGrammar {
    static func check(_ action: Statement.Value) throws(PolicyRejection) {
        let text = action.text
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 1, text != "*" {
            throw PolicyRejection(
                .action, "`\(text)` names no service: expected a form such as `sagemaker:CreateEndpoint`",
                iam: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", at: action.range)
        }
        if parts.count > 2 {
            throw PolicyRejection(
                .action, "`\(text)` holds more than one colon", iam: "Actions/Condition can contain only one colon.",
                at: action.range)
        }
        let vendor = parts[0]
        let isValid = vendor.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == ".")
        }
        if vendor != "*", !isValid {
            throw PolicyRejection(
                .action, "`\(vendor)` is no service prefix", iam: "Vendor \(vendor) is not valid", at: action.range)
        }
    }
}
