// Text in somebody else's memory, and text that grows.
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef struct {
  const char *start;
  size_t length;
} text_t;

typedef struct {
  char *bytes;
  size_t length, capacity;
} buffer_t;

#define TEXT(literal) ((text_t){"" literal, sizeof literal - 1})

text_t text_of(const char *string);
bool text_equals(text_t text, const char *string);
bool text_same(text_t left, text_t right);
int text_compare(text_t left, text_t right);
bool text_starts_with(text_t text, text_t prefix);

void *must_have(void *memory);
void buffer_reserve(buffer_t *buffer, size_t more);
void buffer_add(buffer_t *buffer, const char *bytes, size_t length);
void buffer_add_text(buffer_t *buffer, text_t text);
void buffer_print(buffer_t *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_drop(buffer_t *buffer, size_t length);
text_t buffer_text(const buffer_t *buffer);
