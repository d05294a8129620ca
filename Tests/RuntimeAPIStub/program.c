#define _GNU_SOURCE
#include "program.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "options.h"

extern char **environ;

static const char *const ENVIRONMENT[][2] = {
    {"AWS_LAMBDA_FUNCTION_NAME", "echo"},
    {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
    {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"},
    {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/echo"},
    {"AWS_LAMBDA_LOG_STREAM_NAME", "2025/11/20/[$LATEST]0123"},
    {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
    {"AWS_REGION", "eu-west-1"},
    {"AWS_DEFAULT_REGION", "eu-west-1"},
    {"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
    {"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
    {"TZ", ":UTC"},
};

static pid_t process;
static int64_t started;
static int status;
static bool has_ended;
static struct rusage used;

int64_t clock_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void move_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (options.is_pinned) sched_setaffinity(0, sizeof set, &set);
}

static void set_environment(int port) {
  char address[32];
  snprintf(address, sizeof address, "127.0.0.1:%d", port);
  setenv("AWS_LAMBDA_RUNTIME_API", address, 1);
  setenv("_HANDLER", "echo.handler", 0);
  setenv("LAMBDA_TASK_ROOT", "/tmp", 0);
  for (size_t index = 0; index < sizeof ENVIRONMENT / sizeof *ENVIRONMENT; index++)
    setenv(ENVIRONMENT[index][0], ENVIRONMENT[index][1], 1);
}

void program_start(char **command, int port) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int file = 0; file < 3; file++) posix_spawn_file_actions_addopen(&actions, file, "/dev/null", O_RDWR, 0);
  set_environment(port);
  // It inherits its CPU.
  move_to(options.program_cpu);
  started = clock_now();
  int failure = posix_spawn(&process, command[0], &actions, NULL, command, environ);
  posix_spawn_file_actions_destroy(&actions);
  move_to(options.own_cpu);
  if (!failure) return;
  fprintf(stderr, "runtime_api_stub: %s: %s\n", command[0], strerror(failure));
  exit(2);
}

int64_t program_start_time(void) { return started; }

static void read_memory(program_look_t *look) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", process);
  FILE *file = fopen(path, "r");
  while (file && fgets(line, sizeof line, file)) {
    sscanf(line, "VmRSS: %ld", &look->resident);
    sscanf(line, "VmHWM: %ld", &look->peak);
  }
  if (file) fclose(file);
}

// The process's name may hold spaces and brackets: what follows is counted from the last one.
static void read_faults(program_look_t *look) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  FILE *file = fopen(path, "r");
  const char *name_end = file && fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
  if (name_end) sscanf(name_end + 1, " %*c %*d %*d %*d %*d %*d %*u %ld %*d %ld", &look->minor_faults, &look->major_faults);
  if (file) fclose(file);
}

program_look_t program_look(void) {
  program_look_t look = {0};
  clockid_t clock;
  struct timespec time;
  if (!clock_getcpuclockid(process, &clock) && !clock_gettime(clock, &time))
    look.cpu = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
  read_memory(&look);
  read_faults(&look);
  return look;
}

static bool wait_for_end(int flags) {
  if (!has_ended) has_ended = wait4(process, &status, flags, &used) == process;
  return has_ended;
}

bool program_has_ended(void) { return wait_for_end(WNOHANG); }

struct rusage program_end(void) {
  const int64_t limit = clock_now() + 1000000000;
  if (!has_ended) kill(process, SIGTERM);
  while (!wait_for_end(WNOHANG) && clock_now() < limit) usleep(200);
  if (!has_ended) kill(process, SIGKILL);
  wait_for_end(0);
  return used;
}

int program_exit_code(void) { return has_ended && WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
