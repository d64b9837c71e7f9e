extension Library {
    /// What every CEL implementation has: operators, conversions, and functions over texts, lists, maps and times.
    public static let standard = Library(name: "standard", functions: StandardLibrary.functions)
}

/// The parts of `Library.standard`.
enum StandardLibrary {
    static let functions: [Function] = [operators, containers, texts, conversions, Library.time.functions].flatMap(
        \.self)
}
