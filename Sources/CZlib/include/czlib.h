#ifndef CZLIB_H
#define CZLIB_H

// What Swift needs of zlib for COMPRESS=DEFLATE (RFC 4978). The two ways to begin are macros, which don't import; the
// stream itself lives here, as zlib keeps its address and it must not move.

#include <stddef.h>
#include <stdint.h>

/// A stream of raw deflate (RFC 1951), without header or checksum, in one direction.
struct cz_stream;

/// NULL where there is no memory.
struct cz_stream *cz_inflate_begin(void);
struct cz_stream *cz_deflate_begin(int level);
void cz_inflate_end(struct cz_stream *stream);
void cz_deflate_end(struct cz_stream *stream);

/// What came of a step.
enum cz_result {
    /// Go on.
    cz_ok = 0,
    /// The stream says that it is over.
    cz_ended = 1,
    /// This is no deflate.
    cz_broken = 2,
};

/// Takes octets from `input` and writes some to `output`; both counts go in as what there is and come out as what is
/// left: of the input not taken, of the output not filled.
int32_t cz_inflate(
    struct cz_stream *stream, const uint8_t *input, size_t *input_count, uint8_t *output, size_t *output_count);

/// The same the other way. With `flushes` everything taken so far is written, up to an octet's end (Z_SYNC_FLUSH).
int32_t cz_deflate(
    struct cz_stream *stream, const uint8_t *input, size_t *input_count, uint8_t *output, size_t *output_count,
    int32_t flushes);

#endif
