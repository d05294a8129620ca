// A fake of DynamoDB, EventBridge and SQS on 127.0.0.1, as fast as it can be, so that what is measured is its client.
// It speaks HTTP/1.1 with connections kept alive and checks no signature. Its address is the first line it prints.
//
//   fake_aws [--keep] [--items FILE] [--tls CERTIFICATE KEY]
//
//   --keep                   writes change the tables; else they are answered and forgotten
//   --items FILE             what the tables hold at the start, as GET /items gives it
//   --tls CERTIFICATE KEY    HTTPS, with these PEM files
//
// GET /items is what the tables hold, GET /calls the number of calls since the start by operation.
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "connection.h"
#include "exchange.h"
#include "store.h"

enum { CONNECTIONS = 256 };

static connection_t connections[CONNECTIONS];
static struct pollfd polled[CONNECTIONS + 1];
static size_t count;

static void load(const char *path) {
  FILE *file = fopen(path, "r");
  buffer_t lines = {0};
  size_t length;
  if (!file) {
    perror(path);
    exit(2);
  }
  do {
    buffer_reserve(&lines, 1 << 20);
    length = fread(lines.bytes + lines.length, 1, 1 << 20, file);
    lines.length += length;
  } while (length);
  fclose(file);
  store_load(buffer_text(&lines));
  free(lines.bytes);
}

static int listener(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int found = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(found, (struct sockaddr *)&address, length) || listen(found, 64) ||
      getsockname(found, (struct sockaddr *)&address, &length)) {
    perror("fake_aws");
    exit(2);
  }
  printf("127.0.0.1:%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return found;
}

static void serve(int listener) {
  for (;;) {
    for (size_t index = 0; index < count; index++) polled[index] = (struct pollfd){connections[index].socket, POLLIN, 0};
    polled[count] = (struct pollfd){listener, POLLIN, 0};
    if (poll(polled, count + 1, -1) < 0) continue;
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
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  for (int index = 1; index < argc; index++) {
    if (!strcmp(argv[index], "--keep")) {
      keeps_writes = true;
    } else if (!strcmp(argv[index], "--items") && index + 1 < argc) {
      load(argv[++index]);
    } else if (!strcmp(argv[index], "--tls") && index + 2 < argc) {
      connection_use_tls(argv[index + 1], argv[index + 2]);
      index += 2;
    } else {
      fprintf(stderr, "fake_aws: unknown option %s\n", argv[index]);
      return 2;
    }
  }
  serve(listener());
}
