// The DynamoDB operations that the bundles call. Keys are looked up, conditions are not judged: while the data set is
// made there is one writer, and later nothing is kept.
#include "answer.h"
#include "store.h"

bool keeps_writes;

void answer_error(answer_t *answer, const char *type, const char *message) {
  answer->status = 400;
  answer->body.length = 0;
  buffer_print(&answer->body, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}", type, message);
}

static const table_t *table_named(text_t name, answer_t *answer) {
  const table_t *table = store_table(name);
  if (!table) answer_error(answer, "ResourceNotFoundException", "Requested resource not found");
  return table;
}

static const table_t *table_of(text_t request, answer_t *answer) {
  return table_named(json_inside(json_member(request, "TableName")), answer);
}

static void put(const table_t *table, text_t item) {
  if (keeps_writes) store_put(table, item);
}

static void get_item(text_t request, answer_t *answer) {
  const table_t *table = table_of(request, answer);
  if (!table) return;
  const item_t *item = store_get(table, json_member(request, "Key"));
  buffer_add(&answer->body, "{", 1);
  if (item) {
    buffer_add_text(&answer->body, TEXT("\"Item\":"));
    buffer_add_text(&answer->body, item->json);
  }
  buffer_add(&answer->body, "}", 1);
}

static void batch_get_item(text_t request, answer_t *answer) {
  json_walk_t requests = json_walk(json_member(request, "RequestItems"));
  text_t name, keys, nothing, key;
  const char *separator = "";
  buffer_add_text(&answer->body, TEXT("{\"Responses\":{"));
  while (json_next(&requests, &name, &keys)) {
    const table_t *table = table_named(name, answer);
    if (!table) return;
    buffer_print(&answer->body, "%s\"%s\":[", separator, table->name);
    separator = "";
    json_walk_t walk = json_walk(json_member(keys, "Keys"));
    while (json_next(&walk, &nothing, &key)) {
      const item_t *item = store_get(table, key);
      if (!item) continue;
      buffer_add_text(&answer->body, text_of(separator));
      buffer_add_text(&answer->body, item->json);
      separator = ",";
    }
    buffer_add(&answer->body, "]", 1);
    separator = ",";
  }
  buffer_add_text(&answer->body, TEXT("},\"UnprocessedKeys\":{}}"));
}

static void put_item(text_t request, answer_t *answer) {
  const table_t *table = table_of(request, answer);
  if (!table) return;
  put(table, json_member(request, "Item"));
  buffer_add_text(&answer->body, TEXT("{}"));
}

static void transact_write_items(text_t request, answer_t *answer) {
  json_walk_t actions = json_walk(json_member(request, "TransactItems"));
  text_t nothing, action, kind, input;
  while (json_next(&actions, &nothing, &action)) {
    if (!json_only_member(action, &kind, &input)) continue;
    const table_t *table = table_of(input, answer);
    if (!table) return;
    if (text_equals(kind, "Put")) put(table, json_member(input, "Item"));
    if (text_equals(kind, "Delete") && keeps_writes) store_delete(table, json_member(input, "Key"));
  }
  buffer_add_text(&answer->body, TEXT("{}"));
}

static void batch_write_item(text_t request, answer_t *answer) {
  json_walk_t requests = json_walk(json_member(request, "RequestItems"));
  text_t name, writes, nothing, write;
  while (json_next(&requests, &name, &writes)) {
    const table_t *table = table_named(name, answer);
    if (!table) return;
    json_walk_t walk = json_walk(writes);
    while (json_next(&walk, &nothing, &write)) {
      text_t item = json_member(json_member(write, "PutRequest"), "Item");
      text_t key = json_member(json_member(write, "DeleteRequest"), "Key");
      if (item.length) put(table, item);
      if (key.length && keeps_writes) store_delete(table, key);
    }
  }
  buffer_add_text(&answer->body, TEXT("{\"UnprocessedItems\":{}}"));
}

void dynamodb_answer(text_t operation, text_t request, answer_t *answer) {
  static const struct {
    const char *name;
    void (*perform)(text_t, answer_t *);
  } operations[] = {
      {"GetItem", get_item},
      {"Query", dynamodb_query},
      {"PutItem", put_item},
      {"BatchGetItem", batch_get_item},
      {"BatchWriteItem", batch_write_item},
      {"TransactWriteItems", transact_write_items},
  };
  for (size_t index = 0; index < sizeof operations / sizeof *operations; index++)
    if (text_equals(operation, operations[index].name)) return operations[index].perform(request, answer);
  answer_error(answer, "UnknownOperationException", "an operation that the fake does not know");
}
