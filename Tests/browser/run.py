#!/usr/bin/env python3
"""Runs the walkthrough on both databases, the contract, the journeys in a browser, and a look at every page.

    .venv/browser/bin/python Tests/browser/run.py [NAME…]

With names it runs only those. The last line counts: `N passed, N failed`. YIZHAN_PROGRAM names the program to test.
"""

import os
import subprocess
import sys
import time
import traceback

import contract
import desk
import events
import finding
import hiring
import journeys
import pages
import policies
import service
from house import Cluster, House, root

CHROMIUM = "/usr/bin/chromium"


def walkthrough(name):
    def run(house):
        done = subprocess.run([str(root / f"docs/walkthrough/{name}.sh"), house.address], capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        print("    " + done.stdout.splitlines()[-1])
    return run


def on_sqlite(check):
    def run():
        with House() as house:
            try:
                check(house)
            except Exception as error:
                raise AssertionError(f"{error}\n    the server said:\n{house.words()}") from error
    return run


def on_postgres(check):
    def run():
        with Cluster() as cluster, House(cluster.address) as house:
            try:
                check(house)
            except Exception as error:
                raise AssertionError(f"{error}\n    the server said:\n{house.words()}") from error
    return run


def in_browser(journey, browser):
    """A journey is a generator that hands out its visits before it uses them, so that what they found is known even when it breaks off."""
    def run():
        visits = []
        with House() as house:
            try:
                for visit in journey(browser(), house):
                    visits.append(visit)
                looked = sum(visit.looked for visit in visits)
                print(f"    {looked} pages looked at" + "".join("; " + line for line in house.said[-1:] if "reached" in line))
            except Exception:
                shots = os.environ.get("YIZHAN_PICTURES")
                if shots and visits:
                    os.makedirs(shots, exist_ok=True)
                    visits[-1].page.screenshot(path=f"{shots}/{journey.__name__}.png", full_page=True)
                where = f"at {visits[-1].path}" if visits else "before the first page"
                raise AssertionError(f"{where}\n{traceback.format_exc(limit=-4)}\n{house.words()[-800:]}") from None
            finally:
                for visit in visits:
                    visit.close()
        findings = list(dict.fromkeys(finding for visit in visits for finding in visit.findings))
        assert not findings, f"{len(findings)} findings:\n      " + "\n      ".join(findings[:40])
    return run


def main(names):
    browser = None
    playwright = None

    def open_browser():
        nonlocal browser, playwright
        if browser is None:
            from playwright.sync_api import sync_playwright
            playwright = sync_playwright().start()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        return browser

    trials = []
    for name in ("recognition", "lodging", "placement", "event", "policy", "request"):
        trials += [(f"walkthrough {name} on SQLite", on_sqlite(walkthrough(name))), (f"walkthrough {name} on PostgreSQL", on_postgres(walkthrough(name)))]
    trials += [(f"contract: {check.__name__}", on_sqlite(check)) for check in contract.checks]
    rooms = [journeys, desk, hiring, events, policies, finding, service, pages]
    trials += [(f"journey: {journey.__name__}", in_browser(journey, open_browser)) for room in rooms for journey in room.journeys]
    if names:
        trials = [(name, trial) for name, trial in trials if any(wanted in name for wanted in names)]
    passed = failed = 0
    for name, trial in trials:
        began = time.monotonic()
        print(f"  {name}", flush=True)
        try:
            trial()
            passed += 1
            print(f"    passed, {time.monotonic() - began:.0f} s", flush=True)
        except (Exception, SystemExit) as error:
            failed += 1
            print(f"    FAILED, {time.monotonic() - began:.0f} s: {error}", flush=True)
    if browser is not None:
        browser.close()
        playwright.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not trials else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
