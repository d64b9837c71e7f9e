import Accounts
import Dispatch
import Documents
import FuzzDriver

/// What a service of AWS, a container's agent, a program for credentials or a file of settings says to whoever collects an
/// account.
@main
struct FuzzAnswers {
    static func main() { FuzzDriver.run { AnswersSubject($0).run() } }
}

/// The first byte is the status of the answer, the rest its body.
private struct AnswersSubject: Sendable {
    private static let statuses = [200, 200, 200, 400, 403, 404, 429, 500, 503]
    /// One service for each notation.
    private static let services: [Service] = [.sageMaker, .identity, .storage]
    /// Profiles that ask for credentials elsewhere.
    private static let settings = [
        "[default]\ncredential_process = keys\n",
        "[default]\nsso_start_url = https://a\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n",
    ]

    private let response: HTTPResponse
    private var text: String { String(decoding: response.body, as: UTF8.self) }

    init(_ input: UnsafeRawBufferPointer) {
        let status = input.first.map { Self.statuses[Int($0) % Self.statuses.count] } ?? 200
        response = HTTPResponse(status: status, body: Array(input.dropFirst()))
    }

    func run() {
        let isDone = DispatchSemaphore(value: 0)
        Task.detached {
            for service in Self.services { await call(service) }
            for settings in Self.settings { await askForCredentials(in: surroundings(settings)) }
            await askForCredentials(in: surroundings(text))
            await askForCredentials(
                in: surroundings("", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/keys"]))
            isDone.signal()
        }
        isDone.wait()
    }

    private func call(_ service: Service) async {
        let environment = AccountEnvironment(variables: [:], readFile: { _ throws(Diagnostic) in "" })
        guard let configuration = try? SharedConfiguration(environment: environment) else {
            return FuzzDriver.expect(false, "no settings are refused")
        }
        let endpoints = ServiceEndpoints(environment: environment, configuration: configuration, profile: "default")
        do throws(ServiceFailure) {
            let client = ServiceClient(
                service: service, region: "eu-west-1", endpoints: endpoints, credentials: nil,
                transport: SameAnswer(response: response), pause: { _ in })
            let answer = try await client.call(ServiceCall(operation: "List"))
            FuzzDriver.expect(answer.root.range, inside: answer.root.document.source)
        } catch {
            FuzzDriver.expect(!error.reason.isEmpty, "a failure without words")
        }
    }

    private func askForCredentials(in environment: AccountEnvironment) async {
        do throws(Diagnostic) {
            let configuration = try SharedConfiguration(environment: environment)
            let chain = CredentialChain(
                environment: environment, configuration: configuration, profile: nil, region: "eu-west-1",
                transport: SameAnswer(response: response),
                endpoints: ServiceEndpoints(
                    environment: environment, configuration: configuration, profile: "default"))
            FuzzDriver.expect(!(try await chain.credentials()).accessKeyID.isEmpty, "credentials without a key")
        } catch {
            FuzzDriver.expectShowable(error)
        }
    }

    /// A machine whose configuration is the given one; whatever else is read or run gives the answer.
    private func surroundings(_ settings: String, _ variables: [String: String] = [:]) -> AccountEnvironment {
        let answer = text
        var environment = AccountEnvironment(
            variables: variables.merging(["HOME": "/home", "AWS_EC2_METADATA_DISABLED": "true"]) { own, _ in own },
            readFile: { path throws(Diagnostic) in path.hasSuffix("/config") ? settings : answer },
            listFolder: { [$0 + "/answer.json"] }, runCommand: { _ throws(Diagnostic) in answer },
            now: { 1_000_000_000 })
        environment.pause = { _ in }
        return environment
    }
}

private struct SameAnswer: HTTPTransport {
    let response: HTTPResponse

    func send(_ request: HTTPRequest, within limits: TransportLimits) async throws(TransportFailure) -> HTTPResponse {
        response
    }
}
