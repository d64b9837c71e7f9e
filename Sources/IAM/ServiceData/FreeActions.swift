/// Actions for which AWS asks no permission: no policy allows or denies them.
///
/// - SeeAlso: STS API Reference, `GetCallerIdentity` ("no permissions are required"; an explicit denial does not stop it);
///   IAM User Guide, "Permissions for GetSessionToken".
enum FreeActions {
    private static let names: Set<String> = ["sts:getcalleridentity", "sts:getsessiontoken"]

    static func contains(_ action: String) -> Bool { names.contains(action.asciiLowercased) }
}
