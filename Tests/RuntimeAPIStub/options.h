// What the command line says.
#pragma once
#include <stdbool.h>

typedef struct {
  long events, warm_up, limit_seconds, deadline_seconds;
  const char *lines, *expected;
  int own_cpu, program_cpu;
  bool is_pinned;
  char **program;
} options_t;

extern options_t options;

// Ends the process where an option is unknown or no program is named.
void options_read(char **arguments);
