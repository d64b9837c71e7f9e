"""Prints the structure of Terraform files as python-hcl2 reads them: a JSON object of outlines by path.

    python hcl_structure.py FILE...

A file that it cannot read has the outline null. Needs `pip install python-hcl2`, 8 or later, which marks blocks, in an
environment without bc-python-hcl2, which would take its place.
"""

import json
import sys

import hcl2

MARK = "__is_block__"


def holds_block(value):
    return isinstance(value, dict) and (MARK in value or any(holds_block(inner) for inner in value.values()))


def block(name, value):
    labels = []
    while MARK not in value:
        (label, value), = value.items()
        labels.append(label.strip('"'))
    return " ".join([name] + labels) + "{" + body(value) + "}"


def body(value):
    items = []
    for name, inner in value.items():
        if name.startswith("__"):
            continue
        if isinstance(inner, list) and inner and all(holds_block(element) for element in inner):
            items += [block(name, element) for element in inner]
        else:
            items.append(name)
    return ";".join(sorted(items))


outlines = {}
for path in sys.argv[1:]:
    try:
        with open(path, encoding="utf-8") as file:
            outlines[path] = body(hcl2.load(file))
    except Exception:
        outlines[path] = None
json.dump(outlines, sys.stdout)
