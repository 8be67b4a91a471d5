# SPDX-License-Identifier: MIT
"""loopscope's tracer: tells what an asyncio program's event loop does, as it happens.

CPython 3.8 or newer finds this file as `sitecustomize`, on a PYTHONPATH that was made for one run, and
then runs the user's program as it always does.  Nothing in the program has to change.  Only what is
built into the interpreter is imported here: asyncio, and what it needs, when the program does so
itself, so that a module of the user's that hides one of the library's still hides it.
"""
import _thread
import builtins
import itertools
import os
import sys
import time

get_ident = _thread.get_ident
SELF_FILE = (lambda: 0).__code__.co_filename  # as frames report it
STDLIB = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
ASYNCIO = STDLIB + "asyncio" + os.sep


def leave_environment():
    """Nothing of ours is left for the program and its children to see."""
    folder = os.path.dirname(os.path.abspath(SELF_FILE))
    for name in [name for name in os.environ if name.startswith("LOOPSCOPE_")]:
        del os.environ[name]
    rest = [f for f in os.environ.pop("PYTHONPATH", "").split(os.pathsep) if os.path.abspath(f or ".") != folder]
    if rest and any(rest):
        os.environ["PYTHONPATH"] = os.pathsep.join(rest)
    sys.path[:] = [f for f in sys.path if os.path.abspath(f) != folder]
    sys.path_importer_cache.pop(folder, None)


def hidden_sitecustomize():
    """Runs the sitecustomize that this file hides, if there is one."""
    mine = sys.modules.pop("sitecustomize")
    globals()["KEPT"] = mine
    try:
        import sitecustomize
    except ImportError as e:
        if e.name != "sitecustomize":
            raise
    sys.modules.setdefault("sitecustomize", type(sys)("sitecustomize"))


if sys.version_info < (3, 8):  # the program runs unseen, as if nothing of us were there
    if os.environ.get("LOOPSCOPE_FD", "").isdigit():
        os.close(int(os.environ["LOOPSCOPE_FD"]))
    leave_environment()
    hidden_sitecustomize()
    raise ImportError("too old", name="sitecustomize")  # which nobody is told of


class Options:
    """What LOOPSCOPE_OPTIONS says: words of the form NAME=VALUE.  Unknown ones are ignored."""

    def __init__(self, words):
        given = dict(word.partition("=")[::2] for word in words.split())
        flag = lambda name, default: given.get(name, default) not in ("0", "off")
        self.virtual = given.get("clock") == "virtual"
        self.locals = flag("locals", "1")
        self.lines = flag("lines", "0")
        self.generators = flag("generators", "0")
        self.locks = flag("locks", "1")  # the state of locks, queues and the like
        self.bare = flag("bare", "0")  # only what the CPython goldens have
        self.only = given.get("only")  # a pattern of files: no other is the user's own
        self.seed = given.get("seed")


OPTIONS = Options(os.environ.get("LOOPSCOPE_OPTIONS", ""))
