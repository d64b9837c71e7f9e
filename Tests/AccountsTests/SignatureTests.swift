import Foundation
import Testing

@testable import Accounts

@Suite("Signatures")
struct SignatureTests {
    /// Requests as they stand on the wire, and their signatures, from the test suite that AWS published.
    struct Vector: CustomTestStringConvertible {
        var name: String
        var request: String
        var authorization: String
        var testDescription: String { name }
    }

    private static let scope = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"

    static let vectors = [
        Vector(
            name: "get-vanilla", request: "GET / HTTP/1.1\nHost:example.amazonaws.com\nX-Amz-Date:20150830T123600Z",
            authorization: "\(scope), SignedHeaders=host;x-amz-date, "
                + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Vector(
            name: "get-utf8",
            request: "GET /\u{1234} HTTP/1.1\nHost:example.amazonaws.com\nX-Amz-Date:20150830T123600Z",
            authorization: "\(scope), SignedHeaders=host;x-amz-date, "
                + "Signature=8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        Vector(
            name: "get-header-value-trim",
            request: "GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1: value1\nMy-Header2: \"a   b   c\"\n"
                + "X-Amz-Date:20150830T123600Z",
            authorization: "\(scope), SignedHeaders=host;my-header1;my-header2;x-amz-date, "
                + "Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        Vector(
            name: "post-x-www-form-urlencoded",
            request: "POST / HTTP/1.1\nContent-Type:application/x-www-form-urlencoded\nHost:example.amazonaws.com\n"
                + "X-Amz-Date:20150830T123600Z\n\nParam1=value1",
            authorization: "\(scope), SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
    ]

    /// The whole suite, where it was unpacked: `tests/unit/auth/aws4_testsuite` of botocore's source distribution.
    static let folder = ProcessInfo.processInfo.environment["PROVISO_SIGV4_VECTORS"]

    @Test("a signature is that of the published vector", arguments: vectors)
    func published(_ vector: Vector) throws { try check(vector, token: nil) }

    @Test(
        "all published vectors hold",
        .enabled(if: folder != nil, "PROVISO_SIGV4_VECTORS is not set: the published test suite is not at hand"))
    func suite() throws {
        let root = URL(fileURLWithPath: try #require(Self.folder))
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)).compactMap {
            $0 as? URL
        }
        var count = 0
        for file in files where file.pathExtension == "req" {
            let base = file.deletingPathExtension()
            func text(_ ending: String) throws -> String {
                try String(contentsOf: base.appendingPathExtension(ending), encoding: .utf8).replacing("\r", with: "")
            }
            let canonical = try text("creq").split(separator: "\n").first { $0.hasPrefix("x-amz-security-token:") }
            try check(
                Vector(name: base.lastPathComponent, request: try text("req"), authorization: try text("authz")),
                token: canonical.map { String($0.dropFirst(21)) })
            count += 1
        }
        #expect(count >= 30)
    }

    private func check(_ vector: Vector, token: String?) throws {
        var request = try #require(HTTPRequest(wire: vector.request))
        let isSent = request.header("X-Amz-Security-Token") != nil
        let signer = SignatureV4(
            credentials: Credentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                sessionToken: isSent ? nil : token), region: "us-east-1", service: "service")
        request = signer.sign(request, at: 1_440_938_160)
        #expect(request.header("Authorization") == vector.authorization, "\(vector.name)")
    }

    @Test("the body's hash is signed for S3, and the path is left as it is")
    func storage() {
        var signer = SignatureV4(
            credentials: Credentials(accessKeyID: "A", secretAccessKey: "B"), region: "eu-west-1", service: "s3")
        signer.normalizesPath = false
        signer.sendsBodyHash = true
        let address = ServiceAddress(host: "s3.eu-west-1.amazonaws.com")
        let request = signer.sign(HTTPRequest(method: "GET", address: address, path: "/b//x/../y"), at: 0)
        #expect(signer.canonicalText(of: request).contains("\n/b//x/../y\n"))
        #expect(
            request.header("X-Amz-Content-Sha256") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(request.header("Authorization")?.contains("x-amz-content-sha256") ?? false)
    }

    @Test("credentials do not show in descriptions")
    func secrets() {
        let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "hush", sessionToken: "token")
        #expect("\(credentials)" == "credentials")
        #expect(!String(reflecting: credentials).contains("hush"))
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!dumped.contains("hush") && !dumped.contains("token"))
    }

    @Test(
        "times are read and written",
        arguments: [("2015-08-30T12:36:00Z", 1_440_938_160), ("1970-01-01T00:00:00Z", 0)] as [(String, Int64)])
    func time(_ text: String, _ seconds: Int64) {
        #expect(AWSTime.parse(text) == seconds)
        #expect(AWSTime.text(seconds) == text)
        #expect(AWSTime.parse(String(text.dropLast()) + ".123Z") == seconds)
        #expect(AWSTime.parse("yesterday") == nil && AWSTime.parse("2015-13-30T12:36:00Z") == nil)
    }
}

extension HTTPRequest {
    /// Reads a request as it stands on the wire.
    fileprivate init?(wire text: String) {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n").map(String.init)
        let words = lines.removeFirst().split(separator: " ")
        guard words.count >= 3, let last = words.last, last.hasPrefix("HTTP") else { return nil }
        let target = words.dropFirst().dropLast().joined(separator: " ")
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.init(method: String(words[0]), address: ServiceAddress(host: "example.amazonaws.com"), path: halves[0])
        for pair in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { String($0).removingPercentEncoding ?? String($0) }
            query.append((sides[0], sides.count > 1 ? sides[1] : ""))
        }
        for line in lines {
            if line.first?.isWhitespace ?? false {
                // A value that goes on in the next line.
                headers[headers.count - 1].value += "\n" + line
            } else {
                let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                headers.append((sides[0], sides.count > 1 ? sides[1] : ""))
            }
        }
        body = Array((parts.count > 1 ? String(parts[1]) : "").utf8)
    }
}
