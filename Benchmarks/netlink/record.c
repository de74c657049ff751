// Preloaded into a program (LD_PRELOAD): appends what it sends over netlink to the file in NETLINK_RECORD, each message
// buffer with its length before it (32 bits, host order). replay.c reads that.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_netlink(int descriptor) {
    int domain = 0;
    socklen_t length = sizeof domain;
    return !getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &length) && domain == AF_NETLINK;
}

static void write_all(int file, const void *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t written = write(file, (const char *)bytes + done, length - done);
        if (written <= 0) abort();
        done += (size_t)written;
    }
}

static void record(int descriptor, const struct iovec *parts, size_t count) {
    const char *path = getenv("NETLINK_RECORD");
    if (!path || !is_netlink(descriptor)) return;
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) abort();
    uint32_t length = 0;
    for (size_t i = 0; i < count; i++) length += (uint32_t)parts[i].iov_len;
    write_all(file, &length, sizeof length);
    for (size_t i = 0; i < count; i++) write_all(file, parts[i].iov_base, parts[i].iov_len);
    close(file);
}

typedef ssize_t sendto_function(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
typedef ssize_t sendmsg_function(int, const struct msghdr *, int);

ssize_t sendto(
    int descriptor, const void *bytes, size_t length, int flags, const struct sockaddr *to, socklen_t to_length) {
    static sendto_function *next;
    if (!next) next = (sendto_function *)dlsym(RTLD_NEXT, "sendto");
    record(descriptor, &(struct iovec){(void *)bytes, length}, 1);
    return next(descriptor, bytes, length, flags, to, to_length);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
    static sendmsg_function *next;
    if (!next) next = (sendmsg_function *)dlsym(RTLD_NEXT, "sendmsg");
    record(descriptor, message->msg_iov, message->msg_iovlen);
    return next(descriptor, message, flags);
}
