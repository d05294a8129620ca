#include "crc32.h"

#include <string.h>

// Eight bytes a step, so that a page of 1 MB costs the fake no more than its copying.
static uint32_t table[8][256];

static void fill_table(void) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t value = byte;
    for (int bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0xedb88320 : value >> 1;
    table[0][byte] = value;
  }
  for (int slice = 1; slice < 8; slice++)
    for (int byte = 0; byte < 256; byte++)
      table[slice][byte] = (table[slice - 1][byte] >> 8) ^ table[0][table[slice - 1][byte] & 0xff];
}

uint32_t crc32_of(text_t text) {
  if (!table[0][1]) fill_table();
  const unsigned char *place = (const unsigned char *)text.start, *end = place + text.length;
  uint32_t value = 0xffffffff;
  for (; end - place >= 8; place += 8) {
    uint32_t sum = 0;
    for (int byte = 0; byte < 8; byte++) {
      unsigned char with = byte < 4 ? (unsigned char)(value >> (8 * byte)) : 0;
      sum ^= table[7 - byte][place[byte] ^ with];
    }
    value = sum;
  }
  for (; place < end; place++) value = (value >> 8) ^ table[0][(value ^ *place) & 0xff];
  return ~value;
}
