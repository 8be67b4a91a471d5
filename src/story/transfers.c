/* SPDX-License-Identifier: MIT */
#include "story/transfers.h"

#include <string.h>

#include "story/words.h"

/* clang-format off */
const struct leg_words leg_words[LEG_KINDS] = {
    [LEG_OPEN] = {"begun", " asks for ", ".",
                    "It only asks: the bytes go to and fro while no task has a turn."},
    [LEG_RESOLVE] = {"looks up the name", "The name in ", " is looked up.",
                       "A connection is made to an address, not to a name."},
    [LEG_CONNECT] = {"connected", "A connection for ", " stands.",
                       "The system has agreed with the other end that bytes may flow."},
    [LEG_REQUEST] = {"request sent", "The request for ", " is sent.",
                       "The system sends it; poll only has to hear when the answer comes."},
    [LEG_ARRIVED] = {"awaits answer", "The server has all of the request for ", ".",
                       "From here on its delay counts."},
    [LEG_FIRST_BYTE] = {"answer begins", "The answer from ", " begins.",
                          "Its head is here: the status, and what the body is."},
    [LEG_BODY] = {"all here", "All of ", " is here.",
                    "The system received it, without any thread of the program."},
    [LEG_FAILED] = {"failed", "", " fails.", "The task that asked gets the error at its await."},
    [LEG_ACCEPTED] = {"connected", "", " stands.",
                      "Its two ends know each other: bytes may flow, both ways."},
    [LEG_SENT] = {"sent", "", ": bytes are written.",
                  "They are the system's to carry: whoever wrote them goes on at once."},
    [LEG_RECEIVED] = {"got", "", ": bytes have come.",
                      "Whoever waits for them is told by a callback."},
    [LEG_END] = {"the other end is closed", "", ": the other end has closed.",
                 "What is read after that is empty."},
    [LEG_CLOSED] = {"closed", "", " is closed.", "The other end will hear of it."},
    [LEG_DROPPED] = {"let go of", "", " is let go of.", "Nobody waits for its answer any more."},
};
/* clang-format on */

bool transfer_is_over(const struct event *e)
{
    return e->what == LEG_BODY || e->what == LEG_FAILED || e->what == LEG_DROPPED ||
           e->what == LEG_CLOSED;
}

void transfer_put_leg(const struct trace *t, uint32_t event, struct buf *out)
{
    const struct event *e = trace_at(t, event);
    const struct note *n = trace_note(t, event);
    bool known = e->what < LEG_KINDS && leg_words[e->what].stands;
    buf_puts(out, known ? leg_words[e->what].stands : "goes on");
    bool counts = e->what == LEG_SENT || e->what == LEG_RECEIVED;
    if (n->len && (e->what == LEG_BODY || e->what == LEG_FAILED || counts)) {
        buf_puts(out, counts ? " " : ", ");
        words_text(out, n->text, n->len, WORDS_ALL);
    }
}

void transfer_put(const struct trace *t, uint32_t event, struct buf *out)
{
    const char *name = trace_note(t, event)->name, *host = name ? strstr(name, "://") : NULL;
    words_put(out, t, "%s: ", host ? host + 3 : name ? name : "a transfer");
    transfer_put_leg(t, event, out);
}
