// A place: a network namespace with one way of marking in it, and the sockets that send there.
#pragma once

#include "trace.h"

struct place {
    const char *label;
    int namespace;
    // One for each user of the trace that is sent.
    int sockets[MOST_USERS];
};

void place_open(struct place *place, const char *label, const char *path);

// Opens the sockets that `trace` needs. A socket belongs for ever to the namespace and the user that made it.
void place_prepare(struct place *place, const struct trace *trace);

// Sends the first `count` packets of the trace, from its beginning again where it is shorter.
void place_send(struct place *place, const struct trace *trace, size_t count);

// Runs whatever follows in the namespace of `place`.
void place_enter(const struct place *place);

void place_close(struct place *place, const struct trace *trace);
