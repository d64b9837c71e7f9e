// RE2 behind C: compile, match, find. No logic of ours.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

// The most groups that cre2_find fills, the whole match included.
enum { CRE2_MAX_GROUPS = 16 };

// Compiles a pattern with a memory budget in bytes. Returns NULL and fills `error` when it is invalid or too large.
cre2_pattern *cre2_compile(const char *pattern, size_t length, int64_t max_memory, char *error, size_t error_size);
void cre2_free(cre2_pattern *pattern);

// How many instructions the pattern was compiled to.
int cre2_program_size(const cre2_pattern *pattern);

// Number of capturing groups.
int cre2_group_count(const cre2_pattern *pattern);

// Searches text from `start`, which anchors and word boundaries see in its context. Fills 2 * group_count offsets (begin,
// end; -1, -1 for a group that took no part), group 0 being the whole match. False too if group_count or start is out of
// range.
bool cre2_find(const cre2_pattern *pattern, const char *text, size_t length, size_t start, int64_t *groups, int group_count);

// True if the pattern matches anywhere in text.
bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length);

#ifdef __cplusplus
}
#endif
