"""A proxy on loopback that passes requests on to a server, and does to some of them what networks and services do."""

import http.client
import http.server
import json
import random
import socket
import threading
import time
import urllib.parse


class Faults:
    """What happens to a request. Each is a function of the operation, the random source and the number of the request."""

    met = set()

    @staticmethod
    def none(operation, source, number):
        return None

    @staticmethod
    def throttling(operation, source, number):
        return "throttle" if source.random() < 0.5 else None

    @staticmethod
    def expired(operation, source, number):
        """Each operation meets it once."""
        return "expire" if operation not in Faults.met and not Faults.met.add(operation) else None

    @staticmethod
    def html(operation, source, number):
        return "html" if source.random() < 0.3 else None

    @staticmethod
    def cuts(operation, source, number):
        return "cut" if source.random() < 0.3 else None

    @staticmethod
    def malformed(operation, source, number):
        return "malformed" if source.random() < 0.3 else None

    @staticmethod
    def slow(operation, source, number):
        return "slow" if source.random() < 0.2 else None

    @staticmethod
    def denied(operation, source, number):
        return "deny" if operation in ("ListModels", "DescribeEndpoint", "ListTags") else None

    @staticmethod
    def endless(operation, source, number):
        return "endless" if operation == "ListNotebookInstances" else None


class Proxy:
    def __init__(self, target, fault="none", seed=1):
        address = urllib.parse.urlsplit(target)
        self.target = (address.hostname, address.port)
        self.fault, self.source = getattr(Faults, fault), random.Random(seed)
        self.lock, self.requests, self.done = threading.Lock(), 0, {}
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
        operation = handler.headers.get("X-Amz-Target", "").split(".")[-1]
        with self.lock:
            self.requests += 1
            # Whose credentials they are is asked once, before anything can be partial.
            what = self.fault(operation, self.source, self.requests) if operation else None
            self.done[what] = self.done.get(what, 0) + 1
        if what == "cut":
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
            return
        if what == "throttle":
            # The time that a service asks for is kept; without it the test would wait for most of its time.
            return self.send(handler, 400, json.dumps({"__type": "ThrottlingException", "message": "Rate exceeded"}),
                             more={"Retry-After": "0.05"})
        if what == "expire":
            return self.send(handler, 400, json.dumps({"__type": "ExpiredTokenException", "message": "expired"}))
        if what == "deny":
            return self.send(handler, 400, json.dumps({"__type": "AccessDeniedException", "Message": "not you"}))
        if what == "html":
            return self.send(handler, 500, "<!DOCTYPE html><title>500</title>", "text/html")
        if what == "slow":
            time.sleep(1.5)
        status, kind, content = self.passed_on(handler, body)
        if what == "malformed":
            content = content[:len(content) // 2]
        if what == "endless" and status == 200:
            content = json.dumps(json.loads(content) | {"NextToken": "again"})
        self.send(handler, status, content, kind)

    def passed_on(self, handler, body):
        connection = http.client.HTTPConnection(*self.target, timeout=60)
        headers = {name: value for name, value in handler.headers.items() if name.lower() != "connection"}
        connection.request(handler.command, handler.path, body, headers)
        response = connection.getresponse()
        content = response.read().decode()
        connection.close()
        return response.status, response.headers.get("Content-Type", ""), content

    @staticmethod
    def send(handler, status, content, kind="application/x-amz-json-1.1", more={}):
        content = content.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in more.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)
