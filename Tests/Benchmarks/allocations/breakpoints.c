// Counts how often a static program calls malloc and its kind: it runs the program with a breakpoint on each of them. A
// static program cannot be given another malloc, and this needs neither another build nor a right that a child's parent
// lacks. The program must have one thread only: another one would end at its first breakpoint.
//
//   breakpoints COUNT_FILE NAME=ADDRESS... -- PROGRAM [ARGUMENT...]
//
// Addresses are hexadecimal, as nm prints them of the same program before it was stripped.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __x86_64__
#error "the breakpoint instruction of this processor is not known here"
#endif

enum { MAXIMUM = 16, BREAKPOINT = 0xcc };

static struct {
  unsigned long address;
  long word;
  int is_realloc;
} places[MAXIMUM];
static int place_count;
static unsigned long calls;
static pid_t program;

static void fail(const char *what) {
  perror(what);
  if (program > 0) kill(program, SIGKILL);
  exit(2);
}

static void pass_on(int signal) { kill(program, signal); }

static void write_word(unsigned long address, long word) {
  if (ptrace(PTRACE_POKETEXT, program, address, word)) fail("breakpoints: write");
}

static void set(int place) { write_word(places[place].address, (places[place].word & ~0xffL) | BREAKPOINT); }

static int wait_for(void) {
  int status;
  while (waitpid(program, &status, 0) < 0)
    if (errno != EINTR) fail("breakpoints: wait");
  return status;
}

static void start(char **command) {
  program = fork();
  if (program < 0) fail("breakpoints: fork");
  if (!program) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    execv(*command, command);
    _exit(127);
  }
  if (!WIFSTOPPED(wait_for())) fail(*command);
  ptrace(PTRACE_SETOPTIONS, program, NULL, PTRACE_O_EXITKILL);
  for (int place = 0; place < place_count; place++) {
    errno = 0;
    places[place].word = ptrace(PTRACE_PEEKTEXT, program, places[place].address, NULL);
    if (errno) fail("breakpoints: read");
  }
  for (int place = 0; place < place_count; place++) set(place);
}

// Most functions begin by pushing a register. That is done here, which takes half the time of a single step.
static int push(struct user_regs_struct *registers, long word) {
  int is_new = (word & 0xff) == 0x41, code = (is_new ? word >> 8 : word) & 0xff;
  unsigned long long *old[] = {&registers->rax, &registers->rcx, &registers->rdx, &registers->rbx,
                               NULL, &registers->rbp, &registers->rsi, &registers->rdi};
  unsigned long long *new[] = {&registers->r8,  &registers->r9,  &registers->r10, &registers->r11,
                               &registers->r12, &registers->r13, &registers->r14, &registers->r15};
  unsigned long long *pushed = code >= 0x50 && code < 0x58 ? (is_new ? new : old)[code - 0x50] : NULL;
  if (!pushed) return 0;
  registers->rsp -= sizeof *pushed;
  write_word(registers->rsp, (long)*pushed);
  registers->rip += is_new ? 2 : 1;
  return 1;
}

static int single_step(int place) {
  write_word(places[place].address, places[place].word);
  ptrace(PTRACE_SINGLESTEP, program, NULL, NULL);
  int status = wait_for();
  if (WIFSTOPPED(status)) set(place);
  return status;
}

// Runs the instruction under the breakpoint the program stands behind, if it is one of these; else false.
static int step_over(int *status) {
  struct user_regs_struct registers;
  if (ptrace(PTRACE_GETREGS, program, NULL, &registers)) fail("breakpoints: registers");
  for (int place = 0; place < place_count; place++) {
    if (places[place].address != registers.rip - 1) continue;
    // Without memory of old, realloc calls malloc, where it is counted.
    if (!places[place].is_realloc || registers.rdi) calls++;
    registers.rip--;
    int is_done = push(&registers, places[place].word);
    ptrace(PTRACE_SETREGS, program, NULL, &registers);
    if (!is_done) *status = single_step(place);
    return 1;
  }
  return 0;
}

// Until the program has ended; a signal that comes instead of a breakpoint is the program's own.
static void follow(void) {
  long signal = 0;
  for (;;) {
    ptrace(PTRACE_CONT, program, NULL, signal);
    int status = wait_for();
    if (!WIFSTOPPED(status)) return;
    signal = WSTOPSIG(status);
    if (signal != SIGTRAP || !step_over(&status)) continue;
    if (!WIFSTOPPED(status)) return;
    signal = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
  }
}

static void add_place(const char *named) {
  const char *address = strchr(named, '=');
  places[place_count].address = address ? strtoul(address + 1, NULL, 16) : 0;
  places[place_count++].is_realloc = !strncmp(named, "realloc=", 8);
}

int main(int argc, char **argv) {
  int index = 2;
  for (; index < argc && strcmp(argv[index], "--") && place_count < MAXIMUM; index++) add_place(argv[index]);
  if (index + 1 >= argc || !place_count) {
    fputs("usage: breakpoints COUNT_FILE NAME=ADDRESS... -- PROGRAM [ARGUMENT...]\n", stderr);
    return 2;
  }
  start(argv + index + 1);
  signal(SIGTERM, pass_on);
  follow();
  FILE *file = fopen(argv[1], "w");
  if (!file || fprintf(file, "%lu\n", calls) < 0 || fclose(file)) fail(argv[1]);
}
