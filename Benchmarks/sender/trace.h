// A trace: packets in the order in which they are sent, each ready for sendmmsg.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { BURST = 64, PACKET_BYTES = 60, MOST_USERS = 512 };

// Packets next to each other that one socket sends, at most BURST.
struct run {
    size_t first, count, user;
};

struct trace {
    const char *label;
    size_t count, run_count, user_count;
    struct mmsghdr *messages;
    struct run *runs;
    // File system user id of the owner of each socket.
    uint32_t users[MOST_USERS];
};

// Reads lines of `PROTO SADDR DADDR SPORT DPORT USER …` (what follows is for people). Ends the program with a message
// on a line that it cannot read.
void trace_read(struct trace *trace, const char *label, const char *path);

// Writes what failed, and errno's text if there is one, and ends the program.
_Noreturn void fail(const char *format, ...);
