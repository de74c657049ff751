#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/membarrier.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int qosctl_membarrier_global(void) {
    return (int)syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

uint64_t qosctl_network_namespace_cookie(void) {
#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif
    uint64_t cookie = 0;
    socklen_t length = sizeof cookie;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return 0;
    if (getsockopt(descriptor, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &length) != 0) cookie = 0;
    close(descriptor);
    return cookie;
}

int qosctl_has_net_admin(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0}};
    if (syscall(SYS_capget, &header, data) != 0) return -1;
    return (data[0].effective >> CAP_NET_ADMIN) & 1;
}

int qosctl_enter_network_namespace(int descriptor) {
    return setns(descriptor, CLONE_NEWNET);
}

int qosctl_rename_exclusive(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int qosctl_terminal_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int qosctl_signal_descriptor(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int index = 0; index < count; index++) sigaddset(&set, signals[index]);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int qosctl_next_signal(int descriptor) {
    struct signalfd_siginfo information;
    return read(descriptor, &information, sizeof information) == sizeof information ? (int)information.ssi_signo : 0;
}

ptrdiff_t qosctl_find(const void *text, size_t length, const void *bytes, size_t count) {
    const char *found = memmem(text, length, bytes, count);
    return found ? found - (const char *)text : -1;
}

int qosctl_spawn(const char *path, char *const arguments[]) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    sigset_t none;
    pid_t process = -1;
    sigemptyset(&none);
    if (posix_spawnattr_init(&attributes) != 0) return -1;
    if (posix_spawn_file_actions_init(&actions) == 0) {
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
        for (int descriptor = 0; descriptor <= 2; descriptor++)
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", descriptor ? O_WRONLY : O_RDONLY, 0);
        int error = posix_spawn(&process, path, &actions, &attributes, arguments, environ);
        if (error != 0) {
            errno = error;
            process = -1;
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    posix_spawnattr_destroy(&attributes);
    return process;
}
