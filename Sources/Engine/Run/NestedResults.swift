import Documents

/// Leaves out what was read by itself although a template of the run uses it as a nested stack.
///
/// Such a template is deployed with what the other one passes to it, and judged so. Judged alone as well, with everything
/// left open, it would get a second verdict that contradicts the first.
enum NestedResults {
    /// The positions of the files that are to be left out.
    /// - Parameter files: for each file its names, the first of which is its own, and which of them are nested.
    static func indices(of files: [(name: String?, nested: [String])], _ request: CheckRequest) -> Set<Int> {
        guard files.contains(where: { !$0.nested.isEmpty }) else { return [] }
        let paths = request.repository ?? .current
        var places: [String: [Int]] = [:]
        for (index, file) in files.enumerated() {
            if let name = file.name { places[paths.stableName(of: name), default: []].append(index) }
        }
        var leftOut: Set<Int> = []
        // Templates that nest each other in a circle are reached by nobody else; the first of them remains.
        for (index, file) in files.enumerated() where !leftOut.contains(index) {
            for nested in file.nested {
                let name = paths.stableName(of: nested)
                guard !request.judgedAlone.contains(name) else { continue }
                for place in places[name] ?? [] where place != index { leftOut.insert(place) }
            }
        }
        return leftOut
    }
}
