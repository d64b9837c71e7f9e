/// The part of an address that names a server: scheme, host, port, and a path that all requests begin with.
public struct ServiceAddress: Hashable, Sendable {
    public var isSecure: Bool
    public var host: String
    /// Nil for that of the scheme.
    public var port: Int?
    /// Without a slash at the end; percent-encoded.
    public var path: String

    public init(host: String, isSecure: Bool = true, port: Int? = nil, path: String = "") {
        self.host = host
        self.isSecure = isSecure
        self.port = port
        self.path = path
    }

    /// Reads `https://host:port/path`; nil for anything else, also for addresses with a user, a query or a fragment.
    public init?(_ text: String) {
        let rest: Substring
        if text.hasPrefix("https://") {
            (isSecure, rest) = (true, text.dropFirst(8))
        } else if text.hasPrefix("http://") {
            (isSecure, rest) = (false, text.dropFirst(7))
        } else {
            return nil
        }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"@?#\\".utf8.contains($0) }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path = path.dropLast() }
        self.path = String(path)
        // The colons inside the brackets of an IPv6 address are no port.
        let hostEnd = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
        let colon = authority[(hostEnd ?? authority.startIndex)...].firstIndex(of: ":")
        host = String(authority[..<(colon ?? authority.endIndex)])
        guard !host.isEmpty, !host.hasPrefix("[") || host.hasSuffix("]") else { return nil }
        if let colon {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else {
                return nil
            }
            port = number
        } else {
            port = nil
        }
    }

    /// The host as the header of a request names it.
    public var authority: String { port.map { "\(host):\($0)" } ?? host }

    public var origin: String { (isSecure ? "https://" : "http://") + authority }
}
