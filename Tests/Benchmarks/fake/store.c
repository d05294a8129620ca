#include "store.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096 };

static const table_t tables[] = {
    {"event-store", "AggregateId", "EventSequence", true},
    {"read-model", "AccountId", "ProjectionType", false},
    {"command-journal", "AggregateId", "CommandId", false},
    // What was put on the bus, under a number each. No request reads it.
    {"event-bus", "Bus", "Number", true},
};
static partition_t *buckets[BUCKETS];

const table_t *store_table(text_t name) {
  for (size_t index = 0; index < sizeof tables / sizeof *tables; index++)
    if (text_equals(name, tables[index].name)) return &tables[index];
  return NULL;
}

static partition_t **bucket_of(text_t key) {
  uint32_t hash = 2166136261u;
  for (size_t index = 0; index < key.length; index++) hash = (hash ^ (unsigned char)key.start[index]) * 16777619u;
  return &buckets[hash % BUCKETS];
}

partition_t *store_partition(const table_t *table, text_t key) {
  for (partition_t *partition = *bucket_of(key); partition; partition = partition->next)
    if (partition->table == table && text_same(partition->key, key)) return partition;
  return NULL;
}

static text_t copy_of(text_t text) {
  char *copy = must_have(malloc(text.length + 1));
  memcpy(copy, text.start, text.length);
  return (text_t){copy, text.length};
}

static partition_t *new_partition(const table_t *table, text_t key) {
  partition_t *partition = must_have(calloc(1, sizeof *partition));
  partition->table = table;
  partition->key = copy_of(key);
  partition->next = *bucket_of(key);
  *bucket_of(key) = partition;
  return partition;
}

int store_compare(const table_t *table, text_t left, text_t right) {
  // Whole numbers without a sign: the longer one is the larger.
  if (table->sorts_numbers && left.length != right.length) return left.length < right.length ? -1 : 1;
  return text_compare(left, right);
}

size_t store_place(const partition_t *partition, text_t sort) {
  size_t low = 0, high = partition->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (store_compare(partition->table, partition->items[middle].sort, sort) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

bool store_has(const partition_t *partition, size_t place, text_t sort) {
  return place < partition->count && !store_compare(partition->table, partition->items[place].sort, sort);
}

text_t store_key(text_t item, const char *attribute) {
  text_t type, value;
  return json_only_member(json_member(item, attribute), &type, &value) ? json_inside(value) : TEXT("");
}

const item_t *store_get(const table_t *table, text_t key) {
  partition_t *partition = store_partition(table, store_key(key, table->partition_key));
  text_t sort = store_key(key, table->sort_key);
  size_t place = partition ? store_place(partition, sort) : 0;
  return partition && store_has(partition, place, sort) ? &partition->items[place] : NULL;
}

void store_put(const table_t *table, text_t json) {
  text_t key = store_key(json, table->partition_key), copy = copy_of(json);
  item_t item = {store_key(copy, table->sort_key), copy, store_size(copy)};
  partition_t *partition = store_partition(table, key);
  if (!partition) partition = new_partition(table, key);
  size_t place = store_place(partition, item.sort);
  if (store_has(partition, place, item.sort)) {
    free((char *)partition->items[place].json.start);
    partition->items[place] = item;
    return;
  }
  if (partition->count == partition->capacity) {
    partition->capacity = partition->capacity * 2 + 8;
    partition->items = must_have(realloc(partition->items, partition->capacity * sizeof item));
  }
  memmove(partition->items + place + 1, partition->items + place, (partition->count - place) * sizeof item);
  partition->items[place] = item;
  partition->count++;
}

void store_delete(const table_t *table, text_t key) {
  if (!store_get(table, key)) return;
  partition_t *partition = store_partition(table, store_key(key, table->partition_key));
  size_t place = store_place(partition, store_key(key, table->sort_key));
  free((char *)partition->items[place].json.start);
  partition->count--;
  memmove(partition->items + place, partition->items + place + 1, (partition->count - place) * sizeof *partition->items);
}

void store_dump(buffer_t *out) {
  for (size_t bucket = 0; bucket < BUCKETS; bucket++)
    for (partition_t *partition = buckets[bucket]; partition; partition = partition->next)
      for (size_t place = 0; place < partition->count; place++) {
        buffer_print(out, "%s\t", partition->table->name);
        buffer_add_text(out, partition->items[place].json);
        buffer_add(out, "\n", 1);
      }
}

void store_load(text_t lines) {
  const char *place = lines.start, *end = lines.start + lines.length;
  while (place < end) {
    const char *tab = memchr(place, '\t', (size_t)(end - place)), *line = memchr(place, '\n', (size_t)(end - place));
    if (!tab || !line || tab > line) return;
    const table_t *table = store_table((text_t){place, (size_t)(tab - place)});
    if (table) store_put(table, (text_t){tab + 1, (size_t)(line - tab - 1)});
    place = line + 1;
  }
}
