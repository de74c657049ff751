// Sends recorded nf_tables batches again, and nothing else: the floor of what loading them can take.
//
//   replay FILE
//
// FILE is what record.c wrote, of a program that started in an empty network namespace; this has to start in one too,
// so that handles and generation numbers are the same. What is no batch (requests for lists) is left out. Prints:
// milliseconds in the kernel, bytes, batches. Exit: 0, 1 the kernel refused.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static _Noreturn void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

// The kernel has done everything when sendmsg returns: what is there to read now is all that it says.
static void read_errors(int netlink) {
    static _Alignas(struct nlmsghdr) char answer[1 << 16];
    for (;;) {
        ssize_t length = recv(netlink, answer, sizeof answer, MSG_DONTWAIT);
        if (length < 0 && errno == EAGAIN) return;
        if (length < 0) fail("recv");
        const struct nlmsghdr *header = (const struct nlmsghdr *)answer;
        for (size_t left = (size_t)length; NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
            if (header->nlmsg_type != NLMSG_ERROR) continue;
            errno = -((const struct nlmsgerr *)NLMSG_DATA(header))->error;
            if (errno) fail("a replayed message was refused");
        }
    }
}

static double send_batch(const void *bytes, uint32_t length) {
    double start = now();
    int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    if (netlink < 0) fail("socket");
    int room = (int)length + 4096;
    if (setsockopt(netlink, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) < 0) fail("SO_SNDBUFFORCE");
    if (send(netlink, bytes, length, 0) != (ssize_t)length) fail("send");
    read_errors(netlink);
    close(netlink);
    return now() - start;
}

int main(int argument_count, char **arguments) {
    FILE *file = argument_count == 2 ? fopen(arguments[1], "r") : NULL;
    if (!file) {
        fputs("usage: replay FILE\n", stderr);
        return 2;
    }
    double milliseconds = 0;
    size_t bytes = 0, batches = 0;
    for (uint32_t length; fread(&length, sizeof length, 1, file) == 1;) {
        char *buffer = malloc(length);
        if (!buffer || fread(buffer, 1, length, file) != length) fail(arguments[1]);
        struct nlmsghdr header;
        memcpy(&header, buffer, length < sizeof header ? length : sizeof header);
        if (length >= sizeof header && header.nlmsg_type == NFNL_MSG_BATCH_BEGIN) {
            milliseconds += send_batch(buffer, length);
            bytes += length;
            batches++;
        }
        free(buffer);
    }
    printf("%.3f %zu %zu\n", milliseconds, bytes, batches);
    return 0;
}
