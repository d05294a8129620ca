#define _GNU_SOURCE
#include "invocations.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "events.h"
#include "options.h"
#include "request.h"

#define API "/2018-06-01/runtime/"

enum { NONE = -1, KEPT_OF_ERROR = 2048 };

invocations_t invocations;

static long given, in_hand = NONE;
static int64_t sent;

static long total(void) { return options.events + options.warm_up; }
static long answered(void) { return invocations.responses + invocations.errors; }

void invocations_prepare(void) { invocations.latencies = must_have(calloc((size_t)total() + 1, sizeof(double))); }

bool invocations_are_over(void) { return answered() >= total(); }

static bool answer(connection_t *connection, const char *status, const char *body) {
  static buffer_t out;
  out.length = 0;
  buffer_print(&out, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nDate: Thu, 20 Nov 2025 21:08:12 GMT\r\n", status);
  buffer_print(&out, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
  return connection_write(connection, buffer_text(&out));
}

static bool give_event(connection_t *connection) {
  static buffer_t out;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  long long deadline = (now.tv_sec + options.deadline_seconds) * 1000LL + now.tv_nsec / 1000000;
  in_hand = given++;
  text_t event = event_of(in_hand), id = request_id_of(in_hand);
  out.length = 0;
  buffer_print(&out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
  buffer_print(&out, "Lambda-Runtime-Aws-Request-Id: %.*s\r\n", (int)id.length, id.start);
  buffer_print(&out, "Lambda-Runtime-Deadline-Ms: %lld\r\n", deadline);
  buffer_print(&out, "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:echo\r\n");
  buffer_print(&out, "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-%024lx;Parent=%016lx;Sampled=1\r\n", in_hand, in_hand);
  buffer_print(&out, "Date: Thu, 20 Nov 2025 21:08:12 GMT\r\nContent-Length: %zu\r\n\r\n", event.length);
  buffer_add_text(&out, event);
  sent = clock_now();
  return connection_write(connection, buffer_text(&out));
}

static bool next(connection_t *connection, int64_t now) {
  if (!invocations.first_next) invocations.first_next = now;
  invocations.is_waiting = given == total();
  return invocations.is_waiting || give_event(connection);
}

static bool has(text_t text, const char *wanted) { return memmem(text.start, text.length, wanted, strlen(wanted)); }

static void keep_error(text_t body) {
  if (body.length > KEPT_OF_ERROR) body.length = KEPT_OF_ERROR;
  if (!invocations.error.length) buffer_add_text(&invocations.error, body);
}

static void count(bool is_error, text_t body, int64_t now) {
  if (is_error) {
    invocations.errors++;
    keep_error(body);
  } else {
    invocations.responses++;
    if (!invocations.first_response) invocations.first_response = now;
    if (options.expected && !has(body, options.expected)) invocations.bad_bodies++;
  }
  if (answered() > options.warm_up) invocations.latencies[invocations.latency_count++] = (double)(now - sent);
  if (answered() == options.warm_up) invocations.warm = program_look();
  if (invocations_are_over()) invocations.end = program_look();
}

// Of an invocation; its path ends with the id of the event and one of these words.
static bool take_answer(connection_t *connection, const request_t *request, text_t path, int64_t now) {
  text_t id = in_hand == NONE ? TEXT("") : request_id_of(in_hand);
  if (!id.length || !memmem(path.start, path.length, id.start, id.length))
    return answer(connection, "400 Bad Request", "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
  in_hand = NONE;
  count(!has(path, "/response"), request->body, now);
  return answer(connection, "202 Accepted", "{\"status\":\"OK\"}\n");
}

static bool serve(connection_t *connection, const request_t *request, int64_t now) {
  if (request_begins(request, "GET " API "invocation/next ")) return next(connection, now);
  text_t head = request->head;
  const char *line_end = memmem(head.start, head.length, "\r\n", 2);
  text_t path = {head.start, line_end ? (size_t)(line_end - head.start) : head.length};
  if (request_begins(request, "POST " API "invocation/")) return take_answer(connection, request, path, now);
  if (!request_begins(request, "POST " API "init/error ")) return answer(connection, "404 Not Found", "{}");
  keep_error(request->body);
  return answer(connection, "202 Accepted", "{\"status\":\"OK\"}\n");
}

bool invocations_exchange(connection_t *connection) {
  int64_t now = clock_now();
  request_t request;
  while (request_first(&connection->received, &request)) {
    if (!serve(connection, &request, now) || request_ends_connection(&request)) return false;
    buffer_drop(&connection->received, request.length);
  }
  return true;
}
