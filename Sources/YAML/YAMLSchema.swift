/// How plain scalars of a YAML text become booleans, numbers and null.
///
/// Both schemas keep these as text: digits with zeros in front (an account id such as `012345678901` would lose them
/// otherwise), digits with underscores (`1_000`), sexagesimal numbers (`22:22`), dates and binary numbers. Null is
/// `null`, `Null`, `NULL`, `~` or nothing. Hexadecimal numbers (`0x1F`) are integers, `.inf` and `.nan` are doubles,
/// and integers beyond 64 bits are doubles.
public enum YAMLSchema: Sendable {
    /// The core schema of YAML 1.2, in which policies are read. Booleans are `true` and `false`, also with a capital
    /// first letter or in capitals; `0o17` is an octal integer.
    case core
    /// The booleans and numbers of YAML 1.1, as CloudFormation reads templates. Booleans are also `yes`, `no`, `on` and
    /// `off` with the same capitals, but not `y` and `n`. There is no octal notation: `0o17` and `0777` are text.
    case legacy
}
