#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// CPU time of the process, so that other work on the machine disturbs less.
func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
