extension Library {
    /// Every library of this module, in the order in which their functions are documented.
    public static let all: [Library] = [
        .standard, .optional, .strings, .math, .lists, .sets, .encoders, .regex, .network, .url,
    ]
}
