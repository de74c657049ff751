#define _GNU_SOURCE
#include "CNetworkLab.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int lab_pidfd_open(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

int lab_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

int lab_memory_file(const void *bytes, size_t length) {
    int descriptor = memfd_create("input", MFD_CLOEXEC);
    for (size_t done = 0; descriptor >= 0 && done < length;) {
        ssize_t count = pwrite(descriptor, (const char *)bytes + done, length - done, (off_t)done);
        if (count > 0) {
            done += (size_t)count;
        } else if (errno != EINTR) {
            int saved = errno;
            close(descriptor);
            descriptor = -1;
            errno = saved;
        }
    }
    return descriptor;
}

int lab_resize_terminal(int descriptor, unsigned short rows, unsigned short columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(descriptor, TIOCSWINSZ, &size);
}
