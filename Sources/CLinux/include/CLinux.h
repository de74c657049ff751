// Calls that the Swift overlay of glibc does not import (variadic, behind _GNU_SOURCE, or not in its module).
#ifndef QOSCTL_CLINUX_H
#define QOSCTL_CLINUX_H

#include <stddef.h>
#include <stdint.h>

/// membarrier(2) with MEMBARRIER_CMD_GLOBAL: returns after every CPU has passed a quiescent state, so packets that
/// were in a chain before the call have left it. 0, or -1 with errno.
int qosctl_membarrier_global(void);

/// The number of the calling thread's network namespace, which no other has until the next boot (SO_NETNS_COOKIE, Linux
/// 5.14); 0 where the kernel gives none.
uint64_t qosctl_network_namespace_cookie(void);

/// Whether this thread has CAP_NET_ADMIN in its effective set: 1, 0, or -1 with errno (capget(2)).
int qosctl_has_net_admin(void);

/// setns(2) for a network namespace (CLONE_NEWNET). 0, or -1 with errno. For tests and demonstrations.
int qosctl_enter_network_namespace(int descriptor);

/// renameat2(2) with RENAME_NOREPLACE. 0, or -1 with errno.
int qosctl_rename_exclusive(const char *from, const char *to);

/// The size of a terminal in character cells; 0 in a place means unknown (TIOCGWINSZ). 0, or -1 with errno.
int qosctl_terminal_size(int descriptor, int *columns, int *rows);

/// Blocks these signals in the calling process and returns a descriptor that can be read when one is pending
/// (signalfd(2)), or -1 with errno.
int qosctl_signal_descriptor(const int *signals, int count);

/// The next pending signal of such a descriptor, or 0 without one.
int qosctl_next_signal(int descriptor);

/// memmem(3): where the bytes stand in the text, or -1.
ptrdiff_t qosctl_find(const void *text, size_t length, const void *bytes, size_t count);

/// Starts a program in a session of its own, with no terminal and all signals let through; `arguments` begin with its name
/// and end with NULL. The process, or -1 with errno.
int qosctl_spawn(const char *path, char *const arguments[]);

#endif
