/// Where the policies lie that limit every principal, and what is taken for granted about the organisation.
public struct AccessFiles: Sendable {
    /// One for each level, from the root of the organisation to the account; several files of a level with commas.
    public var serviceControl: [String] = []
    public var boundary: String?
    public var session: String?
    /// Nil where nobody says.
    public var assumesNoServiceControl: Bool?

    public init() {}

    /// What the command line says, and the configuration where it says nothing.
    init(_ given: AccessFiles, over configuration: Configuration?) {
        self = given
        guard let configuration else { return }
        if serviceControl.isEmpty { serviceControl = configuration.serviceControl.map(\.value) }
        boundary = boundary ?? configuration.boundary?.value
        session = session ?? configuration.session?.value
        assumesNoServiceControl = assumesNoServiceControl ?? configuration.assumesNoServiceControl?.value
    }

    /// The files, without the names of the policies in them.
    var paths: [String] {
        let levels = serviceControl.flatMap { $0.split(separator: ",").map(String.init) }
        return levels
            + [boundary, session].compactMap(\.self).flatMap { name in
                [name] + (name.lastIndex(of: "#").map { [String(name[..<$0])] } ?? [])
            }
    }

    /// Whether there is no file to read.
    public var isEmpty: Bool { serviceControl.isEmpty && boundary == nil && session == nil }
}
