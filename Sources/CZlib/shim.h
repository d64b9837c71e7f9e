// zlib initialises with macros that check the version of its headers, which Swift does not see.
#include <zlib.h>

static inline int czlib_deflate_init(z_stream *stream, int level) {
    // 31: a gzip header around a window of 32 KiB.
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

static inline int czlib_inflate_init(z_stream *stream, int window_bits) { return inflateInit2(stream, window_bits); }
