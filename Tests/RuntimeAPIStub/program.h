// The process that is measured.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

// Times are nanoseconds; memory is in kilobytes.
typedef struct {
  int64_t cpu;
  long resident, peak, minor_faults, major_faults;
} program_look_t;

// Nanoseconds of a clock that only goes forward.
int64_t clock_now(void);

// Starts it, on its CPU; it finds the Runtime API at the port. Its output goes nowhere.
void program_start(char **command, int port);
// When it was started.
int64_t program_start_time(void);
program_look_t program_look(void);
bool program_has_ended(void);
// Lets it end by SIGTERM, for a second at most, and then by SIGKILL. Gives what it used from its start to its end.
struct rusage program_end(void);
// Once it has ended; -1 where a signal ended it.
int program_exit_code(void);
