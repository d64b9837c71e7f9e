/// A choice of rules: those that name it, and those that name none.
public enum Profile {
    /// The choice where nobody makes one.
    public static let standard = "recommended"
    /// Every rule, whatever it names.
    public static let all = "all"

    /// The profiles of the built-in packs, from the fewest rules to the most special ones.
    public static let builtin = [
        "starter", standard, "strict", "finops", "security", "security-hub", "aws-config", "guard-registry", "checkov",
    ]

    /// Whether a profile holds a rule that names some.
    static func holds(_ profiles: [String], profile: String) -> Bool {
        profiles.isEmpty || profile == all || profiles.contains(profile)
    }
}

extension Rule {
    /// Whether a profile holds the rule.
    public func isHeld(by profile: String) -> Bool {
        Profile.holds(profiles, profile: profile)
    }
}
