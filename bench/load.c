/* Sends prepared HTTP requests over so many kept connections and writes down each answer.
 *
 *     load PORT CONNECTIONS REQUESTS ANSWERS
 *
 * REQUESTS: for each request its length in decimal, a newline, and its bytes. Connections take them in order, each the next one that is left.
 * ANSWERS: a line each: the request's number from 0, the status, microseconds, and the Location, or "-".
 * Prints how many were answered and in how many seconds. Where an answer says that it closes the connection, the next request gets a new one. An answer
 * without Content-Length on a connection that is kept, or a connection that breaks, ends the program with 1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct request { const char *bytes; size_t length; };
struct answer { int status; double micros; char location[80]; };

static struct request *requests;
static struct answer *answers;
static size_t count;
static atomic_size_t next;
static int port;
static pthread_barrier_t ready;

static void fail(const char *why) { perror(why); exit(1); }

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void read_requests(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    size_t length;
    while (fscanf(file, "%zu", &length) == 1) {
        fgetc(file);
        char *bytes = malloc(length);
        if (!bytes || fread(bytes, 1, length, file) != length) fail(path);
        if (!(count & (count + 1)) && !(requests = realloc(requests, (2 * count + 2) * sizeof *requests))) fail("memory");
        requests[count++] = (struct request){ bytes, length };
    }
    fclose(file);
    if (!(answers = calloc(count + 1, sizeof *answers))) fail("memory");
}

static int connected(void) {
    int line = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    struct sockaddr_in there = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (line < 0 || connect(line, (struct sockaddr *)&there, sizeof there)) fail("connect");
    setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return line;
}

/* The value of a header, or NULL. `head` ends with a zero byte. */
static const char *value_of(const char *head, const char *name) {
    const char *found = strcasestr(head, name);
    return found ? found + strlen(name) : NULL;
}

/* Gives whether the connection ends with this answer. */
static int receive(int line, struct answer *answer) {
    char text[65536];
    size_t have = 0, whole = 0;
    int closes = 0;
    while (!whole || have < whole) {
        if (have == sizeof text - 1) { fprintf(stderr, "an answer is too long\n"); exit(1); }
        ssize_t got = recv(line, text + have, sizeof text - 1 - have, 0);
        if (got == 0 && closes && whole == SIZE_MAX) return 1;
        if (got <= 0) fail("the connection broke");
        have += got;
        text[have] = 0;
        char *end = whole ? NULL : strstr(text, "\r\n\r\n");
        if (!end) continue;
        end[2] = 0;
        const char *length = value_of(text, "\r\nContent-Length:"), *location = value_of(text, "\r\nLocation: ");
        closes = value_of(text, "\r\nConnection: close") != NULL;
        if ((!length && !closes) || sscanf(text, "HTTP/1.1 %d", &answer->status) != 1) { fprintf(stderr, "not understood: %s\n", text); exit(1); }
        whole = length ? end + 4 - text + strtoul(length, NULL, 10) : SIZE_MAX;
        if (!location || sscanf(location, "%79[^\r]", answer->location) != 1) strcpy(answer->location, "-");
    }
    return closes;
}

static void *client(void *unused) {
    int line = connected();
    pthread_barrier_wait(&ready);
    for (;;) {
        size_t number = atomic_fetch_add(&next, 1);
        if (number >= count) break;
        double began = seconds();
        if (send(line, requests[number].bytes, requests[number].length, MSG_NOSIGNAL) != (ssize_t)requests[number].length) fail("send");
        int closes = receive(line, &answers[number]);
        answers[number].micros = (seconds() - began) * 1e6;
        if (closes) {
            close(line);
            line = connected();
        }
    }
    close(line);
    return unused;
}

int main(int argc, char **argv) {
    if (argc != 5) { fprintf(stderr, "usage: load PORT CONNECTIONS REQUESTS ANSWERS\n"); return 2; }
    port = atoi(argv[1]);
    int connections = atoi(argv[2]);
    if (connections < 1 || connections > 1000) { fprintf(stderr, "1 to 1000 connections\n"); return 2; }
    read_requests(argv[3]);
    pthread_t threads[1000];
    pthread_barrier_init(&ready, NULL, connections + 1);
    for (int i = 0; i < connections; i++) if (pthread_create(&threads[i], NULL, client, NULL)) fail("thread");
    pthread_barrier_wait(&ready);
    double began = seconds();
    for (int i = 0; i < connections; i++) pthread_join(threads[i], NULL);
    double took = seconds() - began;
    FILE *file = fopen(argv[4], "w");
    if (!file) fail(argv[4]);
    for (size_t i = 0; i < count; i++) fprintf(file, "%zu %d %.1f %s\n", i, answers[i].status, answers[i].micros, answers[i].location);
    if (fclose(file)) fail(argv[4]);
    printf("%zu %.6f\n", count, took);
    return 0;
}
