import Resources

/// The paths of tags in the resources of the type that was judged last: thousands of resources of one follow each other.
struct TagPaths {
    private var type = ""
    private var property = "Tags"
    private var paths: [String: String] = [:]

    /// The property that holds the tags of a type.
    mutating func property(ofType type: String) -> String {
        turn(to: type)
        return property
    }

    /// The path of the tag with a key.
    mutating func path(to key: String, ofType type: String) -> String {
        turn(to: type)
        if let known = paths[key] { return known }
        let path = "\(property).\(key)"
        paths[key] = path
        return path
    }

    private mutating func turn(to type: String) {
        guard type != self.type else { return }
        self.type = type
        property = Catalogue.type(named: type)?.tagProperty ?? "Tags"
        paths.removeAll(keepingCapacity: true)
    }
}
