"""Times CEL expressions in another implementation: `expressions.py rust|cpp`, with the output of `cel-bench --cases` as input.

Prints the nanoseconds of one evaluation and one compilation for each case, the least of several rounds. What a call from
Python costs by itself, measured on the expression `true`, is taken off.
"""

import json
import sys
import time


class Rust:
    """The `cel` crate, as common-expression-language packs it."""

    def __init__(self):
        import cel

        self.library = cel

    def compile(self, expression):
        return self.library.compile(expression)

    def context(self, resource):
        context = self.library.Context()
        context.add_variable("r", resource)
        return context

    def evaluate(self, program, context):
        return program.execute(context)


class Cpp:
    """cel-cpp, as cel-expr-python packs it."""

    def __init__(self):
        from cel_expr_python import cel

        self.environment = cel.NewEnv(variables={"r": cel.Type.DYN})

    def compile(self, expression):
        return self.environment.compile(expression)

    def context(self, resource):
        return self.environment.Activation({"r": resource})

    def evaluate(self, program, context):
        return program.eval(context).value()


def least(work, seconds=0.06, rounds=5):
    """Nanoseconds of one call."""
    start = time.perf_counter()
    work()
    count = max(1, int(seconds / max(time.perf_counter() - start, 1e-7) / rounds))
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(count):
            work()
        best = min(best, (time.perf_counter() - start) / count)
    return best * 1e9


def main(name):
    peer = {"rust": Rust, "cpp": Cpp}[name]()
    nothing = peer.compile("true")
    empty = peer.context({})
    call = float("inf")
    times = []
    for line in sys.stdin:
        case = json.loads(line)
        program = peer.compile(case["expression"])
        context = peer.context(json.loads(case["resource"]))
        if peer.evaluate(program, context) is not True:
            print(f"{case['name']}: another result", file=sys.stderr)
            continue
        # Again beside each case, since a busy moment must not make the call dearer than the evaluation.
        call = min(call, least(lambda: peer.evaluate(nothing, empty)))
        evaluation = least(lambda: peer.evaluate(program, context))
        times.append((case["name"], evaluation, least(lambda: peer.compile(case["expression"]))))
    for name, evaluation, compilation in times:
        print(name, f"{evaluation - call:.1f}", f"{compilation:.1f}", sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
