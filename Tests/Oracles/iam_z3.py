#!/usr/bin/env python3
"""A second opinion on IAM questions: the same question put to Z3, written without a look at the Swift procedure.

    pip install z3-solver
    PROVISO_Z3_PYTHON=python3 swift test --filter OracleTests

Reads a JSON list of {identity, controls, boundary, action, onlyWhen, verdict} from the file named by the argument, asks
whether some request is allowed and breaks `onlyWhen`, and prints {"checked", "skipped", "undecided", "disagreements"}.
Cases whose meaning AWS leaves open, or that hold policy variables, are skipped.
"""
import datetime
import ipaddress
import json
import re
import sys

import z3

TAGS = {"aws:tagkeys", "aws:requesttag/"}
CARRIED = {
    "sagemaker:createnotebookinstance": TAGS | {"sagemaker:instancetypes", "sagemaker:volumekmskey"},
    "sagemaker:createtrainingjob": TAGS | {
        "sagemaker:instancetypes", "sagemaker:volumekmskey", "sagemaker:maxruntimeinseconds"},
    "sagemaker:createendpointconfig": TAGS | {"sagemaker:instancetypes", "sagemaker:volumekmskey"},
    "sagemaker:createmodel": TAGS,
    "sagemaker:addtags": TAGS,
    "sagemaker:deletetags": {"aws:tagkeys"},
}
FORMS = {
    "sagemaker:createnotebookinstance": "notebook-instance", "sagemaker:createtrainingjob": "training-job",
    "sagemaker:createendpointconfig": "endpoint-config", "sagemaker:createmodel": "model"}
ALWAYS = {"aws:principalarn", "aws:securetransport", "aws:currenttime", "aws:requestedregion"}
MULTIVALUED = {"aws:tagkeys", "sagemaker:instancetypes"}
S = z3.StringSort()
ANY = z3.AllChar(z3.ReSort(S))
NO_COLON = z3.Intersect(ANY, z3.Complement(z3.Re(":")))


class Skip(Exception):
    pass


def as_list(value):
    return value if isinstance(value, list) else [value]


def concat(parts):
    return z3.Re("") if not parts else parts[0] if len(parts) == 1 else z3.Concat(*parts)


def glob(text, wild=True, fold=False, arn=False):
    """The regular expression of a policy value."""
    if re.search(r"\$\{[^*?$}]", text):
        raise Skip("policy variable")
    if arn and text == "*":
        return z3.Star(ANY)
    parts, colons = [], 0
    for token in re.findall(r"\$\{[*?$]\}|.", text, re.S):
        char = NO_COLON if arn and colons < 5 else ANY
        if len(token) > 1:
            parts.append(z3.Re(token[2]))
        elif wild and token == "*":
            parts.append(z3.Star(char))
        elif wild and token == "?":
            parts.append(char)
        elif fold and token.lower() != token.upper():
            parts.append(z3.Union(z3.Re(token.lower()), z3.Re(token.upper())))
        else:
            colons += token == ":"
            parts.append(z3.Re(token))
    if arn and colons < 5:
        raise Skip("incomplete ARN")
    return concat(parts)


def seconds(text):
    if text.isdigit():
        return int(text)
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int(moment.replace(tzinfo=moment.tzinfo or datetime.timezone.utc).timestamp())


class Question:
    def __init__(self, action):
        self.action = action.lower()
        self.sets = {}
        self.side = []
        self.tags = set()
        region, account, name = z3.Strings("region account name")
        digits = z3.Range("0", "9")
        label = z3.Star(z3.Union(z3.Range("a", "z"), digits, z3.Re("-")))
        self.side += [
            z3.InRe(region, z3.Concat(NO_COLON, NO_COLON, z3.Re("-"), NO_COLON, label, z3.Re("-"), digits)),
            z3.InRe(account, z3.Loop(digits, 12, 12)), z3.InRe(name, z3.Plus(NO_COLON))]
        form = FORMS.get(self.action)
        if form:
            rest = z3.Concat(z3.StringVal(form + "/"), name)
        else:
            kind = z3.String("kind")
            self.side.append(z3.Or([kind == k for k in ("endpoint/", "training-job/", "notebook-instance/", "model/")]))
            rest = z3.Concat(kind, name)
        colon = z3.StringVal(":")
        self.resource = z3.Concat(z3.StringVal("arn:aws:sagemaker:"), region, colon, account, colon, rest)
        self.region = region

    def carried(self, key):
        if key.startswith("aws:requesttag/"):
            return "aws:requesttag/" in CARRIED[self.action]
        if key.startswith("sagemaker:") or key == "aws:tagkeys":
            return key in CARRIED[self.action]
        return True

    def present(self, key):
        if not self.carried(key):
            return z3.BoolVal(False)
        if key in ALWAYS:
            return z3.BoolVal(True)
        if key.startswith("aws:requesttag/"):
            self.tags.add(key)
        if key in MULTIVALUED:
            return z3.Or([there for there, _ in self.slots(key)])
        return z3.Bool("has " + key)

    def slots(self, key):
        """Enough values for every claim that some value exists."""
        if key not in self.sets:
            self.sets[key] = [(z3.Bool("slot %s %d" % (key, i)), z3.String("%s %d" % (key, i))) for i in range(8)]
        return self.sets[key]

    def text(self, key):
        if key == "aws:requestedregion":
            return self.region
        value = z3.String(key)
        if key in ("aws:securetransport", "aws:multifactorauthpresent"):
            self.side.append(z3.Or(value == "true", value == "false"))
        return value

    def matcher(self, key, base, values):
        """A function from a value to the formula that it matches, negation left out."""
        if base.startswith("string") or base in ("bool", "arnlike", "arnequals"):
            regexes = [
                glob(v, wild=base in ("stringlike", "arnlike", "arnequals"),
                     fold=base in ("stringequalsignorecase", "bool"), arn=base.startswith("arn")) for v in values]
            return lambda x: z3.Or([z3.InRe(x, r) for r in regexes])
        if base == "ipaddress":
            four, number = z3.Bool("is v4"), z3.Int("address")
            self.side.append(z3.And(number >= 0, number < 2 ** 32))
            nets = [ipaddress.ip_network(v) for v in values]
            return lambda x: z3.And(four, z3.Or([
                z3.And(number >= int(n[0]), number <= int(n[-1])) for n in nets]))
        number = z3.Real("number " + ("time" if base.startswith("date") else key))
        bound = [seconds(v) if base.startswith("date") else float(v) for v in values]
        kind = re.sub("^(date|numeric)", "", base)
        compare = {"equals": lambda a, b: a == b, "lessthan": lambda a, b: a < b, "lessthanequals": lambda a, b: a <= b,
                   "greaterthan": lambda a, b: a > b, "greaterthanequals": lambda a, b: a >= b}[kind]
        return lambda x: z3.Or([compare(number, b) for b in bound])

    def condition(self, operator, key, values):
        key = key.lower()
        key = "aws:currenttime" if key == "aws:epochtime" else key
        values = [str(v) for v in as_list(values)]
        quantifier, base = ([""] + operator.lower().split(":"))[-2:]
        if_exists = base.endswith("ifexists")
        base = base[:-8] if if_exists else base
        present = self.present(key)
        if base == "null":
            return z3.Or([z3.Not(present) if v.lower() == "true" else present for v in values])
        negated = "not" in base
        matches = self.matcher(key, base.replace("not", ""), values)
        one = (lambda x: z3.Not(matches(x))) if negated else matches
        if key in MULTIVALUED:
            if not quantifier:
                raise Skip("no set operator")
            slots = self.slots(key) if self.carried(key) else []
            if quantifier == "forallvalues":
                body = z3.And([z3.Implies(there, one(x)) for there, x in slots])
            else:
                body = z3.Or([z3.And(there, one(x)) for there, x in slots])
        else:
            value = one(self.text(key))
            if quantifier == "forallvalues":
                body = z3.Or(z3.Not(present), value)
            elif quantifier == "foranyvalue":
                body = z3.And(present, value)
            else:
                body = z3.Or(z3.Not(present), value) if negated else z3.And(present, value)
        return z3.Or(z3.Not(present), body) if if_exists else body

    def conditions(self, block):
        return z3.And([self.condition(o, k, v) for o, keys in block.items() for k, v in keys.items()])

    def statement(self, statement):
        def listed(name):
            return any(re.fullmatch(re.escape(a).replace(r"\*", ".*").replace(r"\?", "."), self.action, re.I)
                       for a in as_list(statement[name]))
        if not (listed("Action") if "Action" in statement else not listed("NotAction")):
            return z3.BoolVal(False)
        name = "Resource" if "Resource" in statement else "NotResource"
        found = z3.Or([z3.InRe(self.resource, glob(r, arn=True)) for r in as_list(statement[name])])
        return z3.And(found if name == "Resource" else z3.Not(found), self.conditions(statement.get("Condition", {})))

    def allowed(self, documents):
        statements = [s for d in documents for s in as_list(d["Statement"])]
        return z3.And(
            z3.Or([self.statement(s) for s in statements if s["Effect"] == "Allow"]),
            *[z3.Not(self.statement(s)) for s in statements if s["Effect"] == "Deny"])

    def solve(self, case):
        layers = [[case["identity"]]] + case["controls"] + ([[case["boundary"]]] if case["boundary"] else [])
        wanted = case["onlyWhen"]
        formula = z3.And([self.allowed(layer) for layer in layers])
        formula = z3.And(formula, z3.Not(self.conditions(wanted))) if wanted else formula
        if "aws:tagkeys" in self.sets and "aws:requesttag/" in CARRIED[self.action]:
            for key in sorted(self.tags):
                regex = glob(key.split("/", 1)[1], wild=False, fold=True)
                self.side.append(z3.Bool("has " + key) == z3.Or([
                    z3.And(there, z3.InRe(x, regex)) for there, x in self.slots("aws:tagkeys")]))
        solver = z3.Solver()
        solver.set("timeout", 3000)
        solver.add(formula, *self.side)
        return solver.check()


result = {"checked": 0, "skipped": 0, "undecided": 0, "disagreements": []}
for number, case in enumerate(json.load(open(sys.argv[1]))):
    try:
        verdict = Question(case["action"]).solve(case)
    except Skip:
        result["skipped"] += 1
        continue
    if verdict == z3.unknown:
        result["undecided"] += 1
        continue
    result["checked"] += 1
    if case["verdict"] != ("PROVED" if verdict == z3.unsat else "COUNTEREXAMPLE"):
        result["disagreements"].append({"case": number, "z3": str(verdict), **case})
json.dump(result, sys.stdout)
