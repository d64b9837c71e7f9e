import Resources

/// What instances cost by a list of prices, with an eye on what else the input holds: an endpoint configuration is paid for
/// by its endpoints.
struct PricedInput {
    private let prices: PriceList
    private let graph: ResourceGraph
    private static let endpoints = Glob("AWS::SageMaker::Endpoint")

    init(_ prices: PriceList, _ graph: ResourceGraph) {
        self.prices = prices
        self.graph = graph
    }

    /// Nil where the price is not known, nothing runs, or the bill says what it costs.
    func monthlyCost(of resource: Resource) -> (cost: Double, currency: String, date: String)? {
        let uses = resource.type == "AWS::SageMaker::EndpointConfig" ? unbilledEndpoints(of: resource) : 1
        guard uses > 0, var found = prices.monthlyCost(of: resource) else { return nil }
        found.cost *= Double(uses)
        return found
    }

    /// How many endpoints run the instances of a configuration that no bill has. One in code is there to be used; accounts
    /// are full of those that no endpoint uses any more.
    private func unbilledEndpoints(of config: Resource) -> Int {
        let places = graph.resources(id: config.id, scope: config.scope).filter {
            graph.resources[$0].type == config.type
        }
        let found = Set(places.flatMap { graph.referencedBy($0, Self.endpoints).found })
        if found.isEmpty { return config.isLive ? 0 : 1 }
        return found.count { graph.resources[$0].usage?["monthCost"]?.number == nil }
    }
}
