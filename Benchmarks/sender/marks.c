#define _GNU_SOURCE
#include "marks.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ETHERTYPE_IPV4 = 0x0800, UNSEEN = 0xff };

// Sees packets as they are handed to the device, in the thread that sends them: nothing has to be waited for.
static int open_tap(const char *device) {
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(0x0003), .sll_ifindex = (int)if_nametoindex(device)};
    int tap = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (tap < 0 || !address.sll_ifindex || bind(tap, (struct sockaddr *)&address, sizeof address) < 0)
        fail("packet socket on %s", device);
    return tap;
}

static uint8_t sent_dscp(int tap) {
    for (;;) {
        uint8_t bytes[PACKET_BYTES];
        struct sockaddr_ll from = {0};
        socklen_t length = sizeof from;
        ssize_t size = recvfrom(tap, bytes, sizeof bytes, MSG_DONTWAIT, (struct sockaddr *)&from, &length);
        if (size < 0 && errno == EAGAIN) return UNSEEN;
        if (size < 0) fail("packet socket");
        if (size >= 20 && from.sll_pkttype == PACKET_OUTGOING && ntohs(from.sll_protocol) == ETHERTYPE_IPV4)
            return bytes[1] >> 2;
    }
}

static void read_marks(
    struct place *place, const struct trace *trace, size_t most, const char *device, uint8_t *marks) {
    place_prepare(place, trace);
    int tap = open_tap(device);
    for (size_t i = 0; i < trace->run_count; i++)
        for (size_t j = 0; j < trace->runs[i].count && trace->runs[i].first + j < most; j++) {
            size_t packet = trace->runs[i].first + j;
            int socket = place->sockets[trace->runs[i].user];
            if (sendmmsg(socket, trace->messages + packet, 1, 0) != 1) fail("%s: sendmmsg", place->label);
            marks[packet] = sent_dscp(tap);
            errno = 0;
            if (marks[packet] == UNSEEN)
                fail("%s, %s: packet %zu was not seen", place->label, trace->label, packet + 1);
        }
    close(tap);
    place_close(place, trace);
}

size_t marks_compare(struct place *places, size_t place_count, const struct trace *trace, size_t most,
    const char *device) {
    if (most > trace->count) most = trace->count;
    uint8_t *reference = calloc(trace->count, 1), *marks = calloc(trace->count, 1);
    if (!reference || !marks) fail("memory");
    size_t all = 0;
    for (size_t p = 0; p < place_count; p++) {
        read_marks(&places[p], trace, most, device, p ? marks : reference);
        size_t different = 0;
        for (size_t i = 0; p && i < most; i++) {
            if (marks[i] == reference[i]) continue;
            if (!different++)
                fprintf(stderr, "%s: packet %zu has DSCP %u in %s and %u in %s\n", trace->label, i + 1, reference[i],
                    places[0].label, marks[i], places[p].label);
        }
        printf("%s\t%s\t%zu\t%zu\n", places[p].label, trace->label, most, different);
        all += different;
    }
    fflush(stdout);
    free(reference);
    free(marks);
    return all;
}
