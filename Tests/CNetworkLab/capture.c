#define _GNU_SOURCE
#include "CNetworkLab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <unistd.h>

int lab_capture_open(int buffer_bytes, int outgoing) {
    // Protocol 0 first: nothing is queued before the options are set.
    int descriptor = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;
    int on = 1, ignore_outgoing = !outgoing;
    struct sockaddr_ll everything = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &buffer_bytes, sizeof buffer_bytes) < 0
        || setsockopt(descriptor, SOL_PACKET, PACKET_IGNORE_OUTGOING, &ignore_outgoing, sizeof ignore_outgoing) < 0
        || setsockopt(descriptor, SOL_PACKET, PACKET_AUXDATA, &on, sizeof on) < 0
        || bind(descriptor, (struct sockaddr *)&everything, sizeof everything) < 0) {
        int saved = errno;
        close(descriptor);
        errno = saved;
        return -1;
    }
    return descriptor;
}

ssize_t lab_capture_receive(int descriptor, void *buffer, size_t capacity, struct lab_frame_info *info) {
    struct sockaddr_ll from = {0};
    struct iovec part = {buffer, capacity};
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
    } control;
    struct msghdr message = {
        .msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part, .msg_iovlen = 1,
        .msg_control = &control, .msg_controllen = sizeof control,
    };
    ssize_t length = recvmsg(descriptor, &message, MSG_DONTWAIT);
    if (length < 0) return -1;
    info->interface_index = (uint32_t)from.sll_ifindex;
    info->outgoing = from.sll_pkttype == PACKET_OUTGOING;
    info->vlan = -1;
    for (struct cmsghdr *item = CMSG_FIRSTHDR(&message); item; item = CMSG_NXTHDR(&message, item)) {
        if (item->cmsg_level != SOL_PACKET || item->cmsg_type != PACKET_AUXDATA) continue;
        struct tpacket_auxdata data;
        memcpy(&data, CMSG_DATA(item), sizeof data);
        if (data.tp_status & TP_STATUS_VLAN_VALID) info->vlan = data.tp_vlan_tci;
    }
    return length;
}

int64_t lab_capture_lost(int descriptor) {
    struct tpacket_stats statistics;
    socklen_t length = sizeof statistics;
    if (getsockopt(descriptor, SOL_PACKET, PACKET_STATISTICS, &statistics, &length) < 0) return -1;
    return statistics.tp_drops;
}

int lab_frame_socket(const char *interface) {
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(interface)};
    if (!address.sll_ifindex) return -1;
    int descriptor = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) == 0) return descriptor;
    int saved = errno;
    close(descriptor);
    errno = saved;
    return -1;
}
