"""How cost grows with files, resources, rules and findings, each over three orders of magnitude; and the plot of it."""

import json
import math

import contenders
import tools

SIZES = [10, 100, 1000, 10000]
TAGS = [{"Key": key, "Value": value} for key, value in [("owner", "a"), ("cost-center", "1"), ("environment", "dev")]]
RULE = """\
  - id: rule-{number}
    title: Volumes are no larger than {limit} GB
    severity: medium
    targets: [AWS::SageMaker::NotebookInstance]
    check: {{ property: VolumeSizeInGB, atMost: {limit} }}
"""


def notebook(number, tags):
    properties = {
        "NotebookInstanceName": f"notebook-{number}",
        "InstanceType": "ml.t3.medium",
        "RoleArn": f"arn:aws:iam::111122223333:role/notebook-{number % 40}",
        "VolumeSizeInGB": 5 + number % 50,
        "LifecycleConfigName": f"script-{number}",
    }
    return "AWS::SageMaker::NotebookInstance", {**properties, "Tags": tags} if tags else properties


def script(number):
    return "AWS::SageMaker::NotebookInstanceLifecycleConfig", {
        "NotebookInstanceLifecycleConfigName": f"script-{number}"
    }


def template(resources):
    members = {f"R{number}": {"Type": kind, "Properties": own} for number, (kind, own) in enumerate(resources)}
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": members}, indent=1)


def role(number):
    """A role whose policy some deployments attach."""
    statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": f"arn:aws:s3:::bucket-{number}/*"}
    return f"""\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Env: {{ Type: String, AllowedValues: [dev, prod], Default: dev }}
Conditions: {{ IsProduction: !Equals [!Ref Env, prod] }}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: {{ RoleName: role-{number}, AssumeRolePolicyDocument: {{ Version: "2012-10-17", Statement: [] }} }}
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!If [IsProduction, !Ref Role, !Ref "AWS::NoValue"]]
      PolicyDocument: {{ Version: "2012-10-17", Statement: [{json.dumps(statement)}] }}
"""


def written(name, text):
    path = tools.WORK / "growth" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return path


def files(count):
    """Templates of a notebook and its script, every tenth of a role, judged together by the built-in packs."""
    for number in range(count):
        own = role(number) if number % 10 == 9 else template([notebook(number, TAGS), script(number)])
        written(f"files-{count}/{number:05}.yaml", own)
    return contenders.proviso([tools.WORK / "growth" / f"files-{count}"], "--no-config")


def resources(count):
    """One template of notebooks and their scripts, which pass nearly all built-in rules."""
    own = [notebook(number, TAGS) if number % 2 == 0 else script(number - 1) for number in range(count)]
    return contenders.proviso([written(f"resources-{count}.json", template(own))], "--no-config")


def rules(count):
    """Rules about twenty notebooks, which pass."""
    head = "pack: many\ntitle: Many rules\nrules:\n"
    text = head + "".join(RULE.format(number=number, limit=100 + number) for number in range(count))
    twenty = written("notebooks.json", template([notebook(number, TAGS) for number in range(20)]))
    options = ["--policy", written(f"rules-{count}.yaml", text), "--no-builtin", "--no-config"]
    return contenders.proviso([twenty], *options)


def findings(count):
    """Notebooks without tags, each a finding of one rule, reported as JSON."""
    path = written(f"findings-{count}.json", template([notebook(number, None) for number in range(count)]))
    return contenders.proviso([path], "--rule", "tagging/required-tags", "--no-config", "--format", "json")


SUBJECTS = {"files": files, "resources": resources, "rules": rules, "findings": findings}


def exponent(costs):
    """The slope of the last decade on logarithmic scales, without the cost of the start: 1 is linear growth."""
    start = min(costs.values())
    last = sorted(costs)[-2:]
    gains = [max(costs[size] - start, 1e-6) for size in last]
    return math.log(gains[1] / gains[0]) / math.log(last[1] / last[0])


# One colour for each subject, told apart also by those who see no red or green.
COLOURS = {"files": "#0072b2", "resources": "#d55e00", "rules": "#009e73", "findings": "#aa4499"}
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 420, 80, 50, 110, 50


def plot(measured):
    """CPU times by size, on logarithmic scales, as an SVG; `measured` gives the seconds by subject and size."""
    times = [seconds * 1000 for costs in measured.values() for seconds in costs.values()]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    first, last = math.log10(SIZES[0]), math.log10(SIZES[-1])

    def x(size):
        return LEFT + (math.log10(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(milliseconds):
        return HEIGHT - BOTTOM - (math.log10(milliseconds) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def text(at_x, at_y, words, more=""):
        return f'<text x="{at_x:.1f}" y="{at_y:.1f}" {more}>{words}</text>'

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13">',
        "<title>CPU time of a run by the number of files, resources, rules and findings</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        text(LEFT, 26, "CPU time of a whole run, by size of the input", 'font-size="15" fill="#222222"'),
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        lines.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        words = f"{10**power:,} ms" if power >= 0 else f"{10**power:g} ms"
        lines.append(text(LEFT - 8, at + 4, words, 'text-anchor="end" fill="#555555"'))
    for size in SIZES:
        lines.append(f'<path d="M{x(size):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eeeeee"/>')
        lines.append(text(x(size), HEIGHT - BOTTOM + 20, f"{size:,}", 'text-anchor="middle" fill="#555555"'))
    # What grows in proportion is parallel to this line.
    end = min(10**high, max(times) * 2)
    begin = max(SIZES[0], SIZES[-1] * 10**low / end)
    lines.append(
        f'<path d="M{x(begin):.1f} {y(end * begin / SIZES[-1]):.1f}L{x(SIZES[-1]):.1f} {y(end):.1f}" '
        'stroke="#999999" stroke-dasharray="4 4" fill="none"/>'
    )
    labels = [(y(end), "in proportion", "#777777")]
    for name, costs in measured.items():
        points = [(x(size), y(seconds * 1000)) for size, seconds in sorted(costs.items())]
        path = "L".join(f"{at_x:.1f} {at_y:.1f}" for at_x, at_y in points)
        lines.append(f'<path d="M{path}" stroke="{COLOURS[name]}" stroke-width="2" fill="none"/>')
        lines += [f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="3.5" fill="{COLOURS[name]}"/>' for at_x, at_y in points]
        labels.append((points[-1][1], name, COLOURS[name]))
    # Labels that would cover one another move down.
    below = 0
    for at, name, colour in sorted(labels):
        below = max(at, below + 16)
        lines.append(text(WIDTH - RIGHT + 10, below + 4, name, f'fill="{colour}"'))
    return "\n".join([*lines, "</svg>", ""])
