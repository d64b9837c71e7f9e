import Documents
import Resources

/// The metrics of endpoints, of their configurations and of the inference components on them.
struct EndpointMetrics {
    private struct Variant {
        var name: String
        /// Nil for a serverless one.
        var instanceType: InstanceType?
        var isServerless: Bool
        /// Whether it serves a model of its own: otherwise inference components do.
        var hasModel: Bool
    }

    private struct Configuration {
        var key: String
        var created: Int64
        var variants: [Variant]
    }

    private struct Endpoint {
        var key: String
        var name: String
        var configuration: String
        var created: Int64
        var isServing: Bool
        var isAsync: Bool
        var variants: [String]
        var instances: Int?
    }

    private struct Component {
        var key: String
        var name: String
        var endpoint: String
        var created: Int64
        var isServing: Bool
    }

    private let window: MetricWindow
    private let endpoints: [Endpoint]
    private let configurations: [String: Configuration]
    private let components: [Component]
    private let seesAllEndpoints: Bool
    private let seesAllComponents: Bool

    init(
        window: MetricWindow, endpoints: MetricPlan.Lines, configurations: MetricPlan.Lines,
        components: MetricPlan.Lines
    ) {
        self.window = window
        self.endpoints = endpoints.lines.compactMap(Self.endpoint)
        let known = configurations.lines.compactMap { line in
            line.answer["EndpointConfigName"]?.scalar.map { ($0, Self.configuration(line)) }
        }
        self.configurations = Dictionary(known) { first, _ in first }
        self.components = components.lines.compactMap(Self.component)
        seesAllEndpoints = endpoints.isWhole && self.endpoints.count == endpoints.lines.count
        seesAllComponents = components.isWhole && self.components.count == components.lines.count
    }

    var resources: [MeasuredResource] {
        let byConfiguration = Dictionary(grouping: endpoints, by: \.configuration)
        let byEndpoint = Dictionary(grouping: components, by: \.endpoint)
        return endpoints.compactMap { measured($0, byEndpoint[$0.name] ?? []) }
            + configurations.sorted { $0.key < $1.key }.compactMap { measured($1, byConfiguration[$0] ?? []) }
            + components.map(measured)
    }

    // MARK: Endpoints

    private func measured(_ endpoint: Endpoint, _ components: [Component]) -> MeasuredResource? {
        var resource = MeasuredResource(key: endpoint.key, start: window.firstHour(after: endpoint.created))
        guard endpoint.isServing else { return resource }
        let variants = configurations[endpoint.configuration]?.variants
        // Requests for components are counted with the components.
        guard seesAllComponents || variants?.allSatisfy(\.hasModel) ?? false else { return nil }
        let own = [("EndpointName", endpoint.name)]
        for variant in endpoint.variants {
            let dimensions = own + [("VariantName", variant)]
            resource.series += Metric.all(of: .variant).map { .init($0, dimensions) }
            if variants?.contains(where: { $0.name == variant && $0.isServerless }) ?? false {
                resource.series += Metric.all(of: .serverlessVariant).map { .init($0, dimensions) }
            }
            if endpoint.isAsync { resource.series += Metric.all(of: .asyncVariant).map { .init($0, dimensions) } }
        }
        for component in components {
            resource.series += Metric.all(of: .component).map {
                .init($0, [("InferenceComponentName", component.name)])
            }
        }
        if endpoint.isAsync { resource.series += Metric.all(of: .asyncEndpoint).map { .init($0, own) } }
        if let instances = endpoint.instances { resource.facts = [("instances", String(instances))] }
        return resource
    }

    /// A configuration is measured by the endpoints that use it.
    private func measured(_ configuration: Configuration, _ endpoints: [Endpoint]) -> MeasuredResource? {
        guard seesAllEndpoints else { return nil }
        let serving = endpoints.filter(\.isServing)
        let began = ([configuration.created] + (serving.map(\.created).min().map { [$0] } ?? [])).max() ?? 0
        var resource = MeasuredResource(key: configuration.key, start: window.firstHour(after: began))
        for endpoint in serving {
            for variant in configuration.variants {
                let dimensions = [("EndpointName", endpoint.name), ("VariantName", variant.name)]
                for metric in Metric.all(of: .variantHosts) {
                    guard let capacity = metric.capacity(on: variant.instanceType) else { continue }
                    resource.series.append(.init(metric, dimensions, capacity: capacity))
                }
            }
        }
        return resource
    }

    private func measured(_ component: Component) -> MeasuredResource {
        var resource = MeasuredResource(key: component.key, start: window.firstHour(after: component.created))
        guard component.isServing else { return resource }
        let dimensions = [("InferenceComponentName", component.name)]
        resource.series = (Metric.all(of: .component) + Metric.all(of: .componentCopies)).map { .init($0, dimensions) }
        return resource
    }

    // MARK: Reading

    /// In any of these states it may serve, and bills.
    private static let serving: Set<String> = [
        "InService", "Updating", "SystemUpdating", "RollingBack", "UpdateRollbackFailed",
    ]

    private static func endpoint(_ line: MetricPlan.Line) -> Endpoint? {
        let answer = line.answer
        guard let name = answer["EndpointName"]?.scalar, let configuration = answer["EndpointConfigName"]?.scalar,
            let created = line.time("CreationTime")
        else { return nil }
        let variants = ["ProductionVariants", "ShadowProductionVariants"].flatMap { list in
            answer[list]?.children.map(\.self) ?? []
        }
        let counts = variants.compactMap { $0["CurrentInstanceCount"]?.integer.flatMap { Int(exactly: $0) } }
        return Endpoint(
            key: line.key, name: name, configuration: configuration, created: created,
            isServing: serving.contains(answer["EndpointStatus"]?.scalar ?? ""),
            isAsync: answer["AsyncInferenceConfig"]?.kind == .map,
            variants: variants.compactMap { $0["VariantName"]?.scalar },
            instances: counts.isEmpty ? nil : counts.reduce(0) { $0.addingReportingOverflow($1).partialValue })
    }

    private static func configuration(_ line: MetricPlan.Line) -> Configuration {
        let variants = ["ProductionVariants", "ShadowProductionVariants"].flatMap { list in
            line.answer[list]?.children.map(\.self) ?? []
        }
        return Configuration(
            key: line.key, created: line.time("CreationTime") ?? 0,
            variants: variants.compactMap { variant in
                variant["VariantName"]?.scalar.map {
                    Variant(
                        name: $0, instanceType: variant["InstanceType"]?.scalar.map { InstanceType($0) },
                        isServerless: variant["ServerlessConfig"]?.kind == .map,
                        hasModel: variant["ModelName"]?.scalar.map { !$0.isEmpty } ?? false)
                }
            })
    }

    private static func component(_ line: MetricPlan.Line) -> Component? {
        let answer = line.answer
        guard let name = answer["InferenceComponentName"]?.scalar, let endpoint = answer["EndpointName"]?.scalar,
            let created = line.time("CreationTime")
        else { return nil }
        return Component(
            key: line.key, name: name, endpoint: endpoint, created: created,
            isServing: ["InService", "Updating"].contains(answer["InferenceComponentStatus"]?.scalar ?? ""))
    }
}

extension Metric {
    /// What counts 100 % each on an instance type: 0 if that is not known or does not matter; nil for a metric that the
    /// type does not have.
    func capacity(on type: InstanceType?) -> Int? {
        switch unit {
        case nil: 0
        case .vCPU: type?.vCPUs ?? 0
        case .gpu:
            // A type without instances has no GPUs, one that is not known may have some.
            type.map { $0.accelerators ?? 0 > 0 && $0.instanceClass.isGPU ? $0.accelerators : $0.isKnown ? nil : 0 }
                ?? nil
        }
    }
}
