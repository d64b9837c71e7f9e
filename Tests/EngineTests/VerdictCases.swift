import Testing

/// A check, properties, and the verdict. Where it fails, `«»` marks what the finding points at; without marks it is the
/// key of the resource.
struct VerdictCase: CustomTestStringConvertible, Sendable {
    var check: String
    var properties: String
    var verdict: String
    var type: String

    init(_ check: String, _ properties: String, _ verdict: String, type: String = "NotebookInstance") {
        self.check = check
        self.properties = properties
        self.verdict = verdict
        self.type = "AWS::SageMaker::\(type)"
    }

    var testDescription: String { "\(check) | \(properties) | \(verdict)" }
}

/// Every sentence of the policy language about what a check means.
enum VerdictCases {
    static let all =
        equality + globs + patterns + limits + presence + absence + lists + types + functions + negation + logic + tags
        + conditions + assertions

    private static let unknown = "InstanceType: !Ref P"

    private static let equality = [
        VerdictCase("{property: InstanceType, equals: a}", "InstanceType: a", "pass"),
        VerdictCase("{property: InstanceType, equals: a}", "InstanceType: «b»", "fail"),
        VerdictCase("{property: InstanceType, equals: a}", "InstanceType: «\"b\"»", "fail"),
        VerdictCase("{property: InstanceType, equals: a}", "InstanceType: «A»", "fail"),
        VerdictCase("{property: InstanceType, equals: a}", unknown, "unknown"),
        VerdictCase("{property: InstanceType, equals: a}", "InstanceType: [a]", "error"),
        VerdictCase("{property: InstanceType, notEquals: a}", "InstanceType: b", "pass"),
        VerdictCase("{property: InstanceType, notEquals: a}", "InstanceType: «a»", "fail"),
        VerdictCase("{property: InstanceType, notEquals: a}", unknown, "unknown"),
        VerdictCase("{property: InstanceType, equals: a*}", "InstanceType: «ab»", "fail"),
        VerdictCase("{property: VolumeSizeInGB, equals: {param: limit}}", "VolumeSizeInGB: 10", "pass"),
        VerdictCase("{property: VolumeSizeInGB, equals: {param: limit}}", "VolumeSizeInGB: «11»", "fail"),
    ]

    private static let globs = [
        VerdictCase("{property: InstanceType, oneOf: [a, b]}", "InstanceType: b", "pass"),
        VerdictCase("{property: InstanceType, oneOf: [a, b]}", "InstanceType: «c»", "fail"),
        VerdictCase("{property: InstanceType, oneOf: [a, b]}", unknown, "unknown"),
        VerdictCase("{property: InstanceType, oneOf: ['ml.t*']}", "InstanceType: ml.t3.medium", "pass"),
        VerdictCase("{property: InstanceType, oneOf: ['t*']}", "InstanceType: «ml.t3.medium»", "fail"),
        VerdictCase("{property: InstanceType, oneOf: ['ML.*']}", "InstanceType: «ml.t3.medium»", "fail"),
        VerdictCase("{property: InstanceType, oneOf: ['ml.t?.medium']}", "InstanceType: ml.t3.medium", "pass"),
        VerdictCase("{property: InstanceType, oneOf: ['ml.t?.medium']}", "InstanceType: «ml.t33.medium»", "fail"),
        VerdictCase("{property: InstanceType, oneOf: ['a\\*b']}", "InstanceType: a*b", "pass"),
        VerdictCase("{property: InstanceType, oneOf: ['a\\*b']}", "InstanceType: «axb»", "fail"),
        VerdictCase("{property: InstanceType, noneOf: ['ml.p*', 'ml.g*']}", "InstanceType: ml.t3.medium", "pass"),
        VerdictCase("{property: InstanceType, noneOf: ['ml.p*', 'ml.g*']}", "InstanceType: «ml.p3.2xlarge»", "fail"),
        VerdictCase("{property: InstanceType, noneOf: ['ml.p*']}", unknown, "unknown"),
        VerdictCase("{property: InstanceType, noneOf: []}", "InstanceType: a", "pass"),
        VerdictCase("{property: InstanceType, oneOf: []}", "InstanceType: «a»", "fail"),
        VerdictCase("{property: InstanceType, oneOf: {param: types}}", "InstanceType: ml.c5.large", "pass"),
        VerdictCase("{property: InstanceType, oneOf: {param: types}}", "InstanceType: «ml.c6i.large»", "fail"),
        VerdictCase("{property: InstanceType, noneOf: {param: types}}", "InstanceType: «ml.t3.medium»", "fail"),
    ]

    private static let patterns = [
        VerdictCase("{property: InstanceType, matches: t3}", "InstanceType: ml.t3.medium", "pass"),
        VerdictCase("{property: InstanceType, matches: '^t3'}", "InstanceType: «ml.t3.medium»", "fail"),
        VerdictCase("{property: InstanceType, matches: t3}", unknown, "unknown"),
        VerdictCase("{property: InstanceType, notMatches: p3}", "InstanceType: ml.t3.medium", "pass"),
        VerdictCase("{property: InstanceType, notMatches: '[.]t'}", "InstanceType: «ml.t3.medium»", "fail"),
        VerdictCase("{property: InstanceType, notMatches: p3}", unknown, "unknown"),
        VerdictCase("{property: InstanceType, matches: {param: pattern}}", "InstanceType: ml.t3.medium", "pass"),
        VerdictCase("{property: InstanceType, matches: {param: pattern}}", "InstanceType: «ml.m5.large»", "fail"),
    ]

    private static let limits = [
        VerdictCase("{property: VolumeSizeInGB, atLeast: 5}", "VolumeSizeInGB: 5", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atLeast: 5}", "VolumeSizeInGB: «4»", "fail"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 5}", "VolumeSizeInGB: 5", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 5}", "VolumeSizeInGB: «6»", "fail"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 5.5}", "VolumeSizeInGB: 5", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atMost: {param: limit}}", "VolumeSizeInGB: «11»", "fail"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 5}", "VolumeSizeInGB: !Ref P", "unknown"),
        VerdictCase("{property: VolumeSizeInGB, atLeast: 1, atMost: 5}", "VolumeSizeInGB: 3", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atLeast: 1, atMost: 5}", "VolumeSizeInGB: «6»", "fail"),
        VerdictCase("{property: VolumeSizeInGB, atLeast: 7, equals: 9}", "VolumeSizeInGB: «6»", "fail"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 5}", "VolumeSizeInGB: many", "error"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 5}", "VolumeSizeInGB: [1]", "error"),
    ]

    private static let presence = [
        VerdictCase("{property: KmsKeyId, exists: true}", "KmsKeyId: k", "pass"),
        VerdictCase("{property: KmsKeyId, exists: true}", "InstanceType: a", "fail"),
        VerdictCase("{property: KmsKeyId, exists: true}", "KmsKeyId: «null»", "fail"),
        VerdictCase("{property: KmsKeyId, exists: true}", "KmsKeyId: !Ref P", "pass"),
        VerdictCase("{property: KmsKeyId, exists: true}", "«KmsKeyId»: !Ref AWS::NoValue", "fail"),
        VerdictCase("{property: KmsKeyId, exists: true}", "KmsKeyId: {'Fn::Transform': {Name: m}}", "unknown"),
        VerdictCase("{property: KmsKeyId, exists: false}", "InstanceType: a", "pass"),
        VerdictCase("{property: KmsKeyId, exists: false}", "KmsKeyId: «k»", "fail"),
        VerdictCase("{property: KmsKeyId, exists: false}", "KmsKeyId: !Ref «P»", "fail"),
        VerdictCase("{property: KmsKeyId, exists: false}", "KmsKeyId: {'Fn::Transform': {Name: m}}", "unknown"),
        VerdictCase("{property: KmsKeyId, exists: {param: wanted}}", "KmsKeyId: k", "pass"),
        VerdictCase("{property: KmsKeyId, exists: {param: wanted}}", "InstanceType: a", "fail"),
        // Defaults have nothing to do with whether something is there.
        VerdictCase("{property: KmsKeyId, exists: true, default: k}", "InstanceType: a", "fail"),
        VerdictCase("{property: VolumeSizeInGB, exists: true}", "InstanceType: a", "fail"),
        VerdictCase("{property: KmsKeyId, exists: false, equals: k, default: k}", "InstanceType: a", "pass"),
        // What lies inside something unknown may be missing.
        VerdictCase(
            "{property: DataCaptureConfig.KmsKeyId, exists: true}", "DataCaptureConfig: !Ref P", "unknown",
            type: "EndpointConfig"),
        VerdictCase(
            "{property: DataCaptureConfig.KmsKeyId, exists: false}", "DataCaptureConfig: !Ref P", "unknown",
            type: "EndpointConfig"),
        VerdictCase(
            "{property: DataCaptureConfig.KmsKeyId, exists: true}", "«DataCaptureConfig»: {EnableCapture: true}",
            "fail",
            type: "EndpointConfig"),
        VerdictCase("{property: [KmsKeyId, SubnetId], exists: true}", "InstanceType: a", "fail"),
    ]

    private static let absence = [
        VerdictCase("{property: KmsKeyId, equals: a}", "InstanceType: a", "fail"),
        VerdictCase("{property: KmsKeyId, oneOf: [a]}", "InstanceType: a", "fail"),
        VerdictCase("{property: KmsKeyId, matches: a}", "InstanceType: a", "fail"),
        VerdictCase("{property: KmsKeyId, atLeast: 1}", "InstanceType: a", "fail"),
        VerdictCase("{property: KmsKeyId, atMost: 1}", "InstanceType: a", "fail"),
        VerdictCase("{property: KmsKeyId, notEquals: a}", "InstanceType: a", "pass"),
        VerdictCase("{property: KmsKeyId, noneOf: [a]}", "InstanceType: a", "pass"),
        VerdictCase("{property: KmsKeyId, notMatches: a}", "InstanceType: a", "pass"),
        VerdictCase("{property: KmsKeyId, satisfies: value == 'a'}", "InstanceType: a", "pass"),
        VerdictCase("{property: KmsKeyId, notEquals: a}", "KmsKeyId: null", "pass"),
        VerdictCase("{property: KmsKeyId, notEquals: a}", "KmsKeyId: !Ref AWS::NoValue", "pass"),
        // After defaults: the check's own, else the catalogue's.
        VerdictCase("{property: KmsKeyId, equals: a, default: a}", "InstanceType: a", "pass"),
        VerdictCase("{property: KmsKeyId, notEquals: a, default: a}", "InstanceType: a", "fail"),
        VerdictCase("{property: KmsKeyId, notEquals: a, default: a}", "KmsKeyId: «null»", "fail"),
        VerdictCase("{property: KmsKeyId, equals: a, default: a}", "KmsKeyId: !Ref P", "unknown"),
        VerdictCase("{property: VolumeSizeInGB, atLeast: 5}", "InstanceType: a", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atLeast: 6}", "InstanceType: a", "fail"),
        VerdictCase("{property: VolumeSizeInGB, atLeast: 6, default: 6}", "InstanceType: a", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atLeast: 6, default: {param: limit}}", "InstanceType: a", "pass"),
        VerdictCase("{property: 'SecurityGroupIds[0]', equals: a}", "«SecurityGroupIds»: []", "fail"),
        VerdictCase("{property: 'SecurityGroupIds[0]', notEquals: a}", "SecurityGroupIds: null", "pass"),
        VerdictCase("{property: 'SecurityGroupIds[1]', equals: b}", "SecurityGroupIds: [a, b]", "pass"),
    ]

    private static let lists = [
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: [a, a]", "pass"),
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: [a, «b», «c»]", "fail"),
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: []", "pass"),
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "InstanceType: a", "pass"),
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: null", "pass"),
        VerdictCase("{property: 'SecurityGroupIds[*]', notEquals: a}", "InstanceType: a", "pass"),
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: [a, !Ref P]", "unknown"),
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: [!Ref P, «b»]", "fail"),
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: !Ref P", "unknown"),
        VerdictCase(
            "{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: [a, !Ref AWS::NoValue]", "pass"),
        // Which element has an index depends on whether those before it exist.
        VerdictCase(
            "{property: 'SecurityGroupIds[1]', equals: b}",
            "SecurityGroupIds: [{'Fn::Transform': {Name: m}}, b]", "unknown"),
        VerdictCase(
            "{assert: \"(resource.?SecurityGroupIds.orValue([]) + ['z'])[1] == 'b'\"}",
            "SecurityGroupIds: [{'Fn::Transform': {Name: m}}, b]", "unknown"),
        VerdictCase(
            "{assert: \"resource.?SecurityGroupIds.orValue([]).exists(i, x, i == 1 && x == 'b')\"}",
            "SecurityGroupIds: [{'Fn::Transform': {Name: m}}, b]", "unknown"),
        VerdictCase("{property: 'SecurityGroupIds[*]', equals: a}", "SecurityGroupIds: a", "error"),
        VerdictCase("{property: 'InstanceType.Name', equals: a}", "InstanceType: a", "error"),
        VerdictCase(
            "{property: 'ProductionVariants[*].InstanceType', noneOf: ['ml.g*']}",
            "ProductionVariants: [{InstanceType: ml.m5.large}, {InstanceType: «ml.g5.xlarge»}]", "fail",
            type: "EndpointConfig"),
        VerdictCase(
            "{property: 'ProductionVariants[*].InstanceType', equals: a}",
            "ProductionVariants: [{InstanceType: a}, «{VariantName: b}»]", "fail", type: "EndpointConfig"),
        VerdictCase(
            "{property: 'ProductionVariants[*].InstanceType', equals: a}",
            "ProductionVariants: [!Ref P, {InstanceType: «b»}]", "fail", type: "EndpointConfig"),
    ]

    private static let types = [
        VerdictCase("{property: VolumeSizeInGB, atMost: 10}", "VolumeSizeInGB: '5'", "pass"),
        VerdictCase("{property: VolumeSizeInGB, equals: 5}", "VolumeSizeInGB: '5'", "pass"),
        VerdictCase("{property: VolumeSizeInGB, equals: 5}", "VolumeSizeInGB: 5.0", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 10}", "VolumeSizeInGB: «'11'»", "fail"),
        VerdictCase("{property: InstanceType, equals: '4711'}", "InstanceType: 4711", "pass"),
        VerdictCase("{property: InstanceType, equals: 'true'}", "InstanceType: true", "pass"),
        VerdictCase(
            "{property: DataCaptureConfig.EnableCapture, equals: true}", "DataCaptureConfig: {EnableCapture: 'true'}",
            "pass", type: "EndpointConfig"),
        VerdictCase(
            "{property: DataCaptureConfig.EnableCapture, equals: true}",
            "DataCaptureConfig: {EnableCapture: «'False'»}",
            "fail", type: "EndpointConfig"),
        VerdictCase("{tagValues: {cost: {equals: '4711'}}}", "Tags: [{Key: cost, Value: 4711}]", "pass"),
        VerdictCase("{tagValues: {cost: {equals: 4711}}}", "Tags: [{Key: cost, Value: 4711}]", "pass"),
        VerdictCase("{tagValues: {cost: {oneOf: [4711, true]}}}", "Tags: [{Key: cost, Value: '4711'}]", "pass"),
        VerdictCase("{tagValues: {cost: {oneOf: [4711, true]}}}", "Tags: [{Key: cost, Value: true}]", "pass"),
    ]

    /// What a function stands for takes the type of the schema as well.
    private static let functions = [
        VerdictCase("{property: VolumeSizeInGB, atMost: 10}", "VolumeSizeInGB: !Select [0, ['5', '6']]", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 10}", "VolumeSizeInGB: !Sub '5'", "pass"),
        VerdictCase("{property: VolumeSizeInGB, atMost: 100}", "VolumeSizeInGB: !FindInMap [Sizes, big, gb]", "pass"),
        VerdictCase("{assert: resource.VolumeSizeInGB <= 10}", "VolumeSizeInGB: !Sub '5'", "pass"),
        VerdictCase("{property: InstanceType, equals: ml.t3.medium}", "InstanceType: !Sub ml.t3.medium", "pass"),
        VerdictCase("{property: InstanceType, equals: '5'}", "InstanceType: !Select [0, [5]]", "pass"),
        VerdictCase(
            "{property: InstanceType, noneOf: ['ml.g*']}", "InstanceType: !Join «['.', [ml, g5, large]]»", "fail"),
        VerdictCase("{property: InstanceType, noneOf: ['ml.g*']}", "InstanceType: !Sub 'ml.${P}'", "unknown"),
        VerdictCase("{tagValues: {env: {oneOf: [dev]}}}", "Tags: [{Key: env, Value: !Sub dev}]", "pass"),
        VerdictCase("{requiredTags: [env]}", "Tags: [{Key: !Sub env, Value: a}]", "pass"),
    ]

    private static let negation = [
        VerdictCase("{property: SecurityGroupIds, notEquals: a}", "SecurityGroupIds: [a]", "error"),
        VerdictCase("{property: SecurityGroupIds, noneOf: [a]}", "SecurityGroupIds: [a]", "error"),
        VerdictCase("{property: SecurityGroupIds, notMatches: a}", "SecurityGroupIds: [a]", "error"),
        VerdictCase("{property: InstanceType, notEquals: 5}", "InstanceType: a", "error"),
        VerdictCase("{property: VolumeSizeInGB, notEquals: '5'}", "VolumeSizeInGB: 5", "error"),
        VerdictCase("{property: VolumeSizeInGB, noneOf: ['5']}", "VolumeSizeInGB: 5", "error"),
        VerdictCase("{not: {property: SecurityGroupIds, equals: a}}", "SecurityGroupIds: [a]", "error"),
        VerdictCase("{not: {property: VolumeSizeInGB, atMost: 5}}", "VolumeSizeInGB: many", "error"),
    ]

    private static let isA = "{property: InstanceType, equals: a}"
    private static let isSmall = "{property: VolumeSizeInGB, atMost: 5}"

    private static let logic = [
        VerdictCase("{all: [\(isA), \(isSmall)]}", "{InstanceType: a, VolumeSizeInGB: 5}", "pass"),
        VerdictCase("{all: [\(isA), \(isSmall)]}", "{InstanceType: «b», VolumeSizeInGB: «6»}", "fail"),
        VerdictCase("{all: [\(isA), \(isSmall)]}", "{InstanceType: !Ref P, VolumeSizeInGB: «6»}", "fail"),
        VerdictCase("{all: [\(isA), \(isSmall)]}", "{InstanceType: !Ref P, VolumeSizeInGB: 5}", "unknown"),
        VerdictCase("{all: [\(isA), \(isSmall)]}", "{InstanceType: a, VolumeSizeInGB: !Ref P}", "unknown"),
        VerdictCase("{any: [\(isA), \(isSmall)]}", "{InstanceType: a, VolumeSizeInGB: 6}", "pass"),
        VerdictCase("{any: [\(isA), \(isSmall)]}", "{InstanceType: b, VolumeSizeInGB: 6}", "fail"),
        VerdictCase("{any: [\(isA), \(isSmall)]}", "{InstanceType: a, VolumeSizeInGB: !Ref P}", "pass"),
        VerdictCase("{any: [\(isA), \(isSmall)]}", "{InstanceType: b, VolumeSizeInGB: !Ref P}", "unknown"),
        VerdictCase("{any: [\(isA)]}", "InstanceType: «b»", "fail"),
        VerdictCase("{any: [\(isA), {property: InstanceType, equals: b}]}", "InstanceType: «c»", "fail"),
        VerdictCase("{not: \(isA)}", "InstanceType: b", "pass"),
        VerdictCase("{not: \(isA)}", "InstanceType: «a»", "fail"),
        VerdictCase("{not: \(isA)}", unknown, "unknown"),
        VerdictCase("{not: {not: \(isA)}}", "InstanceType: a", "pass"),
        VerdictCase("{not: {not: \(isA)}}", "InstanceType: «b»", "fail"),
        VerdictCase("{not: {all: [\(isA), \(isSmall)]}}", "{InstanceType: a, VolumeSizeInGB: 5}", "fail"),
        VerdictCase("{not: {all: [\(isA), \(isSmall)]}}", "{InstanceType: !Ref P, VolumeSizeInGB: 6}", "pass"),
        VerdictCase("{not: {any: [\(isA), \(isSmall)]}}", "{InstanceType: !Ref P, VolumeSizeInGB: 5}", "fail"),
        VerdictCase("{all: [{any: [\(isA), \(isSmall)]}, \(isA)]}", "InstanceType: a", "pass"),
    ]

    private static let tags = [
        VerdictCase("requiredTags: [owner]", "Tags: [{Key: owner, Value: a}]", "pass"),
        VerdictCase("requiredTags: [owner]", "«Tags»: [{Key: Owner, Value: a}]", "fail"),
        VerdictCase("requiredTags: [owner]", "«Tags»: [{Key: owner, Value: ''}]", "fail"),
        VerdictCase("requiredTags: [owner]", "«Tags»: [{Key: owner, Value: '  '}]", "fail"),
        VerdictCase("requiredTags: [owner]", "«Tags»: [{Key: owner}]", "fail"),
        VerdictCase("requiredTags: [owner]", "«Tags»: []", "fail"),
        VerdictCase("requiredTags: [owner]", "InstanceType: a", "fail"),
        VerdictCase("requiredTags: [owner]", "Tags: !Ref P", "unknown"),
        VerdictCase("requiredTags: [owner]", "Tags: [!Ref P]", "unknown"),
        VerdictCase("requiredTags: [owner]", "Tags: [{Key: !Ref P, Value: a}]", "unknown"),
        VerdictCase("requiredTags: [owner]", "Tags: [{Key: owner, Value: !Ref P}]", "unknown"),
        VerdictCase("requiredTags: [owner, team]", "«Tags»: [{Key: owner, Value: !Ref P}]", "fail"),
        VerdictCase("requiredTags: {param: keys}", "«Tags»: [{Key: owner, Value: a}]", "fail"),
        VerdictCase("requiredTags: {param: keys}", "Tags: [{Key: owner, Value: a}, {Key: team, Value: b}]", "pass"),
        VerdictCase("tagValues: {env: {oneOf: [dev]}}", "Tags: [{Key: env, Value: dev}]", "pass"),
        VerdictCase("tagValues: {env: {oneOf: [dev]}}", "Tags: [{Key: env, Value: «prod»}]", "fail"),
        VerdictCase("tagValues: {env: {oneOf: [dev]}}", "Tags: [{Key: Env, Value: prod}]", "pass"),
        VerdictCase("tagValues: {env: {oneOf: [dev]}}", "InstanceType: a", "pass"),
        VerdictCase("tagValues: {env: {oneOf: [dev]}}", "Tags: [{Key: env, Value: !Ref P}]", "unknown"),
        VerdictCase("tagValues: {env: {oneOf: [dev]}}", "Tags: !Ref P", "unknown"),
        VerdictCase("tagValues: {env: {matches: '^d'}}", "Tags: [{Key: env, Value: dev}]", "pass"),
        VerdictCase("tagValues: {env: {matches: '^d'}}", "Tags: [{Key: env, Value: «prod»}]", "fail"),
        VerdictCase(
            "tagValues: {env: {oneOf: [dev]}, team: {notEquals: x}}",
            "Tags: [{Key: env, Value: «prod»}, {Key: team, Value: «x»}]", "fail"),
        VerdictCase("not: {requiredTags: [owner]}", "«Tags»: [{Key: owner, Value: a}]", "fail"),
    ]

    private static let conditions = [
        VerdictCase("\(isA)\nwhen: resource.VolumeSizeInGB == 5", "{InstanceType: «b», VolumeSizeInGB: 5}", "fail"),
        VerdictCase(
            "\(isA)\nwhen: resource.VolumeSizeInGB == 5", "{InstanceType: b, VolumeSizeInGB: 6}", "not-applicable"),
        VerdictCase("\(isA)\nwhen: resource.VolumeSizeInGB == 5", "{InstanceType: a, VolumeSizeInGB: !Ref P}", "pass"),
        VerdictCase(
            "\(isA)\nwhen: resource.VolumeSizeInGB == 5", "{InstanceType: b, VolumeSizeInGB: !Ref P}", "unknown"),
        // A condition that cannot be evaluated is a defect of the policy, whatever the check says.
        VerdictCase("\(isA)\nwhen: resource.VolumeSizeInGB == 5", "InstanceType: a", "error"),
        VerdictCase(
            "\(isA)\nwhen: tag('env') == 'prod'", "{InstanceType: «b», Tags: [{Key: env, Value: prod}]}", "fail"),
        VerdictCase("\(isA)\nwhen: tag('env') == null", "InstanceType: «b»", "fail"),
        VerdictCase("\(isA)\nwhen: tag('env') != 'prod'", "InstanceType: «b»", "fail"),
        VerdictCase("\(isA)\nwhen: tag('env') == 'prod'", "{InstanceType: b, Tags: !Ref P}", "unknown"),
        VerdictCase(
            "\(isA)\nwhen: \"'env' in tags\"", "{InstanceType: b, Tags: [{Key: Env, Value: prod}]}", "not-applicable"),
        VerdictCase("\(isA)\nwhen: region == 'eu-west-1'", "InstanceType: b", "unknown"),
        VerdictCase("\(isA)\nwhen: today > timestamp('2020-01-01T00:00:00Z')", "InstanceType: «b»", "fail"),
    ]

    private static let assertions = [
        VerdictCase("{assert: resource.InstanceType == 'a'}", "InstanceType: a", "pass"),
        VerdictCase("{assert: resource.InstanceType == 'a'}", "InstanceType: «b»", "fail"),
        VerdictCase("{assert: resource.InstanceType == 'a'}", unknown, "unknown"),
        VerdictCase("{assert: resource.InstanceType == 'a'}", "VolumeSizeInGB: 5", "error"),
        VerdictCase("{assert: resource.?KmsKeyId.orValue('') != ''}", "InstanceType: a", "fail"),
        VerdictCase("{assert: has(resource.KmsKeyId)}", "InstanceType: a", "fail"),
        VerdictCase("{assert: has(resource.KmsKeyId)}", "KmsKeyId: «null»", "fail"),
        VerdictCase(
            "{assert: has(resource.KmsKeyId) || resource.InstanceType == 'a'}", "InstanceType: «b»", "fail"),
        VerdictCase(
            "{assert: 'resource.VolumeSizeInGB <= 5', at: [InstanceType]}", "{InstanceType: «b», VolumeSizeInGB: 6}",
            "fail"),
        VerdictCase("{assert: 'resource.VolumeSizeInGB <= 5', at: [KmsKeyId]}", "VolumeSizeInGB: 6", "fail"),
        VerdictCase(
            "{assert: 'resource.ProductionVariants.all(v, v.InstanceType != \"g\")'}",
            "ProductionVariants: [{InstanceType: m}, {InstanceType: «g»}]", "fail", type: "EndpointConfig"),
        VerdictCase("{assert: false}", "InstanceType: b", "fail"),
        VerdictCase("{property: InstanceType, satisfies: value.startsWith('ml.')}", "InstanceType: ml.t3", "pass"),
        VerdictCase("{property: InstanceType, satisfies: value.startsWith('ml.')}", "InstanceType: «t3»", "fail"),
        VerdictCase("{property: InstanceType, satisfies: value.startsWith('ml.')}", unknown, "unknown"),
        VerdictCase(
            "{assert: 'variables.size <= 5'}\nvariables: {size: resource.VolumeSizeInGB}", "VolumeSizeInGB: «6»", "fail"
        ),
    ]
}
