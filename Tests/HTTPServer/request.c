#define _GNU_SOURCE
#include "request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char END[] = "\r\n\r\n";
enum { END_LENGTH = sizeof END - 1 };

bool request_first(const buffer_t *received, request_t *request) {
  const char *end = received->length ? memmem(received->bytes, received->length, END, END_LENGTH) : NULL;
  if (!end) return false;
  request->head = (text_t){received->bytes, (size_t)(end - received->bytes)};
  text_t length = request_header(request, "content-length");
  request->body = (text_t){end + END_LENGTH, length.length ? strtoul(length.start, NULL, 10) : 0};
  request->length = request->head.length + END_LENGTH + request->body.length;
  return received->length >= request->length;
}

text_t request_header(const request_t *request, const char *name) {
  size_t length = strlen(name);
  const char *line = request->head.start, *end = line + request->head.length;
  while ((line = memmem(line, (size_t)(end - line), "\r\n", 2)) && (size_t)(end - (line += 2)) > length) {
    if (strncasecmp(line, name, length) || line[length] != ':') continue;
    const char *value = line + length + 1, *stop = memmem(value, (size_t)(end - value), "\r\n", 2);
    while (value < end && *value == ' ') value++;
    return (text_t){value, (size_t)((stop ? stop : end) - value)};
  }
  return TEXT("");
}

bool request_begins(const request_t *request, const char *line) { return text_starts_with(request->head, text_of(line)); }

bool request_ends_connection(const request_t *request) {
  text_t wish = request_header(request, "connection");
  return wish.length == 5 && !strncasecmp(wish.start, "close", 5);
}
