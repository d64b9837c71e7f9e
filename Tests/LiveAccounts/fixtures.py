"""A server on loopback that answers as AWS does, for all types that are collected, in any number: fixtures.json holds the
shapes. It checks no signatures.

    python3 Tests/LiveAccounts/fixtures.py PORT [TYPE=COUNT ...]
"""
import asyncio
import json
import pathlib
import re
import sys
import urllib.parse

import boto3
from botocore.config import Config

import account
from account import ACCOUNT, REGION

PAGE = 100
HOUR = 3600
MEMBERS = [ACCOUNT, "222222222222", "333333333333", "444444444444"]
ARN = re.compile(r"(\d+)$")


class Kind:
    """One type: its answers as texts in which only the number is missing."""

    def __init__(self, entry, count):
        self.entry, self.count = entry, count
        self.item, self.description = json.dumps(entry["item"]), json.dumps(entry["description"])
        self.name_field = list(entry["inputs"])[-1]

    def page(self, fields):
        token = fields.get("NextToken", "")
        start = int(token) if token.isdigit() else 0
        end = min(start + PAGE, self.count)
        items = ",".join(self.item.replace("{n}", str(number)) for number in range(start, end))
        more = f', "NextToken": "{end}"' if end < self.count else ""
        return f'{{"{self.entry["result"]}": [{items}]{more}}}'

    def describe(self, fields):
        number = int(ARN.search(fields[self.name_field]).group(1))
        return self.description.replace("{n}", str(number))


class Answers:
    """What is answered to a request, by the operation."""

    def __init__(self, counts):
        entries = json.loads((pathlib.Path(__file__).parent / "fixtures.json").read_text())
        usual = counts.get("*", 2)
        self.kinds = [Kind(entry, counts.get(entry["type"].split("::")[-1], usual)) for entry in entries]
        self.lists = {kind.entry["list"]: kind for kind in self.kinds}
        self.descriptions = {kind.entry["describe"]: kind for kind in self.kinds}
        self.tags = json.dumps({"Tags": self.kinds[0].entry["tags"]})
        self.requests = 0

    def json(self, operation, fields):
        if operation in self.lists:
            return self.lists[operation].page(fields)
        if operation in self.descriptions:
            return self.descriptions[operation].describe(fields)
        if operation == "ListTags":
            return self.tags
        return {
            "DescribeScalableTargets": '{"ScalableTargets": []}', "DescribeScalingPolicies": '{"ScalingPolicies": []}',
            "DescribeBudgets": '{"Budgets": [{"BudgetName": "ml", "BudgetType": "COST", "TimeUnit": "MONTHLY", '
                               '"BudgetLimit": {"Amount": "100", "Unit": "USD"}, '
                               '"CalculatedSpend": {"ActualSpend": {"Amount": "1", "Unit": "USD"}}}]}',
            "DescribeNotificationsForBudget": '{"Notifications": [{"NotificationType": "FORECASTED", "ComparisonOperator": '
                                              '"GREATER_THAN", "Threshold": 80.0}]}',
            "DescribeSubscribersForNotification": '{"Subscribers": [{"SubscriptionType": "EMAIL", "Address": "a@example.com"}]}',
            "DescribeBudgetActionsForAccount": '{"Actions": []}', "GetAnomalyMonitors": '{"AnomalyMonitors": []}',
            "GetAnomalySubscriptions": '{"AnomalySubscriptions": []}', "DescribeReportDefinitions": '{"ReportDefinitions": []}',
            "ListExports": '{"Exports": []}', "GetMetricData": lambda: self.metrics(fields), "ListMetrics": '{"Metrics": []}',
            "ListPolicies": '{"Policies": []}',
            "ListAccounts": json.dumps({"Accounts": [
                {"Id": member, "Status": "SUSPENDED" if member == MEMBERS[-1] else "ACTIVE"} for member in MEMBERS]}),
        }.get(operation)

    def metrics(self, fields):
        """Ten calls in each of a day's hours; CPUs at half of one."""
        times = [fields["EndTime"] - HOUR * (number + 1) for number in range(24)]
        results = [{"Id": query["Id"], "StatusCode": "Complete", "Timestamps": times,
                    "Values": [50 if "Utilization" in query["MetricStat"]["Metric"]["MetricName"] else 10] * 24}
                   for query in fields["MetricDataQueries"]]
        return json.dumps({"MetricDataResults": results})

    def query(self, fields):
        action = fields.get("Action", [""])[0]
        if action == "GetCallerIdentity":
            return 200, (f"<R><GetCallerIdentityResult><Arn>arn:aws:iam::{ACCOUNT}:user/ana</Arn><UserId>U</UserId>"
                         f"<Account>{ACCOUNT}</Account></GetCallerIdentityResult></R>")
        if action == "AssumeRole":
            if MEMBERS[2] in fields["RoleArn"][0]:
                return 403, "<R><Error><Code>AccessDenied</Code><Message>it trusts nobody</Message></Error></R>"
            return 200, ("<R><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>B</SecretAccessKey>"
                         "<SessionToken>C</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
                         "</AssumeRoleResult></R>")
        if action == "GetAccountAuthorizationDetails":
            return 200, ("<R><GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated><UserDetailList/>"
                         "<GroupDetailList/><RoleDetailList/><Policies/></GetAccountAuthorizationDetailsResult></R>")
        return 400, "<R><Error><Code>InvalidAction</Code></Error></R>"

    def path(self, target):
        path, _, query = target.partition("?")
        if path == "/schedules":
            return 200, '{"Schedules": [{"Name": "stop", "GroupName": "default", "Arn": "arn:aws:scheduler:us-east-1:' + ACCOUNT \
                + ':schedule/default/stop"}]}'
        if path.startswith("/schedules/"):
            return 200, ('{"Name": "stop", "Arn": "arn:aws:scheduler:us-east-1:' + ACCOUNT + ':schedule/default/stop", '
                         '"ScheduleExpression": "cron(0 19 * * ? *)", "Target": {"Arn": '
                         '"arn:aws:scheduler:::aws-sdk:sagemaker:stopNotebookInstance", "RoleArn": "r"}}')
        if path == "/2015-02-01/file-systems":
            return 200, '{"FileSystems": []}'
        if path == "/":
            return 200, "<ListAllMyBucketsResult><Buckets><Bucket><Name>out</Name></Bucket></Buckets></ListAllMyBucketsResult>"
        if "lifecycle" in query:
            return 200, ("<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Prefix></Prefix>"
                         "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>"
                         "</AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>")
        if "tagging" in query:
            return 404, "<Error><Code>NoSuchTagSet</Code></Error>"
        return 404, "<Error><Code>NoSuchKey</Code></Error>"

    def answer(self, method, target, head, body):
        self.requests += 1
        if target == "/requests":
            return 200, str(self.requests)
        found = re.search(rb"(?i)\r\nx-amz-target: *\S+\.(\w+)", head)
        if found:
            text = self.json(found.group(1).decode(), json.loads(body or b"{}"))
            text = text() if callable(text) else text
            return (200, text) if text else (400, '{"__type": "UnknownOperationException"}')
        if method == "POST":
            return self.query(urllib.parse.parse_qs(body.decode()))
        return self.path(target)


class Connection(asyncio.Protocol):
    def __init__(self, answers):
        self.answers, self.buffer = answers, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            length = int(found.group(1)) if found else 0
            if len(self.buffer) < end + 4 + length:
                return
            body = self.buffer[end + 4:end + 4 + length]
            self.buffer = self.buffer[end + 4 + length:]
            method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
            status, text = self.answers.answer(method, target, head, body)
            content = text.encode()
            self.transport.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(content), content))


async def serve(port, counts):
    answers = Answers(counts)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(answers), "127.0.0.1", port, backlog=512)
    async with server:
        await server.serve_forever()


def server(**counts):
    """This server in a process of its own. `all` is how many there are of types that are not named."""
    port = account.free_port()
    words = [f"{'*' if name == 'all' else name}={count}" for name, count in counts.items()]
    return account.started([__file__, str(port), *words], port, "/requests")


def entries():
    return json.loads((pathlib.Path(__file__).parent / "fixtures.json").read_text())


def client(url, name="sagemaker", connections=10):
    return boto3.client(name, endpoint_url=url, region_name=REGION, aws_access_key_id="testing",
                        aws_secret_access_key="testing",
                        config=Config(retries={"total_max_attempts": 1}, max_pool_connections=connections))


def method(client, operation):
    """The method of boto3 for an operation."""
    names = {api: name for name, api in client.meta.method_to_api_mapping.items()}
    return getattr(client, names[operation])


def pages(client, entry):
    token = {}
    while True:
        page = method(client, entry["list"])(MaxResults=PAGE, **token)
        yield page[entry["result"]]
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def described(client, entry, item):
    """The description and the tags of one element of a list, as boto3 reads them."""
    inputs = {field: item[listed] for field, listed in entry["inputs"].items()}
    answer = method(client, entry["describe"])(**inputs)
    answer.pop("ResponseMetadata")
    fields = [name for name, value in entry["description"].items() if name.endswith("Arn") and "{n}" in str(value)]
    return answer, method(client, "ListTags")(ResourceArn=answer[fields[0]])["Tags"], answer[fields[0]]


def read(url):
    """What boto3 reads, by type and ARN."""
    sagemaker, found = client(url), {}
    for entry in entries():
        for page in pages(sagemaker, entry):
            for item in page:
                answer, tags, arn = described(sagemaker, entry, item)
                found[entry["type"], arn] = (answer, tags)
    return found


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), {name: int(count) for name, count in (word.split("=") for word in sys.argv[2:])}))
