/* SQLite's own durable transactions of one row each, on one connection: WAL, synchronous FULL, as the program sets them.
 *
 *     one_row FILE SECONDS
 *
 * Prints how many were committed and in how many seconds.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static sqlite3 *database;

static void must(int code, int wanted) {
    if (code == wanted) return;
    fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(database));
    exit(1);
}

static sqlite3_stmt *prepared(const char *text) {
    sqlite3_stmt *statement;
    must(sqlite3_prepare_v2(database, text, -1, &statement, NULL), SQLITE_OK);
    return statement;
}

static void set(const char *pragma, const char *wanted) {
    sqlite3_stmt *statement = prepared(pragma);
    must(sqlite3_step(statement), SQLITE_ROW);
    if (strcmp((const char *)sqlite3_column_text(statement, 0), wanted)) { fprintf(stderr, "%s is not %s\n", pragma, wanted); exit(1); }
    sqlite3_finalize(statement);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 3) { fprintf(stderr, "usage: one_row FILE SECONDS\n"); return 2; }
    must(sqlite3_open(argv[1], &database), SQLITE_OK);
    set("PRAGMA journal_mode = WAL", "wal");
    must(sqlite3_exec(database, "PRAGMA synchronous = FULL", NULL, NULL, NULL), SQLITE_OK);
    set("PRAGMA synchronous", "2");
    must(sqlite3_exec(database, "CREATE TABLE IF NOT EXISTS taken (unit TEXT NOT NULL, night TEXT NOT NULL, stay TEXT NOT NULL, at INTEGER NOT NULL) STRICT", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_stmt *insert = prepared("INSERT INTO taken (unit, night, stay, at) VALUES (?, '2020-12-07', ?, ?)");
    double began = seconds(), now = began, end = began + atof(argv[2]);
    long done = 0;
    for (; now < end; done++) {
        char unit[32], stay[32];
        snprintf(unit, sizeof unit, "unit-%ld", done % 5000);
        snprintf(stay, sizeof stay, "stay-%ld", done);
        must(sqlite3_bind_text(insert, 1, unit, -1, SQLITE_TRANSIENT), SQLITE_OK);
        must(sqlite3_bind_text(insert, 2, stay, -1, SQLITE_TRANSIENT), SQLITE_OK);
        must(sqlite3_bind_int64(insert, 3, 1606780800000 + done), SQLITE_OK);
        must(sqlite3_step(insert), SQLITE_DONE);
        must(sqlite3_reset(insert), SQLITE_OK);
        now = seconds();
    }
    sqlite3_finalize(insert);
    must(sqlite3_close(database), SQLITE_OK);
    printf("%ld %.6f\n", done, now - began);
    return 0;
}
