"""A city's house to measure: many stations with beds, and talents who may book them, on either engine."""

import contextlib
import http.server
import json
import os
import shutil
import tempfile
import threading
import time

import crowd
from house import Cluster, House
from rows import PostgresRows, SQLiteRows

ORIGIN = "https://bench.example"
HEADERS = {"Host": ORIGIN.removeprefix("https://")}
# As a city runs it: not in demo mode, behind an origin.
CITY = ("--origin", ORIGIN, "--bench")
DEMO = ("--demo", "--clock", "2020-11-16T09:00:00+08:00", *crowd.PROXY)


def more_stations(rows, wanted):
    """As many more stations as make so many: copies of a recognised one under names of their own. The server is not running."""
    there = rows.query("SELECT COUNT(*) FROM stations")[0][0]
    station = crowd.clerk_stations(rows)[0]
    case = rows.query(f"SELECT case_id FROM stations WHERE id = '{station}'")[0][0]
    copies = (
        ("cases", f"id = '{case}'", {"id": "'bench-case-' || i", "number": "'bench-' || i", "round_id": "NULL"}),
        ("stations", f"id = '{station}'", {"id": "'bench-station-' || i", "case_id": "'bench-case-' || i", "name": "'第 ' || i || ' 号人才驿站'"}),
        ("plaques", f"station_id = '{station}'", {"number": "'QDYZ-2020-' || (900 + i)", "station_id": "'bench-station-' || i"}),
    )
    for table, which, changes in copies:
        columns = rows.columns(table)
        made = rows.execute(f"""
            INSERT INTO {table} ({", ".join(columns)})
            WITH RECURSIVE numbers (i) AS (SELECT {there} UNION ALL SELECT i + 1 FROM numbers WHERE i < {wanted} - 1)
            SELECT {", ".join(changes.get(column, column) for column in columns)} FROM {table} CROSS JOIN numbers WHERE {which}
            """)
        if made != wanted - there:
            raise SystemExit(f"{made} copies in {table}, {wanted - there} were wanted")


class Town:
    """Stations with a place each of so many beds, and tokens of so many talents whose proofs an office has accepted."""

    def __init__(self, engine, stations, beds, talents):
        self.engine, self.beds = engine, beds
        self.folder = tempfile.mkdtemp(prefix="yizhan-bench-")
        self.cluster = None
        try:
            self.cluster = Cluster() if engine == "PostgreSQL" else None
            self.database = self.cluster.address if self.cluster else None
            self.rows = PostgresRows(self.cluster) if self.cluster else SQLiteRows(os.path.join(self.folder, "house.sqlite"))
            with House(self.database, DEMO, self.folder):
                pass
            others = self.rows.query("SELECT COUNT(*) FROM stations")[0][0] - len(crowd.clerk_stations(self.rows))
            more_stations(self.rows, stations + others)
            began = time.monotonic()
            with House(self.database, DEMO, self.folder) as house:
                self.places = crowd.keep_places(house.port, crowd.clerk_stations(self.rows), beds)
                self.tokens = crowd.talents(house.port, range(talents))
            proven = crowd.prove(self.rows)
            if proven < 2 * talents:
                raise SystemExit(f"{proven} facts are proven, {2 * talents} were wanted")
            # A demonstration is not served as a city's own; for this measurement it becomes one.
            self.rows.execute("DELETE FROM settings WHERE name = 'demo'")
            print(f"  {engine}: {len(self.places)} stations with {beds} beds each and {talents} talents, made in {time.monotonic() - began:.0f} s", flush=True)
        except BaseException:
            self.close()
            raise

    @contextlib.contextmanager
    def served(self):
        """The server, with a gateway for text messages that takes as long as real ones do."""
        gateway = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
        threading.Thread(target=gateway.serve_forever, daemon=True).start()
        try:
            environment = {"YIZHAN_SMS_URL": f"http://127.0.0.1:{gateway.server_address[1]}/"}
            with House(self.database, (*CITY, *crowd.PROXY), self.folder, environment=environment) as house:
                # What was written before is sealed first, so that it is not part of what is measured.
                while self.rows.query("SELECT COUNT(*) FROM audit_records WHERE NOT sealed")[0][0]:
                    time.sleep(0.2)
                yield house
        finally:
            gateway.shutdown()
            gateway.server_close()

    def close(self):
        if self.cluster:
            self.cluster.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Gateway(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(0.1)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def request(place, token, number, first, end):
    """A booking as bytes on the wire, from an address of its own and under a key of its own."""
    body = json.dumps({"first": str(first), "end": str(end)}).encode()
    head = [
        f"POST /lodging/{place}/stays HTTP/1.1", f"Host: {HEADERS['Host']}", "Accept: application/json", f"Authorization: Bearer {token}", f"Idempotency-Key: bench-{number}",
        f"X-Forwarded-For: {crowd.address(number)}", "Content-Type: application/json", f"Content-Length: {len(body)}", "", "",
    ]
    return "\r\n".join(head).encode() + body
