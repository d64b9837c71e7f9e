public import Documents
public import Resources

/// What one file holds.
public struct Input: Sendable {
    public var kind: InputKind
    public var resources: [Resource]
    /// Resources to which those may refer and which are not judged themselves: what a plan leaves as it is.
    public var neighbours: [Resource]
    /// Resources that the file names but does not spell out: a loop, a macro or a module makes them.
    public var unreadResources: Int
    /// The parameters that its templates declare.
    public var parameterNames: Set<String> = []
    /// The places of accounts of which every resource was seen, as `AccountPlace.text` has them.
    public var seenPlaces: Set<String> = []
    /// The documents in which the properties of the resources lie. They live as long as something refers to them.
    public var documents: [Document]
    /// The names of the files that were read, where one input has several: a folder of Terraform files.
    public var files: [String] = []
    /// Those of them that hold the templates of nested stacks: they are read with the template that uses them.
    public var nestedFiles: [String] = []
    /// What is wrong or doubtful. An error means that a part of the file was not read.
    public var diagnostics: [Diagnostic]

    public init(
        kind: InputKind, resources: [Resource] = [], neighbours: [Resource] = [], unreadResources: Int = 0,
        documents: [Document] = [], diagnostics: [Diagnostic] = []
    ) {
        self.kind = kind
        self.resources = resources
        self.neighbours = neighbours
        self.unreadResources = unreadResources
        self.documents = documents
        self.diagnostics = diagnostics
    }
}
