#include "CGPGME.h"

#include <errno.h>
#include <gpgme.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Compressed text may become very long: what is longer is refused and nothing of it shown. A message of 32 MiB, which is the most that
// is given to the program, holds files of about this size; to show them takes five times as much memory.
#define MOST_PLAIN ((size_t)36 << 20)
#define MOST_SIGNATURES 16

struct CGPGMEOperation {
    gpgme_ctx_t context;
    uint8_t *plain;
    size_t length;
    size_t capacity;
    int is_too_long;
    int count;
    gpgme_signature_t signatures[MOST_SIGNATURES];
    gpgme_key_t keys[MOST_SIGNATURES];
};

void cgpgme_initialise(void) { gpgme_check_version(NULL); }

static gpgme_protocol_t protocol_of(enum CGPGMEProtocol protocol) {
    return protocol == CGPGME_CMS ? GPGME_PROTOCOL_CMS : GPGME_PROTOCOL_OpenPGP;
}

CGPGMEOperation *cgpgme_new(enum CGPGMEProtocol protocol, const char *program, const char *home, int may_ask) {
    gpgme_protocol_t wanted = protocol_of(protocol);
    // gpgme would find out only when it starts the program, and say nothing then.
    if (program != NULL ? access(program, X_OK) != 0 : gpgme_engine_check_version(wanted) != GPG_ERR_NO_ERROR) return NULL;
    CGPGMEOperation *operation = calloc(1, sizeof *operation);
    if (operation == NULL) return NULL;
    if (gpgme_new(&operation->context) != GPG_ERR_NO_ERROR) {
        free(operation);
        return NULL;
    }
    gpgme_ctx_t context = operation->context;
    gpgme_set_protocol(context, wanted);
    if (program != NULL || home != NULL) {
        // With the user's own keys in place of those that were asked for the answer would be another.
        if (gpgme_ctx_set_engine_info(context, wanted, program, home) != GPG_ERR_NO_ERROR) {
            cgpgme_free(operation);
            return NULL;
        }
    }
    // Without dirmngr neither keys nor revocation lists are looked for anywhere: whoever sent the message must not learn
    // that it is read. This holds against the user's own gpg.conf too.
    gpgme_set_offline(context, 1);
    gpgme_set_ctx_flag(context, "auto-key-retrieve", "0");
    gpgme_set_keylist_mode(context, GPGME_KEYLIST_MODE_LOCAL);
    gpgme_set_pinentry_mode(context, may_ask ? GPGME_PINENTRY_MODE_DEFAULT : GPGME_PINENTRY_MODE_CANCEL);
    return operation;
}

void cgpgme_cancel(CGPGMEOperation *operation) { gpgme_cancel_async(operation->context); }

void cgpgme_free(CGPGMEOperation *operation) {
    for (int i = 0; i < operation->count; i++) {
        if (operation->keys[i] != NULL) gpgme_key_unref(operation->keys[i]);
    }
    gpgme_release(operation->context);
    // What was decrypted stays nowhere.
    if (operation->plain != NULL) explicit_bzero(operation->plain, operation->capacity);
    free(operation->plain);
    free(operation);
}

static ssize_t take(void *handle, const void *bytes, size_t count) {
    CGPGMEOperation *operation = handle;
    if (count > MOST_PLAIN - operation->length) {
        operation->is_too_long = 1;
        gpgme_err_set_errno(EFBIG);
        return -1;
    }
    if (operation->length + count > operation->capacity) {
        size_t capacity = operation->capacity == 0 ? 65536 : operation->capacity;
        while (capacity < operation->length + count) capacity *= 2;
        uint8_t *grown = realloc(operation->plain, capacity);
        if (grown == NULL) return -1;
        operation->plain = grown;
        operation->capacity = capacity;
    }
    memcpy(operation->plain + operation->length, bytes, count);
    operation->length += count;
    return (ssize_t)count;
}

static struct gpgme_data_cbs sink = {NULL, take, NULL, NULL};

static enum CGPGMEOutcome outcome(CGPGMEOperation *operation, gpgme_error_t error) {
    if (operation->is_too_long) return CGPGME_TOO_LONG;
    switch (gpgme_err_code(error)) {
    case GPG_ERR_NO_ERROR: return CGPGME_DONE;
    case GPG_ERR_NO_SECKEY:
    case GPG_ERR_NO_KEY: return CGPGME_NO_KEY;
    case GPG_ERR_BAD_PASSPHRASE:
    case GPG_ERR_NO_PASSPHRASE:
    case GPG_ERR_NO_PIN_ENTRY: return CGPGME_LOCKED;
    case GPG_ERR_CANCELED:
    case GPG_ERR_FULLY_CANCELED: return CGPGME_CANCELLED;
    case GPG_ERR_INV_ENGINE: return CGPGME_NO_PROGRAM;
    default: return CGPGME_FAILED;
    }
}

/// Keeps the signatures, and finds their keys among those that are here.
static void gather(CGPGMEOperation *operation) {
    gpgme_verify_result_t result = gpgme_op_verify_result(operation->context);
    gpgme_signature_t signature = result ? result->signatures : NULL;
    // Asking for keys makes gpgme forget the result unless it is held.
    if (result != NULL) gpgme_result_ref(result);
    for (; signature != NULL && operation->count < MOST_SIGNATURES; signature = signature->next) {
        gpgme_key_t key = NULL;
        if (signature->fpr == NULL || gpgme_get_key(operation->context, signature->fpr, &key, 0) != GPG_ERR_NO_ERROR) {
            key = NULL;
        }
        operation->keys[operation->count] = key;
        operation->signatures[operation->count] = signature;
        operation->count++;
    }
}

/// A program that ended without a word about any signature has checked nothing.
static enum CGPGMEOutcome verified(CGPGMEOperation *operation, gpgme_error_t error) {
    if (!error) gather(operation);
    enum CGPGMEOutcome found = outcome(operation, error);
    return found == CGPGME_DONE && operation->count == 0 ? CGPGME_FAILED : found;
}

enum CGPGMEOutcome cgpgme_verify(CGPGMEOperation *operation, const uint8_t *text, size_t text_length,
                                 const uint8_t *signature, size_t signature_length) {
    gpgme_data_t signed_text = NULL, detached = NULL;
    gpgme_error_t error = gpgme_data_new_from_mem(&signed_text, (const char *)text, text_length, 0);
    if (!error) error = gpgme_data_new_from_mem(&detached, (const char *)signature, signature_length, 0);
    if (!error) error = gpgme_op_verify(operation->context, detached, signed_text, NULL);
    gpgme_data_release(detached);
    gpgme_data_release(signed_text);
    return verified(operation, error);
}

enum CGPGMEOutcome cgpgme_verify_opaque(CGPGMEOperation *operation, const uint8_t *message, size_t length) {
    gpgme_data_t input = NULL, plain = NULL;
    gpgme_error_t error = gpgme_data_new_from_mem(&input, (const char *)message, length, 0);
    if (!error) error = gpgme_data_new_from_cbs(&plain, &sink, operation);
    if (!error) error = gpgme_op_verify(operation->context, input, NULL, plain);
    gpgme_data_release(input);
    gpgme_data_release(plain);
    return verified(operation, error);
}

enum CGPGMEOutcome cgpgme_decrypt(CGPGMEOperation *operation, const uint8_t *message, size_t length) {
    gpgme_data_t input = NULL, plain = NULL;
    gpgme_error_t error = gpgme_data_new_from_mem(&input, (const char *)message, length, 0);
    if (!error) error = gpgme_data_new_from_cbs(&plain, &sink, operation);
    if (!error) error = gpgme_op_decrypt_verify(operation->context, input, plain);
    gpgme_data_release(input);
    gpgme_data_release(plain);
    if (!error) {
        gather(operation);
    } else {
        // What came before the end was found to be altered must not be shown (EFAIL).
        operation->length = 0;
    }
    return outcome(operation, error);
}

const uint8_t *cgpgme_plain(CGPGMEOperation *operation, size_t *length) {
    *length = operation->length;
    return operation->plain;
}

int cgpgme_signature_count(const CGPGMEOperation *operation) { return operation->count; }

static enum CGPGMEVerdict verdict(gpgme_signature_t signature) {
    if (gpgme_err_code(signature->status) == GPG_ERR_BAD_SIGNATURE) return CGPGME_BAD;
    if (signature->summary & GPGME_SIGSUM_KEY_REVOKED) return CGPGME_KEY_REVOKED;
    switch (gpgme_err_code(signature->status)) {
    case GPG_ERR_NO_ERROR: return signature->wrong_key_usage ? CGPGME_UNCHECKED : CGPGME_GOOD;
    case GPG_ERR_NO_PUBKEY: return CGPGME_KEY_UNKNOWN;
    case GPG_ERR_SIG_EXPIRED: return CGPGME_SIGNATURE_EXPIRED;
    case GPG_ERR_KEY_EXPIRED: return CGPGME_KEY_EXPIRED;
    case GPG_ERR_CERT_REVOKED: return CGPGME_KEY_REVOKED;
    default: return CGPGME_UNCHECKED;
    }
}

int cgpgme_signature(const CGPGMEOperation *operation, int index, CGPGMESignature *result) {
    if (index < 0 || index >= operation->count) return 0;
    gpgme_signature_t signature = operation->signatures[index];
    gpgme_user_id_t user = operation->keys[index] ? operation->keys[index]->uids : NULL;
    result->verdict = verdict(signature);
    result->is_trusted =
        signature->validity == GPGME_VALIDITY_FULL || signature->validity == GPGME_VALIDITY_ULTIMATE;
    result->created = (int64_t)signature->timestamp;
    result->fingerprint = signature->fpr ? signature->fpr : "";
    result->user_id = user && user->uid ? user->uid : "";
    result->address = "";
    // The first name of an S/MIME key is its subject; its address is another.
    for (gpgme_user_id_t each = user; each != NULL && result->address[0] == 0; each = each->next) {
        if (each->email != NULL) result->address = each->email;
    }
    return 1;
}
