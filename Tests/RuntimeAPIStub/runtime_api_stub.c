// A Lambda Runtime API (2018-06-01) for tests and measurements: spawns one runtime process, gives it N events over
// loopback, one at a time and no two with the same ids, and prints what it saw as one JSON object: start time, CPU time
// per event, memory after the warm-up and at the end, connections, answers, and how the process ended.
//
//   runtime_api_stub [options] -- PROGRAM [ARGS...]
//
//   -n N, --warmup N, --size BYTES, --timeout SECONDS    how many events, how large, how long at most
//   --events FILE                                        events of one's own, a line each, over and over; in each
//                                                        "@n@" becomes the event's number
//   --deadline SECONDS                                   what each event is given, 30 if nothing is said
//   --expect TEXT                                        what each response must hold; where not, its body is bad
//   --chunked                                            events in chunks instead of with Content-Length
//   --fault NAME --fault-at N                            one fault at event N: idle-close, conn-close-hdr, next-close,
//                                                        next500, resp-close, resp413, no-deadline
//   --next-delay-ms MS                                   the second event comes that late
//   --verify exact|id|none                               what a response must hold: the event, its id, anything
//   --cpus STUB,CHILD | --no-pin                         which CPUs the two processes run on
//   --drop-caches, --evict FILE                          start with cold caches
//   --log FILE, --label TEXT, --trace                    output of PROGRAM, name in the result, requests on stderr
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
typedef int64_t ns_t;

static ns_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (ns_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vfprintf(stderr, fmt, ap);
  va_end(ap);
  fputc('\n', stderr);
  exit(2);
}

// ---------------------------------------------------------------- options
static long opt_n = 20000, opt_warm = 500, opt_size = 1024, opt_timeout_s = 120;
static int opt_cpu_stub = 0, opt_cpu_child = 1, opt_pin = 1, opt_chunked = 0, opt_verify = 1;
static long opt_next_delay_ms = 0, opt_deadline_s = 30;
static const char *opt_label = "", *opt_fault = "", *opt_logfile = "/dev/null";
static const char *opt_events, *opt_expect;
static long opt_fault_at = 10;
static int opt_drop = 0, opt_trace = 0;
static const char *opt_evict[256];
static int n_evict;

// ---------------------------------------------------------------- state
static pid_t child;
static int child_dead, child_status;
static struct rusage child_ru;

static ns_t t_spawn, t_first_connect, t_first_next, t_first_response;
static ns_t cpu_first_next, cpu_warm, cpu_end;
static long faults_warm[2], faults_end[2]; // minor, major
static long hwm_first_next, rss_warm, rss_end, hwm_end, threads_end;
static long n_conn, n_next, n_response, n_error, n_initerror, n_expect100, n_chunked_req, n_bad, n_badid, n_other;
static long inflight = -1; // index of the event being handled, -1 when none
static ns_t t_sent;        // when the in-flight event was written
static ns_t t_replied;     // when the last 202 was written
static double *lat, *turn; // ns, per event after warm-up
static long n_lat, n_turn;
static char user_agent[256], first_headers_next[8192], first_headers_post[8192], error_headers[8192], error_body[2048];
static int fault_fired;
static long next_after_fault;

static ns_t child_cpu(void) {
  clockid_t c;
  struct timespec t;
  if (clock_getcpuclockid(child, &c) || clock_gettime(c, &t)) return -1;
  return (ns_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static long proc_status_kb(const char *key) {
  char p[64], line[256];
  snprintf(p, sizeof p, "/proc/%d/status", child);
  FILE *f = fopen(p, "r");
  long v = -1;
  if (!f) return -1;
  size_t k = strlen(key);
  while (fgets(line, sizeof line, f))
    if (!strncmp(line, key, k) && line[k] == ':') {
      v = strtol(line + k + 1, 0, 10);
      break;
    }
  fclose(f);
  return v;
}

static void page_faults(long out[2]) {
  char p[64], line[1024];
  snprintf(p, sizeof p, "/proc/%d/stat", child);
  FILE *f = fopen(p, "r");
  out[0] = out[1] = -1;
  if (!f) return;
  char *name_end = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
  if (name_end) sscanf(name_end + 1, " %*c %*d %*d %*d %*d %*d %*u %ld %*d %ld", &out[0], &out[1]);
  fclose(f);
}

// ---------------------------------------------------------------- events
static char **lines;
static long n_lines;

static void read_lines(const char *path) {
  FILE *f = fopen(path, "r");
  if (!f) die("%s: %s", path, strerror(errno));
  for (;;) {
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = getline(&line, &cap, f);
    if (n < 0) break;
    if (n && line[n - 1] == '\n') line[n - 1] = 0;
    lines = realloc(lines, (n_lines + 1) * sizeof *lines);
    lines[n_lines++] = line;
  }
  fclose(f);
  if (!n_lines) die("%s is empty", path);
}

static char *numbered_line(long i, size_t *len) {
  static char *buf;
  const char *line = lines[i % n_lines], *mark;
  size_t n = 0;
  free(buf);
  buf = malloc(strlen(line) * 3 + 16);
  for (; (mark = strstr(line, "@n@")); line = mark + 3) {
    memcpy(buf + n, line, mark - line);
    n += mark - line;
    n += sprintf(buf + n, "%08lx", i);
  }
  *len = n + sprintf(buf + n, "%s", line);
  return buf;
}

static char *event_for(long i, size_t *len) {
  static char *buf;
  if (n_lines) return numbered_line(i, len);
  if (!buf) buf = malloc(opt_size + 256);
  int h = sprintf(buf, "{\"id\":\"%08lx-0000-4000-8000-0000%08lx\",\"seq\":%ld,\"data\":\"", i, i, i);
  long fill = opt_size - h - 2;
  if (fill < 0) fill = 0;
  for (long k = 0; k < fill; k++) buf[h + k] = "abcdefghijklmnopqrstuvwxyz012345"[(k + i) & 31];
  memcpy(buf + h + fill, "\"}", 3);
  *len = h + fill + 2;
  return buf;
}
static void request_id(long i, char out[40]) { sprintf(out, "%08lx-e9f4-11e8-9739-2dfe%08lx", i, i); }

// ---------------------------------------------------------------- connections
enum { MAXC = 64 };
typedef struct {
  int fd;
  char *buf;
  size_t len, cap;
  int pending_next;
  int told100;
  ns_t due;
} conn_t;
static conn_t conns[MAXC];

static void conn_close(conn_t *c) {
  close(c->fd);
  c->fd = -1;
  c->len = 0;
  c->pending_next = 0;
  c->told100 = 0;
  c->due = 0;
}

static int write_all(int fd, const char *p, size_t n) {
  while (n) {
    ssize_t w = send(fd, p, n, MSG_NOSIGNAL);
    if (w < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    p += w;
    n -= w;
  }
  return 0;
}

static void send_event(conn_t *c) {
  static char *out;
  static size_t cap;
  size_t blen;
  long i = n_next - 1;
  char *body = event_for(i, &blen), id[40];
  request_id(i, id);
  if (cap < blen + 2048) out = realloc(out, cap = blen + 2048);
  struct timespec rt;
  clock_gettime(CLOCK_REALTIME, &rt);
  long long deadline = (long long)rt.tv_sec * 1000 + rt.tv_nsec / 1000000 + opt_deadline_s * 1000;
  char framing[64];
  if (opt_chunked)
    strcpy(framing, "Transfer-Encoding: chunked");
  else
    sprintf(framing, "Content-Length: %zu", blen);
  int no_deadline = !strcmp(opt_fault, "no-deadline") && i == opt_fault_at;
  if (no_deadline) fault_fired = 1;
  char dl[80] = "";
  if (!no_deadline) sprintf(dl, "Lambda-Runtime-Deadline-Ms: %lld\r\n", deadline);
  int h =
      sprintf(out,
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: %s\r\n%s"
              "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:echo\r\n"
              "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-%024lx;Parent=%016lx;Sampled=1\r\n"
              "Date: Thu, 20 Nov 2025 21:08:12 GMT\r\n%s\r\n\r\n",
              id, dl, i, i, framing);
  if (opt_chunked) {
    h += sprintf(out + h, "%zx\r\n", blen);
    memcpy(out + h, body, blen);
    h += blen;
    h += sprintf(out + h, "\r\n0\r\n\r\n");
  } else {
    memcpy(out + h, body, blen);
    h += blen;
  }
  inflight = i;
  t_sent = now_ns();
  write_all(c->fd, out, h);
}

static void reply(conn_t *c, int code, const char *reason, const char *body, int close_it) {
  char out[1024];
  int h = sprintf(out,
                  "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nDate: Thu, 20 Nov 2025 21:08:12 GMT\r\n"
                  "Content-Length: %zu\r\n%s\r\n%s",
                  code, reason, strlen(body), close_it ? "Connection: close\r\n" : "", body);
  write_all(c->fd, out, h);
  if (close_it) conn_close(c);
}

// header lookup inside the raw head (NUL-terminated copy)
static const char *hdr(const char *head, const char *name, char *out, size_t cap) {
  size_t nl = strlen(name);
  for (const char *p = strstr(head, "\r\n"); p; p = strstr(p + 2, "\r\n")) {
    const char *l = p + 2;
    if (!strncasecmp(l, name, nl) && l[nl] == ':') {
      l += nl + 1;
      while (*l == ' ' || *l == '\t') l++;
      const char *e = strstr(l, "\r\n");
      size_t n = e ? (size_t)(e - l) : strlen(l);
      if (n >= cap) n = cap - 1;
      memcpy(out, l, n);
      out[n] = 0;
      return out;
    }
  }
  return NULL;
}

// De-chunk in place. Returns bytes consumed, 0 if incomplete; *blen = body length, body at b.
static size_t dechunk(char *b, size_t avail, size_t *blen) {
  size_t in = 0, outn = 0;
  for (;;) {
    char *nl = memmem(b + in, avail - in, "\r\n", 2);
    if (!nl) return 0;
    size_t sz = strtoul(b + in, 0, 16);
    size_t data = nl - b + 2;
    if (sz == 0) { // trailers until blank line
      size_t p = data;
      for (;;) {
        char *e = memmem(b + p, avail - p, "\r\n", 2);
        if (!e) return 0;
        if (e == b + p) {
          *blen = outn;
          return p + 2;
        }
        p = e - b + 2;
      }
    }
    if (data + sz + 2 > avail) return 0;
    memmove(b + outn, b + data, sz); // safe: outn <= data
    outn += sz;
    in = data + sz + 2;
  }
}

static int finished(void) { return n_response + n_error >= opt_n + opt_warm; }

static void handle_post_done(conn_t *c, ns_t t, const char *path, const char *head, const char *body, size_t blen) {
  char tmp[256];
  if (strstr(path, "/runtime/init/error")) {
    n_initerror++;
    snprintf(error_headers, sizeof error_headers, "%s", head);
    snprintf(error_body, sizeof error_body, "%.*s", (int)blen, body);
    reply(c, 202, "Accepted", "{\"status\":\"OK\"}\n", 0);
    return;
  }
  int is_resp = strstr(path, "/response") != NULL, is_err = strstr(path, "/error") != NULL;
  if (!is_resp && !is_err) {
    n_other++;
    reply(c, 404, "Not Found", "{}", 0);
    return;
  }
  char id[40];
  request_id(inflight, id);
  if (inflight < 0 || !strstr(path, id)) {
    n_badid++;
    reply(c, 400, "Bad Request", "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}", 0);
    return;
  }
  long i = inflight;
  inflight = -1;
  if (is_resp) {
    if (!t_first_response) {
      t_first_response = t;
      snprintf(first_headers_post, sizeof first_headers_post, "%s", head);
    }
    n_response++;
    if (opt_expect && !memmem(body, blen, opt_expect, strlen(opt_expect))) n_bad++;
    size_t el;
    char *ev = event_for(i, &el);
    if (opt_verify == 1 && (blen != el || memcmp(ev, body, el))) n_bad++;
    if (opt_verify == 2) { // any body that carries this event's id
      char *q = strstr(ev, "\"id\":\"") + 6, key[40];
      memcpy(key, q, 36);
      key[36] = 0;
      if (!memmem(body, blen, key, 36)) n_bad++;
    }
  } else {
    if (!n_error) {
      snprintf(error_headers, sizeof error_headers, "%s", head);
      snprintf(error_body, sizeof error_body, "%.*s", (int)blen, body);
    }
    n_error++;
  }
  if (i >= opt_warm && n_lat < opt_n) lat[n_lat++] = (double)(t - t_sent);
  if (n_response + n_error == opt_warm) {
    cpu_warm = child_cpu();
    rss_warm = proc_status_kb("VmRSS");
    page_faults(faults_warm);
  }
  if (finished()) {
    cpu_end = child_cpu();
    page_faults(faults_end);
    hwm_end = proc_status_kb("VmHWM");
    rss_end = proc_status_kb("VmRSS");
    threads_end = proc_status_kb("Threads");
  }
  int cl = hdr(head, "connection", tmp, sizeof tmp) && !strcasecmp(tmp, "close");
  if (!strcmp(opt_fault, "resp413") && i == opt_fault_at) {
    fault_fired = 1;
    next_after_fault = n_next;
    reply(c, 413, "Request Entity Too Large",
          "{\"errorMessage\":\"Exceeded maximum allowed payload size (6291556 "
          "bytes).\",\"errorType\":\"RequestEntityTooLarge\"}",
          0);
    return;
  }
  if (!strcmp(opt_fault, "resp-close") && i == opt_fault_at) {
    fault_fired = 1;
    next_after_fault = n_next;
    conn_close(c);
    return;
  }
  int force_close = !strcmp(opt_fault, "conn-close-hdr") && i == opt_fault_at;
  int silent_close = !strcmp(opt_fault, "idle-close") && i == opt_fault_at;
  if (force_close || silent_close) {
    fault_fired = 1;
    next_after_fault = n_next;
  }
  reply(c, 202, "Accepted", "{\"status\":\"OK\"}\n", cl || force_close);
  t_replied = now_ns();
  if (silent_close) conn_close(c);
}

// Parse as many complete requests as are buffered.
static void process(conn_t *c, ns_t t) {
  while (c->fd >= 0 && c->len) {
    char *end = memmem(c->buf, c->len, "\r\n\r\n", 4);
    if (!end) return;
    size_t hl = end - c->buf + 4;
    char head[8192];
    size_t hn = hl - 2 < sizeof head - 1 ? hl - 2 : sizeof head - 1;
    memcpy(head, c->buf, hn);
    head[hn] = 0;
    char tmp[256], path[512] = "", method[16] = "";
    sscanf(head, "%15s %511s", method, path);
    size_t total = hl, blen = 0;
    char *body = c->buf + hl;
    if (hdr(head, "transfer-encoding", tmp, sizeof tmp) && !strcasecmp(tmp, "chunked")) {
      size_t used = 0;
      // only try when the final chunk may be there (cheap enough for this tool)
      char *copy = NULL;
      if (c->len > hl) {
        copy = malloc(c->len - hl);
        memcpy(copy, c->buf + hl, c->len - hl);
        used = dechunk(copy, c->len - hl, &blen);
      }
      if (!used) {
        free(copy);
        if (!c->told100 && hdr(head, "expect", tmp, sizeof tmp)) {
          n_expect100++;
          c->told100 = 1;
          write_all(c->fd, "HTTP/1.1 100 Continue\r\n\r\n", 25);
        }
        return;
      }
      memcpy(body, copy, blen);
      free(copy);
      total = hl + used;
      n_chunked_req++;
    } else if (hdr(head, "content-length", tmp, sizeof tmp)) {
      blen = strtoul(tmp, 0, 10);
      total = hl + blen;
      if (c->len < total) {
        if (!c->told100 && hdr(head, "expect", tmp, sizeof tmp)) {
          n_expect100++;
          c->told100 = 1;
          write_all(c->fd, "HTTP/1.1 100 Continue\r\n\r\n", 25);
        }
        return;
      }
    }
    c->told100 = 0;
    if (opt_trace) fprintf(stderr, "[stub] %s %s (%zu bytes)\n", method, path, blen);
    if (!strcmp(method, "GET") && strstr(path, "/runtime/invocation/next")) {
      if (!t_first_next) {
        t_first_next = t;
        cpu_first_next = child_cpu();
        hwm_first_next = proc_status_kb("VmHWM");
        snprintf(first_headers_next, sizeof first_headers_next, "%s", head);
        hdr(head, "user-agent", user_agent, sizeof user_agent);
        t = now_ns();
      } else if (t_replied && n_turn < opt_n)
        turn[n_turn++] = (double)(t - t_replied);
      size_t rest = c->len - total;
      memmove(c->buf, c->buf + total, rest);
      c->len = rest;
      if (!fault_fired && n_next == opt_fault_at && !strcmp(opt_fault, "next500")) {
        fault_fired = 1;
        next_after_fault = n_next;
        reply(c, 500, "Internal Server Error",
              "{\"errorMessage\":\"Internal Server Error\",\"errorType\":\"InternalServerError\"}", 0);
        continue;
      }
      if (!fault_fired && n_next == opt_fault_at && !strcmp(opt_fault, "next-close")) {
        fault_fired = 1;
        next_after_fault = n_next;
        conn_close(c);
        return;
      }
      if (n_next >= opt_n + opt_warm) {
        c->pending_next = 1;
        continue;
      } // hold for ever
      n_next++;
      if (opt_next_delay_ms && n_next == 2) {
        c->due = now_ns() + opt_next_delay_ms * 1000000;
        continue;
      }
      send_event(c);
    } else if (!strcmp(method, "POST") && strstr(path, "/extension/register")) {
      n_other++;
      size_t rest = c->len - total;
      memmove(c->buf, c->buf + total, rest);
      c->len = rest;
      char *r = "HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: 01234567-89ab-cdef-0123-456789abcdef\r\nContent-Type: "
                "application/json\r\nContent-Length: 2\r\n\r\n{}";
      write_all(c->fd, r, strlen(r));
    } else if (!strcmp(method, "POST")) {
      // body must survive until handled; handle before shifting
      handle_post_done(c, t, path, head, body, blen);
      if (c->fd < 0) return;
      size_t rest = c->len - total;
      memmove(c->buf, c->buf + total, rest);
      c->len = rest;
    } else { // e.g. GET /extension/event/next: hold
      n_other++;
      size_t rest = c->len - total;
      memmove(c->buf, c->buf + total, rest);
      c->len = rest;
    }
  }
}

static int cmpd(const void *a, const void *b) {
  double x = *(double *)a, y = *(double *)b;
  return x < y ? -1 : x > y;
}
static double pct(double *v, long n, double p) {
  if (!n) return 0;
  long k = (long)(p * (n - 1) + 0.5);
  return v[k];
}

static void jstr(const char *s) {
  putchar('"');
  for (; *s; s++) {
    if (*s == '"' || *s == '\\')
      printf("\\%c", *s);
    else if ((unsigned char)*s < 32)
      printf("\\u%04x", *s);
    else
      putchar(*s);
  }
  putchar('"');
}

static int reap(int flags) {
  if (child_dead) return 1;
  if (wait4(child, &child_status, flags, &child_ru) == child) {
    child_dead = 1;
    return 1;
  }
  return 0;
}

int main(int argc, char **argv) {
  int a = 1;
  for (; a < argc; a++) {
    if (!strcmp(argv[a], "--")) {
      a++;
      break;
    }
#define OPT(name) (!strcmp(argv[a], name) && a + 1 < argc)
    if (OPT("-n"))
      opt_n = atol(argv[++a]);
    else if (OPT("--warmup"))
      opt_warm = atol(argv[++a]);
    else if (OPT("--size"))
      opt_size = atol(argv[++a]);
    else if (OPT("--timeout"))
      opt_timeout_s = atol(argv[++a]);
    else if (OPT("--events"))
      opt_events = argv[++a];
    else if (OPT("--expect"))
      opt_expect = argv[++a];
    else if (OPT("--deadline"))
      opt_deadline_s = atol(argv[++a]);
    else if (OPT("--label"))
      opt_label = argv[++a];
    else if (OPT("--log"))
      opt_logfile = argv[++a];
    else if (OPT("--fault"))
      opt_fault = argv[++a];
    else if (OPT("--fault-at"))
      opt_fault_at = atol(argv[++a]);
    else if (OPT("--next-delay-ms"))
      opt_next_delay_ms = atol(argv[++a]);
    else if (OPT("--evict")) {
      if (n_evict < 256)
        opt_evict[n_evict++] = argv[++a];
      else
        a++;
    } else if (OPT("--verify")) {
      a++;
      opt_verify = !strcmp(argv[a], "exact") ? 1 : !strcmp(argv[a], "id") ? 2 : 0;
    } else if (OPT("--cpus")) {
      if (sscanf(argv[++a], "%d,%d", &opt_cpu_stub, &opt_cpu_child) != 2) die("--cpus STUB,CHILD");
    } else if (!strcmp(argv[a], "--no-pin"))
      opt_pin = 0;
    else if (!strcmp(argv[a], "--chunked"))
      opt_chunked = 1;
    else if (!strcmp(argv[a], "--drop-caches"))
      opt_drop = 1;
    else if (!strcmp(argv[a], "--trace"))
      opt_trace = 1;
    else
      die("unknown option %s", argv[a]);
  }
  if (a >= argc) die("usage: runtime_api_stub [options] -- PROGRAM [ARGS]");
  if (opt_events) read_lines(opt_events);
  lat = malloc(sizeof(double) * (opt_n + 1));
  turn = malloc(sizeof(double) * (opt_n + 1));
  for (int i = 0; i < MAXC; i++) conns[i].fd = -1;

  int ls = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;
  setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in sa = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(ls, (void *)&sa, sizeof sa) || listen(ls, 16)) die("bind: %s", strerror(errno));
  socklen_t sl = sizeof sa;
  getsockname(ls, (void *)&sa, &sl);
  char api[64];
  sprintf(api, "127.0.0.1:%d", ntohs(sa.sin_port));
  setenv("AWS_LAMBDA_RUNTIME_API", api, 1);
  setenv("_HANDLER", "echo.handler", 0);
  setenv("LAMBDA_TASK_ROOT", "/tmp", 0);
  setenv("AWS_LAMBDA_FUNCTION_NAME", "echo", 1);
  setenv("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST", 1);
  setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128", 1);
  setenv("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/echo", 1);
  setenv("AWS_LAMBDA_LOG_STREAM_NAME", "2025/11/20/[$LATEST]0123", 1);
  setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand", 1);
  setenv("AWS_REGION", "eu-west-1", 1);
  setenv("AWS_DEFAULT_REGION", "eu-west-1", 1);
  setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
  setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", 1);
  setenv("TZ", ":UTC", 1);

  cpu_set_t set;
  if (opt_drop) {
    sync();
    int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);
    if (fd < 0 || write(fd, "3", 1) != 1) die("drop_caches: %s", strerror(errno));
    close(fd);
  }
  for (int i = 0; i < n_evict; i++) { // push the file out of the page cache (only works while nothing maps it)
    int fd = open(opt_evict[i], O_RDONLY);
    if (fd >= 0) {
      fdatasync(fd);
      posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
      close(fd);
    }
  }
  int logfd = open(opt_logfile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (logfd < 0) die("log: %s", strerror(errno));
  if (opt_pin) { // the child inherits its affinity at fork, then the stub moves itself
    CPU_ZERO(&set);
    CPU_SET(opt_cpu_child, &set);
    sched_setaffinity(0, sizeof set, &set);
  }
  posix_spawn_file_actions_t fa;
  posix_spawn_file_actions_init(&fa);
  posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&fa, logfd, 1);
  posix_spawn_file_actions_adddup2(&fa, logfd, 2);
  t_spawn = now_ns();
  int e = posix_spawn(&child, argv[a], &fa, NULL, argv + a, environ);
  if (e) die("spawn %s: %s", argv[a], strerror(e));
  if (opt_pin) {
    CPU_ZERO(&set);
    CPU_SET(opt_cpu_stub, &set);
    sched_setaffinity(0, sizeof set, &set);
  }

  ns_t stop_at = t_spawn + opt_timeout_s * 1000000000LL;
  ns_t last_reap = 0;
  while (!finished() && now_ns() < stop_at) {
    struct pollfd p[MAXC + 1];
    int map[MAXC + 1], np = 0;
    p[np].fd = ls;
    p[np].events = POLLIN;
    map[np++] = -1;
    ns_t wake = -1;
    for (int i = 0; i < MAXC; i++)
      if (conns[i].fd >= 0) {
        p[np].fd = conns[i].fd;
        p[np].events = POLLIN;
        map[np++] = i;
        if (conns[i].due) wake = conns[i].due;
      }
    int to = 50;
    if (wake >= 0) {
      ns_t d = (wake - now_ns()) / 1000000;
      to = d < 0 ? 0 : d < 50 ? (int)d : 50;
    }
    int r = poll(p, np, to);
    ns_t t = now_ns();
    for (int i = 0; i < MAXC; i++)
      if (conns[i].fd >= 0 && conns[i].due && t >= conns[i].due) {
        conns[i].due = 0;
        send_event(&conns[i]);
      }
    if (r <= 0 || t - last_reap > 100000000) {
      last_reap = t;
      if (reap(WNOHANG)) break;
    }
    if (r <= 0) continue;
    for (int k = 1; k < np; k++) {
      if (!(p[k].revents & (POLLIN | POLLHUP | POLLERR))) continue;
      conn_t *c = &conns[map[k]];
      if (c->fd < 0) continue;
      if (c->cap - c->len < 65536) c->buf = realloc(c->buf, c->cap = c->cap * 2 + 131072);
      ssize_t g = recv(c->fd, c->buf + c->len, c->cap - c->len, 0);
      if (g <= 0) {
        conn_close(c);
        continue;
      }
      c->len += g;
      process(c, t);
    }
    if (p[0].revents & POLLIN) {
      int fd = accept4(ls, 0, 0, SOCK_CLOEXEC);
      if (fd >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (!t_first_connect) t_first_connect = t;
        n_conn++;
        int i = 0;
        while (i < MAXC && conns[i].fd >= 0) i++;
        if (i == MAXC)
          close(fd);
        else {
          conns[i].fd = fd;
          conns[i].len = 0;
          conns[i].pending_next = 0;
          conns[i].told100 = 0;
          conns[i].due = 0;
        }
      }
    }
  }
  int done = finished(), died_early = child_dead;
  ns_t t_done = now_ns(), child_cpu_total = child_cpu();
  struct rusage self;
  getrusage(RUSAGE_SELF, &self);
  double stub_cpu_ms = self.ru_utime.tv_sec * 1e3 + self.ru_utime.tv_usec / 1e3 + self.ru_stime.tv_sec * 1e3 +
                       self.ru_stime.tv_usec / 1e3;
  // Let the process settle into its last /next, then SIGTERM: does it stop, and how soon?
  double term_ms = -1;
  if (!child_dead) {
    for (int k = 0; k < 20; k++) { // drain a little so the last GET /next is seen
      struct pollfd q[MAXC];
      int m[MAXC], nq = 0;
      for (int i = 0; i < MAXC; i++)
        if (conns[i].fd >= 0) {
          q[nq].fd = conns[i].fd;
          q[nq].events = POLLIN;
          m[nq++] = i;
        }
      if (!nq || poll(q, nq, 20) <= 0) break;
      for (int z = 0; z < nq; z++)
        if (q[z].revents) {
          conn_t *c = &conns[m[z]];
          if (c->cap - c->len < 65536) c->buf = realloc(c->buf, c->cap = c->cap * 2 + 131072);
          ssize_t g = recv(c->fd, c->buf + c->len, c->cap - c->len, 0);
          if (g <= 0) {
            conn_close(c);
            continue;
          }
          c->len += g;
          process(c, now_ns());
        }
    }
    ns_t t0 = now_ns();
    kill(child, SIGTERM);
    while (now_ns() - t0 < 1000000000LL) {
      if (reap(WNOHANG)) {
        term_ms = (now_ns() - t0) / 1e6;
        break;
      }
      usleep(200);
    }
    if (!child_dead) {
      kill(child, SIGKILL);
      reap(0);
    }
  }
  // The whole run's, by the kernel's sampling: only their ratio is of use.
  double user_ms = child_ru.ru_utime.tv_sec * 1e3 + child_ru.ru_utime.tv_usec / 1e3;
  double system_ms = child_ru.ru_stime.tv_sec * 1e3 + child_ru.ru_stime.tv_usec / 1e3;
  qsort(lat, n_lat, sizeof *lat, cmpd);
  qsort(turn, n_turn, sizeof *turn, cmpd);
  double sum = 0;
  for (long i = 0; i < n_lat; i++) sum += lat[i];
#define MS(x) ((x) > 0 ? ((x) - t_spawn) / 1e6 : -1.0)
  printf("{\"label\":");
  jstr(opt_label);
  printf(",\"completed\":%s,\"cold_ms\":%.3f,\"connect_ms\":%.3f,\"first_response_ms\":%.3f", done ? "true" : "false",
         MS(t_first_next), MS(t_first_connect), MS(t_first_response));
  printf(",\"cold_cpu_ms\":%.3f,\"cold_hwm_kb\":%ld", cpu_first_next / 1e6, hwm_first_next);
  printf(",\"n\":%ld,\"lat_mean_us\":%.2f,\"lat_p50_us\":%.2f,\"lat_p90_us\":%.2f,\"lat_p99_us\":%.2f,\"lat_p999_us\":%"
         ".2f,\"lat_max_us\":%.2f",
         n_lat, n_lat ? sum / n_lat / 1e3 : 0, pct(lat, n_lat, .5) / 1e3, pct(lat, n_lat, .9) / 1e3,
         pct(lat, n_lat, .99) / 1e3, pct(lat, n_lat, .999) / 1e3, n_lat ? lat[n_lat - 1] / 1e3 : 0);
  printf(",\"turn_p50_us\":%.2f,\"turn_p99_us\":%.2f", pct(turn, n_turn, .5) / 1e3, pct(turn, n_turn, .99) / 1e3);
  printf(",\"cpu_us_per_inv\":%.3f", n_lat && cpu_end > 0 ? (cpu_end - cpu_warm) / 1e3 / n_lat : -1.0);
  printf(",\"user_ms\":%.3f,\"system_ms\":%.3f,\"minor_faults\":%ld,\"major_faults\":%ld", user_ms, system_ms,
         faults_end[0] - faults_warm[0], faults_end[1] - faults_warm[1]);
  printf(",\"rss_warm_kb\":%ld,\"rss_kb\":%ld,\"peak_rss_kb\":%ld,\"threads\":%ld", rss_warm, rss_end, hwm_end, threads_end);
  printf(",\"connections\":%ld,\"responses\":%ld,\"errors\":%ld,\"init_errors\":%ld,\"bad_bodies\":%ld,\"bad_ids\":%ld,"
         "\"expect100\":%ld,\"chunked_posts\":%ld,\"other\":%ld",
         n_conn, n_response, n_error, n_initerror, n_bad, n_badid, n_expect100, n_chunked_req, n_other);
  printf(",\"exit_by\":\"%s\",\"exit_code\":%d,\"exit_signal\":%d,\"died_early\":%s,\"sigterm_ms\":%.2f",
         died_early     ? "itself"
         : term_ms >= 0 ? "SIGTERM"
                        : "SIGKILL",
         WIFEXITED(child_status) ? WEXITSTATUS(child_status) : -1,
         WIFSIGNALED(child_status) ? WTERMSIG(child_status) : 0, died_early ? "true" : "false", term_ms);
  printf(",\"wall_ms\":%.2f,\"stub_cpu_ms\":%.2f,\"child_cpu_ms\":%.2f", (t_done - t_spawn) / 1e6, stub_cpu_ms,
         child_cpu_total / 1e6);
  if (*opt_fault)
    printf(",\"fault\":\"%s\",\"fault_fired\":%s,\"nexts_after_fault\":%ld", opt_fault, fault_fired ? "true" : "false",
           n_next - next_after_fault);
  printf(",\"user_agent\":");
  jstr(user_agent);
  printf(",\"next_head\":");
  jstr(first_headers_next);
  printf(",\"response_head\":");
  jstr(first_headers_post);
  printf(",\"error_head\":");
  jstr(error_headers);
  printf(",\"error_body\":");
  jstr(error_body);
  printf("}\n");
  return done ? 0 : 1;
}
