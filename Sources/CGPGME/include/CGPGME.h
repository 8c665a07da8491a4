// gpgme behind one opaque type. The functions here exist because Swift does not import gpgme's bit fields and linked lists well,
// and because what must never happen (a question to the network, output without bound) is easier to see in one small C file.
//
// An operation is made, run once, read and freed by one caller. Only `cgpgme_cancel` may be called from another thread
// while it lives.
#ifndef CGPGME_H
#define CGPGME_H

#include <stddef.h>
#include <stdint.h>

enum CGPGMEProtocol { CGPGME_OPENPGP, CGPGME_CMS };

/// What came of an operation as a whole.
enum CGPGMEOutcome {
    CGPGME_DONE,
    CGPGME_NO_KEY,
    /// The key wants a passphrase that the agent does not know, and nobody was asked.
    CGPGME_LOCKED,
    CGPGME_NO_PROGRAM,
    CGPGME_CANCELLED,
    CGPGME_TOO_LONG,
    CGPGME_FAILED
};

enum CGPGMEVerdict {
    CGPGME_GOOD,
    CGPGME_BAD,
    CGPGME_KEY_UNKNOWN,
    CGPGME_SIGNATURE_EXPIRED,
    CGPGME_KEY_EXPIRED,
    CGPGME_KEY_REVOKED,
    CGPGME_UNCHECKED
};

typedef struct CGPGMEOperation CGPGMEOperation;

/// Makes the library ready. Call it once, before any other function.
void cgpgme_initialise(void);

/// An operation that never asks the network, and asks the user only where `may_ask` is not 0.
///
/// Waits for the program, which tells its version.
///
/// @param program the path of gpg or gpgsm; NULL for the one that is installed.
/// @param home the folder of the keys; NULL for the user's own.
/// @return NULL where the program for the protocol is missing.
CGPGMEOperation *cgpgme_new(enum CGPGMEProtocol protocol, const char *program, const char *home, int may_ask);
/// Ends a running operation soon. From any thread.
void cgpgme_cancel(CGPGMEOperation *operation);
void cgpgme_free(CGPGMEOperation *operation);

/// Checks a signature that stands beside what it signs.
enum CGPGMEOutcome cgpgme_verify(CGPGMEOperation *operation, const uint8_t *text, size_t text_length,
                                 const uint8_t *signature, size_t signature_length);
/// Checks a signature that holds what it signs, which is then the plain text.
enum CGPGMEOutcome cgpgme_verify_opaque(CGPGMEOperation *operation, const uint8_t *message, size_t length);
/// Decrypts, and checks the signatures within.
enum CGPGMEOutcome cgpgme_decrypt(CGPGMEOperation *operation, const uint8_t *message, size_t length);

/// What was decrypted, or what was signed. Lives as long as the operation.
const uint8_t *cgpgme_plain(CGPGMEOperation *operation, size_t *length);

typedef struct CGPGMESignature {
    enum CGPGMEVerdict verdict;
    /// 1 where the user, or somebody he trusts in this, has said that the key is the named person's.
    int is_trusted;
    /// Seconds since 1970; 0 where it does not say.
    int64_t created;
    /// Borrowed from the operation. Never NULL.
    const char *fingerprint;
    /// Of the key, as the key says; empty where the key is not here.
    const char *user_id;
    const char *address;
} CGPGMESignature;

int cgpgme_signature_count(const CGPGMEOperation *operation);
/// @return 0 where there is no such signature.
int cgpgme_signature(const CGPGMEOperation *operation, int index, CGPGMESignature *result);

#endif
