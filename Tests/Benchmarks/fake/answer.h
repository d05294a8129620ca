// What an operation answers with.
#pragma once
#include "json.h"

typedef struct {
  int status;
  buffer_t body;
} answer_t;

// Whether writes are kept. They are while the data set is made; measurements are answered as if they were, so that
// each invocation finds what the first one found.
extern bool keeps_writes;

// Replaces the body with an error of the service.
void answer_error(answer_t *answer, const char *type, const char *message);

void dynamodb_answer(text_t operation, text_t request, answer_t *answer);
void dynamodb_query(text_t request, answer_t *answer);
void events_put(text_t request, answer_t *answer);
void sqs_send(text_t request, answer_t *answer);
