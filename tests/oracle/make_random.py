#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What CPython's random yields, for tests/test_random.c. Run it at the root of the project, with
the Python to be matched.

    python3 tests/oracle/make_random.py        # writes tests/golden/random.json.gz

Every (call, seed) starts from a freshly seeded generator and holds its first 50 values; "lesson" is
a row of calls on one generator. Floats are written in hexadecimal, whole numbers from 2**63 on as
decimal text, getrandbits of more than 64 bits as 32-bit words, least significant first. Choices,
shuffles and samples are those of range(n): indices."""
import gzip
import json
import platform
import random

OUT = "tests/golden/random.json.gz"
VALUES = 50
SEEDS = [0, 1, 2, 3, 7, 42, 100, 123, 444, 999, 12345, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53,
         2**64 + 5, 10**30, -1, -2**40 - 3]
LONG_SEED = "7" * 4300  # as long as int() takes

CALLS = [
    ("random",),
    *(("getrandbits", k) for k in (0, 1, 8, 31, 32, 33, 64, 100)),
    *(("randbelow", n) for n in (1, 2, 3, 1000, 2**32, 2**40 + 1, 2**63 + 1)),
    ("randint", 0, 10), ("randint", 1, 6), ("randint", -5, 5), ("randint", -2**63, 2**63 - 1),
    ("randrange", 10), ("randrange", 100, 1000), ("randrange", 0, 101, 2),
    ("randrange", 10, -10, -3),
    ("randrange", 2**63 - 1, -2**63, -2**63),
    ("uniform", 2.5, 10.0), ("uniform", 0, 1), ("uniform", -1, 1),
    ("expovariate", 1 / 5), ("expovariate", 1.5),
    ("choice", 3), ("choice", 100),
    ("shuffle", 4), ("shuffle", 10),
    # A sample copies a population of up to 21 (for 6 <= k <= 21: 85) and keeps a set beyond.
    ("sample", 5, 4), ("sample", 10, 10), ("sample", 21, 5), ("sample", 22, 5), ("sample", 85, 6),
    ("sample", 86, 6), ("sample", 86, 21), ("sample", 1000, 10),
]

LESSON = [("random",), ("uniform", 2.5, 10.0), ("expovariate", 1 / 5), ("randrange", 10),
          ("randrange", 0, 101, 2), ("choice", 3), ("shuffle", 4), ("sample", 5, 4)]


def shuffled(r, n):
    items = list(range(n))
    r.shuffle(items)
    return items


SPECIAL = {
    "randbelow": lambda r, n: r._randbelow(n),
    "choice": lambda r, n: r.choice(range(n)),
    "sample": lambda r, n, k: r.sample(range(n), k),
    "shuffle": shuffled,
}


def encode(value, bits):
    if isinstance(value, float):
        return value.hex()
    if bits > 64:
        return [value >> i & 0xFFFFFFFF for i in range(0, bits, 32)]
    if isinstance(value, int) and value >= 2**63:
        return str(value)
    return value


def call(r, name, *args):
    value = SPECIAL[name](r, *args) if name in SPECIAL else getattr(r, name)(*args)
    return encode(value, args[0] if name == "getrandbits" else 0)


def first_values(seed, what):
    r = random.Random(seed)
    return [call(r, *what) for _ in range(VALUES)]


def in_order(seed):
    r = random.Random(seed)
    return [call(r, *what) for what in LESSON]


def described(what):
    return {"call": what[0], "args": [encode(a, 0) for a in what[1:]]}


def main():
    golden = {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "libc": " ".join(platform.libc_ver()),
        "calls": [{**described(what), "values": {str(s): first_values(s, what) for s in SEEDS}}
                  for what in CALLS],
        "lesson": {"calls": [described(what) for what in LESSON],
                   "values": {str(s): in_order(s) for s in SEEDS}},
        "long seed": {"seed": LONG_SEED, "random": random.Random(int(LONG_SEED)).random().hex()},
    }
    text = json.dumps(golden, separators=(",", ":"))
    with open(OUT, "wb") as f:
        f.write(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
