#define _GNU_SOURCE
#include "delay.h"

#include <errno.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

static atomic_int ready, done;

uint64_t monotonic_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

void receiver_is_ready(void) {
    atomic_store(&ready, 1);
}

void wait_for_receiver(void) {
    while (!atomic_load(&ready)) sched_yield();
}

int sender_is_done(void) {
    return atomic_load(&done);
}

static void sleep_until(uint64_t nanoseconds) {
    struct timespec time = {(time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {
    }
}

void *send_stamped(void *argument) {
    struct measurement *measurement = argument;
    if (setns(measurement->from, CLONE_NEWNET) < 0) fail("setns");
    int raw = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
    if (raw < 0) fail("raw socket");
    wait_for_receiver();
    const uint64_t gap = 1000000000 / measurement->rate / measurement->flow_count;
    uint64_t next = monotonic_nanoseconds() + gap;
    for (size_t number = 0; number < measurement->packets; number++)
        for (size_t i = 0; i < measurement->flow_count; i++) {
            struct flow *flow = &measurement->flows[i];
            struct msghdr *message = &flow->trace.messages[number % flow->trace.count].msg_hdr;
            sleep_until(next);
            next += gap;
            struct stamp stamp = {STAMP_MAGIC, (uint32_t)i, (uint32_t)number, monotonic_nanoseconds()};
            memcpy((uint8_t *)message->msg_iov->iov_base + STAMP_PLACE, &stamp, sizeof stamp);
            if (sendmsg(raw, message, 0) < 0) fail("sendmsg");
            flow->sent++;
        }
    atomic_store(&done, 1);
    return NULL;
}
