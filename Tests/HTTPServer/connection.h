// A connection of a server, plain or with TLS.
#pragma once
#include "text.h"

typedef struct ssl_st ssl_t;

typedef struct {
  int socket;
  ssl_t *tls;
  buffer_t received;
} connection_t;

// Serves TLS from now on, with the certificate and key in these PEM files.
void connection_use_tls(const char *certificate, const char *key);
// False if it was refused or the handshake failed.
bool connection_accept(connection_t *connection, int listener);
// Adds what has come to `received`; false at the end.
bool connection_read(connection_t *connection);
bool connection_write(connection_t *connection, text_t text);
void connection_close(connection_t *connection);
