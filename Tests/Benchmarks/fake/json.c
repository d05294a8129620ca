#include "json.h"

#include <ctype.h>
#include <string.h>

static const char *after_spaces(const char *place, const char *end) {
  while (place < end && isspace((unsigned char)*place)) place++;
  return place;
}

static const char *after_string(const char *place, const char *end) {
  for (place++; place < end && *place != '"'; place++)
    if (*place == '\\') place++;
  return place < end ? place + 1 : end;
}

static const char *after_value(const char *place, const char *end) {
  if (place < end && *place == '"') return after_string(place, end);
  int depth = 0;
  while (place < end) {
    char byte = *place;
    if (byte == '"') {
      place = after_string(place, end);
      continue;
    }
    if (byte == '{' || byte == '[') depth++;
    if (byte == '}' || byte == ']') {
      if (!depth) return place;
      if (!--depth) return place + 1;
    }
    if (!depth && (byte == ',' || isspace((unsigned char)byte))) return place;
    place++;
  }
  return end;
}

json_walk_t json_walk(text_t value) {
  const char *end = value.start + value.length, *place = after_spaces(value.start, end);
  if (place == end || (*place != '{' && *place != '[')) return (json_walk_t){end, end, false};
  return (json_walk_t){place + 1, end, *place == '{'};
}

bool json_next(json_walk_t *walk, text_t *name, text_t *value) {
  const char *place = after_spaces(walk->place, walk->end);
  if (place < walk->end && *place == ',') place = after_spaces(place + 1, walk->end);
  if (place == walk->end || *place == '}' || *place == ']') return false;
  *name = TEXT("");
  if (walk->has_names) {
    const char *after = after_value(place, walk->end);
    *name = json_inside((text_t){place, (size_t)(after - place)});
    place = after_spaces(after, walk->end);
    if (place == walk->end || *place != ':') return false;
    place = after_spaces(place + 1, walk->end);
  }
  const char *after = after_value(place, walk->end);
  if (after == place) return false;
  *value = (text_t){place, (size_t)(after - place)};
  walk->place = after;
  return true;
}

text_t json_named(text_t object, text_t wanted) {
  json_walk_t walk = json_walk(object);
  text_t name, value;
  while (json_next(&walk, &name, &value))
    if (text_same(name, wanted)) return value;
  return TEXT("");
}

text_t json_member(text_t object, const char *name) { return json_named(object, text_of(name)); }

text_t json_inside(text_t string) {
  if (string.length < 2 || *string.start != '"') return TEXT("");
  return (text_t){string.start + 1, string.length - 2};
}

bool json_only_member(text_t object, text_t *name, text_t *value) {
  json_walk_t walk = json_walk(object);
  return json_next(&walk, name, value);
}
