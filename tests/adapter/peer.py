# SPDX-License-Identifier: MIT
"""The other end of the tracer's socket: runs a program under it and grants events as a policy says."""
import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile

TRACER = pathlib.Path(__file__).resolve().parent.parent.parent / "src" / "adapter" / "python"


def joined():
    names = (TRACER / "PARTS").read_text(encoding="utf-8").split()
    return "".join((TRACER / name).read_text(encoding="utf-8") for name in names)


class Traced:
    """A program of which each event is read as it comes."""

    def __init__(self, command, options="clock=real", **popen):
        self.folder = tempfile.TemporaryDirectory()
        pathlib.Path(self.folder.name, "sitecustomize.py").write_text(joined(), encoding="utf-8")
        ours, theirs = socket.socketpair()
        environment = dict(os.environ, PYTHONPATH=self.folder.name, PYTHONDONTWRITEBYTECODE="1",
                           LOOPSCOPE_FD=str(theirs.fileno()), LOOPSCOPE_OPTIONS=options)
        self.process = subprocess.Popen(command, env=environment, pass_fds=[theirs.fileno()], **popen)
        theirs.close()
        self.socket, self.rest, self.lines = ours, b"", []

    def say(self, order):
        try:
            self.socket.sendall(order.encode() + b"\n")
        except OSError:
            pass

    def receive(self, timeout=None):
        """The lines that came; None at the end of it all; [] if nothing came in time."""
        self.socket.settimeout(timeout)
        try:
            data = self.socket.recv(1 << 16)
        except (socket.timeout, BlockingIOError):
            return []
        except OSError:
            return None
        if not data:
            return None
        *lines, self.rest = (self.rest + data).split(b"\n")
        lines = [line for line in lines if line]  # an empty one is a greeting
        self.lines += lines
        return lines or self.receive(timeout)

    def close(self):
        self.socket.close()
        status = self.process.wait(20)
        self.folder.cleanup()
        return status
