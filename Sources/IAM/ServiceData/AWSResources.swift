/// Types of resources of which AWS itself publishes some: their ARNs hold `aws` or nothing in the place of an account.
///
/// - SeeAlso: IAM User Guide, "Managed policies"; SageMaker Developer Guide, "Private model hubs" (the public hub);
///   Systems Manager User Guide, "Working with public parameters" and documents of AWS.
enum AWSResources {
    private static let beginnings: [String: [String]] = [
        "iam": ["policy/"], "sagemaker": ["hub/", "hub-content/"],
        "ssm": ["parameter/", "document/", "automation-definition/"],
        "imagebuilder": ["component/", "image/", "workflow/"],
    ]

    /// True if AWS publishes resources whose ARNs have this form.
    static func includes(_ form: ResourceTarget.Form) -> Bool {
        beginnings[form.parts[2]]?.contains { form.rest.hasPrefix($0) } ?? false
    }
}
