#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

options_t options = {
    .events = 20000, .warm_up = 500, .limit_seconds = 120, .deadline_seconds = 30, .program_cpu = 1, .is_pinned = true};

static const struct {
  const char *name;
  long *value;
} NUMBERS[] = {
    {"-n", &options.events},
    {"--warmup", &options.warm_up},
    {"--timeout", &options.limit_seconds},
    {"--deadline", &options.deadline_seconds},
};

static const struct {
  const char *name;
  const char **value;
} TEXTS[] = {{"--events", &options.lines}, {"--expect", &options.expected}};

#define COUNT(array) (sizeof array / sizeof *array)

// Whether the option is one that takes a value, which is then taken.
static bool read_pair(const char *name, const char *value) {
  for (size_t index = 0; index < COUNT(NUMBERS); index++)
    if (!strcmp(name, NUMBERS[index].name)) return *NUMBERS[index].value = atol(value), true;
  for (size_t index = 0; index < COUNT(TEXTS); index++)
    if (!strcmp(name, TEXTS[index].name)) return *TEXTS[index].value = value, true;
  return !strcmp(name, "--cpus") && sscanf(value, "%d,%d", &options.own_cpu, &options.program_cpu) == 2;
}

void options_read(char **arguments) {
  char **next = arguments + 1;
  for (; *next && strcmp(*next, "--"); next++) {
    if (!strcmp(*next, "--no-pin")) {
      options.is_pinned = false;
    } else if (next[1] && read_pair(next[0], next[1])) {
      next++;
    } else {
      fprintf(stderr, "runtime_api_stub: %s is no option, or has no value\n", *next);
      exit(2);
    }
  }
  if (*next && next[1]) {
    options.program = next + 1;
    return;
  }
  fputs("usage: runtime_api_stub [OPTION]... -- PROGRAM [ARGUMENT]...\n", stderr);
  exit(2);
}
