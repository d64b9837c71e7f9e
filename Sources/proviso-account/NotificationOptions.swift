#if Account
    import Accounts
    import ArgumentParser
    import Audits
    import Documents

    /// Who hears of an audit.
    struct NotificationOptions: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "An address that takes the digest as JSON, such as that of a chat program. PROVISO_WEBHOOK does the same, and is in no list of processes.",
                valueName: "url"))
        var webhook: String?

        @Option(
            name: .customLong("sns"), help: ArgumentHelp("A topic of SNS that takes the digest.", valueName: "arn"))
        var topic: String?

        @Flag(help: "Send the digest also when nothing came or went.")
        var notifyAlways = false

        func validate() throws {
            // The address may be a secret, so that it is not repeated.
            if let webhook, WebhookAddress(webhook) == nil {
                throw ValidationError("--webhook takes an address with https.")
            }
            if let topic, TopicName(topic) == nil {
                throw ValidationError("`\(topic)` is no topic: expected arn:aws:sns:region:account:name.")
            }
        }

        /// Looks whether whoever is to hear of an audit can be reached at all.
        func check(_ environment: AccountEnvironment) throws(Diagnostic) { _ = try address(environment) }

        private func address(_ environment: AccountEnvironment) throws(Diagnostic) -> WebhookAddress? {
            guard let text = webhook ?? environment.variables["PROVISO_WEBHOOK"].flatMap({ $0.isEmpty ? nil : $0 })
            else { return nil }
            guard let address = WebhookAddress(text) else {
                throw Diagnostic(
                    file: "PROVISO_WEBHOOK", message: "this is no address of a webhook", help: "expected one with https"
                )
            }
            return address
        }

        /// - Returns: whether everything that was to be sent arrived. What did not is said.
        func send(
            _ digest: AuditDigest, access: AccountAccess, console: AccountConsole
        ) async throws(Diagnostic) -> Bool {
            let webhook = try address(access.environment)
            guard webhook != nil || topic != nil, digest.saysSomething || notifyAlways else { return true }
            let delivery = DigestDelivery(transport: try access.transport())
            var isDelivered = true
            do throws(Diagnostic) {
                if let webhook { try await delivery.send(digest, to: webhook) }
            } catch {
                console.report(error)
                isDelivered = false
            }
            do throws(Diagnostic) {
                if let topic = topic.flatMap({ TopicName($0) }) {
                    let client = try access.client(of: .notifications, in: topic.region)
                    try await delivery.send(digest, to: topic, with: client)
                }
            } catch {
                console.report(error)
                isDelivered = false
            }
            return isDelivered
        }
    }
#endif
