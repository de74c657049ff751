#define _GNU_SOURCE
#include "CNetworkLab.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct cgroup_request {
    int domain, type, protocol, procs;
    int descriptor, error;
};

// Shares memory and descriptors with its parent, which waits: only system calls here.
static int open_in_cgroup(void *argument) {
    struct cgroup_request *request = argument;
    if (write(request->procs, "0", 1) != 1) {
        request->error = errno;
        return 0;
    }
    request->descriptor = socket(request->domain, request->type, request->protocol);
    request->error = request->descriptor < 0 ? errno : 0;
    return 0;
}

static int socket_in_cgroup(int domain, int type, int protocol, int procs) {
    const size_t size = 64 * 1024;
    char *stack = malloc(size);
    if (!stack) return -1;
    struct cgroup_request request = {domain, type, protocol, procs, -1, 0};
    // No exit signal: the child is waited for here with __WCLONE and never shows up elsewhere.
    int child = clone(open_in_cgroup, stack + size, CLONE_VM | CLONE_FILES | CLONE_VFORK, &request);
    int saved = errno;
    if (child > 0) while (waitpid(child, NULL, __WCLONE) < 0 && errno == EINTR) {}
    free(stack);
    errno = child < 0 ? saved : request.error;
    return child < 0 ? -1 : request.descriptor;
}

int lab_socket(int domain, int type, int protocol, uint32_t uid, uint32_t gid, const char *cgroup) {
    int procs = -1;
    type |= SOCK_CLOEXEC;
    if (cgroup) {
        char path[PATH_MAX];
        if (snprintf(path, sizeof path, "%s/cgroup.procs", cgroup) >= (int)sizeof path) {
            errno = ENAMETOOLONG;
            return -1;
        }
        procs = open(path, O_WRONLY | O_CLOEXEC);
        if (procs < 0) return -1;
    }
    // The ids belong to this thread alone; capabilities for sockets do not depend on them.
    int old_gid = setfsgid((gid_t)-1), old_uid = setfsuid((uid_t)-1);
    if (gid != UINT32_MAX) setfsgid(gid);
    if (uid != UINT32_MAX) setfsuid(uid);
    int descriptor = -1, saved = 0;
    if ((gid != UINT32_MAX && (uint32_t)setfsgid((gid_t)-1) != gid)
        || (uid != UINT32_MAX && (uint32_t)setfsuid((uid_t)-1) != uid)) {
        saved = EPERM;
    } else {
        descriptor = procs >= 0 ? socket_in_cgroup(domain, type, protocol, procs) : socket(domain, type, protocol);
        saved = errno;
    }
    setfsuid((uid_t)old_uid);
    setfsgid((gid_t)old_gid);
    if (procs >= 0) close(procs);
    errno = saved;
    return descriptor;
}
