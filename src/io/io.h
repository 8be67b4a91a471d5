/* SPDX-License-Identifier: MIT */
/* Everything of the world outside that a scene may use. */
#pragma once
#include "io/delays.h"
#include "io/cost.h"
#include "io/http.h"
#include "io/pages.h"
#include "io/process.h"
#include "io/process_pool.h"
#include "io/streams.h"
