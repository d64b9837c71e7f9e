import Documents
import Resources

/// A function of the template language: one row of the table that the checker and the resolver go by.
struct IntrinsicFunction: Sendable {
    /// What the argument must look like.
    enum Shape: Sendable {
        case any
        case text
        /// A text with a dot inside, or a list.
        case dottedTextOrList(ClosedRange<Int>)
        case textOrList(ClosedRange<Int>)
        case list(ClosedRange<Int>)
    }

    typealias Body = @Sendable (Intrinsic, Evaluation) throws(Undetermined) -> Resolution

    let name: String
    let shape: Shape
    /// What it takes, for the message about an argument of another shape.
    let usage: String
    let evaluate: Body

    init(_ name: String, _ shape: Shape, takes usage: String, _ evaluate: @escaping Body) {
        self.name = name
        self.shape = shape
        self.usage = usage
        self.evaluate = evaluate
    }

    static func named(_ name: String) -> IntrinsicFunction? {
        byName[name] ?? (name.hasPrefix("Fn::ForEach::") ? byName["Fn::ForEach"] : nil)
    }

    /// - SeeAlso: CloudFormation template reference, "Intrinsic functions" and "Rule-specific intrinsic functions".
    static let table: [IntrinsicFunction] =
        [
            IntrinsicFunction("Ref", .text, takes: "the name of a parameter or resource", TemplateReferences.ref),
            IntrinsicFunction(
                "Fn::GetAtt", .dottedTextOrList(2...2), takes: "a resource and an attribute: `Name.Attribute`",
                TemplateReferences.getAtt),
            IntrinsicFunction("Fn::ImportValue", .any, takes: "the name of an export", TemplateReferences.importValue),
            IntrinsicFunction("Fn::Sub", .textOrList(2...2), takes: "a text, or a text and its variables", SubText.sub),
            IntrinsicFunction("Fn::Base64", .any, takes: "a text", TextFunctions.base64),
            IntrinsicFunction("Fn::Join", .list(2...2), takes: "a delimiter and a list", TextFunctions.join),
            IntrinsicFunction("Fn::Split", .list(2...2), takes: "a delimiter and a text", TextFunctions.split),
            IntrinsicFunction("Fn::Select", .list(2...2), takes: "an index and a list", ListFunctions.select),
            IntrinsicFunction("Fn::Length", .any, takes: "a list", ListFunctions.length),
            IntrinsicFunction(
                "Fn::GetAZs", .any, takes: "a region", undecided("the zones depend on account and region")),
            IntrinsicFunction(
                "Fn::Cidr", .list(2...3), takes: "an address block, a count and the bits of a subnet",
                AddressBlocks.cidr),
            IntrinsicFunction(
                "Fn::FindInMap", .list(3...4), takes: "a mapping and two keys", ChoiceFunctions.findInMap),
            IntrinsicFunction("Fn::If", .list(3...3), takes: "a condition and two values", ChoiceFunctions.if),
            IntrinsicFunction(
                "Fn::Transform", .any, takes: "the name of a macro",
                undecided("a macro makes the value", mayBeAbsent: true)),
            IntrinsicFunction(
                "Fn::ToJsonString", .any, takes: "a mapping or list", JSONText.toJsonString),
            IntrinsicFunction(
                "Condition", .text, takes: "the name of a condition", undecided("only conditions use it")),
            IntrinsicFunction(
                "Fn::ForEach", .list(3...3), takes: "a variable, a list and a body",
                undecided("a loop makes the keys")),
        ]
        + [
            "And", "Or", "Not", "Equals", "Contains", "EachMemberEquals", "EachMemberIn", "RefAll", "ValueOf",
            "ValueOfAll",
        ]
        .map {
            IntrinsicFunction("Fn::\($0)", .any, takes: "conditions", undecided("only conditions and rules use it"))
        }

    private static let byName = Dictionary(table.map { ($0.name, $0) }) { first, _ in first }

    private static func undecided(_ reason: String, mayBeAbsent: Bool = false) -> Body {
        { (_, _) throws(Undetermined) in throw Undetermined(reason, mayBeAbsent: mayBeAbsent) }
    }
}
