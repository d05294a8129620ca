#define _GNU_SOURCE
#include "events.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

enum { SIZE = 1024 };
static const char MARK[] = "@n@";

static char **lines;
static size_t count;
static buffer_t event;

void events_load(const char *path) {
  FILE *file = fopen(path, "r");
  char *line = NULL;
  size_t capacity = 0;
  while (file && getline(&line, &capacity, file) >= 0) {
    line[strcspn(line, "\n")] = 0;
    lines = must_have(realloc(lines, (count + 1) * sizeof *lines));
    lines[count++] = line;
    line = NULL;
    capacity = 0;
  }
  free(line);
  if (file) fclose(file);
  if (count) return;
  fprintf(stderr, "runtime_api_stub: %s holds no event\n", path);
  exit(2);
}

static void add_line(const char *line, long number) {
  for (const char *mark; (mark = strstr(line, MARK)); line = mark + sizeof MARK - 1) {
    buffer_add(&event, line, (size_t)(mark - line));
    buffer_print(&event, "%08lx", number);
  }
  buffer_add_text(&event, text_of(line));
}

static void add_filled(long number) {
  buffer_print(&event, "{\"id\":\"%08lx-0000-4000-8000-0000%08lx\",\"data\":\"", number, number);
  while (event.length < SIZE - 2) {
    char letter = (char)('a' + (event.length + (size_t)number) % 26);
    buffer_add(&event, &letter, 1);
  }
  buffer_add(&event, "\"}", 2);
}

text_t event_of(long number) {
  event.length = 0;
  if (count)
    add_line(lines[(size_t)number % count], number);
  else
    add_filled(number);
  return buffer_text(&event);
}

text_t request_id_of(long number) {
  static buffer_t id;
  id.length = 0;
  buffer_print(&id, "%08lx-e9f4-11e8-9739-2dfe%08lx", number, number);
  return buffer_text(&id);
}
