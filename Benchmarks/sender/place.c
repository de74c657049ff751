#define _GNU_SOURCE
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/fsuid.h>
#include <unistd.h>

void place_open(struct place *place, const char *label, const char *path) {
    place->label = label;
    place->namespace = open(path, O_RDONLY | O_CLOEXEC);
    if (place->namespace < 0) fail("%s", path);
}

void place_enter(const struct place *place) {
    if (setns(place->namespace, CLONE_NEWNET) < 0) fail("%s: setns", place->label);
}

void place_prepare(struct place *place, const struct trace *trace) {
    place_enter(place);
    for (size_t i = 0; i < trace->user_count; i++) {
        // The kernel's "user" of a packet is the file system user id that the socket was made with.
        setfsuid(trace->users[i]);
        place->sockets[i] = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
        setfsuid(0);
        if (place->sockets[i] < 0) fail("%s: socket", place->label);
    }
}

void place_send(struct place *place, const struct trace *trace, size_t count) {
    while (count > 0) {
        for (size_t i = 0; i < trace->run_count && count > 0; i++) {
            const struct run *run = &trace->runs[i];
            size_t part = run->count < count ? run->count : count;
            for (size_t done = 0; done < part;) {
                int sent = sendmmsg(
                    place->sockets[run->user], trace->messages + run->first + done, (unsigned)(part - done), 0);
                if (sent < 0 && errno == EINTR) continue;
                if (sent <= 0) fail("%s, %s: sendmmsg", place->label, trace->label);
                done += (size_t)sent;
            }
            count -= part;
        }
    }
}

void place_close(struct place *place, const struct trace *trace) {
    for (size_t i = 0; i < trace->user_count; i++) close(place->sockets[i]);
}
