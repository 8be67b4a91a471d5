/* SPDX-License-Identifier: MIT */
#include "tests/support/whole.h"

void whole_at_first(const struct player *p, struct model *m)
{
    model_close(m);
    archive_seek(&p->archive, m, p->trace.first);
    for (uint32_t task = 1; task <= m->nrows; task++)
        model_row(m, task);
    m->sight->close(m->sight);
    m->sight = NULL;
}
