#pragma once

#include <malloc.h>

// Has malloc keep what is freed for the next event. By itself it gives the heap's end back to the system and takes it
// again, page fault by page fault: some four hundred for a page of a thousand events. A sandbox handles one event at a
// time, so what one has needed the next one may need, and nobody else. Both have to be set: the first alone would switch
// off the growing threshold that keeps large blocks out of mmap.
// https://man7.org/linux/man-pages/man3/mallopt.3.html
static inline void callocator_keep_freed_memory(void) {
  mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
  mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
}
