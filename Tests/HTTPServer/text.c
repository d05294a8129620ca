#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

text_t text_of(const char *string) { return (text_t){string, strlen(string)}; }

bool text_equals(text_t text, const char *string) { return text_same(text, text_of(string)); }

bool text_same(text_t left, text_t right) {
  return left.length == right.length && !memcmp(left.start, right.start, left.length);
}

int text_compare(text_t left, text_t right) {
  size_t shared = left.length < right.length ? left.length : right.length;
  int order = memcmp(left.start, right.start, shared);
  return order ? order : (left.length > right.length) - (left.length < right.length);
}

bool text_starts_with(text_t text, text_t prefix) {
  return text.length >= prefix.length && !memcmp(text.start, prefix.start, prefix.length);
}

void *must_have(void *memory) {
  if (memory) return memory;
  fputs("out of memory\n", stderr);
  exit(2);
}

void buffer_reserve(buffer_t *buffer, size_t more) {
  if (buffer->capacity - buffer->length >= more) return;
  buffer->capacity = (buffer->length + more) * 2;
  buffer->bytes = must_have(realloc(buffer->bytes, buffer->capacity));
}

void buffer_add(buffer_t *buffer, const char *bytes, size_t length) {
  buffer_reserve(buffer, length);
  memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
}

void buffer_add_text(buffer_t *buffer, text_t text) { buffer_add(buffer, text.start, text.length); }

void buffer_print(buffer_t *buffer, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length > 0) {
    buffer_reserve(buffer, (size_t)length + 1);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
    buffer->length += (size_t)length;
  }
  va_end(again);
}

void buffer_drop(buffer_t *buffer, size_t length) {
  memmove(buffer->bytes, buffer->bytes + length, buffer->length - length);
  buffer->length -= length;
}

text_t buffer_text(const buffer_t *buffer) { return (text_t){buffer->bytes ? buffer->bytes : "", buffer->length}; }
