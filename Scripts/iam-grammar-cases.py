#!/usr/bin/env python3
"""Writes the accept and reject cases of moto's IAM tests as JSON, for the test that PROVISO_IAM_GRAMMAR_CASES switches on;
`make oracles` does all of this.

    pip download --no-binary :all: --no-deps moto==5.2.5 && tar xzf moto-5.2.5.tar.gz
    python3 Scripts/iam-grammar-cases.py moto-5.2.5/tests/test_iam/test_iam_policies.py > cases.json
    PROVISO_IAM_GRAMMAR_CASES=cases.json swift test --filter IAMTests

moto recorded the messages from AWS. Its test file is Apache-2.0; nothing of it is kept here.
"""
import ast
import json
import sys

values = {}
for node in ast.parse(open(sys.argv[1]).read()).body:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        values[node.targets[0].id] = ast.literal_eval(node.value)


def text(document):
    return document if isinstance(document, str) else json.dumps(document)


json.dump({
    "invalid": [{"document": text(case["document"]), "message": case["error_message"]}
                for case in values["invalid_policy_document_test_cases"]],
    "valid": [text(document) for document in values["valid_policy_documents"]],
}, sys.stdout)
