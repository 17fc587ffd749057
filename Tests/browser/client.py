"""A program that speaks JSON with a server of ours."""

import http.client
import json


class Refused(Exception):
    """An answer other than the kind expected. `status` and, where the program says one, its `code`."""

    def __init__(self, asked, status, text):
        super().__init__(f"{asked}: {status} {text[:300]!r}")
        self.status = status
        try:
            self.code = json.loads(text).get("code", "")
        except (ValueError, AttributeError):
            self.code = ""


class Client:
    """One connection. Anything but an answer of the kind expected is an error."""

    def __init__(self, port, address=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        # Whom a proxy before the server would name; the server has to trust loopback for it.
        self.address = address

    def ask(self, method, path, token=None, body=None, key=None):
        heads = {"Accept": "application/json"}
        if token:
            heads["Authorization"] = f"Bearer {token}"
        if key:
            heads["Idempotency-Key"] = key
        if self.address:
            heads["X-Forwarded-For"] = self.address
        if body is not None:
            heads["Content-Type"] = "application/json"
        self.connection.request(method, path, None if body is None else json.dumps(body), heads)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise Refused(f"{method} {path}", answer.status, text)
        return json.loads(text)
