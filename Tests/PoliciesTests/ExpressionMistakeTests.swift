import Testing

private let head = """
    pack: mine
    title: Mine
    parameters:
      limit: { type: integer, default: 5 }
    rules:
      - id: rule
        title: Rule
        severity: high
        targets: [AWS::SageMaker::NotebookInstance]

    """

@Suite("Mistakes in expressions")
struct ExpressionMistakeTests {
    static let places = [
        // YAML takes part of the expression for itself.
        """
            when: !has(resource.KmsKeyId)
                  ^^^^^^^^^^^^^^^^^^^^^^^ YAML takes `!has(resource.KmsKeyId)` for a tag, not for a part of the expression | quote the expression, or write it as a block with `>-`
            check: { assert: "true" }
        """,
        """
            check:
              assert: !resource.RootAccess == "a"
                      ^^^^^^^^^^^^^^^^^^^^ YAML takes `!resource.RootAccess` for a tag, not for a part of the expression ...
        """,
        """
            check:
              assert: { a ? b : c }
                      ^^^^^^^^^^^^^ expected a CEL expression; YAML reads this as a mapping | quote the expression, or write it as a block with `>-`
        """,
        """
            check:
              assert: has(resource.KmsKeyId) ? true : false
                                                    ^ a colon is not allowed here ...
        """,
        """
            check:
              assert: [true]
                      ^^^^^^ expected a CEL expression; YAML reads this as a list ...
        """,
        // Plain.
        """
            check:
              assert: resource.InstanceType ==
                                              ^ ...
        """,
        """
            check:
              assert: resource.InstanceTyp == "a"
                               ^^^^^^^^^^^ ...
        """,
        """
            check:
              assert: resource.InstanceType == 5
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ string and int are never equal | write `'5'`
        """,
        """
            check: { assert: resource.VolumeSizeInGB }
                                      ^^^^^^^^^^^^^^ `VolumeSizeInGB` may be absent: expected a guard or a default ...
                             ^^^^^^^^^^^^^^^^^^^^^^^ expected a condition, true or false: this is int
        """,
        """
            when: size(resource.name)
                  ^^^^^^^^^^^^^^^^^^^ expected a condition, true or false: this is int
            check: { assert: "true" }
        """,
        // Quoted.
        """
            check:
              assert: "resource.InstanceTyp == 'a'"
                                ^^^^^^^^^^^ ...
        """,
        """
            check:
              assert: 'resource.name == ''a'' && resource.nam == ''b'''
                                                          ^^^ ...
        """,
        """
            check:
              assert: "resource.name == \\"a\\" && resource.nam == \\"b\\""
                                                          ^^^ ...
        """,
        // Folded and literal.
        """
            check:
              assert: >-
                resource.name == "a"
                && resource.nam == "b"
                            ^^^ ...
        """,
        """
            check:
              assert: |
                resource.name == "a"
                  && resource.nam == "b"
                              ^^^ ...
        """,
        """
            check:
              assert: >-

                resource.name == "ä" ||
                resource.name == "ö" || resource.name == 5
                                        ^^^^^^^^^^^^^^^^^^ string and int are never equal | write `'5'`
        """,
        """
            check:
              assert: "resource.name == 'a' &&
                resource.nam == 'b'"
                         ^^^ ...
        """,
        // Names that are not there.
        """
            check: { assert: params.limt > 5 }
                             ^^^^^^^^^^^ nothing is named `params.limt` ...
        """,
        """
            variables: { size: resource.name.size() }
            check: { assert: variables.siz > 5 }
                             ^^^^^^^^^^^^^ nothing is named `variables.siz` ...
        """,
        """
            check: { assert: resource.name.startWith("a") }
                                           ^^^^^^^^^ ...
        """,
        """
            check: { assert: "true" }
            variables: { size: resource.nam.size() }
                                        ^^^ ...
        """,
        """
            check:
              assert: resource.name.matches("a[") || regex.extractAll("b", "c)").size() > 0
                                            ^^^^ invalid regular expression: ...
                                                                           ^^^^ invalid regular expression: ...
        """,
        // The offending element exists only where there is one.
        """
            when: value == "a"
                  ^^^^^ `value` means nothing here: it is the offending element of a property or tag check | name the property, such as `resource.InstanceType`
            check: { assert: "true" }
        """,
        """
            check: { assert: 'path != ""' }
                              ^^^^ `path` means nothing here: it is the path of the offending element of a property or tag check | name the property, such as `resource.InstanceType`
        """,
        """
            check: { any: [{ property: InstanceType, equals: a }] }
            message: "{{ resource.name }} has {{ value }}"
                                                 ^^^^^ `value` means nothing here: it is the offending element of a property or tag check | under `any`, `not` and `assert` there is none; name the property, such as `resource.InstanceType`
        """,
        """
            check: { not: { property: InstanceType, equals: a } }
            remedy: "change {{ path }}"
                               ^^^^ ...
        """,
        """
            check: { all: [{ property: InstanceType, equals: a }, { assert: "true" }] }
            message: "{{ value }}"
                         ^^^^^ ...
        """,
        """
            check: { property: InstanceType, equals: a }
            message: "{{ missing }}"
                         ^^^^^^^ `missing` means nothing here: it is the list of the tag keys that are missing | only a rule whose check is `requiredTags` has missing tags
        """,
        // Messages.
        """
            check: { property: InstanceType, equals: a }
            message: "a {{ value"
                        ^^ `{{` without `}}` | close the expression with `}}`
        """,
        """
            check: { property: InstanceType, equals: a }
            message: >-
              {{ value }} is
              not {{ valu }}
                     ^^^^ ...
        """,
        """
            check: { property: InstanceType, equals: a }
            message: "{{ }}"
                         ^ the expression ends too soon: expected an expression
        """,
        """
            check: { property: InstanceType, satisfies: valu == "a" }
                                                        ^^^^ ...
        """,
        """
            check: { property: InstanceType, satisfies: size(string(value)) }
                                                        ^^^^^^^^^^^^^^^^^^^ expected a condition, true or false: this is int
        """,
    ]

    @Test("are errors at the place in the file", arguments: places)
    func place(marked: String) {
        expect(MarkedPack(head + marked))
    }

    static let guards = [
        """
            when: has(resource.KmsKeyId)
            check: { assert: resource.KmsKeyId != "a" }
            message: "{{ resource.KmsKeyId }}"
        """,
        """
            when: has(resource.KmsKeyId) && resource.KmsKeyId != "b"
            variables: { key: resource.KmsKeyId }
            check: { assert: variables.key != "a" }
        """,
        """
            check: { assert: resource.KmsKeyId != "a" }
                                      ^^^^^^^^ `KmsKeyId` may be absent: expected a guard or a default ...
        """,
        """
            variables: { other: resource.SubnetId }
                                         ^^^^^^^^ `SubnetId` may be absent: expected a guard or a default ...
            when: has(resource.KmsKeyId) && variables.other == "a"
            check: { assert: resource.KmsKeyId != "a" }
        """,
        """
            when: "!has(resource.KmsKeyId)"
            check: { assert: resource.KmsKeyId != "a" }
                                      ^^^^^^^^ `KmsKeyId` may be absent: expected a guard or a default ...
        """,
    ]

    @Test("what `when` asks for is there in the check and the message", arguments: guards)
    func guarded(marked: String) {
        expect(MarkedPack(head + marked))
    }
}
