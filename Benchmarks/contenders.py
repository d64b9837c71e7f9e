"""Who judges the same files, and how each is called."""

from dataclasses import dataclass
from collections.abc import Callable

import tools
from measure import Command

CHECKOV_RULES = ",".join(f"CKV2_PROVISO_{number}" for number in range(1, 5))


@dataclass
class Peer:
    name: str
    module: str
    # What it is given and judges, where that is not the same.
    note: str
    arguments: Callable
    # Whether many files take it minutes.
    is_slow: bool = False
    # Whether it reads JSON alone.
    needs_json: bool = False
    python: str = tools.PYTHON

    def command(self, files):
        # 0 to 14: findings of several kinds; cfn-lint adds up powers of two.
        return Command([self.python, *self.arguments(files)], codes=tuple(range(15)))


# The rules that the peers can say, all or nearly.
FIVE_RULES = [
    *["tagging/required-tags", "tagging/allowed-values", "compute/accelerator-approval"],
    *["notebooks/autostop", "batch-transform/payload-limit"],
]


def selecting(rules):
    """The options that leave all other rules out."""
    return [option for rule in rules for option in ("--rule", rule)]


def proviso(files, *options, processor=None):
    return Command(
        [tools.PROVISO, "check", *files, *options],
        processor=processor,
        # Among many real templates some cannot be read, which ends with 2.
        codes=(0, 1, 2),
    )


PEERS = [
    Peer(
        "cfn-guard",
        "cfn_guard_rs",
        "4 of 5 rules",
        lambda files: [tools.PEERS / "guard.py", *files],
    ),
    Peer(
        "regorus",
        "opa_eval",
        "5 rules, input converted to JSON beforehand",
        lambda files: [tools.PEERS / "regorus.py", *files],
        needs_json=True,
    ),
    Peer(
        "checkov",
        "checkov",
        "4 of 5 rules, its own left out",
        lambda files: [
            *["-m", "checkov.main", "--framework", "cloudformation", "--skip-download", "--compact", "--quiet"],
            *["--external-checks-dir", tools.PEERS / "checkov", "--check", CHECKOV_RULES],
            *["-f", *files],
        ],
        is_slow=True,
    ),
    Peer(
        "cfn-lint",
        "cfnlint",
        "2 of 5 rules, and its own",
        lambda files: [
            *["-c", "from cfnlint.runner import main; main()"],
            *["--custom-rules", tools.PEERS / "cfn-lint-rules.txt", "--", *files],
        ],
        is_slow=True,
        python=tools.CFN_LINT_PYTHON,
    ),
]


def present():
    """The peers that can be imported, and a line for each that cannot."""
    found, lines = [], ["parliament: left out, it judges IAM policies and can express none of the rules"]
    for peer in PEERS:
        if tools.has_module(peer.module, peer.python):
            found.append(peer)
        else:
            lines.append(f"{peer.name}: skipped, `{peer.module}` cannot be imported by {peer.python}")
    return found, lines


def converted(files, directory):
    """The templates as JSON; None where PyYAML is missing."""
    if not tools.has_module("yaml"):
        return None
    directory.mkdir(parents=True, exist_ok=True)
    return tools.output([tools.PYTHON, tools.PEERS / "to_json.py", directory, *files])
