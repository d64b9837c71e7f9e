"""Prints Terraform files as python-hcl2 reads them: a JSON object of outlines by path, with the blocks at each depth, and
the arguments with their values where those are literal, `?` where they are not.

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


def text(value):
    """A text as it is written; with interpolations it is written anew, and says nothing about how it was read."""
    return "?" if "${" in value or "%{" in value else value


def key(name):
    return "?" if "${" in name else name.strip('"')


def literal(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, list):
        return "[" + ",".join(literal(element) for element in value) + "]"
    if isinstance(value, dict):
        items = [key(name) + "=" + literal(inner) for name, inner in value.items() if not name.startswith("__")]
        return "{" + ",".join(sorted(items)) + "}"
    # Expressions have no quotes; a heredoc has some around it that nobody wrote.
    if not value.startswith('"'):
        return "?"
    return text(value[1:-1].strip() if value.startswith('"<<') else value)


def body(value):
    items = []
    for name, inner in value.items():
        if name.startswith("__"):
            continue
        if isinstance(inner, list) and inner and all(holds_block(element) for element in inner):
            items += [block(name, element) for element in inner]
        else:
            items.append(name + "=" + literal(inner))
    return ";".join(sorted(items))


outlines = {}
for path in sys.argv[1:]:
    try:
        with open(path, encoding="utf-8") as file:
            outlines[path] = body(hcl2.load(file))
    except Exception:
        outlines[path] = None
json.dump(outlines, sys.stdout)
