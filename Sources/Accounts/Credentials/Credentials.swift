/// What requests are signed with. It has no description, so that no message can show the secrets by accident.
public struct Credentials: Sendable, CustomStringConvertible, CustomReflectable {
    public var accessKeyID: String
    public var secretAccessKey: String
    /// Present for temporary credentials.
    public var sessionToken: String?
    /// When they end, in seconds since 1970; nil if they do not.
    public var expiry: Int64?

    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiry: Int64? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken.flatMap { $0.isEmpty ? nil : $0 }
        self.expiry = expiry
    }

    public var description: String { "credentials" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Whether they end so soon that new ones should be asked for.
    func isStale(at now: Int64) -> Bool { expiry.map { $0 - now < 300 } ?? false }
}
