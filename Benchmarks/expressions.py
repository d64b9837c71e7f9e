"""Compares the evaluation of CEL expressions with that of other implementations, in turn in one run."""

import instructions
import table
import tools

PEERS = [
    ("rust", "Rust", "common-expression-language", "cel"),
    ("cpp", "C++", "cel-expr-python", "cel_expr_python"),
]
ROUNDS = 3


def compare():
    """Lines of a table: nanoseconds, the least of all rounds, and how many times as long the others take."""
    program = tools.benchmark("cel-bench")
    if program is None:
        return ["cel: skipped, cel-bench was not built"]
    cases = "\n".join(tools.output([program, "--cases"]))
    lines = []
    peers = []
    for key, title, package, module in PEERS:
        if tools.has_module(module):
            peers.append((key, title))
        else:
            lines.append(f"cel: {package} ({title}) skipped, it cannot be imported by {tools.PYTHON}")
    ours, others = {}, {key: {} for key, _ in peers}
    for _ in range(ROUNDS):
        keep(ours, tools.output([program, "--plain"]))
        for key, _ in peers:
            keep(others[key], tools.output([tools.PYTHON, tools.PEERS / "expressions.py", key], given=cases))
    counts = instructions.of_evaluations(program, ours)
    if counts is None:
        lines.append("cel: instructions left out, there is no valgrind")
    columns = ["evaluate ns", *(["instructions"] if counts else []), "compile ns"]
    for _, title in peers:
        columns += [f"{title} ns", f"x {title}", f"compile x {title}"]
    rows = table.Table("expression", *columns, "")
    for name, (evaluation, compilation) in ours.items():
        cells = [f"{evaluation:.1f}", *([f"{counts[name]:.0f}"] if counts else []), f"{compilation:.0f}"]
        for key, _ in peers:
            other = others[key].get(name)
            cells += (
                [f"{other[0]:.0f}", table.ratio(other[0] / evaluation), table.ratio(other[1] / compilation)]
                if other
                else ["", "", ""]
            )
        rows.add(name, *cells, "")
    return [*lines, "", *rows.lines(), ""]


def keep(best, lines):
    """Keeps the least of each case's times."""
    for line in lines:
        name, *times = line.split("\t")
        times = tuple(float(value) for value in times)
        best[name] = tuple(map(min, best[name], times)) if name in best else times
