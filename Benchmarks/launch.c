// Runs a command once, its output thrown away, and prints the operating system's account of it:
//     launch [--processor N] [--stdin] COMMAND ARGUMENT...   ->   wall microseconds, CPU microseconds, peak KB, exit code
// The command reads nothing, or with --stdin what this program is given.
// A small program of its own, because a child's peak memory counts from that of the process that started it.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

extern char **environ;

static long microseconds(struct timeval time) { return time.tv_sec * 1000000L + time.tv_usec; }

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000L + time.tv_nsec / 1000;
}

static void use_processor(int number) {
#ifdef __linux__
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(number, &set);
    sched_setaffinity(0, sizeof set, &set);
#else
    (void)number;
#endif
}

int main(int argc, char **argv) {
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "--processor") == 0) {
        use_processor(atoi(argv[2]));
        first = 3;
    }
    int reads = first < argc && strcmp(argv[first], "--stdin") == 0;
    first += reads;
    if (first >= argc) return 2;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (!reads) posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t pid;
    long start = now();
    if (posix_spawnp(&pid, argv[first], &actions, NULL, argv + first, environ) != 0) return 127;
    int status;
    struct rusage usage;
    if (wait4(pid, &status, 0, &usage) < 0) return 127;
    long wall = now() - start;
    long peak = usage.ru_maxrss;
#ifdef __APPLE__
    peak /= 1024;
#endif
    printf("%ld %ld %ld %d\n", wall, microseconds(usage.ru_utime) + microseconds(usage.ru_stime), peak,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
