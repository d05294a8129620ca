// EventBridge's PutEvents and SQS's SendMessage.
#include <openssl/evp.h>
#include <stdlib.h>

#include "answer.h"
#include "store.h"

static unsigned long number;

static void keep(text_t entry) {
  buffer_t item = {0};
  buffer_print(&item, "{\"Bus\":{\"S\":\"bus\"},\"Number\":{\"N\":\"%lu\"},\"Entry\":", number);
  buffer_add_text(&item, entry);
  buffer_add(&item, "}", 1);
  store_put(store_table(TEXT("event-bus")), buffer_text(&item));
  free(item.bytes);
}

void events_put(text_t request, answer_t *answer) {
  json_walk_t entries = json_walk(json_member(request, "Entries"));
  text_t nothing, entry;
  const char *separator = "";
  buffer_add_text(&answer->body, TEXT("{\"FailedEntryCount\":0,\"Entries\":["));
  while (json_next(&entries, &nothing, &entry)) {
    number++;
    if (keeps_writes) keep(entry);
    buffer_print(&answer->body, "%s{\"EventId\":\"00000000-0000-4000-8000-%012lx\"}", separator, number);
    separator = ",";
  }
  buffer_add_text(&answer->body, TEXT("]}"));
}

void sqs_send(text_t request, answer_t *answer) {
  text_t body = json_inside(json_member(request, "MessageBody"));
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  EVP_Digest(body.start, body.length, digest, &length, EVP_md5(), NULL);
  buffer_print(&answer->body, "{\"MessageId\":\"00000000-0000-4000-8000-%012lx\",\"MD5OfMessageBody\":\"", ++number);
  for (unsigned int index = 0; index < length; index++) buffer_print(&answer->body, "%02x", digest[index]);
  buffer_add_text(&answer->body, TEXT("\"}"));
}
