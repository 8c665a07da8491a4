// GMime behind opaque types. The functions here exist because Swift does not import the GObject cast macros
// (`GMIME_PART(object)`) and because GLib's ownership rules are easier to keep in one small C file.
//
// Nothing here is shared between threads: an object is made, read and freed by one caller. Every `char *` that is not
// const belongs to the caller, who frees it with `cgmime_free`; every `const char *` lives as long as its object.
#ifndef CGMIME_H
#define CGMIME_H

#include <stddef.h>
#include <stdint.h>

/// Makes the library ready. Call it once, before any other function.
void cgmime_initialise(void);
void cgmime_free(void *memory);

// Header text. `raw` is a C string with neither header name nor line ends; it may hold any bytes.

/// Decodes RFC 2047 words; raw 8-bit text is read as UTF-8, else windows-1252. Always valid UTF-8.
char *cgmime_decode_text(const char *raw);
/// The same for a parameter of a structure that a server sent: words are decoded inside quotes too.
char *cgmime_decode_phrase(const char *raw);

/// Reads a date as broken as they come. Returns 0 where there is none.
int cgmime_decode_date(const char *raw, int64_t *seconds, int32_t *offset_minutes);

typedef struct CGMimeAddresses CGMimeAddresses;
/// Reads an address list, groups flattened, at most `limit` addresses. NULL where there is none.
CGMimeAddresses *cgmime_addresses_parse(const char *raw, int limit);
void cgmime_addresses_free(CGMimeAddresses *addresses);
int cgmime_addresses_count(const CGMimeAddresses *addresses);
/// The decoded display name; NULL where there is none.
const char *cgmime_addresses_name(const CGMimeAddresses *addresses, int index);
const char *cgmime_addresses_address(const CGMimeAddresses *addresses, int index);

/// The name under which iconv knows a charset of a message. Lives for ever.
const char *cgmime_iconv_name(const char *charset);

// Structure.

typedef struct CGMimeEntity CGMimeEntity;

enum CGMimeKind { CGMIME_LEAF, CGMIME_MULTIPART, CGMIME_MESSAGE };

/// Parses a whole message. Copies the bytes. NULL where no header is found to begin with.
CGMimeEntity *cgmime_parse(const uint8_t *bytes, size_t length);
void cgmime_entity_free(CGMimeEntity *message);

/// The body of a parsed message; borrowed from it. NULL where there is none.
CGMimeEntity *cgmime_root(CGMimeEntity *message);
enum CGMimeKind cgmime_kind(CGMimeEntity *entity);
/// The children of a multipart; the body of an embedded message as its only child. Borrowed.
int cgmime_child_count(CGMimeEntity *entity);
CGMimeEntity *cgmime_child(CGMimeEntity *entity, int index);

/// `type/subtype`.
char *cgmime_type(CGMimeEntity *entity);
int cgmime_parameter_count(CGMimeEntity *entity);
const char *cgmime_parameter_name(CGMimeEntity *entity, int index);
const char *cgmime_parameter_value(CGMimeEntity *entity, int index);
/// NULL where the header does not say.
const char *cgmime_disposition(CGMimeEntity *entity);
/// The decoded file name of the disposition or the type; NULL where there is none.
const char *cgmime_filename(CGMimeEntity *entity);

enum CGMimeField { CGMIME_DISPOSITION, CGMIME_TYPE };

/// The decoded file name in the value of a field, `Content-Disposition` or `Content-Type`; NULL where there is none.
char *cgmime_filename_in(enum CGMimeField field, const char *raw);
const char *cgmime_content_id(CGMimeEntity *entity);
/// The raw value of one of the entity's own header fields; NULL where it has none.
const char *cgmime_header(CGMimeEntity *entity, const char *name);

/// The raw header of an embedded message, as bytes.
uint8_t *cgmime_embedded_header(CGMimeEntity *entity, size_t *length);
/// All of an embedded message.
uint8_t *cgmime_embedded_message(CGMimeEntity *entity, size_t *length);
/// Copies the content of a leaf as it came, still encoded, from an offset on: at most `capacity` octets. Returns how many;
/// 0 at the end, and for what is no leaf.
size_t cgmime_content_read(CGMimeEntity *entity, size_t offset, uint8_t *buffer, size_t capacity);
/// The whole entity, header and content as they came, with CRLF as line ends.
uint8_t *cgmime_canonical(CGMimeEntity *entity, size_t *length);
/// The octets of a leaf's content, without copying them; 0 for others.
size_t cgmime_content_length(CGMimeEntity *entity);

#endif
