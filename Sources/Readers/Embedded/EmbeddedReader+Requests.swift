import Documents
import Resources

/// Requests that resources hold without a definition around them.
extension EmbeddedReader {
    // MARK: Schedules

    /// Reads the target of a schedule that calls an operation of SageMaker.
    mutating func readSchedule(_ schedule: Resource) {
        guard let target = schedule.properties?["Target"], let arn = target["Arn"],
            let text = EmbeddedResolver([], outer: schedule.resolver).knownParts(of: arn)
        else { return }
        var operations = CreateOperations(service: "scheduler")
        switch operations.outcome(ofARN: text) {
        case .other: return
        case .unknown(let operation): addUnknown(operation, at: arn.range)
        case .creates(let type):
            var job = EmbeddedJob(
                type: type, name: Self.shortName(of: type), anchor: arn.keyRange ?? arn.range, request: nil,
                unknown: .unknown(reason: "the schedule gives no input", mayBeAbsent: true))
            guard let input = target["Input"] else { return add([job], of: EmbeddedDefinition(root: arn), schedule) }
            guard let request = definition(in: input, of: schedule, .none, dialect: .schedule) else { return }
            job = EmbeddedJob(type: type, name: job.name, anchor: job.anchor, request: request.root)
            add([job], of: request, schedule)
        }
    }

    // MARK: What validates models and algorithms

    /// The members of a validation profile that describe jobs, with what they describe.
    private static let profileJobs = [
        ("TransformJobDefinition", "AWS::SageMaker::TransformJob"),
        ("TrainingJobDefinition", "AWS::SageMaker::TrainingJob"),
    ]

    /// Reads the jobs that validate a model package or an algorithm. They are given no tags.
    mutating func readValidation(_ resource: Resource) {
        guard let profiles = resource.properties?["ValidationSpecification"]?["ValidationProfiles"],
            profiles.kind == .list
        else { return }
        for profile in profiles.children where profile.kind == .map {
            for (member, type) in Self.profileJobs {
                guard let description = profile[member], description.kind == .map,
                    !description.node.flags.contains(.deferred),
                    let definition = DefinitionWriter.write(description, dialect: .literal)
                else { continue }
                let profileName = profile["ProfileName"]
                let name = profileName?.string ?? "validation"
                let job = EmbeddedJob(
                    type: type, name: "\(name)/\(Self.shortName(of: type))",
                    isNameSecret: profileName?.node.flags.contains(.secret) ?? false,
                    anchor: description.keyRange ?? description.opening, request: definition.root, isTaggable: false)
                add([job], of: definition, resource)
            }
        }
    }

    private mutating func add(_ jobs: [EmbeddedJob], of definition: EmbeddedDefinition, _ resource: Resource) {
        add(
            jobs, of: definition,
            JobWriter(JobWriter.Holder(resource), values: definition.values, outer: resource.resolver))
    }

    static func shortName(of type: String) -> String {
        type.split(separator: ":").last.map(String.init) ?? type
    }
}
