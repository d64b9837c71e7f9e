/// Actions for which AWS asks no permission: no policy allows or denies them.
///
/// - SeeAlso: STS API Reference, `GetCallerIdentity` ("no permissions are required"; an explicit denial does not stop it);
///   IAM User Guide, "Permissions for GetSessionToken"; Amazon Cognito Federated Identities API Reference ("This is a public
///   API"); Amazon Cognito user pools API Reference ("Amazon Cognito doesn't evaluate IAM policies in requests for this").
enum FreeActions {
    private static let names: Set<String> = [
        "sts:getcalleridentity", "sts:getsessiontoken",
        "cognito-identity:getid", "cognito-identity:getopenidtoken", "cognito-identity:getcredentialsforidentity",
        "cognito-identity:unlinkidentity",
        "cognito-idp:signup", "cognito-idp:confirmsignup", "cognito-idp:resendconfirmationcode",
        "cognito-idp:initiateauth", "cognito-idp:respondtoauthchallenge", "cognito-idp:forgotpassword",
        "cognito-idp:confirmforgotpassword", "cognito-idp:revoketoken", "cognito-idp:globalsignout",
        "cognito-idp:getuser", "cognito-idp:deleteuser", "cognito-idp:changepassword",
        "cognito-idp:updateuserattributes", "cognito-idp:deleteuserattributes", "cognito-idp:verifyuserattribute",
        "cognito-idp:getuserattributeverificationcode", "cognito-idp:setusermfapreference",
        "cognito-idp:setusersettings", "cognito-idp:associatesoftwaretoken", "cognito-idp:verifysoftwaretoken",
        "cognito-idp:confirmdevice", "cognito-idp:forgetdevice", "cognito-idp:getdevice", "cognito-idp:listdevices",
        "cognito-idp:updatedevicestatus",
    ]

    static func contains(_ action: String) -> Bool { names.contains(action.asciiLowercased) }
}
