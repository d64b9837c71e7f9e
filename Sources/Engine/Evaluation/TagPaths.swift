import Resources

/// The paths of tags by the types of their resources, which take turns.
struct TagPaths {
    private struct Known {
        var property: String
        var paths: [String: String] = [:]
    }

    private var types: [String: Known] = [:]

    /// The property that holds the tags of a type.
    mutating func property(ofType type: String) -> String {
        if let known = types[type] { return known.property }
        let property = Catalogue.type(named: type)?.tagProperty ?? "Tags"
        types[type] = Known(property: property)
        return property
    }

    /// The path of the tag with a key.
    mutating func path(to key: String, ofType type: String) -> String {
        if let path = types[type]?.paths[key] { return path }
        let path = "\(property(ofType: type)).\(key)"
        types[type]?.paths[key] = path
        return path
    }
}
