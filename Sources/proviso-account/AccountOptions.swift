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

        @Flag(help: "Go through all accounts of the organisation, each with the role that --role-name names.")
        var organization = false

        @Option(help: ArgumentHelp("The name of that role; `proviso-audit` unless given.", valueName: "name"))
        var roleName: String?

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

        @Option(
            help: ArgumentHelp(
                "How far the metrics of CloudWatch reach back, from 1 to 450; each metric that is asked for costs money.",
                valueName: "days"))
        var metricDays = 14

        @Option(help: ArgumentHelp("How long one answer of a service may take.", valueName: "seconds"))
        var timeout = TransportLimits().wholeSeconds

        @Flag(help: "End with 0 also when something was not seen; the snapshot says what.")
        var allowPartial = false

        /// Metrics are asked for by what the calls saw, so that they are none of the calls themselves.
        private static let metrics = Service.metrics.name
        static let services = (calls.map(\.service.name) + [metrics]).reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        private static let calls = CollectionCall.all

        func validate() throws {
            guard (1...32).contains(concurrency) else {
                throw ValidationError("--concurrency takes a number from 1 to 32.")
            }
            guard (1...86_400).contains(timeout) else {
                throw ValidationError("--timeout takes a number of seconds from 1 to 86400.")
            }
            guard !organization || roles.isEmpty else {
                throw ValidationError("Give either --organization or --role: one names all accounts, the other some.")
            }
            guard organization || roleName == nil else {
                throw ValidationError(
                    "--role-name names the role in the accounts of an organisation: give --organization.")
            }
            // - SeeAlso: IAM API Reference, CreateRole
            let isName = roleName?.utf8.allSatisfy { byte in
                byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "+=,.@_-/".utf8.contains(byte)
            }
            guard isName ?? true, roleName?.isEmpty != true else {
                throw ValidationError("`\(roleName ?? "")` is no name of a role: give what follows `role/` in its ARN.")
            }
            guard (1...450).contains(metricDays) else {
                throw ValidationError(
                    "--metric-days takes a number from 1 to 450: CloudWatch keeps hours for 455 days.")
            }
            guard services != [Self.metrics] else {
                throw ValidationError("Metrics are those of what is collected: give --service sagemaker as well.")
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

        var organizationRole: String? { organization ? roleName ?? "proviso-audit" : nil }

        /// How many days of metrics are meant; nil for none.
        var measuredDays: Int? {
            services.isEmpty || services.contains(Self.metrics) && services.contains(Service.sageMaker.name)
                ? metricDays : nil
        }

        /// What the options mean in the surroundings of this process.
        func target(_ environment: AccountEnvironment) throws(Diagnostic) -> AccountTarget {
            let configuration = try SharedConfiguration(environment: environment)
            var target = AccountTarget(
                environment: environment, configuration: configuration, profile: profile, roles: roles,
                externalID: externalID)
            target.organizationRole = organizationRole
            target.endpointOverride = endpointURL.flatMap { ServiceAddress($0) }
            target.regions = regionNames.isEmpty ? try target.usualRegion() : Array(Set(regionNames)).sorted()
            return target
        }
    }
#endif
