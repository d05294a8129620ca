// A server on a free port of 127.0.0.1, with connections that are kept alive, in one thread.
#pragma once
#include "connection.h"

// Answers every request of the connection that is whole; false if the connection is to be closed.
typedef bool (*exchange_t)(connection_t *connection);

// The port that it listens on.
int server_open(void);
// Serves what has come, and waits for it at most so many milliseconds; without end if they are negative.
void server_serve(exchange_t exchange, int milliseconds);
