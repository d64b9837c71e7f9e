// zlib initialises with macros that check the version of its headers, which Swift does not see.
#if !__has_include(<zlib.h>)
#error "Proviso needs zlib: run Scripts/install-dependencies, or install zlib1g-dev (Debian)"
#endif
#include <zlib.h>

static inline int czlib_deflate_init(z_stream *stream, int level) {
    // 31: a gzip header around a window of 32 KiB.
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

static inline int czlib_inflate_init(z_stream *stream, int window_bits) { return inflateInit2(stream, window_bits); }
