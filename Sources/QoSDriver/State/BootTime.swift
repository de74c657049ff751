import Glibc

/// A moment on the clock that counts from boot, sleep included (`CLOCK_BOOTTIME`), and which boot that was.
struct BootTime: Hashable, Sendable {
    var nanoseconds: UInt64
    /// /proc/sys/kernel/random/boot_id
    var boot: String

    static func now() -> BootTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        let boot = NamespaceIdentity.current().boot
        return BootTime(
            nanoseconds: UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(clamping: time.tv_nsec), boot: boot)
    }

    /// Returns at that moment, or at once if it has passed.
    static func sleep(until nanoseconds: UInt64) {
        var time = timespec()
        time.tv_sec = Int(clamping: nanoseconds / 1_000_000_000)
        time.tv_nsec = Int(nanoseconds % 1_000_000_000)
        while unsafe clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
}
