import Documents
import Resources

/// What answers look like that `proviso collect` puts together of several.
enum SnapshotShapes {
    /// - SeeAlso: S3 API Reference, `LifecycleRule`; CloudFormation, `AWS::S3::Bucket Rule`.
    private static let bucket = RecordShape(
        type: "AWS::S3::Bucket", arnField: "BucketArn", nameField: "Name",
        renames: [
            ("Name", "BucketName"), ("LifecycleConfiguration.Rules.ID", "LifecycleConfiguration.Rules.Id"),
            ("LifecycleConfiguration.Rules.Filter.Prefix", "LifecycleConfiguration.Rules.Prefix"),
            ("LifecycleConfiguration.Rules.Expiration.Days", "LifecycleConfiguration.Rules.ExpirationInDays"),
        ])

    /// The shape of the answer for a resource of a type; nil where its members are those of CloudFormation.
    static func shape(of type: String, _ answer: NodeView) -> RecordShape? {
        if type == bucket.type { return bucket }
        let shape = RecordShapes.shared.byType[type]
        return shape?.rootProperty.flatMap { answer[$0] } == nil ? shape : nil
    }
}
