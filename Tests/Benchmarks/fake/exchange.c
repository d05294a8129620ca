#include "exchange.h"

#include <string.h>
#include <time.h>

#include "crc32.h"
#include "request.h"
#include "store.h"

enum { OPERATIONS = 32 };

static struct {
  char name[64];
  unsigned long calls;
} operations[OPERATIONS];

static void count_call(text_t operation) {
  for (int index = 0; index < OPERATIONS; index++) {
    char *name = operations[index].name;
    if (!*name && operation.length < sizeof operations[index].name) memcpy(name, operation.start, operation.length);
    if (!text_equals(operation, name)) continue;
    operations[index].calls++;
    return;
  }
}

static void add_counts(buffer_t *body) {
  buffer_add(body, "{", 1);
  for (int index = 0; index < OPERATIONS && *operations[index].name; index++)
    buffer_print(body, "%s\"%s\":%lu", index ? "," : "", operations[index].name, operations[index].calls);
  buffer_add(body, "}", 1);
}

static bool perform(const request_t *request, answer_t *answer) {
  text_t target = request_header(request, "x-amz-target");
  const char *dot = target.length ? memchr(target.start, '.', target.length) : NULL;
  if (dot) {
    text_t operation = {dot + 1, (size_t)(target.start + target.length - dot - 1)};
    count_call(operation);
    if (text_equals(target, "AWSEvents.PutEvents"))
      events_put(request->body, answer);
    else if (text_equals(target, "AmazonSQS.SendMessage"))
      sqs_send(request->body, answer);
    else
      dynamodb_answer(operation, request->body, answer);
    return text_starts_with(target, TEXT("DynamoDB_20120810."));
  }
  if (request_begins(request, "GET /items ")) store_dump(&answer->body);
  if (request_begins(request, "GET /calls ")) add_counts(&answer->body);
  return false;
}

// Clients correct their clocks by it.
static const char *date(void) {
  static char text[40];
  static time_t told;
  time_t now = time(NULL);
  struct tm parts;
  if (now != told && gmtime_r(&now, &parts)) strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  told = now;
  return text;
}

static bool respond(connection_t *connection, const request_t *request) {
  static answer_t answer;
  static buffer_t out;
  answer.status = 200;
  answer.body.length = out.length = 0;
  bool has_checksum = perform(request, &answer);
  buffer_print(&out, "HTTP/1.1 %d %s\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %zu\r\n", answer.status,
               answer.status == 200 ? "OK" : "Bad Request", answer.body.length);
  buffer_print(&out, "Date: %s\r\nx-amzn-RequestId: 00000000000000000000000000000000000000000000000000AA\r\n", date());
  if (has_checksum) buffer_print(&out, "x-amz-crc32: %u\r\n", crc32_of(buffer_text(&answer.body)));
  buffer_add(&out, "\r\n", 2);
  buffer_add_text(&out, buffer_text(&answer.body));
  return connection_write(connection, buffer_text(&out));
}

bool exchange(connection_t *connection) {
  request_t request;
  while (request_first(&connection->received, &request)) {
    if (!respond(connection, &request) || request_ends_connection(&request)) return false;
    buffer_drop(&connection->received, request.length);
  }
  return true;
}
