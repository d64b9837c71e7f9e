import Documents
import Foundation
import Testing

@testable import Accounts

@Suite("Metrics")
struct MetricTests {
    /// An account with endpoints, and what CloudWatch has of them.
    private struct MeasuredAccount: Sendable {
        /// 2026-01-15T00:00:00Z, which is the end of the hours that are looked at.
        static let now: Int64 = 1_768_435_200
        var endpoints = ["busy"]
        var created: Int64 = MeasuredAccount.now - 30 * 86_400
        var instanceType = "ml.g5.12xlarge"
        var hasModel = true
        var components: HTTPResponse = .json(#"{"InferenceComponents": []}"#)
        /// Values by metric and variant or component, one each hour, the last one first.
        var values: [String: [Double]] = [:]
        /// Instead of `Complete`, by the same.
        var statuses: [String: String] = [:]
        var cloudWatch: HTTPResponse?

        func respond(_ request: HTTPRequest) -> HTTPResponse {
            let fields = CredentialAnswer.root(of: request.text)
            let name = fields?["EndpointName"]?.text ?? fields?["EndpointConfigName"]?.text ?? ""
            switch request.operation {
            case "ListEndpoints":
                return .json(
                    list(
                        "Endpoints",
                        endpoints.map { #"{"EndpointName": "\#($0)", "EndpointArn": "\#(arn("endpoint", $0))"}"# }))
            case "ListEndpointConfigs":
                return .json(
                    list(
                        "EndpointConfigs",
                        endpoints.map {
                            #"{"EndpointConfigName": "\#($0)", "EndpointConfigArn": "\#(arn("endpoint-config", $0))"}"#
                        }))
            case "DescribeEndpoint":
                return .json(
                    #"{"EndpointName": "\#(name)", "EndpointArn": "\#(arn("endpoint", name))", "EndpointConfigName": "\#(name)", "EndpointStatus": "InService", "CreationTime": \#(created), "ProductionVariants": [{"VariantName": "a", "CurrentInstanceCount": 2}]}"#
                )
            case "DescribeEndpointConfig":
                let model = hasModel ? #", "ModelName": "m""# : ""
                return .json(
                    #"{"EndpointConfigName": "\#(name)", "EndpointConfigArn": "\#(arn("endpoint-config", name))", "CreationTime": \#(created), "ProductionVariants": [{"VariantName": "a", "InstanceType": "\#(instanceType)"\#(model)}]}"#
                )
            case "ListInferenceComponents": return components
            case "DescribeInferenceComponent":
                return .json(
                    #"{"InferenceComponentName": "c", "InferenceComponentArn": "arn:c", "EndpointName": "busy", "InferenceComponentStatus": "InService", "CreationTime": \#(created)}"#
                )
            case "ListTags": return .json(#"{"Tags": []}"#)
            case "GetMetricData": return cloudWatch ?? metricData(fields)
            default: return .json(#"{"__type": "UnknownOperationException"}"#, status: 404)
            }
        }

        private func list(_ name: String, _ elements: [String]) -> String {
            #"{"\#(name)": [\#(elements.joined(separator: ", "))]}"#
        }

        private func arn(_ kind: String, _ name: String) -> String {
            "arn:aws:sagemaker:eu-west-1:111122223333:\(kind)/\(name)"
        }

        private func metricData(_ fields: NodeView?) -> HTTPResponse {
            let results = fields?["MetricDataQueries"]?.children.map { query in
                let metric = query["MetricStat"]?["Metric"]
                let last = metric?["Dimensions"]?.children.map(\.self).last?["Value"]?.text ?? ""
                let key = "\(metric?["MetricName"]?.text ?? "")/\(last)"
                let values = values[key] ?? []
                let times = values.indices.map { String(Self.now - Int64($0 + 1) * 3600) }
                return
                    #"{"Id": "\#(query["Id"]?.text ?? "")", "StatusCode": "\#(statuses[key] ?? "Complete")", "Timestamps": [\#(times.joined(separator: ", "))], "Values": [\#(values.map { "\($0)" }.joined(separator: ", "))]}"#
            }
            return .json(list("MetricDataResults", results ?? []))
        }
    }

    private static let operations = ["ListEndpoints", "ListEndpointConfigs", "ListInferenceComponents"]

    private func collect(
        _ account: MeasuredAccount, days: Int? = 14
    ) async throws -> (metrics: [String: NodeView], manifest: Manifest, requests: [HTTPRequest]) {
        let trial = try TrialCollection(operations: Self.operations, metricDays: days, now: MeasuredAccount.now + 60)
        let transport = StubTransport { request in account.respond(request) }
        let (lines, manifest) = try #require(try await trial.run(transport))
        let roots = try lines.dropFirst().map { try #require(CredentialAnswer.root(of: $0)) }
        let measured = roots.compactMap { root in
            root["metrics"].map {
                (
                    "\(root["type"]?.text?.split(separator: ":").last ?? "")/\(root["id"]?.text?.split(separator: "/").last ?? "")",
                    $0
                )
            }
        }
        return (Dictionary(uniqueKeysWithValues: measured), manifest, transport.seen)
    }

    @Test("sums are told with the hours that they cover, and what nobody called was called no time")
    func sums() async throws {
        var account = MeasuredAccount()
        account.values["Invocations/a"] = [5, 0, 7]
        let invocations = try #require(try await collect(account).metrics["Endpoint/busy"]?["Invocations"])
        #expect(invocations["sum"]?.number == 12 && invocations["hours"]?.integer == 336)
        #expect(invocations["quietHours"]?.integer == 334 && invocations["p95"]?.number == 0)

        let idle = try #require(try await collect(MeasuredAccount()).metrics["Endpoint/busy"])
        #expect(idle["Invocations"]?["sum"]?.number == 0 && idle["instances"]?.integer == 2)
    }

    @Test("what is younger than the days that are looked at is told by its own hours")
    func young() async throws {
        var account = MeasuredAccount()
        account.created = MeasuredAccount.now - 3 * 3600 + 1
        account.values["Invocations/a"] = [1, 1, 100, 100]
        let invocations = try #require(try await collect(account).metrics["Endpoint/busy"]?["Invocations"])
        // Neither the hour in which it was made nor those before, which were of another of the same name.
        #expect(invocations["hours"]?.integer == 2 && invocations["sum"]?.number == 2)
        #expect(invocations["p95"] == nil)
    }

    @Test("peaks are shares of all vCPUs and GPUs, and what was not measured is not there")
    func peaks() async throws {
        var account = MeasuredAccount()
        account.values = ["CPUUtilization/a": [2400, 100], "GPUUtilization/a": [100], "MemoryUtilization/a": [30.5]]
        let metrics = try #require(try await collect(account).metrics["EndpointConfig/busy"])
        // 48 vCPUs and 4 GPUs.
        #expect(metrics["CPUUtilization"]?["max"]?.number == 2400 && metrics["CPUUtilization"]?["used"]?.number == 0.5)
        #expect(metrics["CPUUtilization"]?["days"]?.integer == 14)
        #expect(metrics["GPUUtilization"]?["used"]?.number == 0.25)
        #expect(metrics["MemoryUtilization"]?["max"]?.number == 30.5 && metrics["MemoryUtilization"]?["used"] == nil)
        #expect(metrics["GPUMemoryUtilization"] == nil)
    }

    @Test("instances without GPUs are asked for no metrics of GPUs")
    func withoutGPU() async throws {
        var account = MeasuredAccount()
        account.instanceType = "ml.m5.large"
        let bodies = try await collect(account).requests.filter { $0.operation == "GetMetricData" }.map(\.text)
        #expect(bodies.count == 1 && !bodies[0].contains("GPUUtilization") && bodies[0].contains("CPUUtilization"))
    }

    @Test("calls are full, and everything that was asked for arrives at its resource")
    func batches() async throws {
        var account = MeasuredAccount()
        account.endpoints = (0..<400).map { "e\($0)" }
        account.values["Invocations/a"] = [3]
        let (metrics, manifest, requests) = try await collect(account)
        let counts = requests.filter { $0.operation == "GetMetricData" }.map {
            CredentialAnswer.root(of: $0.text)?["MetricDataQueries"]?.children.map(\.self).count ?? 0
        }
        // Three sums of each endpoint, four peaks of each configuration.
        #expect(counts.reduce(0, +) == 2800 && counts.count(where: { $0 == 500 }) >= 4 && counts.max() == 500)
        #expect(manifest.isComplete && metrics.count == 800)
        #expect(account.endpoints.allSatisfy { metrics["Endpoint/\($0)"]?["Invocations"]?["sum"]?.number == 3 })
    }

    @Test("a metric that cannot be had is not known, and never zero", arguments: ["InternalError", "Forbidden"])
    func failing(_ status: String) async throws {
        var account = MeasuredAccount()
        account.statuses["Invocations/a"] = status
        let (metrics, manifest, _) = try await collect(account)
        #expect(metrics["Endpoint/busy"] == nil && metrics["EndpointConfig/busy"] != nil)
        let outcome = try #require(manifest.outcomes.first { $0.operation == "GetMetricData" })
        #expect(outcome.status == .partial && outcome.gaps.first?.resources == 1)
    }

    @Test("who may not ask for metrics is told the permission, and asks once")
    func denied() async throws {
        var account = MeasuredAccount()
        account.endpoints = (0..<900).map { "e\($0)" }
        account.cloudWatch = .json(#"{"__type": "AccessDeniedException"}"#, status: 400)
        let (metrics, manifest, requests) = try await collect(account)
        #expect(metrics.isEmpty && manifest.lackingPermissions == ["cloudwatch:GetMetricData"])
        let outcome = try #require(manifest.outcomes.first { $0.operation == "GetMetricData" })
        #expect(outcome.status == .refused && outcome.gaps.map(\.resources) == [1800])
        #expect(requests.count { $0.operation == "GetMetricData" } <= 4)
    }

    @Test("requests to components count for their endpoint, which is not judged without them")
    func components() async throws {
        var account = MeasuredAccount()
        account.hasModel = false
        account.components = .json(
            #"{"InferenceComponents": [{"InferenceComponentName": "c", "InferenceComponentArn": "arn:c"}]}"#)
        account.values = ["Invocations/c": [4], "GPUUtilizationNormalized/c": [55]]
        let metrics = try await collect(account).metrics
        #expect(metrics["Endpoint/busy"]?["Invocations"]?["sum"]?.number == 4)
        #expect(metrics["InferenceComponent/arn:c"]?["GPUUtilizationNormalized"]?["max"]?.number == 55)

        account.components = .json(#"{"__type": "AccessDeniedException"}"#, status: 400)
        #expect(try await collect(account).metrics["Endpoint/busy"] == nil)
        account.hasModel = true
        #expect(try await collect(account).metrics["Endpoint/busy"] != nil)
    }

    @Test("pages are put together; pages without end are ended and leave a gap")
    func pages() async throws {
        let page =
            #"{"MetricDataResults": [{"Id": "m0", "StatusCode": "PartialData", "Timestamps": [1768431600], "Values": [2]}], "NextToken": "x"}"#
        var account = MeasuredAccount()
        account.cloudWatch = .json(page)
        let (metrics, manifest, _) = try await collect(account)
        #expect(metrics.isEmpty && !manifest.isComplete)
        #expect(manifest.outcomes.contains { $0.gaps.contains { $0.reason.contains("do not end") } })

    }

    @Test(
        "of values that a page gives in part the next one has the rest; without one nobody knows it",
        arguments: [
            ("Complete", [1_768_431_600, 1_768_428_000]), ("PartialData", nil),
        ])
    func parts(last: String, hours: [Int64]?) async throws {
        let page =
            #"{"MetricDataResults": [{"Id": "m0", "StatusCode": "PartialData", "Timestamps": [1768431600], "Values": [2]}], "NextToken": "x"}"#
        let series = Metric.all(of: .variant).prefix(1).map { MeasuredResource.Series($0, []) }
        let transport = StubTransport { request in
            .json(
                request.text.contains("NextToken")
                    ? page.replacing(#", "NextToken": "x""#, with: "").replacing("1768431600", with: "1768428000")
                        .replacing("PartialData", with: last)
                    : page)
        }
        let environment = AccountEnvironment.stub()
        let client = ServiceClient(
            service: .metrics, region: "eu-west-1",
            endpoints: ServiceEndpoints(
                environment: environment, configuration: try SharedConfiguration(environment: environment),
                profile: "default"), credentials: nil, transport: transport, pause: { _ in })
        let request = MetricRequest(series: Array(series), window: MetricWindow(days: 1, before: MeasuredAccount.now))
        let answer = try #require(await request.answers(from: client).first)
        switch answer {
        case .success(let values): #expect(values.map(\.hour) == hours)
        case .failure(let failure): #expect(hours == nil && failure.reason.contains("a part of the values"))
        }
    }

    @Test("a run that is ended while it measures goes on, and gives the same")
    func resumed() async throws {
        var account = MeasuredAccount()
        account.endpoints = (0..<900).map { "e\($0)" }
        account.values["Invocations/a"] = [3]
        let fixed = account
        let trial = try TrialCollection(operations: Self.operations, metricDays: 3, now: MeasuredAccount.now)
        let whole = try #require(try await trial.run(into: "whole.jsonl", StubTransport { fixed.respond($0) }))
        let count = Counter()
        let cut = StubTransport { (request) throws(TransportFailure) in
            if request.operation == "GetMetricData", count.next() > 6 { throw .cancelled }
            return fixed.respond(request)
        }
        #expect(try await trial.run(cut) == nil)
        let rest = StubTransport { fixed.respond($0) }
        let second = try #require(try await trial.run(rest))
        #expect(second.lines == whole.lines)
        #expect(rest.seen.allSatisfy { $0.operation == "GetMetricData" } && rest.seen.count < 12)
    }
}
