"""A million records out of the house as .csv and .xlsx: rows a second, and the most memory that the server takes meanwhile.

The records are contacts of the service log, copies of a confirmed one of the demonstration without names, written into SQLite by one statement. Each file is fetched by somebody of the centre, as
offices do, is counted as it comes in, and must have a row for each record. The server's resident memory is read from /proc twenty times a second. It is flat when a million rows take hardly more
than ten thousand do: the bar is on that ratio.
"""

import csv
import http.client
import io
import os
import pathlib
import re
import shutil
import statistics
import tempfile
import threading
import time
import urllib.parse
import xml.etree.ElementTree
import zipfile

from client import Client
from house import PASSWORD, House
from rounds import Row
from rows import SQLiteRows
from town import DEMO

MANY, FEW, BAR = 1_000_000, 10_000, 0.8
# Without what is sealed to the row that it was copied from, and what is one row's alone.
ALONE = ("name", "phone", "line", "comment", "token_hash", "request_id", "doubles_id", "asked_at", "ask_until")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row"


def copies(rows, wanted):
    """As many more contacts as make so many that count. The server is not running."""
    there = rows.query("SELECT COUNT(*) FROM contacts WHERE state = 'confirmed'")[0][0]
    found = rows.query("SELECT id FROM contacts WHERE state = 'confirmed' ORDER BY id LIMIT 1")
    if not found:
        raise SystemExit("the demonstration has no confirmed contact")
    columns = rows.columns("contacts")
    changes = {"id": "'bench-contact-' || i", "recorded_at": "recorded_at + i % 60000", **{name: "NULL" for name in ALONE}}
    made = rows.execute(f"""
        INSERT INTO contacts ({", ".join(columns)})
        WITH RECURSIVE numbers (i) AS (SELECT {there} UNION ALL SELECT i + 1 FROM numbers WHERE i < {wanted} - 1)
        SELECT {", ".join(changes.get(column, column) for column in columns)} FROM contacts CROSS JOIN numbers WHERE id = '{found[0][0]}'
        """)
    if made != wanted - there:
        raise SystemExit(f"{made} copies, {wanted - there} were wanted")


class Memory:
    """The most resident memory of a process while this is open, in megabytes."""

    def __init__(self, process):
        self.status, self.most, self.ended = pathlib.Path(f"/proc/{process.pid}/status"), 0, threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def look(self):
        while not self.ended.wait(0.05):
            self.most = max(self.most, self.now())

    def now(self):
        return int(re.search(r"VmRSS:\s+(\d+)", self.status.read_text()).group(1)) / 1024

    def __enter__(self):
        self.most = self.now()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def fetched(port, token, path, file):
    """Writes the answer to a file as it comes in. Gives the seconds that it took."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1800)
    began = time.monotonic()
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {answer.read(300)!r}")
    with open(file, "wb") as out:
        shutil.copyfileobj(answer, out, 1 << 20)
    connection.close()
    return time.monotonic() - began


def written(file, kind):
    """Rows of a file without its heading, read as it stands."""
    if kind == "csv":
        with open(file, encoding="utf-8-sig", newline="") as text:
            return sum(1 for _ in csv.reader(text)) - 1
    with zipfile.ZipFile(file) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        count = 0
        for _, element in xml.etree.ElementTree.iterparse(io.BufferedReader(sheet, 1 << 20)):
            if element.tag == SHEET:
                count += 1
            element.clear()
        return count - 1


def exported(folder, rows, kind, rounds):
    """Rows a second and the most memory of each round."""
    file, query = os.path.join(folder, "records." + kind), urllib.parse.urlencode({"what": "contacts"})
    with House(arguments=DEMO, folder=folder) as house:
        token = Client(house.port).ask("POST", "/session", body={"login": "centre-handler", "password": PASSWORD})["token"]
        wanted = rows.query("SELECT COUNT(*) FROM contacts WHERE id LIKE 'bench-contact-%'")[0][0]
        rates, most = [], []
        for _ in range(rounds):
            with Memory(house.process) as memory:
                seconds = fetched(house.port, token, f"/dashboard/records.{kind}?{query}", file)
            count = written(file, kind)
            if not wanted <= count <= wanted + 10_000:
                raise SystemExit(f"the .{kind} has {count} rows of {wanted} copies")
            rates.append(count / seconds)
            most.append(memory.most)
        os.remove(file)
    return statistics.median(rates), max(most)


def measure(options):
    folder = tempfile.mkdtemp(prefix="yizhan-bench-")
    rows = SQLiteRows(os.path.join(folder, "house.sqlite"))
    try:
        with House(arguments=DEMO, folder=folder):
            pass
        found = {}
        for wanted in (FEW, MANY):
            copies(rows, wanted)
            for kind in ("csv", "xlsx"):
                found[wanted, kind] = exported(folder, rows, kind, min(options.rounds, 3))
                rate, most = found[wanted, kind]
                print(f"  .{kind} of {wanted:,} records: {rate:,.0f} rows/s, {most:.0f} MB at most", flush=True)
        for kind in ("csv", "xlsx"):
            (rate, most), (small, least) = found[MANY, kind], found[FEW, kind]
            yield Row(f".{kind} of {MANY:,} records, rows", f"the same of {FEW:,} records", rate, small, (rate / small,))
            # Memory as the inverse of megabytes, so that less is more.
            yield Row(f".{kind} of {MANY:,} records, most memory", f"the same of {FEW:,} records", 1 / most, 1 / least, (least / most,), BAR, "MB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
