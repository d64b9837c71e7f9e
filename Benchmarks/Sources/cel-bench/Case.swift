import Foundation

/// An expression over a resource `r`, which passes.
struct Case: Encodable {
    var name: String
    var expression: String
    var resource: String

    func json() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }

    static let all = [
        Case(
            name: "arith_has",
            expression: """
                (has(r.MaxConcurrentTransforms) ? r.MaxConcurrentTransforms : 1) \
                * (has(r.MaxPayloadInMB) ? r.MaxPayloadInMB : 6) <= 100
                """,
            resource: """
                {"TransformJobName": "nightly", "MaxConcurrentTransforms": 8, "MaxPayloadInMB": 6, "ModelName": "m"}
                """),
        Case(
            name: "tags_exists",
            expression: "r.Tags.exists(t, t.Key == 'environment' && t.Value in ['dev', 'staging', 'production'])",
            resource: """
                {"Tags": [{"Key": "owner", "Value": "ml"}, {"Key": "cost-center", "Value": "1234"},
                 {"Key": "team", "Value": "search"}, {"Key": "service", "Value": "rank"},
                 {"Key": "environment", "Value": "production"}, {"Key": "data-class", "Value": "internal"}]}
                """),
        Case(
            name: "regex", expression: #"!r.InstanceType.matches('^ml\\.(p|g)[0-9]')"#,
            resource: #"{"InstanceType": "ml.m5.xlarge"}"#),
        Case(
            name: "variants_all", expression: "r.ProductionVariants.all(v, v.InitialInstanceCount <= 4)",
            resource: """
                {"ProductionVariants": [{"VariantName": "a", "InitialInstanceCount": 1},
                 {"VariantName": "b", "InitialInstanceCount": 2}, {"VariantName": "c", "InitialInstanceCount": 4}]}
                """),
        Case(
            name: "vpc",
            expression: """
                has(r.VpcConfig) && r.VpcConfig.SecurityGroupIds.size() > 0 \
                && r.VpcConfig.Subnets.all(s, s.startsWith('subnet-'))
                """,
            resource: """
                {"VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1", "subnet-2", "subnet-3"]}}
                """),
        Case(
            name: "allow_list",
            expression: """
                r.InstanceType in ['ml.t3.medium', 'ml.t3.large', 'ml.t3.xlarge', 'ml.t3.2xlarge', 'ml.m5.large', \
                'ml.m5.xlarge', 'ml.m5.2xlarge', 'ml.c5.large', 'ml.c5.xlarge', 'ml.c5.2xlarge', 'ml.r5.large', \
                'ml.r5.xlarge'] && (!has(r.EnableNetworkIsolation) || r.EnableNetworkIsolation == true)
                """,
            resource: #"{"InstanceType": "ml.c5.xlarge", "EnableNetworkIsolation": true}"#),
    ]

    /// More of what rules say, which is not measured: each must pass without references to count as well.
    static let others = [
        Case(
            name: "optional",
            expression: "r.?Size.orValue(5) <= 10 && r.?Vpc.?Subnets.orValue([]).size() == 0 && !r.?Name.hasValue()",
            resource: #"{"Size": 7}"#),
        Case(
            name: "texts",
            expression: """
                r.Name.startsWith('ml-') && r.Name.endsWith('-x') && r.Name.contains('team') && r.Name.size() < 64 \
                && r.Name.matches('^ml-[a-z]+-[^0-9]{1,9}x$')
                """,
            resource: #"{"Name": "ml-team-search-x"}"#),
        Case(
            name: "made_texts",
            expression: "r.Name + '-' + r.Kind == 'a-b' && r.Name.upperAscii() == 'A' && string(r.Size) == '7'",
            resource: #"{"Name": "a", "Kind": "b", "Size": 7}"#),
        Case(
            name: "nested_loops",
            expression: """
                r.Rules.all(a, a.Ports.all(p, p >= 0 && p <= 65535 && !(p in [22, 3389]))) \
                && r.Rules.map(a, a.Ports.size()).filter(n, n > 1).size() == 1
                """,
            resource: #"{"Rules": [{"Ports": [80, 443]}, {"Ports": [8080]}]}"#),
        Case(
            name: "bound",
            expression:
                "cel.bind(n, r.Count * r.Size, n <= 100 && n / 2 < 50 && n % 7 == 0) && (r.Big ? r.Count > 9 : true)",
            resource: #"{"Count": 6, "Size": 7, "Big": false}"#),
        Case(
            name: "map_keys", expression: "r.Env.all(k, v, k.startsWith('APP_') && v != '') && 'APP_A' in r.Env",
            resource: #"{"Env": {"APP_A": "1", "APP_B": "2"}}"#),
        Case(
            name: "times", expression: "timestamp(r.Start) + duration('24h') > timestamp('2026-01-01T00:00:00Z')",
            resource: #"{"Start": "2026-05-01T00:00:00Z"}"#),
    ]
}
