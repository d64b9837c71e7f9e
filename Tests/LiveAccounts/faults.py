"""A proxy on loopback that passes requests on to a server, and does to some of them what networks and services do."""

import contextlib
import http.client
import http.server
import json
import random
import socket
import threading
import time
import urllib.parse


DENIED = {"ListModels": "sagemaker:ListModels", "DescribeEndpoint": "sagemaker:DescribeEndpoint",
          "ListTags": "sagemaker:ListTags", "GetBucketTagging": "s3:GetBucketTagging", "GetSchedule": "scheduler:GetSchedule",
          "GetAccountAuthorizationDetails": "iam:GetAccountAuthorizationDetails"}
ENDLESS = {"ListNotebookInstances", "GetAccountAuthorizationDetails", "ListBuckets"}
# Whose credentials they are: without an answer nothing can be partial.
IDENTITY = ("GetCallerIdentity", "AssumeRole")
# How often a fault happens that happens by chance.
CHANCES = {"throttle": 0.5, "html": 0.3, "cut": 0.3, "malformed": 0.3, "slow": 0.2}


class Faults:
    """What happens to a request, by the kind of fault and the operation."""

    def __init__(self, fault, seed):
        self.fault, self.source, self.met, self.row = fault, random.Random(seed), set(), {}

    def of(self, operation, notation, body):
        what = self.chosen(operation, notation)
        # Half of the calls are throttled; one that is so ten times in a row is given up, which is another test.
        row = self.row[body] = self.row.get(body, 0) + 1 if what == "throttle" else 0
        return what if row < 9 else None

    def chosen(self, operation, notation):
        is_first, is_new = operation not in self.met, notation not in self.met
        self.met |= {operation, notation}
        if operation in IDENTITY and self.fault in CHANCES:
            return self.fault if is_first else None
        if self.fault in CHANCES:
            # Each notation meets it.
            return self.fault if is_new or self.source.random() < CHANCES[self.fault] else None
        happens = {"none": False, "expire": is_first, "deny": operation in DENIED, "forbid": operation in DENIED,
                   "unsigned": operation == "ListModels", "forbid-roles": operation == "AssumeRole",
                   "endless": operation in ENDLESS,
                   "trickle": operation in ("ListModels", "GetAccountAuthorizationDetails")}
        return self.fault if happens[self.fault] else None


# Status, code and message of a refusal, by what happens and how the service writes.
REFUSALS = {
    "throttle": {"json": (400, "ThrottlingException"), "query": (400, "Throttling"), "rest-xml": (503, "SlowDown"),
                 "rest-json": (429, "TooManyRequestsException")},
    "expire": {"json": (400, "ExpiredTokenException"), "query": (403, "ExpiredToken"), "rest-xml": (400, "ExpiredToken"),
               "rest-json": (403, "ExpiredTokenException")},
    "deny": {"json": (400, "AccessDeniedException"), "query": (403, "AccessDenied"), "rest-xml": (403, "AccessDenied"),
             "rest-json": (403, "AccessDeniedException")},
    "unsigned": {"json": (403, "InvalidSignatureException")},
}
REFUSALS["forbid"] = REFUSALS["forbid-roles"] = REFUSALS["deny"]
MESSAGES = {"forbid": "not authorized to perform it with an explicit deny in a service control policy"}


def written(notation, code, message):
    """A refusal as a service writes it: headers and content."""
    if notation == "json":
        return {"Content-Type": "application/x-amz-json-1.1"}, json.dumps({"__type": code, "message": message})
    if notation == "rest-json":
        return {"Content-Type": "application/json", "x-amzn-ErrorType": code}, json.dumps({"message": message})
    error = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return {"Content-Type": "text/xml"}, error if notation == "rest-xml" else f"<ErrorResponse>{error}</ErrorResponse>"


def asked(handler, body):
    """The operation of a request, and how its service writes."""
    target = handler.headers.get("X-Amz-Target")
    if target:
        return target.split(".")[-1], "json"
    if handler.command == "POST":
        return urllib.parse.parse_qs(body.decode()).get("Action", [""])[0], "query"
    path, _, query = handler.path.partition("?")
    for start, operation in (("/schedules/", "GetSchedule"), ("/schedules", "ListSchedules"),
                             ("/2015-02-01/file-systems", "DescribeFileSystems")):
        if path.startswith(start):
            return operation, "rest-json"
    names = {"lifecycle": "GetBucketLifecycleConfiguration", "tagging": "GetBucketTagging"}
    return names.get(query.split("=")[0], "ListBuckets" if path == "/" else "GetObject"), "rest-xml"


def again(content, notation):
    """An answer that announces another page, always the same one."""
    if notation == "json":
        return json.dumps(json.loads(content) | {"NextToken": "again"})
    if notation == "query":
        return content.replace("<IsTruncated>false</IsTruncated>", "<IsTruncated>true</IsTruncated><Marker>again</Marker>")
    return content.replace("</Buckets>", "</Buckets><ContinuationToken>again</ContinuationToken>")


class Proxy:
    def __init__(self, target, fault="none", seed=1):
        address = urllib.parse.urlsplit(target)
        self.target = (address.hostname, address.port)
        self.faults, self.lock, self.requests, self.done = Faults(fault, seed), threading.Lock(), 0, {}
        # The notations in which something happened.
        self.notations = set()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                outer.answer(self)

            do_GET = do_POST

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                # A client that was killed is no news.
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        operation, notation = asked(handler, body)
        with self.lock:
            self.requests += 1
            what = self.faults.of(operation, notation, handler.path.encode() + operation.encode() + body)
            self.done[what] = self.done.get(what, 0) + 1
            if what:
                self.notations.add(notation)
        if what == "cut":
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
            return
        if what in REFUSALS:
            status, code = REFUSALS[what][notation]
            headers, content = written(notation, code, MESSAGES.get(what, what))
            # The time that a service asks for is kept; without it the test would wait for most of its time.
            return self.send(handler, status, content, headers | ({"Retry-After": "0.05"} if what == "throttle" else {}))
        if what == "html":
            return self.send(handler, 500, "<!DOCTYPE html><title>500</title>", {"Content-Type": "text/html"})
        if what == "trickle":
            return self.trickle(handler)
        if what == "slow":
            time.sleep(1.5)
        status, kind, content = self.passed_on(handler, body)
        if what == "malformed":
            content = content[:len(content) // 2]
        if what == "endless" and status == 200:
            content = again(content, notation)
        self.send(handler, status, content, {"Content-Type": kind})

    @staticmethod
    def trickle(handler):
        """One byte after the other, for ever: no part of it is late."""
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while True:
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.2)

    def passed_on(self, handler, body):
        connection = http.client.HTTPConnection(*self.target, timeout=60)
        headers = {name: value for name, value in handler.headers.items() if name.lower() != "connection"}
        connection.request(handler.command, handler.path, body, headers)
        response = connection.getresponse()
        content = response.read().decode()
        connection.close()
        return response.status, response.headers.get("Content-Type", ""), content

    @staticmethod
    def send(handler, status, content, headers):
        content = content.encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)
