"""The page of 50 stations, beside the same query without a page, and beside the same page in Django."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from house import House, stop
from rounds import fetch, in_turn, rate
from rows import SQLiteRows
from town import CITY, HEADERS, more_stations

folder_of_bench = pathlib.Path(__file__).resolve().parent


def django(path, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(pathlib.Path(sys.executable).parent / "gunicorn"), "--workers", "3", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "django_stations:application"],
        cwd=folder_of_bench, env={**os.environ, "STATIONS_DATABASE": path}, stdout=subprocess.DEVNULL, stderr=open(os.path.join(folder, "gunicorn.log"), "w"))
    address = f"http://127.0.0.1:{port}/stations"
    for _ in range(100):
        try:
            fetch(address)
            return process, address
        except OSError:
            time.sleep(0.1)
    stop(process)
    raise SystemExit("Django did not start:\n" + open(os.path.join(folder, "gunicorn.log")).read()[-2000:])


def measure(options):
    folder = tempfile.mkdtemp(prefix="yizhan-bench-")
    path = os.path.join(folder, "house.sqlite")
    rows, process = SQLiteRows(path), None
    try:
        with House(folder=folder):
            pass
        more_stations(rows, 50)
        # A demonstration is not served as a city's own; for this measurement it becomes one.
        rows.execute("DELETE FROM settings WHERE name = 'demo'")
        with House(arguments=CITY, folder=folder) as house:
            address = f"http://127.0.0.1:{house.port}"
            html, bare = {**HEADERS, "Accept": "text/html"}, {**HEADERS, "Accept": "application/json"}
            process, peer = django(path, folder)
            names = [row[0] for row in rows.query("SELECT name FROM stations")]
            for where, page in (("ours", fetch(address + "/stations", html)), ("Django's", fetch(peer))):
                absent = [name for name in names if name not in page]
                if absent or len(names) != 50:
                    raise SystemExit(f"{where} page does not show all of the 50 stations; first absent: {absent[:1]}")
            if json.loads(fetch(address + "/bench/stations", bare))["rows"] != 50:
                raise SystemExit("the bare query does not give 50 rows")

            def page(seconds=options.seconds):
                return rate(address + "/stations", seconds, html)

            def query(seconds=options.seconds):
                return rate(address + "/bench/stations", seconds, bare)

            def theirs(seconds=options.seconds):
                return rate(peer, seconds)

            for warm in (page, query, theirs):
                warm(2)
            yield in_turn("page of 50 stations", "the same query, answered without a page", page, query, options.rounds, 0.8)
            yield in_turn("page of 50 stations", "Django + gunicorn, the same file", page, theirs, options.rounds, 10)
    finally:
        if process:
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)
