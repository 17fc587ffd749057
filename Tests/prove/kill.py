#!/usr/bin/env python3
"""Kills the server under load on both engines: no acknowledged write may be lost or be there twice, and the audit trail must hold.

    Tests/prove/kill.py [sqlite] [postgres]        YIZHAN_KILLS=2 rounds on each engine; YIZHAN_PROGRAM names the program

Clients write notes to a case, each under an idempotency key of its own, and write down what was acknowledged. The server is killed (SIGKILL) at a
random moment and started again. What was in flight may be there or not; sent again under its key, it must then be there once. At the end the
database is backed up under load and the copy served and checked against the head of the backup; then records are tampered with, one way after the
other, and `audit verify` must name each.
"""

import collections
import http.client
import json
import os
import pathlib
import random
import secrets
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "browser"))
from client import Client, Refused  # noqa: E402
from house import PASSWORD, Cluster, House, program, root  # noqa: E402

ROUNDS = int(os.environ.get("YIZHAN_KILLS", "2"))
WRITERS = 4
ARGUMENTS = ("--demo", "--clock", "2020-11-16T09:00:00+08:00")


class Writer(threading.Thread):
    """Writes notes until the server is gone. `acknowledged` holds what was answered, `open` the one note that may be there or not."""

    def __init__(self, port, token, case):
        super().__init__(daemon=True)
        self.client, self.token, self.case = Client(port), token, case
        self.acknowledged, self.open, self.fault = [], None, None
        self.stopping = False

    def run(self):
        while not self.stopping:
            text = "kill-" + secrets.token_hex(8)
            self.open = text
            try:
                self.client.ask("POST", f"/cases/{self.case}/notes", self.token, {"text": text}, text)
            except (OSError, http.client.HTTPException):
                return
            except (Refused, ValueError) as refused:
                self.fault = refused
                return
            self.acknowledged.append(text)
            self.open = None


def notes(client, token, case):
    return collections.Counter(note["text"] for note in client.ask("GET", f"/cases/{case}", token)["notes"])


def yizhan(*arguments, place):
    done = subprocess.run([program(), *arguments, *place], cwd=root, capture_output=True, text=True, timeout=300)
    return done.returncode, (done.stdout + done.stderr).strip()


def verify(place, *arguments):
    code, said = yizhan("audit", "verify", *arguments, place=place)
    assert code == 0, f"audit verify: {said}"
    return said.splitlines()[-1]


def sign_in(client):
    """A token, and the cases to which its holder may write notes."""
    token = client.ask("POST", "/session", body={"login": "centre-handler", "password": PASSWORD})["token"]
    open_cases = []
    for case in client.ask("GET", "/cases", token)["cases"]:
        try:
            client.ask("POST", f"/cases/{case['id']}/notes", token, {"text": "begin"})
            open_cases.append(case["id"])
        except Refused:
            continue
    assert open_cases, "no case takes a note"
    return token, open_cases


def kills(folder, database, place):
    house = House(database, ARGUMENTS, folder)
    try:
        token, cases = sign_in(Client(house.port))
        # By case: a page shows all notes of its case, and thousands on one would make this slow.
        known, starts, counts = {case: set() for case in cases}, [], collections.Counter()
        for number in range(ROUNDS):
            case = cases[number % len(cases)]
            writers = [Writer(house.port, token, case) for _ in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(random.uniform(0.05, 1.0))
            house.process.kill()
            house.process.wait()
            for writer in writers:
                writer.join(60)
                assert writer.fault is None, writer.fault
            house.close()
            house = House(database, ARGUMENTS, folder)
            starts.append(house.took)
            acknowledged = [text for writer in writers for text in writer.acknowledged]
            in_flight = [writer.open for writer in writers if writer.open]
            found = check(Client(house.port), token, case, known[case], acknowledged, in_flight, f"round {number + 1}")
            counts.update(acknowledged=len(acknowledged), in_flight=len(in_flight), survived=sum(found[text] for text in in_flight))
            if (number + 1) % 20 == 0:
                print(f"    {number + 1} kills: {counts['acknowledged']} acknowledged, 0 lost", flush=True)
        assert counts["acknowledged"] > 0, "nothing was written before the kills"
        client = Client(house.port)
        for case in cases:
            there = {text for text in notes(client, token, case) if text.startswith("kill-")}
            assert there == known[case], f"case {case}: at the end {len(known[case] - there)} are lost"
        said = backup(house, folder, database, token, cases[0], place)
    finally:
        house.close()
    if not database:
        with sqlite3.connect(os.path.join(folder, "house.sqlite")) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.close()
    print(f"    {ROUNDS} kills, {counts['acknowledged']} notes acknowledged, 0 lost, 0 twice; {counts['in_flight']} in flight, of which {counts['survived']} were "
          f"there already, and none twice after sending again; ready again in {statistics.median(starts):.1f} s (median), {max(starts):.1f} s (most)")
    print(f"    {said}")
    print(f"    {verify(place)}")


def check(client, token, case, known, acknowledged, in_flight, where):
    """What was acknowledged is there once; what was in flight is there once after it is sent again; nothing else is. Adds to `known`."""
    found = notes(client, token, case)
    known.update(acknowledged)
    lost = [text for text in known if not found[text]]
    twice = [text for text, count in found.items() if count > 1 and text.startswith("kill-")]
    assert not lost, f"{where}: {len(lost)} of {len(known)} acknowledged notes are lost, {lost[0]} first"
    assert not twice, f"{where}: {twice[0]} is there {found[twice[0]]} times"
    for text in in_flight:
        client.ask("POST", f"/cases/{case}/notes", token, {"text": text}, text)
    after = notes(client, token, case)
    for text in in_flight:
        assert after[text] == 1, f"{where}: {text}, sent again under its key, is there {after[text]} times"
    known.update(in_flight)
    strange = {text for text in after if text.startswith("kill-")} - known
    assert not strange, f"{where}: {strange} was never sent"
    return found


def backup(house, folder, database, token, case, place):
    """Backs up while clients write; the copy must serve, and hold what the head of the backup vouches for."""
    copy = os.path.join(folder, "backup")
    writers = [Writer(house.port, token, case) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(1.5)
    before = [text for writer in writers for text in list(writer.acknowledged)]
    code, said = yizhan("backup", copy, place=place)
    for writer in writers:
        writer.stopping = True
    for writer in writers:
        writer.join(60)
        assert writer.fault is None, writer.fault
    assert code == 0, said
    if database:
        return said     # rows are PostgreSQL's own to back up
    restored = tempfile.mkdtemp(prefix="yizhan-restored-")
    try:
        shutil.copy(f"{copy}/yizhan.sqlite", f"{restored}/house.sqlite")
        shutil.copytree(f"{copy}/files", f"{restored}/house.files")
        shutil.copy(os.path.join(folder, "house.keys"), f"{restored}/house.keys")
        line = verify(["--database", f"{restored}/house.sqlite"], "--head", f"{copy}/audit-head.json")
        with House(arguments=ARGUMENTS, folder=restored) as again:
            found = notes(Client(again.port), token, case)
        lost = [text for text in before if found[text] != 1]
        assert not lost, f"{len(lost)} of {len(before)} notes acknowledged before the backup are not in it once"
        return f"backed up under load and restored: {len(before)} notes acknowledged just before are in it; {line}"
    finally:
        shutil.rmtree(restored, ignore_errors=True)


# What somebody with the database's password might do, and what must be named. {subject} is a case with several records.
TAMPERINGS = [
    ("another actor", "UPDATE audit_records SET actor = 'somebody' WHERE kind = 'case' AND subject = '{subject}' AND number = 2", "record 2 of case {subject}"),
    ("another detail", "UPDATE audit_records SET detail = '{{}}' WHERE kind = 'case' AND subject = '{subject}' AND number = {noted}", "record {noted} of case {subject}"),
    ("another time", "UPDATE audit_records SET at = at + 1 WHERE kind = 'case' AND subject = '{subject}' AND number = 1", "record 1 of case {subject}"),
    ("another hash", "UPDATE audit_records SET hash = previous WHERE kind = 'case' AND subject = '{subject}' AND number = 2", "record 2 of case {subject}"),
    ("a record less", "DELETE FROM audit_records WHERE kind = 'case' AND subject = '{subject}' AND number = 2", "of case {subject}"),
    ("the last record less", "DELETE FROM audit_records WHERE kind = 'case' AND subject = '{subject}' AND number = {last}", "record {last} of case {subject}"),
    ("a seal less", "DELETE FROM audit_seals WHERE number = 5", "seal "),
    ("the last seal less", "DELETE FROM audit_seals WHERE number = (SELECT MAX(number) FROM audit_seals)", "the signed head says"),
    ("another head", "UPDATE audit_heads SET signature = replace(signature, substr(signature, 1, 8), '00000000')", "signature"),
]


def tampering(place, execute, query):
    """`execute` takes statements as one transaction; each tampering is undone before the next."""
    subject, last = query("SELECT subject, MAX(number) FROM audit_records WHERE kind = 'case' GROUP BY subject ORDER BY MAX(number) DESC LIMIT 1")[0]
    noted = query(f"SELECT number FROM audit_records WHERE kind = 'case' AND subject = '{subject}' AND verb = 'note_added' ORDER BY number LIMIT 1")[0][0]
    names = dict(subject=subject, last=last, noted=noted)
    for table in ("audit_records", "audit_seals", "audit_heads"):
        execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
    for what, statement, words in TAMPERINGS:
        execute(statement.format(**names))
        code, said = yizhan("audit", "verify", place=place)
        wanted = words.format(**names)
        assert code == 1 and wanted in said, f"{what}: not found: {code} {said} (wanted: {wanted})"
        for table in ("audit_records", "audit_seals", "audit_heads"):
            execute(f"DELETE FROM {table}")
            execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
    for table in ("audit_records", "audit_seals", "audit_heads"):
        execute(f"DROP TABLE kept_{table}")
    verify(place)
    exported(place)
    print(f"    {len(TAMPERINGS)} ways of tampering, each found and named; the exported trail holds, and one that was changed or is another's does not")


def refusals(place, keys):
    """What must not be opened: without its keys, under another's, a demonstration as a city's own. The trail is read without making anything."""
    def refused(words, *arguments):
        code, said = yizhan(*arguments, place=place)
        assert code == 1 and words in said, f"{arguments} was not refused: {code} {said[-500:]}"
        assert os.path.exists(keys) is there, f"{arguments} made or removed the key file"

    serve = ("serve", "--port", "0")
    real = (*serve, "--origin", "https://yizhan.example")
    there = True
    refused("holds the demonstration", *real)
    refused("180", *serve, "--demo", "--log-folder", os.path.dirname(keys), "--log-days", "179")
    os.rename(keys, keys + ".kept")
    there = False
    for arguments in ((*serve, "--demo"), ("audit", "verify"), ("backup", keys + ".backup")):
        refused("there is no key file", *arguments)
    with tempfile.TemporaryDirectory(prefix="yizhan-other-") as folder:
        done = subprocess.run([program(), "administrator", "admin", "王管理", "--database", f"{folder}/other.sqlite"], cwd=root, input="Lang-mima-2020-9\n", capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        other = subprocess.run([program(), *serve, "--demo", "--database", f"{folder}/other.sqlite"], cwd=root, capture_output=True, text=True, timeout=60)
        assert other.returncode == 1 and "not served with --demo" in other.stderr, other.stderr
        shutil.copy(f"{folder}/other.keys", keys)
    there = True
    refused("are not those of", *serve, "--demo")
    refused("are not those of", "audit", "verify")
    os.rename(keys + ".kept", keys)
    for purpose in ("fields", "blind-index", "files", "audit"):
        code, said = yizhan("keys", "rotate", purpose, place=place)
        assert code == 0, said
    verify(place)
    print("    refused: without keys, under another's, a demonstration as a city's own and the other way, logs of fewer than 180 days; rotated keys are taken")


def exported(place):
    """An exported trail is checked without the database."""
    with tempfile.TemporaryDirectory(prefix="yizhan-trail-") as folder:
        path = os.path.join(folder, "trail.json")
        code, said = yizhan("audit", "export", path, place=place)
        assert code == 0, said
        with open(path, encoding="utf-8") as file:
            trail = json.load(file)
        key = trail["head"]["publicKey"]
        for wanted, arguments in ((0, ()), (0, ("--public-key", key)), (1, ("--public-key", "00" * 32))):
            code, said = yizhan("audit", "verify", "--trail", path, *arguments, place=())
            assert code == wanted, f"the exported trail, {arguments}: {said}"
        entry = trail["entries"][len(trail["entries"]) // 2]["record"]
        entry["verb"] = "something_else"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(trail, file)
        code, said = yizhan("audit", "verify", "--trail", path, place=())
        assert code == 1 and f"record {entry['number']} of {entry['kind']} {entry['subject']}" in said, f"a changed export was not found: {said}"


def on_sqlite(folder):
    path = os.path.join(folder, "house.sqlite")
    place = ["--database", path]
    kills(folder, None, place)

    def execute(statement):
        with sqlite3.connect(path) as db:
            db.execute(statement)
        db.close()

    def query(statement):
        with sqlite3.connect(path) as db:
            rows = db.execute(statement).fetchall()
        db.close()
        return rows

    tampering(place, execute, query)
    refusals(place, os.path.join(folder, "house.keys"))


def on_postgres(folder):
    with Cluster() as cluster:
        place = ["--database", cluster.address, "--files", os.path.join(folder, "files"), "--keys", os.path.join(folder, "keys")]
        kills(folder, cluster.address, place)

        def psql(statement):
            done = cluster.run("psql", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres", "-d", "house", "-v", "ON_ERROR_STOP=1", "-qAtF", "\t", "-c", statement)
            return [line.split("\t") for line in done.stdout.decode().splitlines()]

        tampering(place, psql, psql)
        refusals(place, os.path.join(folder, "keys"))


def main(engines):
    failed = 0
    for name, trial in (("sqlite", on_sqlite), ("postgres", on_postgres)):
        if engines and name not in engines:
            continue
        print(f"  killed under load, {name}", flush=True)
        folder = tempfile.mkdtemp(prefix="yizhan-kill-")
        began = time.monotonic()
        try:
            trial(folder)
            print(f"    passed, {time.monotonic() - began:.0f} s", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
        except Exception as error:
            failed += 1
            log = os.path.join(folder, "server.log")
            words = open(log, errors="replace").read()[-2000:] if os.path.exists(log) else ""
            print(f"    FAILED, {time.monotonic() - began:.0f} s: {type(error).__name__}: {error}\n    its data is kept in {folder}; the server said:\n{words}", flush=True)
    print(f"{'FAILED' if failed else 'passed'}: {ROUNDS} kills on each engine, {len(TAMPERINGS)} ways of tampering")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
