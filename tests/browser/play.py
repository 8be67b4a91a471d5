#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each recording is played to its end by `asciinema play`, in a terminal of its size.

    play.py FILE.cast...
"""
import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios

SPEED, LONGEST_PAUSE, PATIENCE = "400", "0.1", 30


def play(path, rows, columns):
    """What it sends to the terminal, and its exit status."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    player = subprocess.Popen(["asciinema", "play", "-s", SPEED, "-i", LONGEST_PAUSE, path],
                              stdin=theirs, stdout=theirs, env={**os.environ, "TERM": "xterm-256color"})
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], PATIENCE)[0]:
        try:
            some = os.read(ours, 1 << 16)
        except OSError:  # there is nobody at the other end
            break
        if not some:
            break
        shown += some
    else:
        player.kill()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n"), player.wait()


failed = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        head, *events = map(json.loads, file)
    want = "".join(data for _, code, data in events if code == "o")
    shown, status = play(path, head["height"], head["width"])
    good = status == 0 and shown == want
    failed += not good
    print("ok " if good else "BAD", f"{path}: asciinema plays {len(shown)} of {len(want)} characters")
sys.exit(failed > 0)
