#define _GNU_SOURCE
#include "connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PIECE = 65536 };

static SSL_CTX *context;

void connection_use_tls(const char *certificate, const char *key) {
  context = must_have(SSL_CTX_new(TLS_server_method()));
  if (SSL_CTX_use_certificate_file(context, certificate, SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1)
    return;
  fprintf(stderr, "%s and %s are no certificate and its key\n", certificate, key);
  exit(2);
}

bool connection_accept(connection_t *connection, int listener) {
  int socket = accept4(listener, NULL, NULL, SOCK_CLOEXEC), yes = 1;
  if (socket < 0) return false;
  *connection = (connection_t){.socket = socket};
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  // The sockets block: a client that falls silent within a request or a handshake must not stop the others for ever.
  struct timeval limit = {.tv_sec = 30};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (!context) return true;
  connection->tls = must_have(SSL_new(context));
  SSL_set_fd(connection->tls, socket);
  if (SSL_accept(connection->tls) == 1) return true;
  connection_close(connection);
  return false;
}

bool connection_read(connection_t *connection) {
  buffer_t *received = &connection->received;
  do {
    buffer_reserve(received, PIECE);
    char *end = received->bytes + received->length;
    ssize_t count = connection->tls ? SSL_read(connection->tls, end, PIECE) : recv(connection->socket, end, PIECE, 0);
    if (count <= 0) return false;
    received->length += (size_t)count;
  } while (connection->tls && SSL_pending(connection->tls));
  return true;
}

bool connection_write(connection_t *connection, text_t text) {
  while (text.length) {
    int piece = text.length > 1 << 24 ? 1 << 24 : (int)text.length;
    ssize_t count = connection->tls ? SSL_write(connection->tls, text.start, piece)
                                    : send(connection->socket, text.start, (size_t)piece, MSG_NOSIGNAL);
    if (count <= 0) return false;
    text.start += count;
    text.length -= (size_t)count;
  }
  return true;
}

void connection_close(connection_t *connection) {
  SSL_free(connection->tls);
  close(connection->socket);
  free(connection->received.bytes);
  *connection = (connection_t){.socket = -1};
}
