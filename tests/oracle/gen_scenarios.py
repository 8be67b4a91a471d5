#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes random scenarios (see scenario_run.py): one for each seed, always the same.

    gen_scenarios.py FIRST LAST FOLDER      seeds FIRST to LAST - 1, as FOLDER/rNNNN.json
"""
import json
import random
import sys

SLOTS = 5
DELAYS = [0, 0, 1, 1, 2, 3, 0.5, 5]


class Generator:
    """Every draw from `rng`, and their order, decides what a seed means: change none."""

    def __init__(self, seed):
        rng = self.rng = random.Random(seed)
        self.seed = seed
        self.steps = 0
        self.defs = rng.randint(2, 6)
        self.locks = rng.randint(0, 2)
        self.events = rng.randint(0, 2)
        self.sems = [rng.randint(1, 2) for _ in range(rng.randint(0, 1))]
        self.queues = [rng.choice([0, 1, 2]) for _ in range(rng.randint(0, 2))]

    def kinds(self, lower, depth):
        """What a step may be, likelier ones more than once."""
        kinds = ["say"] * 3 + ["sleep"] * 6 + ["soon", "later", "raise", "return"]
        if lower:
            kinds += ["spawn"] * 4 + ["gather"] * 2 + ["wait_for"] * 2 + ["group"]
        kinds += ["join", "cancel", "join", "cancel", "shield"]
        if self.locks:
            kinds += ["lock"] * 2
        if self.sems:
            kinds += ["sem"]
        if self.events:
            kinds += ["set", "wait", "clear", "set"]
        if self.queues:
            kinds += ["put", "get", "put"]
        if depth < 2:
            kinds += ["try", "finally", "timeout"]
        return kinds

    def step(self, level, depth):
        """A step of def `level`.  Defs start only defs of a higher number, so every play ends."""
        rng = self.rng
        self.steps += 1
        number = self.steps
        lower = [i for i in range(self.defs) if i > level]
        kind = rng.choice(self.kinds(lower, depth))
        slot = rng.randrange(SLOTS)

        def block(most):
            return [self.step(level, depth + 1) for _ in range(rng.randint(1, most))]

        match kind:
            case "say":
                return [kind, f"s{number}"]
            case "sleep":
                return [kind, rng.choice(DELAYS)]
            case "spawn":
                return [kind, slot, rng.choice(lower)]
            case "join" | "cancel" | "shield":
                return [kind, slot]
            case "gather":
                return [kind, [rng.choice(lower) for _ in range(rng.randint(0, 3))],
                        rng.random() < 0.5]
            case "group":
                return [kind, [rng.choice(lower) for _ in range(rng.randint(1, 3))]]
            case "wait_for":
                return [kind, rng.choice(lower), rng.choice([0, 1, 2, 4, None])]
            case "lock":
                return [kind, rng.randrange(self.locks), block(2)] if depth < 3 else ["sleep", 0]
            case "sem":
                return [kind, 0, block(2)] if depth < 3 else ["sleep", 0]
            case "set" | "clear" | "wait":
                return [kind, rng.randrange(self.events)]
            case "put":
                return [kind, rng.randrange(len(self.queues)), number]
            case "get":
                return [kind, rng.randrange(len(self.queues))]
            case "try" | "finally":
                return [kind, block(3),
                        [["say", f"h{self.steps}"]] + (block(1) if rng.random() < 0.4 else [])]
            case "timeout":
                return [kind, rng.choice([0, 1, 2, 3]), block(3)]
            case "soon":
                return [kind, f"c{number}"]
            case "later":
                return [kind, rng.choice([0, 1, 2]), f"c{number}"]
            case "raise":
                return [kind, f"e{number}"]
            case "return":
                return [kind, number]

    def scenario(self):
        rng = self.rng
        defs = [[self.step(i, 0) for _ in range(rng.randint(2, 6))] for i in range(self.defs)]
        main = [["spawn", v, rng.randrange(self.defs)] for v in range(rng.randint(1, 4))]
        main += [self.step(-1, 0) for _ in range(rng.randint(2, 6))]
        main = [step for step in main if step[0] not in ("raise", "return")]
        main += [["join", v] for v in range(SLOTS)]
        return {"seed": self.seed, "locks": self.locks, "sems": self.sems, "events": self.events,
                "queues": self.queues, "defs": defs, "main": main}


def main(first, last, folder):
    for seed in range(int(first), int(last)):
        with open(f"{folder}/r{seed:04d}.json", "w", encoding="utf-8") as file:
            json.dump(Generator(seed).scenario(), file, separators=(",", ":"))


if __name__ == "__main__":
    main(*sys.argv[1:])
