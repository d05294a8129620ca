// The least a Lambda runtime over libcurl can do: fetch an event, send it back. `./build.sh bench` links it exactly as
// the bundles are linked and compares them with it, so that a slow machine does not look like slow code.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char body[8 << 20], request_id[128], next_url[256], response_url[512];
static size_t body_size;

static size_t take_body(char *bytes, size_t size, size_t count, void *unused) {
  (void)unused;
  size_t length = size * count;
  if (body_size + length > sizeof body) return 0;
  memcpy(body + body_size, bytes, length);
  body_size += length;
  return length;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *unused) {
  static const char name[] = "lambda-runtime-aws-request-id: ";
  size_t length = size * count, start = sizeof name - 1;
  (void)unused;
  if (length > start + 2 && length - start - 2 < sizeof request_id && !strncasecmp(bytes, name, start)) {
    memcpy(request_id, bytes + start, length - start - 2);
    request_id[length - start - 2] = 0;
  }
  return length;
}

static size_t ignore(char *bytes, size_t size, size_t count, void *unused) {
  (void)bytes, (void)unused;
  return size * count;
}

int main(void) {
  const char *api = getenv("AWS_LAMBDA_RUNTIME_API");
  if (!api || curl_global_init(CURL_GLOBAL_DEFAULT)) return 2;
  CURL *handle = curl_easy_init();
  if (!handle) return 2;
  snprintf(next_url, sizeof next_url, "http://%s/2018-06-01/runtime/invocation/next", api);
  struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  for (;;) {
    body_size = 0;
    curl_easy_reset(handle);
    curl_easy_setopt(handle, CURLOPT_URL, next_url);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    if (curl_easy_perform(handle)) return 3;
    snprintf(response_url, sizeof response_url, "http://%s/2018-06-01/runtime/invocation/%s/response", api, request_id);
    curl_easy_setopt(handle, CURLOPT_URL, response_url);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, (long)body_size);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body);
    if (curl_easy_perform(handle)) return 4;
  }
}
