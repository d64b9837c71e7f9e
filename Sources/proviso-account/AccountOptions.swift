#if Account
    import Accounts
    import ArgumentParser
    import Documents

    /// Which accounts and regions are meant, and how they are reached.
    struct AccountOptions: ParsableArguments {
        @Option(
            name: .customLong("region"),
            help:
                "A region, or several with commas. May be repeated. By default that of the environment or the profile.")
        var regionLists: [String] = []

        @Option(
            name: .customLong("aws-profile"), help: "The profile of the AWS configuration whose credentials are used.")
        var profile: String?

        @Option(
            name: .customLong("role"),
            help: ArgumentHelp(
                "A role to assume, one for each account that is meant. May be repeated.", valueName: "arn"))
        var roles: [String] = []

        @Option(help: ArgumentHelp("The external id that the roles ask for.", valueName: "id"))
        var externalID: String?

        @Option(help: ArgumentHelp("The address of all services, in the place of those of AWS.", valueName: "url"))
        var endpointURL: String?

        @Option(
            name: .customLong("service"),
            help:
                "Only this service: \(Self.services.joined(separator: ", ")). May be repeated. By default all but organizations."
        )
        var services: [String] = []

        @Option(help: "Requests at a time, for each service in each region.")
        var concurrency = 4

        @Flag(help: "End with 0 also when something was not seen; the snapshot says what.")
        var allowPartial = false

        static let services = calls.reduce(into: [String]()) { names, call in
            if !names.contains(call.service.name) { names.append(call.service.name) }
        }
        private static let calls = CollectionCall.all

        func validate() throws {
            guard (1...32).contains(concurrency) else {
                throw ValidationError("--concurrency takes a number from 1 to 32.")
            }
            for service in services where !Self.services.contains(service) {
                let near = Suggestion.nearest(to: service, among: Self.services).first.map { "; did you mean `\($0)`?" }
                throw ValidationError("No service is called `\(service)`\(near ?? "")")
            }
            for region in regionNames where !ServiceEndpoints.isRegion(region) {
                throw ValidationError("`\(region)` is no region: expected one such as eu-central-1.")
            }
            if let endpointURL, ServiceAddress(endpointURL) == nil {
                throw ValidationError("`\(endpointURL)` is no address: expected one such as https://host:port.")
            }
        }

        private var regionNames: [String] { regionLists.flatMap { $0.split(separator: ",").map(String.init) } }

        /// The calls of the services that are meant. Policies of the organisation can be read in two accounts of it only.
        var calls: [CollectionCall] {
            Self.calls.filter { services.isEmpty ? $0.service != .organizations : services.contains($0.service.name) }
        }

        /// What the options mean in the surroundings of this process.
        func target(_ environment: AccountEnvironment) throws(Diagnostic) -> AccountTarget {
            let configuration = try SharedConfiguration(environment: environment)
            var target = AccountTarget(
                environment: environment, configuration: configuration, profile: profile, roles: roles,
                externalID: externalID)
            target.endpointOverride = endpointURL.flatMap { ServiceAddress($0) }
            target.regions = regionNames.isEmpty ? try target.usualRegion() : Array(Set(regionNames)).sorted()
            return target
        }
    }
#endif
