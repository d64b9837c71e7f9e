"""Measures Proviso beside its floors and its peers, all in one run, and prints a table: `make bench`.

    Benchmarks/bench.py [--only GROUP]... [--runs N] [--slow] [--plot FILE] [--list]

PROVISO_BENCH_PYTHON names the interpreter that has the peers (PROVISO_BENCH_CFN_LINT_PYTHON the one with cfn-lint, where
that is another); PROVISO_SHARED_DATA the directory with `templates/`. What is absent is skipped with a line.
"""

import argparse
import os
import pathlib
import time

import access
import contenders
import expressions
import growth as growing
import inputs
import measure
import stream as streaming
import table
import tools
from measure import Command


class Report:
    """The table, and what has to be said beside it."""

    def __init__(self, slow, runs, plot=None):
        self.slow = slow
        self.runs = runs
        # Where the plot of the growth is written; None for nowhere.
        self.plot = plot
        self.table = table.Table(
            *["what", "wall ms", "CPU ms", "peak MB", "work ms"],
            *["x floor", "x wall", "x CPU", "x work", "runs and remarks"],
        )
        self.lines = []

    def heading(self, text):
        self.table.add("", *[""] * 9)
        self.table.add(text, *[""] * 9)

    def group(self, heading, commands, runs, floor=None, remarks=None, subject="proviso"):
        """Measures commands in turn and adds a row for each.

        `x floor` is the ratio of CPU times to the floor; `x wall` and `x CPU` are those of a contender to the subject.
        `x work` compares the contender's work alone, without the start of its interpreter, with the whole process of
        the subject.
        """
        figures, failures = measure.measure(commands, self.runs or runs)
        self.lines += [f"{heading}: {name} failed: {reason}" for name, reason in failures.items()]
        self.heading(heading)
        base = figures.get(subject)
        for name, figure in figures.items():
            remark = f"{figure.runs}; {remarks[name]}" if remarks and name in remarks else str(figure.runs)
            is_other = base is not None and name not in (subject, floor)
            self.table.add(
                name,
                table.milliseconds(figure.wall),
                table.milliseconds(figure.cpu),
                f"{figure.memory:.1f}",
                table.milliseconds(figure.work) if figure.work else "",
                table.ratio(figure.cpu / figures[floor].cpu) if floor in figures and figures[floor].cpu else "",
                table.ratio(figure.wall / base.wall) if is_other else "",
                table.ratio(figure.cpu / base.cpu) if is_other else "",
                table.ratio(figure.work / base.wall) if figure.work and base else "",
                remark,
            )
        return figures


def start(report):
    """One template of 5 KB, cold: how long a commit waits."""
    peers, absent = contenders.present()
    report.lines += absent
    quick = {
        "true": Command(["/bin/true"]),
        "proviso --version": Command([tools.PROVISO, "--version"]),
        "proviso": contenders.proviso([inputs.TEMPLATE]),
    }
    converted = contenders.converted([inputs.TEMPLATE], tools.WORK / "template")
    remarks = {}
    for peer in [peer for peer in peers if not peer.is_slow]:
        if peer.needs_json and not converted:
            report.lines.append(f"{peer.name}: skipped, PyYAML is needed to convert its input")
            continue
        quick[peer.name] = peer.command(converted if peer.needs_json else [inputs.TEMPLATE])
        remarks[peer.name] = peer.note
    report.group("one template, cold", quick, 41, floor="true", remarks=remarks)
    slow = {"proviso": contenders.proviso([inputs.TEMPLATE])}
    for peer in [peer for peer in peers if peer.is_slow]:
        slow[peer.name] = peer.command([inputs.TEMPLATE])
        remarks[peer.name] = peer.note
    if len(slow) > 1:
        report.group("one template, cold, beside linters", slow, 5, remarks=remarks)


def corpora(report):
    """Real templates, if they are at hand."""
    for name, title in [("sagemaker", "SageMaker templates"), ("general", "general templates")]:
        files = inputs.corpus(name)
        if not files:
            report.lines.append(f"{title}: skipped, PROVISO_SHARED_DATA is not set")
            continue
        commands = {
            "reading": Command([tools.floor(), "--read", *files]),
            "proviso": contenders.proviso(files),
            "proviso, one processor": contenders.proviso(files, "--threads", "1", processor=0),
        }
        remarks = {}
        converted = contenders.converted(files, tools.WORK / name)
        for peer in contenders.present()[0]:
            if peer.is_slow and not report.slow or peer.needs_json and not converted:
                continue
            commands[peer.name] = peer.command(converted if peer.needs_json else files)
            remarks[peer.name] = peer.note
        if not report.slow:
            report.lines.append(f"{title}: checkov and cfn-lint take minutes and are measured with --slow only")
        report.group(f"{len(files)} {title}", commands, 1 if report.slow else 11, floor="reading", remarks=remarks)


def yaml(report):
    """What judging adds to reading YAML, on one processor."""
    for name in ["sagemaker", "general"]:
        files = inputs.as_yaml(inputs.corpus(name))
        if not files:
            report.lines.append(f"YAML of {name}: skipped, PROVISO_SHARED_DATA is not set")
            continue
        commands = {
            "libyaml's event loop": Command([tools.floor(), *files], processor=0),
            "proviso, five rules": contenders.proviso(
                files, "--threads", "1", *contenders.selecting(contenders.FIVE_RULES), processor=0
            ),
            "proviso": contenders.proviso(files, "--threads", "1", processor=0),
        }
        report.group(f"{len(files)} {name} templates in YAML, one processor", commands, 21, floor="libyaml's event loop")


def processors(report):
    """What a second processor gains."""
    files = inputs.corpus("sagemaker") + inputs.corpus("general")
    if not files:
        return report.lines.append("processors: skipped, PROVISO_SHARED_DATA is not set")
    if (os.cpu_count() or 1) < 2:
        return report.lines.append("processors: skipped, there is only one")
    commands = {
        "one thread": contenders.proviso(files, "--threads", "1"),
        "proviso": contenders.proviso(files, "--threads", "2"),
    }
    figures = report.group(f"{len(files)} templates on two processors", commands, 31)
    if len(figures) == 2:
        # Other work on the machine can only hide a gain, so the least times tell it.
        gain = figures["one thread"].least_wall / figures["proviso"].least_wall
        report.lines.append(f"processors: two are {table.ratio(gain)} times as fast as one, by the least of the times")


def json(report):
    """Answers of the API, as an export has them."""
    files = [inputs.records(50)]
    commands = {
        "reading": Command([tools.floor(), "--read", *files]),
        "proviso": contenders.proviso(files),
        "proviso, one rule": contenders.proviso(files, "--rule", "batch-transform/*"),
    }
    report.group("50 MB of JSON lines, 52,011 jobs", commands, 3, floor="reading")


def growth(report):
    """Files, resources, rules and findings, each from ten to ten thousand."""
    measured = {}
    for name, command in growing.SUBJECTS.items():
        commands = {f"{size:,} {name}": command(size) for size in growing.SIZES}
        figures = report.group(f"growth with {name}", commands, 3)
        if len(figures) < len(commands):
            continue
        costs = dict(zip(growing.SIZES, (figure.cpu for figure in figures.values())))
        measured[name] = costs
        each = (costs[growing.SIZES[-1]] - costs[growing.SIZES[0]]) / growing.SIZES[-1]
        slope = growing.exponent(costs)
        report.lines.append(f"growth with {name}: cost is size to the power of {slope:.2f}, {each * 1e6:,.0f} us each")
    if report.plot and measured:
        pathlib.Path(report.plot).write_text(growing.plot(measured))


def stream(report):
    """Resources line by line, beside jq, which selects one field of the same lines."""
    report.lines += streaming.compare(report.slow)


# Those whose resources a plan has; each looks at every resource of its types.
PLAN_RULES = [
    *["tagging/required-tags", "tagging/allowed-values", "notebooks/lifecycle-configuration", "notebooks/idle-time"],
    *["realtime-endpoints/no-training-hardware", "realtime-endpoints/variant-traffic", "serverless/valid-size"],
    *["batch-transform/payload-limit", "training/runtime-limit", "compute/accelerator-approval"],
]


def plans(report):
    """Terraform plans: time and memory for each megabyte."""
    rules = [option for rule in PLAN_RULES for option in ("--rule", rule)]
    # What a plan of two resources takes is the start: reading and compiling the rules.
    start = None
    # Of the last one the JSON has fifty megabytes.
    for resources in [2, 2_000, 10_000, 23_400]:
        files = [inputs.plan(resources)]
        commands = {
            "reading": Command([tools.floor(), "--read", *files]),
            "proviso, nothing to judge": contenders.proviso(files, "--threads", "1", "--rule", "training/runtime-limit"),
            "proviso": contenders.proviso(files, "--threads", "1", *rules),
        }
        megabytes = os.path.getsize(files[0]) / 1e6
        heading = f"a plan of {resources} resources, {megabytes:.1f} MB"
        figures = report.group(heading, commands, 11, floor="reading")
        if start is None:
            start = {name: figure.cpu for name, figure in figures.items()}
            continue
        for name, figure in figures.items():
            if name.startswith("proviso"):
                report.lines.append(
                    f"{heading}: {name}: {(figure.cpu - start[name]) * 1000 / megabytes:.1f} ms of CPU for each MB "
                    f"after the start, peak {figure.memory * 1.048576 / megabytes:.2f} times the file"
                )


def terraform(report):
    """A repository of 1,000 Terraform files, beside the start of peers; and the parser by itself."""
    folder = inputs.terraform(1000)
    commands = {
        "reading": Command([tools.floor(), "--read", *inputs.below(folder, ".tf")]),
        "proviso": contenders.proviso([folder]),
        "proviso, one processor": contenders.proviso([folder], "--threads", "1", processor=0),
    }
    remarks = {}
    if tools.has_module("checkov"):
        commands["checkov --version"] = Command([tools.PYTHON, "-m", "checkov.main", "--version"])
        remarks["checkov --version"] = "its start alone"
    else:
        report.lines.append(f"checkov: skipped, `checkov` cannot be imported by {tools.PYTHON}")
    if tools.has_module("c7n_left", tools.C7N_PYTHON):
        commands["c7n-left --help"] = Command([tools.C7N_PYTHON, "-m", "c7n_left.cli", "--help"])
        remarks["c7n-left --help"] = "its start alone"
        folders = ["-p", tools.PEERS / "c7n-left", "-d", pathlib.Path(folder) / "team-0000"]
        commands["c7n-left"] = Command([tools.C7N_PYTHON, "-m", "c7n_left.cli", "run", *folders], codes=(0, 1))
        remarks["c7n-left"] = "one policy over the first four files"
    else:
        report.lines.append(f"c7n-left: skipped, `c7n_left` cannot be imported by {tools.C7N_PYTHON}")
    report.group("1,000 Terraform files", commands, 7, floor="reading", remarks=remarks)
    program = tools.benchmark("hcl-bench")
    if program is None:
        return report.lines.append("terraform: skipped, hcl-bench was not built")
    report.lines += tools.output([program, folder])


def documents(report):
    """The parsers by themselves."""
    program = tools.benchmark("document-bench")
    if program is None:
        return report.lines.append("documents: skipped, document-bench was not built")
    files = inputs.as_yaml(inputs.corpus("general"))
    report.lines += tools.output([program, "json", *(["yaml", *files] if files else [])])


def cel(report):
    """Expressions, beside other implementations of CEL."""
    report.lines += expressions.compare()


def iam(report):
    """What policies can allow: questions about AWS's managed policies."""
    report.lines += access.questions()


GROUPS = {
    group.__name__: group for group in [start, corpora, yaml, processors, json, stream, plans, growth, cel, iam, terraform, documents]
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", action="append", choices=GROUPS, help="a group to measure; may be repeated")
    parser.add_argument("--runs", type=int, help="how often to run each command, instead of what suits its length")
    parser.add_argument("--slow", action="store_true", help="also what takes many minutes: whole corpora for slow peers, ten million resources in a stream")
    parser.add_argument("--plot", metavar="FILE", help="draw how cost grows, as an SVG; needs the group growth")
    parser.add_argument("--list", action="store_true", help="say what can be measured, and end")
    options = parser.parse_args()
    if options.list:
        for name, group in GROUPS.items():
            print(f"{name:12}{group.__doc__}")
        return
    report = Report(options.slow, options.runs, options.plot)
    began = time.monotonic()
    for name in options.only or GROUPS:
        GROUPS[name](report)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    end = f"{time.monotonic() - began:.0f} seconds on {os.cpu_count()} processors, load {load}"
    text = "\n".join([*report.table.lines(), "", *report.lines, "", end])
    print(text)
    results = tools.HERE / "results"
    results.mkdir(exist_ok=True)
    (results / time.strftime("%Y%m%d-%H%M%S.txt")).write_text(text + "\n")


if __name__ == "__main__":
    main()
