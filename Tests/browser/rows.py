"""SQL on the database of a house, beside the program: what it has stored, and what a test has to have there."""

import contextlib
import sqlite3


class SQLiteRows:
    def __init__(self, path):
        self.path = path

    def query(self, statement):
        with contextlib.closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30)) as database:
            return database.execute(statement).fetchall()

    def execute(self, statement):
        """One statement, as a transaction; the server is not running. Gives how many rows it changed."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as database, database:
            return database.execute(statement).rowcount

    def columns(self, table):
        return [row[0] for row in self.query(f"SELECT name FROM pragma_table_info('{table}') ORDER BY cid")]


class PostgresRows:
    """Values are texts here, but for whole numbers."""

    def __init__(self, cluster):
        self.cluster = cluster

    def run(self, statement, *arguments):
        done = self.cluster.run("psql", "-h", "127.0.0.1", "-p", str(self.cluster.port), "-U", "postgres", "-d", "house", "-v", "ON_ERROR_STOP=1", *arguments, "-c", statement, check=False)
        if done.returncode:
            raise RuntimeError(f"{statement[:300]}: {done.stderr.decode()}")
        return done.stdout.decode()

    def query(self, statement):
        lines = self.run(statement, "-qAtF", "\t").splitlines()
        return [tuple(int(value) if value.lstrip("-").isdigit() else value for value in line.split("\t")) for line in lines]

    def execute(self, statement):
        return int(self.run(statement).split()[-1])

    def columns(self, table):
        return [row[0] for row in self.query(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position")]
