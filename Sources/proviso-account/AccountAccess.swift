#if Account
    import Accounts
    import ArgumentParser
    import Audits
    import Documents
    import History

    /// The way to the services that an audit itself uses, with the credentials of whoever runs it.
    final class AccountAccess {
        let environment: AccountEnvironment
        private let options: any AccountNaming
        private var opened: HTTPClientTransport?

        init(options: any AccountNaming, environment: AccountEnvironment) {
            self.options = options
            self.environment = environment
        }

        func transport() throws(Diagnostic) -> BoundedTransport {
            if let opened { return BoundedTransport(opened) }
            let transport = try HTTPClientTransport(certificates: environment.variables["AWS_CA_BUNDLE"])
            opened = transport
            return BoundedTransport(transport)
        }

        func close() async {
            await opened?.close()
            opened = nil
        }

        func object(at place: ObjectPlace) throws(Diagnostic) -> StoredObject {
            let target = try options.target(environment)
            let transport = try transport()
            let (credentials, _, endpoints) = target.base(transport: transport)
            return StoredObject(
                place, region: target.regions.first ?? "us-east-1", endpoints: endpoints, credentials: credentials,
                transport: transport)
        }

        func client(of service: Service, in region: String) throws(Diagnostic) -> ServiceClient {
            let transport = try transport()
            let (credentials, _, endpoints) = try options.target(environment).base(transport: transport)
            return ServiceClient(
                service: service, region: region, endpoints: endpoints, credentials: credentials,
                transport: transport)
        }
    }

    /// Options that say which account and region are meant.
    protocol AccountNaming {
        func target(_ environment: AccountEnvironment) throws(Diagnostic) -> AccountTarget
    }

    extension AccountOptions: AccountNaming {}

    /// The way to a history in S3, for commands that ask no account for anything else.
    struct HistoryPlaceOptions: ParsableArguments, AccountNaming {
        @Option(
            name: .customLong("aws-profile"), help: "The profile of the AWS configuration whose credentials are used.")
        var profile: String?

        @Option(help: ArgumentHelp("The address of S3, in the place of that of AWS.", valueName: "url"))
        var endpointURL: String?

        func validate() throws {
            if let endpointURL, ServiceAddress(endpointURL) == nil {
                throw ValidationError("`\(endpointURL)` is no address: expected one such as https://host:port.")
            }
        }

        func target(_ environment: AccountEnvironment) throws(Diagnostic) -> AccountTarget {
            let configuration = try SharedConfiguration(environment: environment)
            var target = AccountTarget(environment: environment, configuration: configuration, profile: profile)
            target.endpointOverride = endpointURL.flatMap { ServiceAddress($0) }
            target.regions = try target.usualRegion()
            return target
        }
    }

    /// A history that is a file, an object of S3, or nowhere.
    struct HistoryAccess {
        /// A path or `s3://bucket/key`; nil for a history that is forgotten at the end.
        let place: String?
        let access: AccountAccess
        /// Whether one is made that is not there.
        var mayBegin = true

        func with<Value: Sendable>(
            _ body: (HistoryStore) throws(Diagnostic) -> Value
        ) async throws(Diagnostic) -> Value {
            guard let place else { return try body(try HistoryStore(path: ":memory:")) }
            guard let object = try Self.object(place) else { return try local(place, body) }
            let folder = access.environment.variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
            return try await SharedHistory(try access.object(at: object), folder: folder)
                .update { (path) throws(Diagnostic) in try local(path, body) }
        }

        /// Looks whether a place can hold a history, as far as nobody has to be asked for that.
        static func check(_ place: String?) throws(Diagnostic) {
            guard let place, try object(place) == nil else { return }
            try HistoryStore.check(path: place)
        }

        /// - Returns: nil for a file.
        private static func object(_ place: String) throws(Diagnostic) -> ObjectPlace? {
            guard place.hasPrefix("s3:") else { return nil }
            guard let object = ObjectPlace(place) else {
                throw Diagnostic(
                    file: place, message: "this is no object of S3", help: "expected `s3://bucket/path/history.sqlite`")
            }
            return object
        }

        private func local<Value>(
            _ path: String, _ body: (HistoryStore) throws(Diagnostic) -> Value
        ) throws(Diagnostic) -> Value {
            guard mayBegin || PathLookup.isFile(path) else {
                throw Diagnostic(
                    file: place ?? path, message: "there is no history", help: "`proviso audit --history` makes one")
            }
            let store = try HistoryStore(path: path)
            defer { store.close() }
            return try body(store)
        }
    }
#endif
