public import Documents

/// What a deferred node, one that the input does not spell out, stands for.
public enum Resolution: Sendable {
    case value(NodeView)
    /// As if the key were not there (`AWS::NoValue`).
    case absent
    /// The value is that of another resource of the input; its text is not known before deployment.
    case reference(ResourceReference)
    /// - Parameters:
    ///   - reason: why, in a few words: `parameter Env has no default`.
    ///   - mayBeAbsent: it is not even known whether there is a value.
    case unknown(reason: String, mayBeAbsent: Bool)
}

/// A reference from one resource to another of the same input.
public struct ResourceReference: Hashable, Sendable {
    /// The `id` of the resource.
    public var target: String
    /// The attribute, such as `Arn`; nil when the resource as such is named.
    public var attribute: String?

    public init(target: String, attribute: String?) {
        self.target = target
        self.attribute = attribute
    }
}

/// Resolves the deferred nodes of one input.
public protocol ValueResolver: AnyObject, Sendable {
    /// What a node stands for in a scenario. While choices that the value depends on are open it is unknown, and the
    /// scenario remembers that they were asked for.
    func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution

    /// Whether a node may come to a value in some scenario, or has parts. Where neither is so, nobody need ask what it
    /// stands for who is not after a reference or a reason.
    func mayResolve(_ node: NodeView) -> Bool

    /// The parts of a text that is put together from others, in order: `endpoint/`, a reference, `/variant/main`.
    ///
    /// Rules that look only for where a text points, such as an auto scaling target's `ResourceId`, can judge it although
    /// the whole is not known. Nil when the value is no such text.
    func parts(of node: NodeView, in scenario: Scenario) -> [TextPart]?

    /// Whether a condition of the input holds; nil while that is not known.
    func holds(_ condition: String, in scenario: Scenario) -> Bool?

    /// Why it is not known whether a condition holds, where more can be said than its name.
    func reason(forOpen condition: String) -> String?

    /// Why nobody can deploy as a scenario says, as far as that is known; nil when somebody may.
    func refusal(of scenario: Scenario) -> String?

    /// What a deployment says of the place to which it goes.
    func place(_ part: DeploymentPlace, in scenario: Scenario) -> Resolution

    /// The tags of a resource in a scenario. It is asked for those whose set is open otherwise.
    func tags(of resource: Resource, in scenario: Scenario) -> TagSet
}

extension ValueResolver {
    /// What a node stands for whatever is chosen.
    public func resolve(_ node: NodeView) -> Resolution { resolve(node, in: Scenario()) }

    public func mayResolve(_ node: NodeView) -> Bool { true }

    public func parts(of node: NodeView, in scenario: Scenario) -> [TextPart]? { nil }

    public func parts(of node: NodeView) -> [TextPart]? { parts(of: node, in: Scenario()) }

    public func holds(_ condition: String, in scenario: Scenario) -> Bool? { nil }

    public func reason(forOpen condition: String) -> String? { nil }

    public func refusal(of scenario: Scenario) -> String? { nil }

    public func place(_ part: DeploymentPlace, in scenario: Scenario) -> Resolution {
        .unknown(reason: "the \(part.rawValue) is not known", mayBeAbsent: false)
    }

    public func tags(of resource: Resource, in scenario: Scenario) -> TagSet { resource.tags }
}

/// A part of the place to which a deployment goes.
public enum DeploymentPlace: String, Sendable {
    case account, region
    case stackName = "name of the stack"
}

/// A piece of a text that is put together before deployment.
public enum TextPart: Hashable, Sendable {
    case literal(String)
    /// The value of another resource's attribute.
    case reference(ResourceReference)
    case unknown
}
