// CRC-32 of IEEE 802.3, as DynamoDB's x-amz-crc32 has it.
#pragma once
#include <stdint.h>

#include "text.h"

uint32_t crc32_of(text_t text);
