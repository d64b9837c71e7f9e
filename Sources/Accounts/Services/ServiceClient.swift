import Documents

/// Calls the operations of one service in one region: signs, sends, tries again, and reads the answer.
public struct ServiceClient: Sendable {
    let service: Service
    let region: String
    private let endpoints: ServiceEndpoints
    /// Nil for calls that are not signed.
    private let credentials: (any CredentialProvider)?
    private let transport: any HTTPTransport
    private let lane: RequestLane
    private let budget: RetryBudget
    private let pause: @Sendable (Double) async -> Void
    var limits = TransportLimits()

    public init(
        service: Service, region: String, endpoints: ServiceEndpoints, credentials: (any CredentialProvider)?,
        transport: any HTTPTransport, lane: RequestLane = RequestLane(limit: 4), budget: RetryBudget = RetryBudget(),
        pause: @escaping @Sendable (Double) async -> Void = ServiceClient.sleep
    ) {
        self.service = service
        self.region = region
        self.endpoints = endpoints
        self.credentials = credentials
        self.transport = transport
        self.lane = lane
        self.budget = budget
        self.pause = pause
    }

    /// - Throws: why the last attempt gave no answer.
    public func call(_ call: ServiceCall) async throws(ServiceFailure) -> ServiceAnswer {
        var attempt = 1
        while true {
            do throws(ServiceFailure) {
                let answer = try await once(call)
                budget.giveBack()
                return answer
            } catch {
                guard attempt < error.attempts, !Task.isCancelled, budget.take(for: error) else { throw error }
                if error.kind != .expired { await pause(error.delay ?? Self.delay(attempt)) }
                attempt += 1
            }
        }
    }

    /// Full jitter: anything from nothing to a limit that doubles.
    /// - SeeAlso: AWS Architecture Blog, "Exponential Backoff And Jitter"
    private static func delay(_ attempt: Int) -> Double {
        Double.random(in: 0...min(20, 0.2 * Double(1 << min(attempt, 10))))
    }

    @Sendable public static func sleep(_ seconds: Double) async {
        // Ends early when the run is cancelled.
        try? await Task.sleep(nanoseconds: UInt64(min(max(seconds, 0), 3600) * 1e9))
    }

    private func once(_ call: ServiceCall) async throws(ServiceFailure) -> ServiceAnswer {
        await lane.enter()
        let result: Result<ServiceAnswer, ServiceFailure>
        do throws(ServiceFailure) {
            result = .success(try await exchange(call))
        } catch {
            result = .failure(error)
        }
        await lane.leave()
        return try result.get()
    }

    private func exchange(_ call: ServiceCall) async throws(ServiceFailure) -> ServiceAnswer {
        guard !Task.isCancelled else { throw ServiceFailure(TransportFailure.cancelled) }
        budget.count()
        var request: HTTPRequest
        var used: Credentials?
        do throws(Diagnostic) {
            request = call.request(to: try endpoints.address(of: service, in: region), of: service)
            if let credentials {
                let current = try await credentials.current()
                used = current
                request = signer(current).sign(request, at: AWSTime.now)
            }
        } catch {
            throw ServiceFailure(.refused, error.message)
        }
        let response: HTTPResponse
        do throws(TransportFailure) {
            response = try await transport.send(request, within: limits)
        } catch {
            throw ServiceFailure(error)
        }
        guard (200..<300).contains(response.status) else {
            let failure = ServiceFailure(response, service: service)
            if failure.kind == .expired, let used { await credentials?.discard(used) }
            throw failure
        }
        return try answer(in: response)
    }

    private func signer(_ credentials: Credentials) -> SignatureV4 {
        var signer = SignatureV4(
            credentials: credentials, region: service.onlyRegion ?? region, service: service.signingName)
        if case .restXML = service.notation {
            signer.normalizesPath = false
            signer.sendsBodyHash = true
        }
        return signer
    }

    private func answer(in response: HTTPResponse) throws(ServiceFailure) -> ServiceAnswer {
        do throws(Diagnostic) {
            switch service.notation {
            case .json, .restJSON:
                let source = SourceText(name: "answer", copying: response.body)
                let document = try JSONParser.parse(source, symbols: SymbolTable())
                guard let id = document.roots.first, document[id].kind == .map else {
                    throw Diagnostic(file: "answer", message: "the answer is no object")
                }
                return ServiceAnswer(root: NodeView(document: document, id: id))
            case .query, .restXML:
                let root = try XMLReader.document(response.body, lists: service.lists)
                // `<XResponse><XResult>...</XResult><ResponseMetadata/></XResponse>`
                let inner = root.children.first { $0.key.hasSuffix("Result") && $0.kind == .map }
                guard root.kind == .map || root.kind == .list else {
                    throw Diagnostic(file: "answer", message: "the answer is empty")
                }
                return ServiceAnswer(root: inner ?? root)
            }
        } catch {
            throw ServiceFailure(.malformed, "the answer cannot be read: \(error.message)")
        }
    }
}

extension Service {
    /// What the answers in XML leave open.
    /// - SeeAlso: the shapes of botocore's service models
    var lists: XMLLists {
        switch notation {
        case .json, .restJSON: .none
        case .query:
            XMLLists(
                items: ["member"], repeated: [:],
                names: [
                    "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies", "UserPolicyList",
                    "GroupPolicyList",
                    "RolePolicyList", "GroupList", "AttachedManagedPolicies", "Tags", "InstanceProfileList", "Roles",
                    "PolicyVersionList",
                ],
                booleans: ["IsTruncated", "IsDefaultVersion", "IsAttachable"],
                integers: ["AttachmentCount", "PermissionsBoundaryUsageCount"])
        case .restXML:
            XMLLists(
                items: ["Bucket"],
                repeated: [
                    "Rule": "Rules", "Transition": "Transitions",
                    "NoncurrentVersionTransition": "NoncurrentVersionTransitions",
                    "Tag": "Tags",
                ],
                names: ["Buckets", "TagSet"], booleans: ["ExpiredObjectDeleteMarker"],
                integers: ["Days", "DaysAfterInitiation", "NoncurrentDays", "NewerNoncurrentVersions"])
        }
    }
}
