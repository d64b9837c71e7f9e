// Looks at 16 bytes at once for the JSON scanner. Each function answers one bit for each byte at p.
#pragma once
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Bytes that end a run of plain characters in a string: a quote, a backslash, a control character or not ASCII.
static inline uint32_t byte_scan_special16(const uint8_t *p) {
#if defined(__SSE2__)
    __m128i v = _mm_loadu_si128((const __m128i *)p);
    __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    __m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
    // Signed comparison: bytes from 0x80 on are negative, so this also marks what is not ASCII.
    __m128i low = _mm_cmplt_epi8(v, _mm_set1_epi8(0x20));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, slash), low));
#else
    uint32_t bits = 0;
    for (uint32_t i = 0; i < 16; i++) {
        uint8_t c = p[i];
        bits |= (uint32_t)(c == '"' || c == '\\' || c < 0x20 || c >= 0x80) << i;
    }
    return bits;
#endif
}

// Bytes that are not white space: space, tab, line feed, carriage return.
static inline uint32_t byte_scan_ink16(const uint8_t *p) {
#if defined(__SSE2__)
    __m128i v = _mm_loadu_si128((const __m128i *)p);
    __m128i space = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\t')));
    __m128i line = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(space, line)) ^ 0xFFFF;
#else
    uint32_t bits = 0;
    for (uint32_t i = 0; i < 16; i++) {
        uint8_t c = p[i];
        bits |= (uint32_t)(c != ' ' && c != '\t' && c != '\n' && c != '\r') << i;
    }
    return bits;
#endif
}

// Bytes that structure a text outside strings: a quote, or an opening or closing bracket or brace.
static inline uint32_t byte_scan_nesting16(const uint8_t *p) {
#if defined(__SSE2__)
    __m128i v = _mm_loadu_si128((const __m128i *)p);
    __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    // With bit 5 set a bracket becomes the brace of its side.
    __m128i folded = _mm_or_si128(v, _mm_set1_epi8(0x20));
    __m128i brace = _mm_or_si128(_mm_cmpeq_epi8(folded, _mm_set1_epi8('{')), _mm_cmpeq_epi8(folded, _mm_set1_epi8('}')));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(quote, brace));
#else
    uint32_t bits = 0;
    for (uint32_t i = 0; i < 16; i++) {
        uint8_t c = p[i];
        bits |= (uint32_t)(c == '"' || (c | 0x20) == '{' || (c | 0x20) == '}') << i;
    }
    return bits;
#endif
}
