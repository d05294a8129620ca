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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange.h"
#include "server.h"
#include "store.h"

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
  printf("127.0.0.1:%d\n", server_open());
  fflush(stdout);
  for (;;) server_serve(exchange, -1);
}
