import Documents
import Synchronization
import Testing

@testable import Accounts

@Suite("Credentials")
struct CredentialTests {
    private static let expiry = "2030-01-01T00:00:00Z"

    private static let roleAnswer = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
        <SessionToken>role-token</SessionToken><Expiration>\(expiry)</Expiration></Credentials></AssumeRoleResult>
        </AssumeRoleResponse>
        """

    private func find(
        _ environment: AccountEnvironment, profile: String? = nil,
        _ respond: @escaping @Sendable (HTTPRequest) throws(TransportFailure) -> HTTPResponse = {
            _ throws(TransportFailure) in throw TransportFailure.timedOut
        }
    ) async throws -> (id: String, seen: [HTTPRequest]) {
        let transport = StubTransport(respond)
        let configuration = try SharedConfiguration(environment: environment)
        let endpoints = ServiceEndpoints(
            environment: environment, configuration: configuration,
            profile: profile ?? environment["AWS_PROFILE"] ?? "default")
        let chain = CredentialChain(
            environment: environment, configuration: configuration, profile: profile, region: "eu-west-1",
            transport: transport, endpoints: endpoints)
        return (try await chain.credentials().accessKeyID, transport.seen)
    }

    private static let keys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"]
    private static let files = [
        "/home/ana/.aws/credentials": """
        [default]
        aws_access_key_id = AKIADEFAULT
        aws_secret_access_key = s
        [base]
        aws_access_key_id=AKIABASE # of the team
        aws_secret_access_key=s
        """,
        "/home/ana/.aws/config": """
        [default]
        region = eu-central-1
        [profile base]
        s3 =
          addressing_style = path
        [profile middle]
        role_arn = arn:aws:iam::111122223333:role/middle
        source_profile = base
        external_id = x1
        [profile "end"]
        role_arn = arn:aws:iam::444455556666:role/end
        source_profile = middle
        [profile loop]
        role_arn = arn:aws:iam::444455556666:role/loop
        source_profile = loop2
        [profile loop2]
        role_arn = arn:aws:iam::444455556666:role/loop
        source_profile = loop
        [profile program]
        credential_process = /usr/bin/keys
        [profile device]
        role_arn = arn:aws:iam::444455556666:role/end
        source_profile = base
        mfa_serial = arn:aws:iam::1:mfa/ana
        [profile sso]
        sso_session = corp
        sso_account_id = 111122223333
        sso_role_name = Audit
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start/
        sso_region = eu-west-1
        """,
        "/home/ana/.aws/sso/cache/a.json":
            #"{"startUrl": "https://other", "accessToken": "no", "expiresAt": "2030-01-01T00:00:00Z"}"#,
        "/home/ana/.aws/sso/cache/b.json":
            #"{"startUrl": "https://corp.awsapps.com/start", "accessToken": "sso-token", "expiresAt": "2030-01-01T00:00:00Z"}"#,
    ]

    @Test("keys of the environment go before those of files, but not before a profile that was asked for")
    func environment() async throws {
        let environment = AccountEnvironment.stub(Self.keys, files: Self.files)
        #expect(try await find(environment).id == "AKIAENV")
        #expect(try await find(environment, profile: "base").id == "AKIABASE")
        #expect(try await find(.stub(files: Self.files)).id == "AKIADEFAULT")
        #expect(try await find(.stub(["AWS_PROFILE": "base"], files: Self.files)).id == "AKIABASE")
    }

    @Test("a chain of roles is assumed link by link, each with the credentials before it")
    func chain() async throws {
        let (id, seen) = try await find(.stub(files: Self.files), profile: "end") { _ in .json(Self.roleAnswer) }
        #expect(id == "ASIAROLE" && seen.count == 2)
        #expect(seen[0].header("Authorization")?.contains("Credential=AKIABASE/") ?? false)
        #expect(
            seen[0].text.contains("ExternalId=x1") && seen[0].text.contains("RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333")
        )
        #expect(seen[1].header("Authorization")?.contains("Credential=ASIAROLE/") ?? false)
        #expect(seen[1].header("X-Amz-Security-Token") == "role-token")
        #expect(seen[1].address.host == "sts.eu-west-1.amazonaws.com")
    }

    @Test("a program gives credentials")
    func program() async throws {
        let answer =
            #"{"Version": 1, "AccessKeyId": "AKIAPROGRAM", "SecretAccessKey": "s", "Expiration": "2030-01-01T00:00:00Z"}"#
        #expect(try await find(.stub(files: Self.files, command: answer), profile: "program").id == "AKIAPROGRAM")
    }

    @Test("the token of a sign-in gives credentials")
    func signOn() async throws {
        let answer =
            #"{"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": 1893456000000}}"#
        let (id, seen) = try await find(.stub(files: Self.files), profile: "sso") { _ in .json(answer) }
        #expect(id == "ASIASSO")
        #expect(
            seen[0].url
                == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?account_id=111122223333&role_name=Audit"
        )
        #expect(seen[0].header("x-amz-sso_bearer_token") == "sso-token")
    }

    @Test("a token of a web identity is exchanged without a signature")
    func webIdentity() async throws {
        let environment = AccountEnvironment.stub(
            ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/pod"],
            files: ["/token": "ey.j.w\n"])
        let answer = Self.roleAnswer.replacing("AssumeRoleResult", with: "AssumeRoleWithWebIdentityResult")
        let (id, seen) = try await find(environment) { _ in .json(answer) }
        #expect(id == "ASIAROLE" && seen[0].text.contains("WebIdentityToken=ey.j.w"))
        #expect(seen[0].header("Authorization") == nil)
    }

    @Test("a container's agent gives credentials")
    func container() async throws {
        let environment = AccountEnvironment.stub(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/x?a=b"])
        let answer =
            #"{"AccessKeyId": "ASIATASK", "SecretAccessKey": "s", "Token": "t", "Expiration": "2030-01-01T00:00:00Z"}"#
        let (id, seen) = try await find(environment) { _ in .json(answer) }
        #expect(id == "ASIATASK" && seen[0].url == "http://169.254.170.2/v2/credentials/x?a=b")
    }

    @Test("an instance gives credentials by the second version of its service")
    func instance() async throws {
        let (id, seen) = try await find(.stub()) { request in
            switch (request.method, request.path) {
            case ("PUT", "/latest/api/token"): .json("metadata-token")
            case ("GET", "/latest/meta-data/iam/security-credentials/"): .json("role-a")
            default: .json(#"{"Code": "Success", "AccessKeyId": "ASIAEC2", "SecretAccessKey": "s", "Token": "t"}"#)
            }
        }
        #expect(id == "ASIAEC2" && seen.count == 3)
        #expect(seen[2].path.hasSuffix("/role-a") && seen[2].header("X-aws-ec2-metadata-token") == "metadata-token")
    }

    struct Mistake: CustomTestStringConvertible {
        var name: String
        var variables: [String: String] = [:]
        var files = CredentialTests.files
        var profile: String?
        var command = ""
        var words: String
        var testDescription: String { name }
    }

    static let mistakes = [
        Mistake(
            name: "nothing at all", variables: ["AWS_EC2_METADATA_DISABLED": "true"], files: [:],
            words: "there are no AWS credentials"),
        Mistake(name: "an unknown profile", profile: "bsae", words: "there is no profile `bsae`"),
        Mistake(name: "a circle of profiles", profile: "loop", words: "is its own source"),
        Mistake(name: "a device", profile: "device", words: "mfa_serial"),
        Mistake(name: "a program that prints nothing", profile: "program", words: "no JSON"),
        Mistake(
            name: "a program of another version", profile: "program", command: #"{"Version": 2}"#, words: "version `2`"),
        Mistake(
            name: "a sign-in that is over",
            files: files.merging([
                "/home/ana/.aws/sso/cache/b.json":
                    #"{"startUrl": "https://corp.awsapps.com/start", "accessToken": "t", "expiresAt": "2001-01-01T00:00:00Z"}"#
            ]) { $1 },
            profile: "sso", words: "has expired"),
        Mistake(
            name: "a foreign container address",
            variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://evil.example/x"],
            files: [:], words: "neither this machine nor asked with encryption"),
        Mistake(
            name: "a broken file", files: ["/home/ana/.aws/config": "[profile a\nregion = x"],
            words: "no closing bracket"),
        Mistake(
            name: "a setting before all sections", files: ["/home/ana/.aws/config": "secret_thing = x"],
            words: "before the first section"),
    ]

    @Test("what is wrong is said, without showing a secret", arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        let environment = AccountEnvironment.stub(mistake.variables, files: mistake.files, command: mistake.command)
        do {
            _ = try await find(environment, profile: mistake.profile)
            Issue.record("credentials were found")
        } catch let error as Diagnostic {
            #expect(error.message.contains(mistake.words), "\(error.message)")
            #expect(!"\(error.message)\(error.help ?? "")".contains("secret_thing"))
        }
    }

    @Test("credentials are looked up again shortly before they end, and when the service refuses them")
    func renewal() async throws {
        let count = Counter()
        let store = CredentialStore(
            now: { 1000 },
            lookUp: { () async throws(Diagnostic) in
                let number = count.next()
                return Credentials(accessKeyID: "K\(number)", secretAccessKey: "s", expiry: number == 1 ? 1200 : 9000)
            })
        #expect(try await store.current().accessKeyID == "K1")
        #expect(try await store.current().accessKeyID == "K2")
        #expect(try await store.current().accessKeyID == "K2")
        await store.discard(try await store.current())
        #expect(try await store.current().accessKeyID == "K3")
    }

    @Test("addresses of services come from the environment, then from the configuration, then from AWS")
    func endpoints() throws {
        let files = [
            "/home/ana/.aws/config":
                "[default]\nendpoint_url = http://all:1\nservices = own\n[services own]\nsagemaker =\n  endpoint_url = http://sm:2/p/\n"
        ]
        func address(
            _ variables: [String: String], files: [String: String], _ service: Service, _ region: String = "eu-west-1"
        ) throws -> String {
            let environment = AccountEnvironment.stub(variables, files: files)
            let configuration = try SharedConfiguration(environment: environment)
            let address = try ServiceEndpoints(
                environment: environment, configuration: configuration, profile: "default"
            )
            .address(of: service, in: region)
            return address.origin + address.path
        }
        #expect(try address([:], files: [:], .sageMaker) == "https://api.sagemaker.eu-west-1.amazonaws.com")
        #expect(try address([:], files: [:], .identity) == "https://iam.amazonaws.com")
        #expect(
            try address([:], files: [:], .sageMaker, "cn-north-1")
                == "https://api.sagemaker.cn-north-1.amazonaws.com.cn")
        #expect(try address([:], files: files, .sageMaker) == "http://sm:2/p")
        #expect(try address([:], files: files, .scaling) == "http://all:1")
        #expect(try address(["AWS_ENDPOINT_URL": "http://env:3"], files: files, .sageMaker) == "http://env:3")
        #expect(
            try address(
                ["AWS_ENDPOINT_URL_SAGEMAKER": "http://[::1]:4", "AWS_ENDPOINT_URL": "http://env:3"], files: files,
                .sageMaker) == "http://[::1]:4")
        #expect(
            try address(
                ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://env:3"], files: files,
                .securityTokens) == "https://sts.eu-west-1.amazonaws.com")
        #expect(throws: Diagnostic.self) { try address(["AWS_ENDPOINT_URL": "ftp://x"], files: [:], .sageMaker) }
        #expect(throws: Diagnostic.self) { try address([:], files: [:], .sageMaker, "evil.example/") }
    }
}

/// Counts calls from any thread.
final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
