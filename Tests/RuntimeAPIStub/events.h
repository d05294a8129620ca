// The events that the program is given: no two are the same.
#pragma once
#include "text.h"

// Takes them from a file, a line each, over and over; in each "@n@" becomes the event's number. Else they are of 1 KB.
void events_load(const char *path);
// Until the next call.
text_t event_of(long number);
// What the answer's path must name.
text_t request_id_of(long number);
