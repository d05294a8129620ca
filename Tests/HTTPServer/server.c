#include "server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { CONNECTIONS = 256, WAITING = 64 };

static connection_t connections[CONNECTIONS];
static struct pollfd polled[CONNECTIONS + 1];
static size_t count;
static int listener;

int server_open(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, WAITING) ||
      getsockname(listener, (struct sockaddr *)&address, &length)) {
    perror("no port on 127.0.0.1");
    exit(2);
  }
  return ntohs(address.sin_port);
}

void server_serve(exchange_t exchange, int milliseconds) {
  for (size_t index = 0; index < count; index++) polled[index] = (struct pollfd){connections[index].socket, POLLIN, 0};
  polled[count] = (struct pollfd){listener, POLLIN, 0};
  if (poll(polled, count + 1, milliseconds) <= 0) return;
  bool is_new = polled[count].revents;
  // From the end: a connection that ends leaves its place to the last one.
  for (size_t index = count; index-- > 0;) {
    if (!polled[index].revents) continue;
    if (connection_read(&connections[index]) && exchange(&connections[index])) continue;
    connection_close(&connections[index]);
    connections[index] = connections[--count];
  }
  if (is_new && count < CONNECTIONS && connection_accept(&connections[count], listener)) count++;
}
