#define _GNU_SOURCE
#include "trace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IP_BYTES = 20, TCP_ACK = 0x10 };

struct packet {
    struct iovec part;
    struct sockaddr_in destination;
    uint8_t bytes[PACKET_BYTES];
};

void fail(const char *format, ...) {
    int error = errno;
    va_list arguments;
    va_start(arguments, format);
    fputs("sender: ", stderr);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, error ? ": %s\n" : "\n", strerror(error));
    exit(1);
}

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (!memory) fail("memory");
    return memory;
}

// An IPv4 packet as raw sockets take it: the kernel fills in the header's checksum. Checksums behind it are left out,
// since nothing reads them.
static void write_packet(uint8_t *bytes, unsigned protocol, in_addr_t source, in_addr_t destination,
    unsigned source_port, unsigned destination_port) {
    bytes[0] = 0x45;
    bytes[3] = PACKET_BYTES;
    bytes[8] = 64;
    bytes[9] = (uint8_t)protocol;
    memcpy(bytes + 12, &source, 4);
    memcpy(bytes + 16, &destination, 4);
    uint8_t *payload = bytes + IP_BYTES;
    if (protocol == IPPROTO_ICMP) {
        payload[0] = 8;
        return;
    }
    if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP) return;
    payload[0] = (uint8_t)(source_port >> 8);
    payload[1] = (uint8_t)source_port;
    payload[2] = (uint8_t)(destination_port >> 8);
    payload[3] = (uint8_t)destination_port;
    if (protocol == IPPROTO_UDP) {
        payload[5] = PACKET_BYTES - IP_BYTES;
    } else {
        payload[12] = 5 << 4;
        payload[13] = TCP_ACK;
    }
}

static size_t user_index(struct trace *trace, uint32_t user) {
    for (size_t i = 0; i < trace->user_count; i++)
        if (trace->users[i] == user) return i;
    errno = 0;
    if (trace->user_count == MOST_USERS) fail("%s: more than %d users", trace->label, MOST_USERS);
    trace->users[trace->user_count] = user;
    return trace->user_count++;
}

static size_t line_count(FILE *file) {
    size_t lines = 0;
    for (int byte; (byte = getc(file)) != EOF;) lines += byte == '\n';
    return lines;
}

void trace_read(struct trace *trace, const char *label, const char *path) {
    *trace = (struct trace){.label = label};
    FILE *file = fopen(path, "r");
    if (!file) fail("%s", path);
    // A short trace is repeated, so that sendmmsg has a burst to send.
    size_t lines = line_count(file);
    size_t most = lines && lines < BURST ? BURST / lines * lines : lines;
    struct packet *packets = allocate(most, sizeof *packets);
    trace->messages = allocate(most, sizeof *trace->messages);
    trace->runs = allocate(most, sizeof *trace->runs);
    char line[256], source[16], destination[16];
    unsigned protocol, source_port, destination_port, user;
    while (trace->count < most) {
        if (trace->count % lines == 0) rewind(file);
        if (!fgets(line, sizeof line, file)) fail("%s", path);
        struct packet *packet = &packets[trace->count];
        struct in_addr saddr, daddr;
        errno = 0;
        int found = sscanf(
            line, "%u %15s %15s %u %u %u", &protocol, source, destination, &source_port, &destination_port, &user);
        if (found != 6 || !inet_aton(source, &saddr) || !inet_aton(destination, &daddr))
            fail("%s:%zu: not a packet", path, trace->count + 1);
        write_packet(packet->bytes, protocol, saddr.s_addr, daddr.s_addr, source_port, destination_port);
        packet->destination = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = daddr};
        packet->part = (struct iovec){packet->bytes, PACKET_BYTES};
        trace->messages[trace->count].msg_hdr = (struct msghdr){.msg_name = &packet->destination,
            .msg_namelen = sizeof packet->destination,
            .msg_iov = &packet->part,
            .msg_iovlen = 1};
        size_t owner = user_index(trace, user);
        struct run *last = trace->run_count ? &trace->runs[trace->run_count - 1] : NULL;
        if (last && last->user == owner && last->count < BURST)
            last->count++;
        else
            trace->runs[trace->run_count++] = (struct run){trace->count, 1, owner};
        trace->count++;
    }
    fclose(file);
    errno = 0;
    if (!trace->count) fail("%s: no packets", path);
}
