/* SPDX-License-Identifier: MIT */
/* What a thread has for the loop: that its job begins or is done, what it printed, a sleep, a
 * callback. */
#include <stdlib.h>

#include "asyncio/executor_parts.h"

void message_append(struct message_queue *to, struct message *m)
{
    m->next = NULL;
    if (to->first)
        to->last->next = m;
    else
        to->first = m;
    to->last = m;
}

struct message *message_take(struct message_queue *from)
{
    struct message *m = from->first;
    if (m)
        from->first = m->next;
    return m;
}

void message_free(struct message *m)
{
    buf_free(&m->text);
    free(m);
}

void messages_clear(struct message_queue *from)
{
    struct message *m;
    while ((m = message_take(from)))
        message_free(m);
}
