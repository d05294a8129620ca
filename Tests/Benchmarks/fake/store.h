// The three tables, in memory: for each partition its items in the order of their sort keys, as they came on the wire.
#pragma once
#include "json.h"

typedef struct {
  const char *name, *partition_key, *sort_key;
  bool sorts_numbers;
} table_t;

typedef struct {
  text_t sort;  // in `json`
  text_t json;
  size_t size;  // as DynamoDB counts it
} item_t;

typedef struct partition {
  const table_t *table;
  text_t key;
  item_t *items;
  size_t count, capacity;
  struct partition *next;
} partition_t;

const table_t *store_table(text_t name);
partition_t *store_partition(const table_t *table, text_t key);
// The first place whose sort key is not below the given one.
size_t store_place(const partition_t *partition, text_t sort);
bool store_has(const partition_t *partition, size_t place, text_t sort);
int store_compare(const table_t *table, text_t left, text_t right);

const item_t *store_get(const table_t *table, text_t key);
void store_put(const table_t *table, text_t item);
void store_delete(const table_t *table, text_t key);
// The key's part as text: {"AggregateId": {"S": "a"}} is a.
text_t store_key(text_t item, const char *attribute);
size_t store_size(text_t item);

// One line for each item: the table, a tab, the item.
void store_dump(buffer_t *out);
void store_load(text_t lines);
