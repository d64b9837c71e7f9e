extension RequestModel {
    /// What is known of the values of a key in lower case.
    func domain(of key: String, type: ConditionKey.ValueType) -> ValueSet? {
        switch key {
        case "aws:requestedregion":
            GlobalServices.region(of: action, partition: partition).map { .constant($0) }
                ?? SampleValues.regionForm
        // Requests are taken to be an IAM principal's own.
        case "aws:principalisawsservice": .constant("false")
        case "aws:principalarn": principal?.arns ?? SampleValues.principalForm(partition: partition)
        case "aws:principalaccount": principal.map { .constant($0.account) } ?? SampleValues.accountForm
        case "aws:resourceaccount", "kms:calleraccount", "s3:resourceaccount": SampleValues.accountForm
        case "aws:principaltype": principal?.type.map { .constant($0) }
        case "aws:username": principal?.userName.map { .constant($0) }
        default: type == .bool ? SampleValues.boolForm : nil
        }
    }
}
