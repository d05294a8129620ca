// HTTP: from what a connection has received to answers on it.
#pragma once
#include "answer.h"
#include "connection.h"

// Answers every request that is whole; false if the connection is to be closed.
bool exchange(connection_t *connection);
