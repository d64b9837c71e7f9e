#include "cre2.h"

#if !__has_include(<re2/re2.h>)
#error "Proviso needs RE2: run Scripts/install-dependencies, or install libre2-dev (Debian) or re2 (Homebrew)"
#endif
#include <re2/re2.h>

#include <cstring>
#include <new>

struct cre2_pattern {
    re2::RE2 re;

    cre2_pattern(re2::StringPiece text, const re2::RE2::Options &options) : re(text, options) {}
};

static void copy_text(const char *text, char *target, size_t size) {
    if (size == 0) return;
    std::strncpy(target, text, size - 1);
    target[size - 1] = '\0';
}

cre2_pattern *cre2_compile(const char *pattern, size_t length, int64_t max_memory, char *error, size_t error_size) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(max_memory);
    auto *compiled = new (std::nothrow) cre2_pattern(re2::StringPiece(pattern, length), options);
    if (compiled == nullptr) {
        copy_text("out of memory", error, error_size);
        return nullptr;
    }
    if (compiled->re.ok()) return compiled;
    copy_text(compiled->re.error().c_str(), error, error_size);
    delete compiled;
    return nullptr;
}

void cre2_free(cre2_pattern *pattern) { delete pattern; }

int cre2_program_size(const cre2_pattern *pattern) { return pattern->re.ProgramSize(); }

int cre2_group_count(const cre2_pattern *pattern) { return pattern->re.NumberOfCapturingGroups(); }

bool cre2_find(const cre2_pattern *pattern, const char *text, size_t length, size_t start, int64_t *groups, int group_count) {
    if (group_count < 0 || group_count > CRE2_MAX_GROUPS || start > length) return false;
    re2::StringPiece found[CRE2_MAX_GROUPS];
    re2::StringPiece input(text, length);
    if (!pattern->re.Match(input, start, length, re2::RE2::UNANCHORED, found, group_count)) return false;
    for (int i = 0; i < group_count; i++) {
        bool present = found[i].data() != nullptr;
        groups[2 * i] = present ? found[i].data() - text : -1;
        groups[2 * i + 1] = present ? found[i].data() - text + static_cast<int64_t>(found[i].size()) : -1;
    }
    return true;
}

bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length) {
    return pattern->re.Match(re2::StringPiece(text, length), 0, length, re2::RE2::UNANCHORED, nullptr, 0);
}
