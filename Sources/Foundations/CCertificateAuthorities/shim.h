#pragma once
#include <stddef.h>

// The static link of build.sh adds an object that defines both symbols around a PEM text.
// Any other link leaves them undefined, which for weak symbols means the address zero.
extern const unsigned char embedded_certificate_authorities_start[] __attribute__((weak));
extern const unsigned char embedded_certificate_authorities_end[] __attribute__((weak));

static inline const unsigned char *embedded_certificate_authorities(void) {
  return embedded_certificate_authorities_start;
}

static inline size_t embedded_certificate_authorities_size(void) {
  if (!embedded_certificate_authorities_start || !embedded_certificate_authorities_end) return 0;
  return (size_t)(embedded_certificate_authorities_end - embedded_certificate_authorities_start);
}
