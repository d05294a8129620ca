// HTTP/1.1 requests in what a connection has received: whole ones, with Content-Length.
#pragma once
#include "text.h"

typedef struct {
  text_t head, body;
  // Of both, with the empty line between them.
  size_t length;
} request_t;

// The first request, if it is whole; it points into `received`.
bool request_first(const buffer_t *received, request_t *request);
// The value of a header field, empty where it is not there. `name` is compared without regard to case.
text_t request_header(const request_t *request, const char *name);
bool request_begins(const request_t *request, const char *line);
bool request_ends_connection(const request_t *request);
