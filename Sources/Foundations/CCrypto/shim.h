#pragma once

// OpenSSL 3 marks the low-level SHA-256 functions as deprecated, but they are the only ones that need no
// algorithm fetch per call: the one-shot functions look their provider up anew for every hash.
#ifndef OPENSSL_SUPPRESS_DEPRECATED
#define OPENSSL_SUPPRESS_DEPRECATED
#endif

#include <openssl/sha.h>
