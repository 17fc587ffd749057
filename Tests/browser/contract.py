"""Answers against /openapi.json: what each role gets as JSON fits the schema and the statuses that are written there; and schemathesis."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.parse

import jsonschema
import requests

from house import PASSWORD
from pages import template

LOGINS = [None, "13800000001", "13800000012", "centre-handler", "hrss-signer", "industry", "laoshan-hrss-handler", "admin", "13800000021"]
SEEDS = ["/", "/targets", "/stations", "/plaques", "/notices", "/rounds", "/objections", "/account", "/inbox", "/accounts", "/accounts/new", "/applications",
         "/work", "/cases", "/session/new", "/organisations/new", "/accessibility", "/design", "/health", "/demo/messages", "/account/authenticator",
         "/me", "/me/identity", "/me/profile/places", "/me/proofs", "/me/consents", "/me/data", "/interviews", "/proof-checks", "/talents/new", "/universities", "/majors", "/divisions",
         "/jobs", "/me/jobs", "/me/pursuits", "/hiring", "/hiring/jobs/new", "/hiring/pursuits", "/jobs/imports", "/employers", "/occupations", "/placements", "/desk/placements/new",
         "/targets/placements", "/events", "/events/new", "/me/events", "/event-plans", "/event-work", "/targets/events", "/fairs", "/fairs/new", "/shortages", "/stories", "/stories/keeping",
         "/stories/new", "/policies", "/policies/entitlements", "/policies/entitlements/employer", "/policies/new", "/policies/offers", "/mandates", "/mandates/new",
         "/finds", "/finds?q=%E8%BD%AF%E4%BB%B6", "/finds/platforms", "/finds/projects", "/finds/funds", "/finds/platforms/new", "/finds/imports", "/requests", "/requests/new",
         "/mentors", "/mentors/new", "/desk", "/desk/contacts", "/desk/contacts/new", "/desk/poster", "/contacts/figures", "/contacts/lines", "/me/services", "/map"]


class Client:
    def __init__(self, address, login):
        self.address = address
        self.session = requests.Session()
        self.session.headers["Accept"] = "application/json"
        if login:
            answer = self.session.post(address + "/session", json={"login": login, "password": PASSWORD}, timeout=30)
            # Two passwords at a time are checked: a busy machine says when to come again.
            for _ in range(5):
                if answer.status_code != 429:
                    break
                time.sleep(min(int(answer.headers.get("Retry-After", "1")), 30))
                answer = self.session.post(address + "/session", json={"login": login, "password": PASSWORD}, timeout=30)
            answer.raise_for_status()
            self.session.headers["Authorization"] = "Bearer " + answer.json()["token"]

    def get(self, path, accept="application/json"):
        return self.session.get(self.address + path, headers={"Accept": accept}, timeout=60, allow_redirects=False)


class Contract:
    def __init__(self, spec):
        self.spec = spec
        self.routes = sorted((path for path, verbs in spec["paths"].items() if "get" in verbs), key=lambda path: (path.count("{"), path))
        self.validators = {}
        self.problems = []
        self.answers = 0
        self.reached = set()

    def validator(self, schema):
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            self.validators[key] = jsonschema.Draft202012Validator({**schema, "components": self.spec["components"]})
        return self.validators[key]

    def check(self, who, path, answer):
        self.answers += 1
        route = template(urllib.parse.urlsplit(path).path, self.routes)
        self.reached.add(route)
        written = self.spec["paths"].get(route, {}).get("get")
        if written is None:
            return self.problem(who, path, "is not in the contract")
        response = written["responses"].get(str(answer.status_code))
        if response is None:
            return self.problem(who, path, f"answered {answer.status_code}, which is not written there")
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        if answer.status_code == 304:
            return
        content = response.get("content", {})
        if "/files/" in route and not answer.headers.get("Content-Disposition", "").startswith("attachment"):
            self.problem(who, path, "is not sent as an attachment")
        if kind not in content:
            return self.problem(who, path, f"answered {kind}; written is {', '.join(content)}")
        if kind.endswith("json"):
            for error in list(self.validator(content[kind]["schema"]).iter_errors(answer.json()))[:3]:
                self.problem(who, path, f"{error.json_path}: {error.message[:200]}")

    def problem(self, who, path, words):
        self.problems.append(f"{who or 'visitor'} {path}: {words}")


def crawl(contract, client, who, most=60):
    waiting = list(SEEDS)
    known = set(waiting)
    counts = {}
    while waiting and sum(counts.values()) < most * 4:
        path = waiting.pop(0)
        route = template(urllib.parse.urlsplit(path).path, contract.routes)
        if counts.get(route, 0) >= 3:
            continue
        counts[route] = counts.get(route, 0) + 1
        contract.check(who, path, client.get(path))
        page = client.get(path, "text/html")
        if not page.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in re.findall(r'href="(/[^"#]*)', page.text):
            link = link.replace("&amp;", "&")
            if link not in known and not link.startswith("/assets/"):
                known.add(link)
                waiting.append(link)


def answers_fit(house):
    spec = requests.get(house.address + "/openapi.json", timeout=30).json()
    jsonschema.Draft202012Validator.check_schema({"components": spec["components"]})
    contract = Contract(spec)
    for login in LOGINS:
        crawl(contract, Client(house.address, login), login)
    print(f"    {contract.answers} answers of {len(contract.reached)} of {len(contract.routes)} GET routes, in {len(LOGINS)} roles")
    assert not contract.problems, f"{len(contract.problems)} do not fit:\n      " + "\n      ".join(contract.problems[:20])


def schemathesis(house):
    """Made-up requests to every operation, as a visitor and as somebody in an office: nothing of 5xx, nothing undocumented."""
    examples = "20" if os.environ.get("YIZHAN_PROVE") else "3"
    # Signed in before a visitor's made-up passwords use up what one address may try.
    for login, client in [(login, Client(house.address, login)) for login in (None, "centre-handler")]:
        command = [
            str(pathlib.Path(sys.executable).parent / "schemathesis"), "run", house.address + "/openapi.json", "--max-examples", examples,
            "--phases", "examples,fuzzing", "--mode", "all", "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
            "--exclude-path", "/session/end", "--exclude-path", "/demo/clock", "--no-color", "--generation-deterministic", "--suppress-health-check", "all",
            "--request-timeout", "30", "--header", "Accept: application/json",
        ]
        if login:
            command += ["--header", "Authorization: " + client.session.headers["Authorization"]]
        done = subprocess.run(command, capture_output=True, text=True, cwd=house.folder)
        # What failed stands before pages of warnings.
        _, heading, failures = done.stdout.partition("= FAILURES =")
        said = "\n      ".join((heading + failures if failures else done.stdout).splitlines()[:60])
        assert done.returncode == 0, f"as {login or 'visitor'}:\n      {said}\n{done.stderr[-1000:]}"
        summary = [line.strip() for line in done.stdout.splitlines() if "generated" in line or "tested" in line.lower()]
        print(f"    as {login or 'visitor'}: {'; '.join(summary[-2:])}")


checks = [answers_fit, schemathesis]
