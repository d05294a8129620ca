// The Runtime API's side of the invocations: gives events out one at a time, and keeps what was seen.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
#pragma once
#include "program.h"
#include "connection.h"

typedef struct {
  // Answers, errors, and answers without what is expected.
  long responses, errors, bad_bodies;
  // Of the first error, also of the start.
  buffer_t error;
  // When the first /next came, and the first answer; 0 until then.
  int64_t first_next, first_response;
  // Each from an event's sending to its answer's last byte, after the warm-up; nanoseconds.
  double *latencies;
  long latency_count;
  // After the warm-up, and after the last answer.
  program_look_t warm, end;
  // Whether the program waits for an event that does not come.
  bool is_waiting;
} invocations_t;

extern invocations_t invocations;

void invocations_prepare(void);
bool invocations_are_over(void);
// Has server.h's form.
bool invocations_exchange(connection_t *connection);
