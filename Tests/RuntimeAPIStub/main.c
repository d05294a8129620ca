// A Lambda Runtime API (2018-06-01) for tests and measurements: starts one program, gives it events over loopback, one at a time
// and no two with the same ids, and prints what it saw as one JSON object.
//
//   runtime_api_stub [OPTION]... -- PROGRAM [ARGUMENT]...
//
//   -n N, --warmup N      how many events are measured, and how many come before them
//   --events FILE         events of one's own, a line each, over and over; in each "@n@" becomes the event's number
//   --expect TEXT         what each answer must hold; where not, its body is bad
//   --timeout SECONDS     for all of it
//   --deadline SECONDS    what each event is given
//   --cpus OWN,PROGRAM    which CPUs the two processes run on; 0,1 if nothing is said
//   --no-pin              any CPU
//
// Its exit status is 0 where all events were answered.
#include <stdio.h>
#include <stdlib.h>

#include "events.h"
#include "invocations.h"
#include "options.h"
#include "program.h"
#include "server.h"

enum { STEP_MILLISECONDS = 50, LAST_STEPS = 20, LAST_STEP_MILLISECONDS = 20 };

// Until everything is answered, the program has ended, or the time is over.
static void run(void) {
  const int64_t limit = program_start_time() + options.limit_seconds * 1000000000;
  int64_t looked = 0;
  for (int64_t now; !invocations_are_over() && (now = clock_now()) < limit;) {
    server_serve(invocations_exchange, STEP_MILLISECONDS);
    if (now - looked < STEP_MILLISECONDS * 1000000) continue;
    looked = now;
    if (program_has_ended()) return;
  }
  // What it does after its last answer belongs to it: it asks for an event that does not come.
  for (int step = 0; step < LAST_STEPS && !invocations.is_waiting; step++)
    server_serve(invocations_exchange, LAST_STEP_MILLISECONDS);
}

static int compare(const void *left, const void *right) {
  double one = *(const double *)left, other = *(const double *)right;
  return (one > other) - (one < other);
}

static double latency(double share) {
  long last = invocations.latency_count - 1;
  return last < 0 ? 0 : invocations.latencies[(long)(share * (double)last + 0.5)] / 1e3;
}

static double since_start(int64_t moment) { return moment ? (double)(moment - program_start_time()) / 1e6 : -1; }
static double milliseconds(struct timeval time) { return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3; }

static void print_text(text_t text) {
  putchar('"');
  for (size_t index = 0; index < text.length; index++) {
    unsigned char byte = (unsigned char)text.start[index];
    bool is_plain = byte >= ' ' && byte < 0x7f && byte != '"' && byte != '\\';
    printf(is_plain ? "%c" : "\\u%04x", byte);
  }
  putchar('"');
}

static void print_figures(bool ended_by_itself, struct rusage used) {
  const invocations_t *seen = &invocations;
  const program_look_t *warm = &seen->warm, *end = &seen->end;
  qsort(seen->latencies, (size_t)seen->latency_count, sizeof(double), compare);
  printf("{\"completed\":%s,\"n\":%ld", invocations_are_over() ? "true" : "false", seen->latency_count);
  printf(",\"responses\":%ld,\"errors\":%ld,\"bad_bodies\":%ld", seen->responses, seen->errors, seen->bad_bodies);
  printf(",\"cold_ms\":%.3f,\"first_response_ms\":%.3f", since_start(seen->first_next), since_start(seen->first_response));
  printf(",\"lat_p50_us\":%.2f,\"lat_p99_us\":%.2f", latency(0.5), latency(0.99));
  double measured = (double)seen->latency_count;
  printf(",\"cpu_us_per_inv\":%.3f", seen->latency_count ? (double)(end->cpu - warm->cpu) / 1e3 / measured : -1);
  // Of the whole run, by the kernel's samples: only their ratio is of use.
  printf(",\"user_ms\":%.3f,\"system_ms\":%.3f", milliseconds(used.ru_utime), milliseconds(used.ru_stime));
  printf(",\"minor_faults\":%ld", end->minor_faults - warm->minor_faults);
  printf(",\"major_faults\":%ld", end->major_faults - warm->major_faults);
  printf(",\"rss_warm_kb\":%ld,\"rss_kb\":%ld,\"peak_rss_kb\":%ld", warm->resident, end->resident, end->peak);
  printf(",\"died_early\":%s,\"exit_code\":%d,\"error_body\":", ended_by_itself ? "true" : "false", program_exit_code());
  print_text(buffer_text(&seen->error));
  puts("}");
}

int main(int count, char **arguments) {
  (void)count;
  options_read(arguments);
  if (options.lines) events_load(options.lines);
  invocations_prepare();
  program_start(options.program, server_open());
  run();
  bool ended_by_itself = program_has_ended();
  print_figures(ended_by_itself, program_end());
  return invocations_are_over() ? 0 : 1;
}
