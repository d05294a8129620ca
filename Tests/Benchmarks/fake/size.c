// How large DynamoDB takes an item to be:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
#include "store.h"

static size_t members_size(text_t object, size_t overhead);

static size_t value_size(text_t value) {
  text_t type, inside, name, element;
  if (!json_only_member(value, &type, &inside)) return 0;
  if (text_equals(type, "S")) return json_inside(inside).length;
  if (text_equals(type, "N")) return (json_inside(inside).length + 1) / 2 + 1;
  if (text_equals(type, "M")) return 3 + members_size(inside, 1);
  if (!text_equals(type, "L")) return 1;
  size_t size = 3;
  json_walk_t walk = json_walk(inside);
  while (json_next(&walk, &name, &element)) size += 1 + value_size(element);
  return size;
}

static size_t members_size(text_t object, size_t overhead) {
  size_t size = 0;
  json_walk_t walk = json_walk(object);
  text_t name, value;
  while (json_next(&walk, &name, &value)) size += name.length + value_size(value) + overhead;
  return size;
}

size_t store_size(text_t item) { return members_size(item, 0); }
