#!/usr/bin/env python3
"""A whole year of the programme, 100 events and 10,000 placements, comes out as it is expected, to the fen.

    Tests/prove/year.py [EXPECTED]        YIZHAN_PROGRAM names the program; EXPECTED is Tests/year/whole.json unless said otherwise

Tests/year/small.json is the same of 12 events and 120 placements: the scale follows from the name of the file.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCALES = {"small": ["--events", "12", "--placements", "120"]}


def program():
    """As the other proofs find it: what the environment names, else the debug build."""
    return os.environ.get("YIZHAN_PROGRAM") or str(ROOT / ".build" / "debug" / "yizhan")


def main():
    expected = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "Tests" / "year" / "whole.json"
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="yizhan-year-") as folder:
        command = [program(), "demo", "year", "--database", f"{folder}/year.sqlite", "--expect", str(expected), *SCALES.get(expected.stem, [])]
        result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE)
    seconds = round(time.monotonic() - began)
    if result.returncode == 0:
        print(f"passed: the {expected.stem} year comes out as expected, {seconds} s")
    else:
        print(f"FAILED: the {expected.stem} year, {seconds} s")
        sys.stdout.write(result.stdout.decode()[-4000:])
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
