// What NetworkLab needs from Linux and Swift cannot say: variadic or _GNU_SOURCE calls, packed structures, clone(2).
// Everything returns 0 (or a descriptor) or -1 with errno, unless it says otherwise.
#ifndef QOSCTL_CNETWORKLAB_H
#define QOSCTL_CNETWORKLAB_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

/// socket(2), close-on-exec, opened with this fsuid and fsgid (UINT32_MAX: the thread's own), which is what
/// `meta skuid` and `meta skgid` read later, and if `cgroup` is not NULL by a short-lived child that has moved to that
/// cgroup v2 directory, which is what `socket cgroupv2` reads. The calling thread is as before on return.
int lab_socket(int domain, int type, int protocol, uint32_t uid, uint32_t gid, const char *cgroup);

/// Turns checksum and segmentation offloads of an interface off (SIOCETHTOOL), so that frames carry final checksums.
int lab_disable_offloads(const char *interface);

/// Lets an interface take 802.1Q tags beside the frame (tx-vlan-hw-insert), or not: then the kernel writes them into it.
int lab_set_vlan_offload(const char *interface, int on);

/// 1 when the interface is up and has carrier, 0 when not (yet).
int lab_interface_running(const char *interface);

/// A nameless file in memory with this content, positioned at its start (memfd_create(2)).
int lab_memory_file(const void *bytes, size_t length);

/// pipe2(2), close-on-exec: the reading end, the writing end.
int lab_pipe(int ends[2]);

/// pidfd_open(2).
int lab_pidfd_open(pid_t process);

/// Gives a terminal a size in cells; its foreground processes get SIGWINCH (TIOCSWINSZ).
int lab_resize_terminal(int descriptor, unsigned short rows, unsigned short columns);

/// Adds table netdev NAME with one egress chain on `interface`, whose rule writes `meta priority` (host byte order)
/// over bytes 0-3 of the Ethernet source address and LAB_STAMP_MARK over bytes 4-5. nft 1.0.6 cannot say that rule.
int lab_stamp_priority(const char *table, const char *interface);

#define LAB_STAMP_MARK_0 0x51
#define LAB_STAMP_MARK_1 0x53

/// An AF_PACKET socket for all frames that arrive, or with `outgoing` for those too that leave, with a receive buffer of
/// this many bytes.
int lab_capture_open(int buffer_bytes, int outgoing);

struct lab_frame_info {
    uint32_t interface_index;
    int32_t vlan; ///< TCI of a tag that stands beside the frame, -1 without
    int outgoing; ///< the frame leaves
};

/// One frame without waiting: its length, or -1 with EAGAIN.
ssize_t lab_capture_receive(int descriptor, void *buffer, size_t capacity, struct lab_frame_info *info);

/// Frames that the socket lost since the last call, or -1.
int64_t lab_capture_lost(int descriptor);

/// An AF_PACKET socket that sends frames, Ethernet header included, over this interface, and receives none.
int lab_frame_socket(const char *interface);

/// One flow of the traffic generator; `packet` and `destination` are copied.
struct lab_flow {
    int descriptor;
    const void *packet;
    size_t length;
    struct sockaddr_storage destination;
    socklen_t destination_length;
};

struct lab_traffic;

/// Starts a thread that sends the flows in turn, with sendmmsg, until told to stop or a bound is reached.
/// NULL with errno when it cannot.
struct lab_traffic *lab_traffic_start(const struct lab_flow *flows, size_t count, uint64_t most_packets, double most_seconds);
/// Packets of a flow sent so far.
uint64_t lab_traffic_sent(struct lab_traffic *traffic, size_t flow);
/// 0, or the errno that ended it early.
int lab_traffic_error(struct lab_traffic *traffic);
/// Ends the thread and waits for it; the counts stay readable. May be called twice.
void lab_traffic_stop(struct lab_traffic *traffic);
/// Stops it and gives the memory back.
void lab_traffic_free(struct lab_traffic *traffic);

#endif
