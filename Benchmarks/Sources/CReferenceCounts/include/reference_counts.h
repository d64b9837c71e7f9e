#ifndef REFERENCE_COUNTS_H
#define REFERENCE_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

/// What the Swift runtime and the C library were asked for.
struct reference_counts {
    uint64_t retains;
    uint64_t releases;
    /// Objects of Swift, and whatever else comes from `malloc` and its like.
    uint64_t allocations;
};

/// Starts counting from zero. False where the runtime cannot be watched.
bool reference_counts_start(void);

/// Stops counting.
struct reference_counts reference_counts_stop(void);

#endif
