#define _GNU_SOURCE
#include "CNetworkLab.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BURST = 32 };

struct flow {
    int descriptor;
    void *packet;
    struct iovec part;
    struct sockaddr_storage destination;
    struct mmsghdr messages[BURST];
    _Atomic uint64_t sent;
};

struct lab_traffic {
    pthread_t thread;
    int joined;
    atomic_int stop, error;
    uint64_t most_packets;
    double most_seconds;
    size_t count;
    struct flow flows[];
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void *generate(void *argument) {
    struct lab_traffic *traffic = argument;
    const double end = now() + traffic->most_seconds;
    uint64_t total = 0;
    while (!atomic_load_explicit(&traffic->stop, memory_order_relaxed) && total < traffic->most_packets && now() < end) {
        for (size_t i = 0; i < traffic->count && total < traffic->most_packets; i++) {
            struct flow *flow = &traffic->flows[i];
            uint64_t left = traffic->most_packets - total;
            int sent = sendmmsg(flow->descriptor, flow->messages, left < BURST ? (unsigned)left : BURST, 0);
            if (sent < 0) {
                if (errno == EINTR || errno == ENOBUFS || errno == EAGAIN) continue;
                atomic_store(&traffic->error, errno);
                return NULL;
            }
            atomic_fetch_add_explicit(&flow->sent, (uint64_t)sent, memory_order_relaxed);
            total += (uint64_t)sent;
        }
    }
    return NULL;
}

struct lab_traffic *lab_traffic_start(
    const struct lab_flow *flows, size_t count, uint64_t most_packets, double most_seconds) {
    struct lab_traffic *traffic = calloc(1, sizeof *traffic + count * sizeof(struct flow));
    if (!traffic) return NULL;
    traffic->joined = 1;
    traffic->most_packets = most_packets;
    traffic->most_seconds = most_seconds;
    traffic->count = count;
    for (size_t i = 0; i < count; i++) {
        struct flow *flow = &traffic->flows[i];
        flow->descriptor = flows[i].descriptor;
        flow->packet = malloc(flows[i].length);
        if (!flow->packet) {
            lab_traffic_free(traffic);
            errno = ENOMEM;
            return NULL;
        }
        memcpy(flow->packet, flows[i].packet, flows[i].length);
        flow->part = (struct iovec){flow->packet, flows[i].length};
        flow->destination = flows[i].destination;
        for (int j = 0; j < BURST; j++) {
            flow->messages[j].msg_hdr = (struct msghdr){
                .msg_name = &flow->destination, .msg_namelen = flows[i].destination_length,
                .msg_iov = &flow->part, .msg_iovlen = 1,
            };
        }
    }
    int error = pthread_create(&traffic->thread, NULL, generate, traffic);
    if (error) {
        lab_traffic_free(traffic);
        errno = error;
        return NULL;
    }
    traffic->joined = 0;
    return traffic;
}

uint64_t lab_traffic_sent(struct lab_traffic *traffic, size_t flow) {
    return flow < traffic->count ? atomic_load_explicit(&traffic->flows[flow].sent, memory_order_relaxed) : 0;
}

int lab_traffic_error(struct lab_traffic *traffic) {
    return atomic_load(&traffic->error);
}

void lab_traffic_stop(struct lab_traffic *traffic) {
    atomic_store(&traffic->stop, 1);
    if (!traffic->joined) {
        pthread_join(traffic->thread, NULL);
        traffic->joined = 1;
    }
}

void lab_traffic_free(struct lab_traffic *traffic) {
    if (!traffic) return;
    lab_traffic_stop(traffic);
    for (size_t i = 0; i < traffic->count; i++) free(traffic->flows[i].packet);
    free(traffic);
}
