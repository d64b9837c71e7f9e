/// What a part of SageMaker does, by the component that usage types name: `USE1-Host:ml.c5.9xlarge` is of `Host`.
///
/// - SeeAlso: <https://aws.amazon.com/sagemaker/pricing/> and the price list of the service `AmazonSageMaker`.
struct UsageKind: Sendable {
    var component: String
    var name: String

    static let all: [UsageKind] = [
        UsageKind(component: "Notebk", name: "notebooks"),
        UsageKind(component: "Studio", name: "studio"),
        UsageKind(component: "Train", name: "training"),
        UsageKind(component: "Processing", name: "processing"),
        UsageKind(component: "Tsform", name: "batch transform"),
        UsageKind(component: "Host", name: "real-time endpoints"),
        UsageKind(component: "Hst", name: "endpoint data"),
        UsageKind(component: "AsyncInf", name: "asynchronous endpoints"),
        UsageKind(component: "ServerlessInf", name: "serverless endpoints"),
        UsageKind(component: "Cluster", name: "clusters"),
        UsageKind(component: "RStudio", name: "rstudio"),
        UsageKind(component: "Canvas", name: "canvas"),
        UsageKind(component: "DataWrangler", name: "data wrangler"),
        UsageKind(component: "FeatureStore", name: "feature store"),
        UsageKind(component: "Geospatial", name: "geospatial"),
    ]

    static let other = "other"

    /// A region as three or more letters with a number, which is not decoded: SageMaker writes `USE1` and nothing for one
    /// and the same region. Then the component.
    static let componentPattern = "^(?:[A-Z]{2,4}[0-9]{0,2}-)?([A-Za-z]+):"

    /// The last instance type of a usage type: that of a Studio application comes after the kind of application.
    static let instancePattern = "(ml[.][a-z0-9-]+[.][a-z0-9]+)[^.]*$"

    /// Instances under these components may be covered by a SageMaker Savings Plan; asynchronous and serverless inference
    /// are not.
    /// - SeeAlso: <https://aws.amazon.com/savingsplans/ml-pricing/>
    static let coverable = ["Notebk", "Studio", "Train", "Processing", "Tsform", "Host", "DataWrangler"]
}
