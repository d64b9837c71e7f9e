#!/usr/bin/env python3
"""A second opinion on IAM questions: the same question put to Z3, written without a look at the Swift procedure.

    pip install z3-solver
    PROVISO_Z3_PYTHON=python3 swift test --filter OracleTests

Reads a JSON list of {identity, controls, boundary, resource, action, onlyWhen, verdict} from the file named by the argument,
asks whether some call is allowed and breaks `onlyWhen`, and prints {"checked", "skipped", "reasons", "undecided",
"disagreements"}. Strings of Z3 cannot say that a value agrees with a policy variable in any case or among wildcards: for a
proof this may hold or not, for a counterexample the variable has one of a few values. Where that does not suffice, the case
is undecided.
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
    "sagemaker:createendpoint": TAGS,
    "sagemaker:createmodelpackage": TAGS,
    "sagemaker:addtags": TAGS,
    "sagemaker:deletetags": {"aws:tagkeys"},
    "kms:decrypt": set(), "kms:listkeys": set(), "sts:assumerole": TAGS, "sqs:sendmessage": set(),
}
# For each way of naming resources, the service and the beginning of the last part of each ARN; None for no resource.
ANY_KIND = ("endpoint/", "training-job/", "notebook-instance/", "model/")
FORMS = {
    "sagemaker:createnotebookinstance": [[("sagemaker", "notebook-instance/")]],
    "sagemaker:createtrainingjob": [[("sagemaker", "training-job/")]],
    "sagemaker:createendpointconfig": [[("sagemaker", "endpoint-config/")]],
    "sagemaker:createmodel": [[("sagemaker", "model/")]],
    "sagemaker:createendpoint": [[("sagemaker", "endpoint/"), ("sagemaker", "endpoint-config/")]],
    "sagemaker:createmodelpackage": [
        [("sagemaker", "model-package/")], [("sagemaker", "model-package-group/")], [None]],
    "sagemaker:addtags": [[("sagemaker", kind)] for kind in ANY_KIND],
    "sagemaker:deletetags": [[("sagemaker", kind)] for kind in ANY_KIND],
    "kms:decrypt": [[("kms", "key/")]], "kms:listkeys": [[None]],
    "sts:assumerole": [[("iam", "role/")]], "sqs:sendmessage": [[("sqs", "")]],
}
# Ways of which it is not documented that there are any: they can refute a proof, but are no counterexample.
DOUBTFUL = {"sagemaker:createmodelpackage": 2}
# Resources whose own policy must allow.
GOVERNED = {"kms:decrypt": "kms", "sts:assumerole": "sts"}
TAGGED_RESOURCES = {a for a in CARRIED if a.startswith("sagemaker:")} | {"kms:decrypt", "sts:assumerole", "sqs:sendmessage"}
ACCOUNT, ROLE = "111122223333", "arn:aws:iam::111122223333:role/r"
ALWAYS = {
    "aws:principalarn", "aws:securetransport", "aws:currenttime", "aws:requestedregion", "aws:principalaccount"}
MULTIVALUED = {"aws:tagkeys", "sagemaker:instancetypes"}
S = z3.StringSort()
ANY = z3.AllChar(z3.ReSort(S))
NO_COLON = z3.Intersect(ANY, z3.Complement(z3.Re(":")))
DIGITS = z3.Loop(z3.Range("0", "9"), 12, 12)
LABEL = z3.Star(z3.Union(z3.Range("a", "z"), z3.Range("0", "9"), z3.Re("-")))
VARIABLE = re.compile(r"\$\{([^*?$}][^}]*)\}")


# Values of a policy variable that is looked at value by value.
WORDS = ["dev", "Dev", "DEV", "prod", "production", "staging", "team", "environment", "cost-center", "x", "example", "", "*"]


class Skip(Exception):
    pass


def as_list(value):
    return value if isinstance(value, list) else [value]


def concat(parts):
    return z3.Re("") if not parts else parts[0] if len(parts) == 1 else z3.Concat(*parts)


def glob(text, wild=True, fold=False, arn=False, hole=False):
    """The regular expression of a policy value; with a hole, a null character stands for any text."""
    if re.search(r"\$\{[^*?$}]", text):
        raise Skip("policy variable")
    if arn and text == "*":
        return z3.Star(ANY)
    parts, colons = [], 0
    for token in re.findall(r"\$\{[*?$]\}|.", text, re.S):
        char = NO_COLON if arn and colons < 5 else ANY
        if hole and token == "\0":
            parts.append(z3.Star(ANY))
        elif len(token) > 1:
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


class Target:
    """One resource of a call: its ARN, and the account in it."""

    def __init__(self, question, number, form):
        self.number, self.form = number, form
        if form is None:
            self.parts = None
            return
        service, kind = form
        name = z3.String("name %d" % number)
        question.side.append(z3.InRe(name, z3.Plus(NO_COLON if service == "sagemaker" else ANY)))
        # Within one account all resources have the same.
        self.account = z3.String("account %d" % (number if question.shared else 0))
        question.side.append(z3.InRe(self.account, LABEL))
        region = z3.StringVal("") if service == "iam" else question.region
        rest = z3.Concat(z3.StringVal(kind), name) if kind else name
        self.parts = [z3.StringVal("arn"), z3.StringVal("aws"), z3.StringVal(service), region, self.account, rest]
        self.arn = z3.Concat(*[part for one in self.parts for part in (z3.StringVal(":"), one)][1:])


class Question:
    """Whether some call for an action that names resources in one way is allowed and bad.

    What AWS leaves open is a free Boolean: a proof must hold whatever it is, and a counterexample exist for both values.
    """

    def __init__(self, action, forms, shared, matters, picks):
        self.action = action.lower()
        # Whether variables that cannot be said have one of a few values, instead of agreeing with anything or nothing.
        self.picks = picks
        self.is_exact = True
        self.shared = shared
        self.matters = matters
        self.sets = {}
        self.side = []
        self.tags = set()
        self.region = z3.String("region")
        label, dash = LABEL, z3.Re("-")
        self.side.append(z3.InRe(self.region, z3.Concat(label, dash, label, dash, z3.Range("0", "9"))))
        self.targets = [Target(self, number, form) for number, form in enumerate(forms)]
        self.target = self.targets[0]

    def matter(self, name, bound):
        return z3.And(bound, z3.Bool("open " + name) if self.matters is None else z3.BoolVal(self.matters))

    def carried(self, key):
        if key.startswith("aws:requesttag/"):
            return "aws:requesttag/" in CARRIED[self.action]
        if key.startswith("sagemaker:") or key == "aws:tagkeys":
            return key in CARRIED[self.action]
        if key.startswith("aws:resourcetag/"):
            return self.action in TAGGED_RESOURCES and self.target.form is not None
        # Keys of another service.
        return not key.startswith("ec2:")

    def present(self, key):
        if not self.carried(key):
            return z3.BoolVal(False)
        if key in ALWAYS:
            return z3.BoolVal(True)
        if key.startswith("aws:requesttag/"):
            self.tags.add(key)
        if key in MULTIVALUED:
            return z3.Or([there for there, _ in self.slots(key)])
        return z3.Bool("has " + self.name(key))

    def name(self, key):
        """The tags of a resource are its own."""
        return "%s of %d" % (key, self.target.number) if key.startswith("aws:resource") else key

    def slots(self, key):
        """Enough values for every claim that some value exists."""
        if key not in self.sets:
            self.sets[key] = [(z3.Bool("slot %s %d" % (key, i)), z3.String("%s %d" % (key, i))) for i in range(8)]
        return self.sets[key]

    def text(self, key):
        if key == "aws:requestedregion":
            return self.region
        value = z3.String(self.name(key))
        if key == "aws:principalarn":
            head = "arn:aws:%s::"
            self.side.append(z3.InRe(value, z3.Union(
                *[z3.Concat(z3.Re(head % service), DIGITS, z3.Re(":" + kind), z3.Plus(ANY)) for service, kind in
                  [("iam", "role/"), ("iam", "user/"), ("sts", "federated-user/")]],
                z3.Concat(z3.Re(head % "iam"), DIGITS, z3.Re(":root")))))
        if key == "aws:principalaccount":
            self.side.append(z3.InRe(value, DIGITS))
        if key in ("aws:securetransport", "aws:multifactorauthpresent"):
            self.side.append(z3.Or(value == "true", value == "false"))
        return value

    def matcher(self, key, base, values):
        """A function from a value to the formula that it matches, negation left out."""
        if base.startswith("string") or base in ("bool", "arnlike", "arnequals"):
            wild, fold = base in ("stringlike", "arnlike", "arnequals"), base in ("stringequalsignorecase", "bool")
            tests = [
                self.with_variable(v, wild, fold) if VARIABLE.search(v) else
                (lambda x, r=glob(v, wild=wild, fold=fold, arn=base.startswith("arn")): z3.InRe(x, r)) for v in values]
            return lambda x: z3.Or([test(x) for test in tests])
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

    def with_variable(self, text, wild=True, fold=False):
        """A test of a value against a text with one policy variable."""
        start, end = wild and text.startswith("*"), wild and text.endswith("*")
        inner = text[1 if start else 0:len(text) - 1 if end else None]
        first = VARIABLE.search(inner)
        before, after = inner[:first.start()], inner[first.end():]
        key, _, fallback = first[1].partition(", ")
        key = key.lower()
        if fold or re.search(r"[*?$]", before + after):
            return self.approximation(text, wild, fold, key, fallback.strip("'") if fallback else None)
        def test(x):
            def compare(value):
                whole = z3.Concat(z3.StringVal(before), value, z3.StringVal(after))
                if start and end:
                    return z3.Contains(x, whole)
                return z3.SuffixOf(whole, x) if start else z3.PrefixOf(whole, x) if end else x == whole
            present = self.present(key)
            there = z3.And(present, compare(self.text(key)))
            return z3.Or(there, z3.And(z3.Not(present), compare(z3.StringVal(fallback.strip("'"))))) if fallback else there
        return test

    def approximation(self, text, wild, fold, key, fallback):
        """A test of a value against a text with a variable, that may hold or not, or looks at some values of the variable."""
        def regex(value):
            # The value stands for itself.
            literal = re.sub(r"[*?$]", lambda one: "${%s}" % one[0], value)
            return glob(VARIABLE.sub(lambda _: literal, text), wild=wild, fold=fold)
        present = self.present(key)
        missing = z3.Not(present)
        def absent(x):
            return z3.And(missing, z3.InRe(x, regex(fallback))) if fallback is not None else z3.BoolVal(False)
        if z3.is_false(present):
            return absent
        self.is_exact = False
        if not self.picks:
            anything = glob(VARIABLE.sub(lambda _: "\0", text), wild=wild, fold=fold, hole=True)
            return lambda x: z3.Or(absent(x), z3.And(
                present, z3.Bool("agrees %s %s" % (x.sexpr(), text)), z3.InRe(x, anything)))
        value = self.text(key)
        self.side.append(z3.Or([value == word for word in WORDS]))
        return lambda x: z3.Or(absent(x), *[z3.And(present, value == w, z3.InRe(x, regex(w))) for w in WORDS])

    def condition(self, operator, key, values):
        """The account of a resource is the one in its ARN, if there is a number."""
        account = None if self.target.form is None else self.target.account
        related = ["aws:resourceaccount"] + ([] if self.shared else ["aws:principalaccount"])
        if account is None or key.lower() not in related:
            return self.own_condition(operator, key, values)
        number = z3.InRe(account, DIGITS)
        return z3.If(
            number, self.own_condition(operator, key, values, account), self.own_condition(operator, key, values))

    def own_condition(self, operator, key, values, given=None):
        key = key.lower()
        key = "aws:currenttime" if key == "aws:epochtime" else key
        values = [str(v) for v in as_list(values)]
        quantifier, base = ([""] + operator.lower().split(":"))[-2:]
        if_exists = base.endswith("ifexists")
        base = base[:-8] if if_exists else base
        present = self.present(key) if given is None else z3.BoolVal(True)
        if base == "null":
            return z3.Or([z3.Not(present) if v.lower() == "true" else present for v in values])
        negated = "not" in base
        matches = self.matcher(key, base.replace("not", ""), values)
        one = (lambda x: z3.Not(matches(x))) if negated else matches
        if key in MULTIVALUED:
            if not quantifier:
                holds = self.matter("%s %s" % (operator, key), present)
                body = z3.Not(holds) if negated else holds
                return z3.Or(z3.Not(present), body) if if_exists else body
            slots = self.slots(key) if self.carried(key) else []
            if quantifier == "forallvalues":
                body = z3.And([z3.Implies(there, one(x)) for there, x in slots])
            else:
                body = z3.Or([z3.And(there, one(x)) for there, x in slots])
        else:
            value = one(self.text(key) if given is None else given)
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
        found = z3.Or([self.resource(r) for r in as_list(statement[name])])
        return z3.And(found if name == "Resource" else z3.Not(found), self.conditions(statement.get("Condition", {})))

    def resource(self, pattern):
        """Whether a pattern names the resource."""
        if pattern == "*":
            return z3.BoolVal(True)
        parts = pattern.split(":", 5)
        service = self.action.split(":")[0]
        if self.target.form is None:
            speaks = len(parts) > 2 and re.fullmatch(parts[2].replace("*", ".*").replace("?", "."), service)
            # It is not documented whether a pattern of the service names what has no name.
            return self.matter("none " + pattern, z3.BoolVal(True)) if speaks else z3.BoolVal(False)
        if len(parts) < 6:
            wide = z3.InRe(self.target.arn, glob(pattern if pattern.endswith("*") else pattern + ":*"))
            return self.matter("short " + pattern, wide)
        tests = [
            (self.with_variable(p) if VARIABLE.search(p) else lambda x, r=glob(p): z3.InRe(x, r))(part)
            for p, part in zip(parts, self.target.parts)]
        # Names outside of SageMaker may hold colons, over which a star at the end of a part may go on or not.
        crossing = self.target.form[0] != "sagemaker" and any(p.endswith("*") for p in parts[:5])
        narrow = z3.And(tests)
        return z3.Or(narrow, self.matter("star " + pattern, z3.InRe(self.target.arn, glob(pattern)))) if crossing else narrow

    def allows(self, documents, test=lambda statement: True):
        return z3.Or([
            self.statement(s) for d in documents for s in as_list(d["Statement"]) if s["Effect"] == "Allow" and test(s)])

    def denies(self, documents, test=lambda statement: True):
        return z3.Or([
            self.statement(s) for d in documents for s in as_list(d["Statement"]) if s["Effect"] == "Deny" and test(s)])

    @staticmethod
    def principal(statement):
        """How a statement of a resource policy names the role that asks."""
        if statement["Principal"] == "*":
            return "everyone"
        names = as_list(statement["Principal"].get("AWS", []))
        if ROLE in names:
            return "role"
        return "account" if ACCOUNT in names or "arn:aws:iam::%s:root" % ACCOUNT in names else "none"

    def allowed(self, case):
        identity, boundary, resource = [case["identity"]], case["boundary"], case["resource"]
        parts = [z3.Not(self.denies(layer)) for layer in [identity] + case["controls"] + ([[boundary]] if boundary else [])]
        parts += [self.allows(level) for level in case["controls"]]
        limit = self.allows([boundary]) if boundary else z3.BoolVal(True)
        own = z3.And(self.allows(identity), limit)
        if not resource:
            return z3.And(own, *parts)
        parts.append(z3.Not(self.denies([resource], lambda s: self.principal(s) != "none")))
        limited = self.allows([resource], lambda s: self.principal(s) in ("role", "everyone"))
        some = self.allows([resource], lambda s: self.principal(s) != "none")
        # Whether a boundary limits a grant to everyone is not documented.
        everyone = self.matter("everyone", self.allows([resource], lambda s: self.principal(s) == "everyone"))
        far = z3.And(own, some)
        kind = GOVERNED.get(self.action)
        speaks = kind and any(self.speaks(s, kind) for s in as_list(resource["Statement"]))
        near = z3.Or(far if speaks else own, z3.And(limited, limit), everyone)
        if self.target.form is None:
            return z3.And(near, *parts)
        number = z3.InRe(self.target.account, DIGITS)
        owner = z3.And(self.present("aws:resourceaccount"), self.text("aws:resourceaccount") != ACCOUNT)
        crosses = z3.If(number, self.target.account != ACCOUNT, owner)
        return z3.And(z3.If(crosses, far, near), *parts)

    def tags_are_not_denied(self, case):
        """AWS checks sagemaker:AddTags along with a call that carries tags, for some resource of it."""
        layers = [[case["identity"]]] + case["controls"] + ([[case["boundary"]]] if case["boundary"] else [])
        action, parts = self.action, []
        for target in self.targets:
            self.target, self.action = target, "sagemaker:addtags"
            parts.append(z3.Not(z3.Or([self.denies(layer) for layer in layers])))
        self.action = action
        tags = [self.present("aws:tagkeys")] + [z3.Bool("has " + tag) for tag in sorted(self.tags)]
        return z3.Or(z3.Not(z3.Or(tags)), *parts)

    @staticmethod
    def speaks(statement, kind):
        """Whether a statement may stand in a policy that governs such resources."""
        service = {"kms": "kms", "sts": "iam"}[kind]
        def fits(pattern, name):
            return re.fullmatch(pattern.replace("*", ".*").replace("?", "."), name) is not None
        actions = "NotAction" in statement or any(
            fits(a.split(":")[0].lower(), kind) for a in as_list(statement["Action"]))
        resources = "NotResource" in statement or any(
            r == "*" or fits(r.split(":")[2], service) for r in as_list(statement["Resource"]))
        return actions and resources

    def solve(self, case):
        wanted = case["onlyWhen"]
        formula = []
        for target in self.targets:
            self.target = target
            formula.append(self.allowed(case))
        if self.matters is None and self.action.startswith("sagemaker:create"):
            formula.append(self.tags_are_not_denied(case))
        if wanted:
            # Every key of a claim belongs to the request as a whole.
            formula.append(z3.Not(self.conditions(wanted)))
        if "aws:tagkeys" in self.sets and "aws:requesttag/" in CARRIED[self.action]:
            for key in sorted(self.tags):
                regex = glob(key.split("/", 1)[1], wild=False, fold=True)
                self.side.append(z3.Bool("has " + key) == z3.Or([
                    z3.And(there, z3.InRe(x, regex)) for there, x in self.slots("aws:tagkeys")]))
        solver = z3.Solver()
        solver.set("timeout", 3000)
        solver.add(*formula, *self.side)
        return solver.check()


def answer(case):
    """The verdict of Z3: sat where a call exists whatever is left open, unsat where none does, else unknown."""
    action = case["action"].lower()
    shared = case["resource"] is not None
    # A proof holds whatever is left open; a counterexample exists for each way to settle it.
    ways = FORMS[action]

    def ask(ways, matters):
        found = []
        for way in ways:
            wide = Question(action, way, shared, matters, picks=False)
            verdict = wide.solve(case)
            if verdict == z3.sat and not wide.is_exact:
                picked = Question(action, way, shared, matters, picks=True).solve(case)
                verdict = z3.sat if picked == z3.sat else z3.unknown
            found.append(verdict)
        return z3.sat if z3.sat in found else z3.unknown if z3.unknown in found else z3.unsat

    if case["verdict"] == "PROVED":
        return ask(ways, None)
    sure = ways[:DOUBTFUL.get(action, len(ways))]
    both = [ask(sure, matters) for matters in (False, True)]
    return z3.unsat if z3.unsat in both else z3.unknown if z3.unknown in both else z3.sat


result = {"checked": 0, "skipped": 0, "undecided": 0, "reasons": {}, "disagreements": []}
for number, case in enumerate(json.load(open(sys.argv[1]))):
    try:
        verdict = answer(case)
    except Skip as reason:
        result["skipped"] += 1
        result["reasons"][str(reason)] = result["reasons"].get(str(reason), 0) + 1
        continue
    if verdict == z3.unknown:
        result["undecided"] += 1
        continue
    result["checked"] += 1
    if case["verdict"] != ("PROVED" if verdict == z3.unsat else "COUNTEREXAMPLE"):
        result["disagreements"].append({"case": number, "z3": str(verdict), **case})
json.dump(result, sys.stdout)
