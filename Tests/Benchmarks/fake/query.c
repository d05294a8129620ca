// Query on a table: partition, a range or prefix of sort keys, limit, direction, pages of 1 MB.
#include "answer.h"
#include "store.h"

enum { PAGE_BYTES = 1 << 20 };

typedef struct {
  text_t partition, low, high, prefix;
} key_condition_t;

// The next word of an expression; parentheses and commas are no words.
static text_t next_word(text_t *expression) {
  const char *place = expression->start, *end = place + expression->length;
  while (place < end && (*place == ' ' || *place == '(' || *place == ')' || *place == ',')) place++;
  const char *start = place;
  while (place < end && *place != ' ' && *place != '(' && *place != ')' && *place != ',') place++;
  *expression = (text_t){place, (size_t)(end - place)};
  return (text_t){start, (size_t)(place - start)};
}

static text_t attribute_name(text_t request, text_t word) {
  if (!word.length || *word.start != '#') return word;
  return json_inside(json_named(json_member(request, "ExpressionAttributeNames"), word));
}

static text_t value_of(text_t request, text_t word) {
  text_t type, value;
  text_t wire = json_named(json_member(request, "ExpressionAttributeValues"), word);
  return json_only_member(wire, &type, &value) ? json_inside(value) : TEXT("");
}

static bool read_condition(text_t request, const table_t *table, key_condition_t *condition) {
  text_t expression = json_inside(json_member(request, "KeyConditionExpression")), word;
  *condition = (key_condition_t){0};
  while ((word = next_word(&expression)).length) {
    if (text_equals(word, "AND")) continue;
    bool is_prefix = text_equals(word, "begins_with");
    text_t name = attribute_name(request, is_prefix ? next_word(&expression) : word);
    text_t comparison = is_prefix ? word : next_word(&expression);
    text_t value = value_of(request, next_word(&expression));
    if (text_equals(comparison, "=") && text_equals(name, table->partition_key)) {
      condition->partition = value;
      continue;
    }
    if (!text_equals(name, table->sort_key)) return false;
    if (is_prefix) {
      condition->prefix = value;
    } else if (text_equals(comparison, "BETWEEN") && text_equals(next_word(&expression), "AND")) {
      condition->low = value;
      condition->high = value_of(request, next_word(&expression));
    } else {
      return false;
    }
  }
  return condition->partition.length > 0;
}

// Places from `first` to before `last`.
static void range_of(const partition_t *partition, const key_condition_t *condition, size_t *first, size_t *last) {
  *first = 0, *last = partition->count;
  if (condition->prefix.length) {
    *first = store_place(partition, condition->prefix);
    *last = *first;
    while (*last < partition->count && text_starts_with(partition->items[*last].sort, condition->prefix)) ++*last;
  } else if (condition->high.length) {
    *first = store_place(partition, condition->low);
    *last = store_place(partition, condition->high);
    if (store_has(partition, *last, condition->high)) ++*last;
  }
}

static void start_behind(const partition_t *partition, text_t sort, bool forward, size_t *first, size_t *last) {
  size_t place = store_place(partition, sort);
  if (!forward && place < *last) *last = place;
  if (forward && store_has(partition, place, sort)) place++;
  if (forward && place > *first) *first = place;
}

static void add_page(const partition_t *partition, size_t first, size_t last, text_t request, buffer_t *body) {
  bool forward = !text_equals(json_member(request, "ScanIndexForward"), "false");
  text_t start = json_member(request, "ExclusiveStartKey");
  if (start.length) start_behind(partition, store_key(start, partition->table->sort_key), forward, &first, &last);
  text_t limit_text = json_member(request, "Limit");
  size_t limit = 0, count = 0, size = 0, place = 0;
  for (size_t index = 0; index < limit_text.length; index++) limit = limit * 10 + (size_t)(limit_text.start[index] - '0');
  while (first < last && (!limit || count < limit) && size < PAGE_BYTES) {
    place = forward ? first++ : --last;
    if (count++) buffer_add(body, ",", 1);
    buffer_add_text(body, partition->items[place].json);
    size += partition->items[place].size;
  }
  buffer_print(body, "],\"Count\":%zu,\"ScannedCount\":%zu", count, count);
  if (!count || (first == last && !(limit && count == limit))) return;
  text_t item = partition->items[place].json;
  buffer_print(body, ",\"LastEvaluatedKey\":{\"%s\":", partition->table->partition_key);
  buffer_add_text(body, json_member(item, partition->table->partition_key));
  buffer_print(body, ",\"%s\":", partition->table->sort_key);
  buffer_add_text(body, json_member(item, partition->table->sort_key));
  buffer_add(body, "}", 1);
}

void dynamodb_query(text_t request, answer_t *answer) {
  const table_t *table = store_table(json_inside(json_member(request, "TableName")));
  key_condition_t condition;
  if (!table) return answer_error(answer, "ResourceNotFoundException", "no such table");
  if (json_member(request, "IndexName").length || json_member(request, "FilterExpression").length ||
      json_member(request, "ProjectionExpression").length || !read_condition(request, table, &condition))
    return answer_error(answer, "ValidationException", "a query that the fake does not know");
  buffer_add_text(&answer->body, TEXT("{\"Items\":["));
  partition_t *partition = store_partition(table, condition.partition);
  if (partition) {
    size_t first, last;
    range_of(partition, &condition, &first, &last);
    add_page(partition, first, last, request, &answer->body);
  } else {
    buffer_add_text(&answer->body, TEXT("],\"Count\":0,\"ScannedCount\":0"));
  }
  buffer_add(&answer->body, "}", 1);
}
