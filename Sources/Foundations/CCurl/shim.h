#pragma once

// The type checks of curl.h are macros over the variadic calls, which Swift cannot see anyway.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <openssl/ssl.h>

// Swift cannot call C functions with variable arguments, so each argument type that an option takes has a
// function of its own here.

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

// The bytes are not copied: they must outlive every transfer of the handle.
static inline CURLcode ccurl_set_blob(CURL *handle, CURLoption option, void *data, size_t length) {
  struct curl_blob blob = {data, length, CURL_BLOB_NOCOPY};
  return curl_easy_setopt(handle, option, &blob);
}

static inline CURLcode ccurl_get_socket(CURL *handle, CURLINFO information, curl_socket_t *value) {
  return curl_easy_getinfo(handle, information, value);
}

static inline CURLSHcode ccurl_share_data(CURLSH *share, curl_lock_data data) {
  return curl_share_setopt(share, CURLSHOPT_SHARE, data);
}

// Has OpenSSL load neither its words for errors nor a configuration file, which libcurl would have it do: half a
// millisecond of a start. What is wrong with a certificate libcurl says in words that are not among these; other faults
// of TLS come as a number, which `openssl errstr` puts into words.
// https://docs.openssl.org/3.0/man3/OPENSSL_init_ssl/
static inline int ccurl_start_tls(void) {
  return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1 &&
         OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_SSL_STRINGS | OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1;
}
