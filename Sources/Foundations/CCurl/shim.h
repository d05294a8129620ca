#pragma once

// The type checks of curl.h are macros over the variadic calls, which Swift cannot see anyway.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <openssl/ssl.h>

// Swift cannot call C functions with variable arguments, so each argument type that an option takes has a
// function of its own here.

typedef size_t (*ccurl_data_callback)(char *data, size_t size, size_t count, void *context);
typedef int (*ccurl_prerequest_callback)(void *context, char *remote_address, char *local_address, int remote_port,
                                         int local_port);

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

// The bytes are not copied: they must outlive every transfer of the handle.
static inline CURLcode ccurl_set_blob(CURL *handle, CURLoption option, void *data, size_t length) {
  struct curl_blob blob = {data, length, CURL_BLOB_NOCOPY};
  return curl_easy_setopt(handle, option, &blob);
}

static inline CURLcode ccurl_set_data_callback(CURL *handle, CURLoption option, ccurl_data_callback callback) {
  return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode ccurl_set_prerequest_callback(CURL *handle, ccurl_prerequest_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO information, long *value) {
  return curl_easy_getinfo(handle, information, value);
}

static inline CURLcode ccurl_get_offset(CURL *handle, CURLINFO information, curl_off_t *value) {
  return curl_easy_getinfo(handle, information, value);
}

static inline CURLcode ccurl_get_socket(CURL *handle, CURLINFO information, curl_socket_t *value) {
  return curl_easy_getinfo(handle, information, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

// Has OpenSSL load neither its words for errors nor a configuration file, which libcurl would have it do: half a
// millisecond of a start. What is wrong with a certificate libcurl says in words that are not among these; other faults
// of TLS come as a number, which `openssl errstr` puts into words.
// https://docs.openssl.org/3.0/man3/OPENSSL_init_ssl/
static inline int ccurl_start_tls(void) {
  return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1 &&
         OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_SSL_STRINGS | OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1;
}
