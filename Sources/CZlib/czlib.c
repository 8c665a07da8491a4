#include "czlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct cz_stream {
    z_stream z;
};

// A window of 32 KiB, negative for raw deflate: zlib.h, `inflateInit2` and `deflateInit2`.
static const int raw_window = -15;
static const int memory_level = 8;

struct cz_stream *cz_inflate_begin(void) {
    struct cz_stream *stream = calloc(1, sizeof *stream);
    if (stream != NULL && inflateInit2(&stream->z, raw_window) != Z_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

struct cz_stream *cz_deflate_begin(int level) {
    struct cz_stream *stream = calloc(1, sizeof *stream);
    if (stream != NULL
        && deflateInit2(&stream->z, level, Z_DEFLATED, raw_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

void cz_inflate_end(struct cz_stream *stream) {
    if (stream == NULL) return;
    inflateEnd(&stream->z);
    free(stream);
}

void cz_deflate_end(struct cz_stream *stream) {
    if (stream == NULL) return;
    deflateEnd(&stream->z);
    free(stream);
}

static uInt bounded(size_t count) {
    return count > UINT_MAX ? UINT_MAX : (uInt)count;
}

static void lend(
    struct cz_stream *stream, const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count) {
    stream->z.next_in = (Bytef *)input;
    stream->z.avail_in = bounded(input_count);
    stream->z.next_out = output;
    stream->z.avail_out = bounded(output_count);
}

static int32_t taken(
    struct cz_stream *stream, const uint8_t *input, size_t *input_count, uint8_t *output, size_t *output_count,
    int result) {
    *input_count -= (size_t)(stream->z.next_in - input);
    *output_count -= (size_t)(stream->z.next_out - output);
    stream->z.next_in = NULL;
    stream->z.next_out = NULL;
    // Z_BUF_ERROR says only that nothing could be done now, for want of input or of room.
    if (result == Z_STREAM_END) return cz_ended;
    return result == Z_OK || result == Z_BUF_ERROR ? cz_ok : cz_broken;
}

int32_t cz_inflate(
    struct cz_stream *stream, const uint8_t *input, size_t *input_count, uint8_t *output, size_t *output_count) {
    lend(stream, input, *input_count, output, *output_count);
    int result = inflate(&stream->z, Z_SYNC_FLUSH);
    return taken(stream, input, input_count, output, output_count, result);
}

int32_t cz_deflate(
    struct cz_stream *stream, const uint8_t *input, size_t *input_count, uint8_t *output, size_t *output_count,
    int32_t flushes) {
    lend(stream, input, *input_count, output, *output_count);
    int result = deflate(&stream->z, flushes ? Z_SYNC_FLUSH : Z_NO_FLUSH);
    return taken(stream, input, input_count, output, output_count, result);
}
