"""Servers that tests start and stop themselves: the program in demo mode, on either database, and PostgreSQL in a temporary folder."""

import os
import pathlib
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time

root = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "Demo-2020-yizhan"


def program():
    """The program to test: the debug build that `make test` makes, or the one that YIZHAN_PROGRAM names."""
    path = pathlib.Path(os.environ.get("YIZHAN_PROGRAM", root / ".build/debug/yizhan"))
    if not path.exists():
        raise SystemExit(f"{path} is not there: build it with `swift build`, or name another with YIZHAN_PROGRAM.")
    return str(path)


def stop(process, patience=15):
    """Ends a process of ours and waits for it."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


class House:
    """A demonstration server on a free port of loopback, with data of its own that goes with it."""

    def __init__(self, database=None, arguments=("--demo", "--clock", "2020-11-16T09:00:00+08:00"), folder=None, patience=300, log="server.log", environment=None):
        self.folder = folder or tempfile.mkdtemp(prefix="yizhan-house-")
        self.keeps = folder is not None
        self.log = open(os.path.join(self.folder, log), "w+")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [program(), "serve", "--port", str(self.port), "--database", database or os.path.join(self.folder, "house.sqlite")]
        if database:
            command += ["--files", os.path.join(self.folder, "files"), "--keys", os.path.join(self.folder, "keys")]
        began = time.monotonic()
        self.process = subprocess.Popen([*command, *arguments], cwd=root, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.address = None
        self.said = []
        ready = threading.Event()

        def listen():
            for line in self.process.stdout:
                self.said.append(line.rstrip("\n"))
                if found := re.search(r"Yizhan: (https?://\S+)", line):
                    self.address = found.group(1)
                    ready.set()
            ready.set()

        threading.Thread(target=listen, daemon=True).start()
        if not ready.wait(patience) or not self.address:
            words = self.words()
            self.close()
            raise RuntimeError(f"the server did not start:\n{words}")
        self.took = time.monotonic() - began

    def words(self):
        """What the server has said so far, its last lines."""
        self.log.flush()
        ended = "" if self.process.poll() is None else f"it has ended with {self.process.returncode}\n"
        with open(self.log.name, errors="replace") as log:
            return ended + log.read()[-3000:]

    def close(self):
        stop(self.process)
        self.log.close()
        if not self.keeps:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Cluster:
    """A PostgreSQL server in a temporary folder; as the user postgres where we are root, since it refuses to run as root."""

    def __init__(self):
        places = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not places:
            raise SystemExit("PostgreSQL is not installed: scripts/setup test")
        self.bin = str(places[-1].parent)
        self.folder = tempfile.mkdtemp(prefix="yizhan-pg-")
        self.before = []
        if os.getuid() == 0:
            postgres = pwd.getpwnam("postgres")
            os.chown(self.folder, postgres.pw_uid, postgres.pw_gid)
            self.before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self.run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = open(os.path.join(self.folder, "log"), "w")
        self.process = subprocess.Popen(
            [*self.before, f"{self.bin}/postgres", "-D", "data", "-k", self.folder, "-c", "listen_addresses=127.0.0.1", "-c", f"port={self.port}"],
            cwd=self.folder, stdout=self.log, stderr=self.log, env=self.environment)
        deadline = time.monotonic() + 30
        while True:
            answer = self.run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), check=False)
            if answer.returncode == 0:
                break
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.close()
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.1)
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "house")
        self.address = f"postgres://postgres@127.0.0.1:{self.port}/house"

    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

    def run(self, name, *arguments, check=True):
        return subprocess.run([*self.before, f"{self.bin}/{name}", *arguments], cwd=self.folder, env=self.environment, check=check, capture_output=True)

    def close(self):
        stop(self.process)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
