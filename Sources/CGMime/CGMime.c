#include "CGMime.h"

#include <gmime/gmime.h>
#include <string.h>

static GMimeParserOptions *options_with_fallbacks(void) {
    static const char *fallbacks[] = {"utf-8", "windows-1252", "iso-8859-1", NULL};
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, fallbacks);
    return options;
}

void cgmime_initialise(void) { g_mime_init(); }

void cgmime_free(void *memory) { g_free(memory); }

char *cgmime_decode_text(const char *raw) {
    GMimeParserOptions *options = options_with_fallbacks();
    char *text = g_mime_utils_header_decode_text(options, raw);
    g_mime_parser_options_free(options);
    return text;
}

char *cgmime_decode_phrase(const char *raw) {
    GMimeParserOptions *options = options_with_fallbacks();
    char *text = g_mime_utils_header_decode_phrase(options, raw);
    g_mime_parser_options_free(options);
    return text;
}

int cgmime_decode_date(const char *raw, int64_t *seconds, int32_t *offset_minutes) {
    GDateTime *date = g_mime_utils_header_decode_date(raw);
    if (date == NULL) return 0;
    *seconds = g_date_time_to_unix(date);
    *offset_minutes = (int32_t)(g_date_time_get_utc_offset(date) / (60 * G_TIME_SPAN_SECOND));
    g_date_time_unref(date);
    return 1;
}

struct CGMimeAddresses {
    InternetAddressList *list;
    GPtrArray *mailboxes;
};

static void collect(GPtrArray *mailboxes, InternetAddressList *list, int limit) {
    // Only the first level of groups is opened: RFC 5322 section 3.4 has no groups within groups.
    for (int i = 0; i < internet_address_list_length(list) && (int)mailboxes->len < limit; i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(address)) {
            g_ptr_array_add(mailboxes, address);
        } else if (INTERNET_ADDRESS_IS_GROUP(address)) {
            InternetAddressList *members = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address));
            for (int j = 0; members && j < internet_address_list_length(members) && (int)mailboxes->len < limit; j++) {
                InternetAddress *member = internet_address_list_get_address(members, j);
                if (INTERNET_ADDRESS_IS_MAILBOX(member)) g_ptr_array_add(mailboxes, member);
            }
        }
    }
}

CGMimeAddresses *cgmime_addresses_parse(const char *raw, int limit) {
    GMimeParserOptions *options = options_with_fallbacks();
    InternetAddressList *list = internet_address_list_parse(options, raw);
    g_mime_parser_options_free(options);
    if (list == NULL) return NULL;
    CGMimeAddresses *addresses = g_new(CGMimeAddresses, 1);
    addresses->list = list;
    addresses->mailboxes = g_ptr_array_new();
    collect(addresses->mailboxes, list, limit);
    return addresses;
}

void cgmime_addresses_free(CGMimeAddresses *addresses) {
    g_ptr_array_free(addresses->mailboxes, TRUE);
    g_object_unref(addresses->list);
    g_free(addresses);
}

int cgmime_addresses_count(const CGMimeAddresses *addresses) { return (int)addresses->mailboxes->len; }

static InternetAddress *address_at(const CGMimeAddresses *addresses, int index) {
    if (index < 0 || index >= (int)addresses->mailboxes->len) return NULL;
    return (InternetAddress *)g_ptr_array_index(addresses->mailboxes, index);
}

const char *cgmime_addresses_name(const CGMimeAddresses *addresses, int index) {
    InternetAddress *address = address_at(addresses, index);
    return address ? internet_address_get_name(address) : NULL;
}

const char *cgmime_addresses_address(const CGMimeAddresses *addresses, int index) {
    InternetAddress *address = address_at(addresses, index);
    return address ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)) : NULL;
}

const char *cgmime_iconv_name(const char *charset) { return g_mime_charset_iconv_name(charset); }

CGMimeEntity *cgmime_parse(const uint8_t *bytes, size_t length) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)bytes, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_object_unref(stream);
    GMimeParserOptions *options = options_with_fallbacks();
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    return (CGMimeEntity *)message;
}

void cgmime_entity_free(CGMimeEntity *message) { g_object_unref(message); }

CGMimeEntity *cgmime_root(CGMimeEntity *message) {
    return GMIME_IS_MESSAGE(message) ? (CGMimeEntity *)g_mime_message_get_mime_part(GMIME_MESSAGE(message)) : NULL;
}

enum CGMimeKind cgmime_kind(CGMimeEntity *entity) {
    if (GMIME_IS_MULTIPART(entity)) return CGMIME_MULTIPART;
    if (GMIME_IS_MESSAGE_PART(entity)) return CGMIME_MESSAGE;
    return CGMIME_LEAF;
}

int cgmime_child_count(CGMimeEntity *entity) {
    if (GMIME_IS_MULTIPART(entity)) return g_mime_multipart_get_count(GMIME_MULTIPART(entity));
    return cgmime_child(entity, 0) != NULL ? 1 : 0;
}

CGMimeEntity *cgmime_child(CGMimeEntity *entity, int index) {
    if (GMIME_IS_MULTIPART(entity)) {
        if (index < 0 || index >= g_mime_multipart_get_count(GMIME_MULTIPART(entity))) return NULL;
        return (CGMimeEntity *)g_mime_multipart_get_part(GMIME_MULTIPART(entity), index);
    }
    if (!GMIME_IS_MESSAGE_PART(entity) || index != 0) return NULL;
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(entity));
    return message ? (CGMimeEntity *)g_mime_message_get_mime_part(message) : NULL;
}

static GMimeContentType *content_type(CGMimeEntity *entity) {
    return g_mime_object_get_content_type(GMIME_OBJECT(entity));
}

char *cgmime_type(CGMimeEntity *entity) {
    GMimeContentType *type = content_type(entity);
    return type ? g_mime_content_type_get_mime_type(type) : NULL;
}

static GMimeParam *parameter(CGMimeEntity *entity, int index) {
    GMimeContentType *type = content_type(entity);
    GMimeParamList *list = type ? g_mime_content_type_get_parameters(type) : NULL;
    return list ? g_mime_param_list_get_parameter_at(list, index) : NULL;
}

int cgmime_parameter_count(CGMimeEntity *entity) {
    GMimeContentType *type = content_type(entity);
    GMimeParamList *list = type ? g_mime_content_type_get_parameters(type) : NULL;
    return list ? g_mime_param_list_length(list) : 0;
}

const char *cgmime_parameter_name(CGMimeEntity *entity, int index) {
    GMimeParam *found = parameter(entity, index);
    return found ? g_mime_param_get_name(found) : NULL;
}

const char *cgmime_parameter_value(CGMimeEntity *entity, int index) {
    GMimeParam *found = parameter(entity, index);
    return found ? g_mime_param_get_value(found) : NULL;
}

const char *cgmime_disposition(CGMimeEntity *entity) { return g_mime_object_get_disposition(GMIME_OBJECT(entity)); }

const char *cgmime_filename(CGMimeEntity *entity) {
    const char *name = g_mime_object_get_content_disposition_parameter(GMIME_OBJECT(entity), "filename");
    return name ? name : g_mime_object_get_content_type_parameter(GMIME_OBJECT(entity), "name");
}

char *cgmime_filename_in(enum CGMimeField field, const char *raw) {
    GMimeParserOptions *options = options_with_fallbacks();
    char *name = NULL;
    if (field == CGMIME_DISPOSITION) {
        GMimeContentDisposition *disposition = g_mime_content_disposition_parse(options, raw);
        if (disposition != NULL) {
            name = g_strdup(g_mime_content_disposition_get_parameter(disposition, "filename"));
            g_object_unref(disposition);
        }
    } else {
        GMimeContentType *type = g_mime_content_type_parse(options, raw);
        if (type != NULL) {
            name = g_strdup(g_mime_content_type_get_parameter(type, "name"));
            g_object_unref(type);
        }
    }
    g_mime_parser_options_free(options);
    return name;
}

const char *cgmime_content_id(CGMimeEntity *entity) { return g_mime_object_get_content_id(GMIME_OBJECT(entity)); }

const char *cgmime_header(CGMimeEntity *entity, const char *name) {
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(entity));
    GMimeHeader *header = list ? g_mime_header_list_get_header(list, name) : NULL;
    return header ? g_mime_header_get_raw_value(header) : NULL;
}

/// Hands over the bytes of a memory stream.
static uint8_t *take(GMimeStream *stream, size_t *length) {
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    *length = bytes->len;
    // The stream gives its memory away instead of copying it.
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_object_unref(stream);
    return g_byte_array_free(bytes, FALSE);
}

uint8_t *cgmime_embedded_header(CGMimeEntity *entity, size_t *length) {
    *length = 0;
    if (!GMIME_IS_MESSAGE_PART(entity)) return NULL;
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(entity));
    GMimeHeaderList *list = message ? g_mime_object_get_header_list(GMIME_OBJECT(message)) : NULL;
    if (list == NULL) return NULL;
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_header_list_write_to_stream(list, NULL, stream);
    return take(stream, length);
}

uint8_t *cgmime_canonical(CGMimeEntity *entity, size_t *length) {
    GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream(GMIME_OBJECT(entity), options, stream);
    g_mime_format_options_free(options);
    return take(stream, length);
}

static GMimeStream *content_stream(CGMimeEntity *entity) {
    if (!GMIME_IS_PART(entity)) return NULL;
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(entity));
    return content ? g_mime_data_wrapper_get_stream(content) : NULL;
}

uint8_t *cgmime_embedded_message(CGMimeEntity *entity, size_t *length) {
    *length = 0;
    if (GMIME_IS_MESSAGE_PART(entity)) {
        GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(entity));
        if (message == NULL) return NULL;
        GMimeStream *whole = g_mime_stream_mem_new();
        g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, whole);
        return take(whole, length);
    }
    return NULL;
}

size_t cgmime_content_read(CGMimeEntity *entity, size_t offset, uint8_t *buffer, size_t capacity) {
    GMimeStream *content = content_stream(entity);
    if (content == NULL) return 0;
    // Positions of a stream count from the beginning of what it is a stretch of.
    if (g_mime_stream_seek(content, content->bound_start + (gint64)offset, GMIME_STREAM_SEEK_SET) < 0) return 0;
    size_t count = 0;
    while (count < capacity) {
        ssize_t got = g_mime_stream_read(content, (char *)buffer + count, capacity - count);
        if (got <= 0) break;
        count += (size_t)got;
    }
    return count;
}

size_t cgmime_content_length(CGMimeEntity *entity) {
    GMimeStream *content = content_stream(entity);
    gint64 length = content ? g_mime_stream_length(content) : 0;
    return length > 0 ? (size_t)length : 0;
}
