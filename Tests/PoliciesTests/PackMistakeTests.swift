import Testing

/// A rule's head, to be followed by what the case is about.
private let head = """
    pack: mine
    title: Mine
    rules:
      - id: rule
        title: Rule
        severity: high
        targets: [AWS::SageMaker::NotebookInstance]

    """

@Suite("Mistakes in a pack")
struct PackMistakeTests {
    static let whole = [
        """
        pack: mine
        titel: Mine
        ^^^^^ unknown key `titel` in a policy pack | did you mean `title`?
        title: Mine
        rules: []
        """,
        """
        title: Mine
        ^ a policy pack needs the key `pack`
        rules: []
        """,
        """
        pack: Mine
              ^^^^ `Mine` is not a pack id | use lower-case words joined by hyphens
        title: 5
               ^ expected a text | quote it: '5'
        rules: {}
               ^^ expected a list of rules
        """,
        """
        pack: mine
        title:
        ^^^^^ `title` has no value | give it one, or remove the key
        rules: []
        """,
        """
        pack: mine
        title: Mine
        title: Again
        ^^^^^ the key `title` ...
        rules: []
        """,
        """
        - pack: mine
        ^^^^^^^^^^^^ expected a policy pack, which is a mapping
        """,
        """
        pack: mine
        title: Mine
        requires: proviso >= 99.1
                  ^^^^^^^^^^^^^^^ this pack needs proviso 99.1 or later; this is 0.1.0
        rules: []
        """,
        """
        pack: mine
        title: Mine
        requires: proviso > 1
                  ^^^^^^^^^^^ `proviso > 1` is not a requirement | write `proviso >= 1.2.0`
        rules: []
        """,
        """
        pack: mine
        title: Mine
        parameters:
          a: { type: strnig, default: b }
                     ^^^^^^ unknown type `strnig` | types are string, integer, number, boolean, list(T) and map(T)
          b: { type: integer, default: "5" }
                                       ^^^ the default of `b` does not have the type integer
          c: { type: list(string), default: [a, 5] }
                                                ^ the default of `c` does not have the type list(string)
          d: { type: map(integer), default: { x: 1, y: z } }
                                                       ^ the default of `d` does not have the type map(integer)
          e: { type: string, defualt: x }
          ^ a parameter needs the key `default`
                             ^^^^^^^ unknown key `defualt` in a parameter | did you mean `default`?
          f: 5
             ^ expected a parameter, which is a mapping
        rules: []
        """,
    ]

    @Test("are errors at their place, in the pack itself", arguments: whole)
    func pack(marked: String) {
        expect(MarkedPack(marked))
    }

    static let rules = [
        """
            check: { property: InstanceType, equals: a }
            sevrity: low
            ^^^^^^^ unknown key `sevrity` in a rule | did you mean `severity`?
        """,
        """
            check: { property: InstanceType, equals: a }
            when:
            ^^^^ `when` has no value | give it one, or remove the key
        """,
        """
            check: { property: InstanceType, equal: a }
            ^^^^^ a property check says nothing about the value ...
        """,
    ]

    static let checks = [
        // Forms.
        """
            check: { propert: InstanceType, equals: a }
            ^^^^^ a check has exactly one form | did you mean `property`?
        """,
        """
            check: { property: InstanceType, equals: a, assert: "true" }
            ^^^^^ a check has exactly one form | forms are `requiredTags`, `tagValues`, `property`, `assert`, `guarantee`, `policyLint`, `all`, `any`, `not`; join several with `all` or `any`
        """,
        // Guarantees.
        """
            check: { guarantee: { onlyWhen: {} } }
                     ^^^^^^^^^ a guarantee needs the key `actions`
        """,
        """
            check: { guarantee: { actions: [sagemaker:CreateModle] } }
                                            ^^^^^^^^^^^^^^^^^^^^^ no action of the service data ... | did you mean `sagemaker:CreateModel`?
        """,
        """
            check: { guarantee: { actions: [sagemakr:Create*] } }
                                            ^^^^^^^^^^^^^^^^ no service has the prefix `sagemakr` | did you mean `sagemaker`?
        """,
        """
            check: { guarantee: { actions: CreateModel } }
                                           ^^^^^^^^^^^ `CreateModel` names no service: expected a form such as `sagemaker:CreateEndpoint`
        """,
        """
            check: { guarantee: { actions: sagemaker:*, onlyIf: {} } }
                                                        ^^^^^^ unknown key `onlyIf` in a guarantee ...
        """,
        """
            check: { guarantee: { actions: sagemaker:*, onlyWhen: { StringEqual: { aws:TagKeys: a } } } }
                                                                    ^^^^^^^^^^^ `StringEqual` is no condition operator | did you mean `StringEquals`?
        """,
        """
            check: { guarantee: { actions: sagemaker:*, onlyWhen: { StringEquals: { aws:TagKey: a } } } }
                                                                                    ^^^^^^^^^^ no condition key of the service data ... | did you mean `aws:TagKeys`?
        """,
        """
            check: { guarantee: { actions: sagemaker:*, onlyWhen: { StringEquals: a } } }
                                                                                  ^ expected condition keys with the values that they are compared with
        """,
        """
            check: { guarantee: { actions: sagemaker:*, each: [a] } }
                                                        ^^^^ nothing says where the texts of `each` belong ...
        """,
        """
            check: { guarantee: { actions: sagemaker:*, onlyWhen: { "Null": { "aws:RequestTag/{{ each }}": "false" } } } }
                     ^^^^^^^^^ `{{ each }}` stands for nothing | say `each:` with a list of texts or `{param: name}`
        """,
        """
            check: { guarantee: { actions: { param: nope } } }
                                                    ^^^^ the pack declares no parameter `nope` ...
        """,
        """
            check: { guarantee: { actions: sagemaker:*, resources: [model] } }
                                                                    ^^^^^ ...
        """,
        """
            check: { guarantee: { actions: sagemaker:*, resources: ["arn:aws:sagemaker:*"] } }
                                                                    ^^^^^^^^^^^^^^^^^^^^^ `arn:aws:sagemaker:*` has fewer ...
        """,
        """
            check: { policyLint: [tags-removeable] }
                                  ^^^^^^^^^^^^^^^ the policy linter has no rule `tags-removeable` | did you mean `tags-removable`?
        """,
        """
            check: { policyLint: [] }
                                 ^^ `policyLint` needs at least one id
        """,
        """
            check: InstanceType
                   ^^^^^^^^^^^^ expected a check, which is a mapping
        """,
        """
            check: { any: [] }
                          ^^ `any` needs at least one check
        """,
        """
            check: { property: [], equals: a }
                               ^^ a property check needs at least one path
        """,
        """
            check: { property: InstanceType, equals: a, defualt: b }
                                                        ^^^^^^^ unknown key `defualt` in a property check | did you mean `default`?
        """,
        """
            check: { property: InstanceType, equals: }
                                             ^^^^^^ `equals` has no value | give it one, or remove the key
        """,
        """
            check: { property: , equals: a }
                     ^^^^^^^^ `property` has no value | give it one, or remove the key
        """,
        """
            check: { assert: "true", att: [InstanceType] }
                                     ^^^ unknown key `att` in a check of the form `assert` | did you mean `at`?
        """,
        // Operands.
        """
            check: { property: InstanceType, equals: [a] }
                                                     ^^^ expected a text, a number, `true` or `false`, or `{param: name}`
        """,
        """
            check: { property: InstanceType, oneOf: a }
                                                    ^ expected a list of values, or `{param: name}`
        """,
        """
            check: { property: InstanceType, matches: 5 }
                                                      ^ expected a regular expression, or `{param: name}`
        """,
        """
            check: { property: VolumeSizeInGB, atMost: "5" }
                                                       ^^^ expected a number, or `{param: name}`
        """,
        """
            check: { property: InstanceType, exists: maybe }
                                                     ^^^^^ expected `true` or `false`, or `{param: name}`
        """,
        """
            check: { requiredTags: owner }
                                   ^^^^^ expected a list of values, or `{param: name}`
        """,
        """
            check: { requiredTags: [5] }
                                   ^^^ expected list(string); this is list(int)
        """,
        """
            check: { property: InstanceType, matches: "a(" }
                                                      ^^^^ invalid regular expression: missing ): a(
        """,
        """
            check: { tagValues: { owner: a } }
                                         ^ expected a check of a tag's value, which is a mapping
        """,
        """
            check: { tagValues: { owner: { atMost: 5 } } }
                                           ^^^^^^ unknown key `atMost` in a check of a tag's value ...
        """,
        """
            check: { tagValues: { owner: {} } }
                                  ^^^^^ a check of a tag's value says nothing about the value ...
        """,
        // Paths.
        """
            check: { property: "A..B", equals: a }
                                  ^ not a property path: expected a property name | a path looks like `A.B[*].C`
        """,
        """
            check: { property: "A[x]", equals: a }
                                  ^ not a property path: expected `*`, a number or a quoted name | a path looks like `A.B[*].C`
        """,
        """
            check: { property: "A[*", equals: a }
                                   ^ not a property path: expected `]` | a path looks like `A.B[*].C`
        """,
        """
            check: { property: InstanceTyp, equals: a }
                               ^^^^^^^^^^^ none of the targets has a property `InstanceTyp` | did you mean `InstanceType`?
        """,
        // Parameters.
        """
            check: { property: InstanceType, oneOf: { parm: allowed } }
                                                    ^^^^^^^^^^^^^^^^^ expected a list of values, or `{param: name}`
        """,
        """
            check: { property: InstanceType, oneOf: { param: allowed, default: b } }
                                                                      ^^^^^^^ unknown key `default` in a reference to a parameter ...
        """,
        """
            check: { property: InstanceType, oneOf: { param: allowed } }
                                                             ^^^^^^^ the pack declares no parameter `allowed` | declare it under `parameters`
        """,
    ]

    @Test("are errors at their place, in a check", arguments: checks)
    func check(marked: String) {
        expect(MarkedPack(head + marked))
    }

    static let fields = [
        """
            check: { assert: "true" }
            severty: low
            ^^^^^^^ unknown key `severty` in a rule | did you mean `severity`?
        """,
        """
            check: { assert: "true" }
            when:
            ^^^^ `when` has no value | give it one, or remove the key
        """,
        """
            check: { assert: "true" }
            effective: 2026-02-30
                       ^^^^^^^^^^ `2026-02-30` is not a date | write it as YYYY-MM-DD
        """,
        """
            check: { assert: "true" }
            enforce: reprot
                     ^^^^^^ unknown enforcement `reprot` | did you mean `report`?
        """,
        """
            check: { assert: "true" }
            suppressible: maybe
                          ^^^^^ expected `true` or `false`
        """,
        """
            check: { assert: "true" }
            references: https://example.com
                        ^^^^^^^^^^^^^^^^^^^ expected a list of addresses
        """,
        """
            check: { assert: "true" }
            variables: { 1st: a }
                         ^^^ `1st` is not a name that an expression can use
        """,
    ]

    @Test("are errors at their place, in the other keys of a rule", arguments: fields)
    func field(marked: String) {
        expect(MarkedPack(head + marked))
    }

    static let heads = [
        """
        pack: mine
        title: Mine
        rules:
          - id: My_Rule
                ^^^^^^^ `My_Rule` is not a rule id | use lower-case words joined by hyphens
            title: Rule
            severity: hihg
                      ^^^^ unknown severity `hihg` | did you mean `high`?
            targets: [AWS::SageMaker::NotebookInstanc]
            check: { assert: "true" }
        """,
        """
        pack: mine
        title: Mine
        rules:
          - id: rule
            title: Rule
            severity: high
            targets: [AWS::SageMaker::NotebookInstanc, "AWS::Nowhere::*"]
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no resource type matches `AWS::SageMaker::NotebookInstanc` | did you mean `AWS::SageMaker::NotebookInstance`?
                                                       ^^^^^^^^^^^^^^^^^ no resource type matches `AWS::Nowhere::*`
            check: { assert: "true" }
        """,
        """
        pack: mine
        title: Mine
        rules:
          - id: rule
            title: Rule
            severity: high
            targets: []
                     ^^ a rule needs at least one target
            check: { assert: "true" }
        """,
        """
        pack: mine
        title: Mine
        rules:
          - id: rule
            title: Rule
            severity: high
            targets: AWS::SageMaker::Model
                     ^^^^^^^^^^^^^^^^^^^^^ expected a list of resource types
            check: { assert: "true" }
          - title: Rule
            ^ a rule needs the key `id`
            severity: high
            targets: [AWS::SageMaker::Model]
            check: { assert: "true" }
          - 5
            ^ expected a rule, which is a mapping
        """,
        """
        pack: mine
        title: Mine
        rules:
          - id: rule
            title: Rule
            severity: high
            targets: [AWS::SageMaker::Model]
            check: { assert: "true" }
          - id: rule
                ^^^^ a second rule has the id `rule` | ids are unique in a pack
            title: Rule
            severity: high
            targets: [AWS::SageMaker::Model]
            check: { assert: "true" }
        """,
        """
        pack: mine
        title: Mine
        rules:
          - id: rule
                ^^^^ none of the targets of `rule` can be tagged
            title: Rule
            severity: high
            targets: [AWS::SageMaker::ImageVersion]
            check: { requiredTags: [owner] }
        """,
        """
        pack: mine
        title: Mine
        parameters:
          allowed: { type: list(string), default: [a] }
          most: { type: integer, default: 5 }
          small: { type: string, default: a }
          broken: { type: string, default: "*" }
        rules:
          - id: rule
            title: Rule
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            check:
              all:
                - { property: InstanceType, oneOf: { param: alowed } }
                                                            ^^^^^^ the pack declares no parameter `alowed` | did you mean `allowed`?
                - { property: VolumeSizeInGB, atMost: { param: allowed } }
                                                      ^^^^^^^^^^^^^^^^^^ `atMost` takes a number; `allowed` has the type list(string)
                - { property: InstanceType, matches: { param: most } }
                                                     ^^^^^^^^^^^^^^^ `matches` takes a regular expression; `most` has the type integer
                - { property: InstanceType, matches: { param: broken } }
                                                     ^^^^^^^^^^^^^^^^^ the value of `broken` is an invalid regular expression: ...
                - { property: InstanceType, exists: { param: small } }
                                                    ^^^^^^^^^^^^^^^^ `exists` takes `true` or `false`; `small` has the type string
                - { tagValues: { owner: { equals: { param: most } } } }
                                                  ^^^^^^^^^^^^^^^ the value of the tag `owner` is a text; `most` is integer | declare it as string or list(string)
        """,
    ]

    @Test("are errors at their place, in the head of a rule and among parameters", arguments: heads)
    func ruleHead(marked: String) {
        expect(MarkedPack(marked))
    }
}

/// Everything that is said about a pack is marked in it, and everything that is marked is said.
func expect(_ pack: MarkedPack, _ location: SourceLocation = #_sourceLocation) {
    var rest = pack.issues()
    for mark in pack.marks {
        if let index = rest.firstIndex(where: { mark.matches($0) }) {
            rest.remove(at: index)
        } else {
            Issue.record("expected \(mark); said was \(rest)", sourceLocation: location)
        }
    }
    if !rest.isEmpty { Issue.record("not expected: \(rest)", sourceLocation: location) }
    if pack.marks.isEmpty, !rest.isEmpty { Issue.record("\(rest)", sourceLocation: location) }
}
