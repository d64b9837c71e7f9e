/// A type of resource in one region of one account.
public struct AccountPlace: Hashable, Sendable {
    public var type: String
    public var account: String
    /// `global` for services without regions.
    public var region: String

    public init(type: String, account: String, region: String) {
        self.type = type
        self.account = account
        self.region = region
    }

    /// What stands for the file of a finding, wherever the snapshot lies.
    public var text: String { "\(Self.prefix)\(account)/\(region)/\(type)" }

    /// How the texts of all places begin.
    public static let prefix = "aws:"
}
