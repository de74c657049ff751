// One-way delay of packets between two network namespaces of one host, which share a clock.
#pragma once

#include "../sender/trace.h"

enum { MOST_FLOWS = 4 };

// Behind the largest header that a trace has, so that the place is the same for every protocol.
struct __attribute__((packed)) stamp {
    uint32_t magic, flow, number;
    uint64_t nanoseconds;
};
enum { STAMP_MAGIC = 0x716f7363, STAMP_PLACE = PACKET_BYTES - (int)sizeof(struct stamp) };

struct flow {
    struct trace trace;
    // Nanoseconds of what arrived, in order of arrival.
    uint32_t *delays;
    size_t sent, received, reordered;
    // Packets that arrived with each DSCP.
    uint32_t dscp[64];
    uint32_t highest;
};

struct measurement {
    struct flow flows[MOST_FLOWS];
    size_t flow_count;
    // Packets of each flow in a second, and how many in all.
    size_t rate, packets;
    // Threads that do nothing but compute, on every CPU.
    size_t burners;
    int from, to;
    const char *device;
};

uint64_t monotonic_nanoseconds(void);

// Receives until every packet is there, or none came for a second after the last was sent.
void *receive_stamped(void *measurement);
void *send_stamped(void *measurement);

// Says when the receiver is ready, and when the sender is done.
void receiver_is_ready(void);
void wait_for_receiver(void);
int sender_is_done(void);
