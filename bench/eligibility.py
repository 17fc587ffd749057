"""Eligibility of many people and of one, beside OpenFisca-Core on the same rules, people and right answers.

The cases are no part of this project: YIZHAN_ELIGIBILITY_CASES names their file. Either side checks all of its answers before it is timed.
"""

import contextlib
import functools
import io
import json
import os
import pathlib
import subprocess
import tempfile

import eligibility_cases
from house import program, root
from rounds import Row, in_turn

WHAT = ("eligibility under 30 rules, all people", "eligibility under 30 rules, one person")
PEER = "OpenFisca-Core, vectorised"


def measure(options):
    cases, python = os.environ.get("YIZHAN_ELIGIBILITY_CASES", ""), root / ".venv/eligibility/bin/python"
    missing = "YIZHAN_ELIGIBILITY_CASES names no file" if not cases or not pathlib.Path(cases).exists() else "scripts/setup bench has not installed it" if not python.exists() else ""
    if missing:
        for what in WHAT:
            yield Row(what, PEER, unmeasured=missing)
        return
    with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as folder:
        with contextlib.redirect_stdout(io.StringIO()):
            eligibility_cases.main(cases, folder)

        def run(*command):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"{command[0]}: {done.stderr}")
            return json.loads(done.stdout)

        # Each process reads the cases and prints medians of its own rounds, so both figures of one round come of one run.
        ours = functools.cache(lambda number: run(program(), "measure", "eligibility", folder))
        theirs = functools.cache(lambda number: run(str(python), str(root / "bench/openfisca_eligibility.py"), cases))
        people = ours(0)["people"]

        def rounds(figures, rate):
            numbers = iter(range(options.rounds))
            return lambda: rate(figures(next(numbers)))

        # Theirs sets its inputs anew for each calculation, so filling the columns counts on our side too.
        yield in_turn(WHAT[0].replace("all", f"{people:,}"), PEER, rounds(ours, lambda said: 1e3 / (said["batch_ms"] + said["load_ms"])), rounds(theirs, lambda said: 1e3 / said["batch_ms"]),
                      options.rounds, 1, "ms")
        yield in_turn(WHAT[1], "OpenFisca-Core, inputs as columns of one", rounds(ours, lambda said: 1e6 / said["one_us"]), rounds(theirs, lambda said: 1e6 / said["one_us"]), options.rounds, 50, "µs")
