// Reads JSON where it lies: values are pieces of the request. What comes from an AWS client is taken to be well formed;
// what is not reads as absent, and never beyond the request's end. Text is compared as it is written, escapes and all.
#pragma once
#include "text.h"

// The members of an object or the elements of an array, one at a time.
typedef struct {
  const char *place, *end;
  bool has_names;
} json_walk_t;

json_walk_t json_walk(text_t value);
bool json_next(json_walk_t *walk, text_t *name, text_t *value);

text_t json_member(text_t object, const char *name);
text_t json_named(text_t object, text_t name);
// What stands between the quotation marks of a string.
text_t json_inside(text_t string);
// The first member of an object: how DynamoDB writes a value, {"S": "text"}.
bool json_only_member(text_t object, text_t *name, text_t *value);
