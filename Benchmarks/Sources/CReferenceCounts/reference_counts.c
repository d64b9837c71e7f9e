#include "reference_counts.h"

#if defined(__linux__) && defined(__GLIBC__)

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

static struct reference_counts counts;
static bool is_counting;

// The runtime calls these pointers once it is told to, which is meant for instruments. Where it saves more registers than C
// asks for, whatever stands behind the pointers must do so too; elsewhere it does no harm.
#define COUNTING __attribute__((preserve_most))

extern void *(COUNTING *_swift_retain)(void *);
extern void *(COUNTING *_swift_retain_n)(void *, uint32_t);
extern void *(COUNTING *_swift_tryRetain)(void *);
extern void (COUNTING *_swift_release)(void *);
extern void (COUNTING *_swift_release_n)(void *, uint32_t);
extern atomic_bool _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly;

static void *(COUNTING *retain)(void *);
static void *(COUNTING *retain_n)(void *, uint32_t);
static void *(COUNTING *try_retain)(void *);
static void (COUNTING *release)(void *);
static void (COUNTING *release_n)(void *, uint32_t);

static COUNTING void *counted_retain(void *object) {
    if (is_counting) counts.retains++;
    return retain(object);
}

static COUNTING void *counted_retain_n(void *object, uint32_t n) {
    if (is_counting) counts.retains++;
    return retain_n(object, n);
}

static COUNTING void *counted_try_retain(void *object) {
    if (is_counting) counts.retains++;
    return try_retain(object);
}

static COUNTING void counted_release(void *object) {
    if (is_counting) counts.releases++;
    release(object);
}

static COUNTING void counted_release_n(void *object, uint32_t n) {
    if (is_counting) counts.releases++;
    release_n(object, n);
}

bool reference_counts_start(void) {
    if (retain == NULL) {
        retain = _swift_retain;
        retain_n = _swift_retain_n;
        try_retain = _swift_tryRetain;
        release = _swift_release;
        release_n = _swift_release_n;
        _swift_retain = counted_retain;
        _swift_retain_n = counted_retain_n;
        _swift_tryRetain = counted_try_retain;
        _swift_release = counted_release;
        _swift_release_n = counted_release_n;
    }
    counts = (struct reference_counts){0, 0, 0};
    is_counting = true;
    // Only as long as necessary: on this way the runtime of 6.3 takes short texts, which lie in the bits of their pointer,
    // for objects.
    atomic_store(&_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly, true);
    return true;
}

struct reference_counts reference_counts_stop(void) {
    atomic_store(&_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly, false);
    is_counting = false;
    return counts;
}

// A program's own definitions take the place of the C library's, for every library of the process.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
    if (is_counting) counts.allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    if (is_counting) counts.allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *start, size_t size) {
    if (is_counting) counts.allocations++;
    return __libc_realloc(start, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    if (is_counting) counts.allocations++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **start, size_t alignment, size_t size) {
    if (is_counting) counts.allocations++;
    *start = __libc_memalign(alignment, size);
    return *start == NULL ? ENOMEM : 0;
}

#else

bool reference_counts_start(void) { return false; }

struct reference_counts reference_counts_stop(void) { return (struct reference_counts){0, 0, 0}; }

#endif
