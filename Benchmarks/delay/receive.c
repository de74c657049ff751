#define _GNU_SOURCE
#include "delay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <sched.h>
#include <string.h>
#include <sys/time.h>

static int open_receiver(const char *device) {
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(0x0800), .sll_ifindex = (int)if_nametoindex(device)};
    int receiver = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int room = 16 << 20;
    struct timeval patience = {.tv_sec = 1};
    if (receiver < 0 || !address.sll_ifindex || bind(receiver, (struct sockaddr *)&address, sizeof address) < 0
        || setsockopt(receiver, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0
        || setsockopt(receiver, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0)
        fail("packet socket on %s", device);
    return receiver;
}

void *receive_stamped(void *argument) {
    struct measurement *measurement = argument;
    if (setns(measurement->to, CLONE_NEWNET) < 0) fail("setns");
    int receiver = open_receiver(measurement->device);
    receiver_is_ready();
    for (size_t left = measurement->packets * measurement->flow_count; left > 0;) {
        uint8_t bytes[PACKET_BYTES];
        ssize_t size = recv(receiver, bytes, sizeof bytes, 0);
        uint64_t now = monotonic_nanoseconds();
        if (size < 0 && errno == EAGAIN && sender_is_done()) return NULL;
        if (size < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (size < 0) fail("recv");
        struct stamp stamp;
        if ((size_t)size < sizeof bytes) continue;
        memcpy(&stamp, bytes + STAMP_PLACE, sizeof stamp);
        if (stamp.magic != STAMP_MAGIC || stamp.flow >= measurement->flow_count) continue;
        struct flow *flow = &measurement->flows[stamp.flow];
        if (flow->received == measurement->packets) continue;
        if (flow->received && stamp.number < flow->highest) flow->reordered++;
        else flow->highest = stamp.number;
        flow->dscp[bytes[1] >> 2]++;
        flow->delays[flow->received++] = (uint32_t)(now - stamp.nanoseconds);
        left--;
    }
    return NULL;
}
